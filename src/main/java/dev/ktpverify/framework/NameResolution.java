package dev.ktpverify.framework;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.RecomputeFieldValue;
import com.oracle.svm.core.annotate.TargetClass;
import java.security.Security;

/**
 * Has every name looked up again that could not be resolved. The JDK remembers such a name for 10 seconds, so a retry after
 * a failed DNS lookup would not even ask.
 *
 * <ul>
 *   <li>Figure: without it, one failed lookup took the provider away for 10 seconds in the native executable.
 *   <li>Upstream: the JDK works as documented. That a native image reads the setting while it is built is not reported yet:
 *       {@code docs/framework.md}.
 *   <li>Remove {@link UnknownNames} when a native image reads the setting at run time; {@code NameResolutionIT} shows it.
 * </ul>
 */
public final class NameResolution {

    private NameResolution() {}

    /** On a JVM: has no failure remembered. Call it before the first name is resolved, which is Secrets Manager's. */
    public static void forgetFailures() {
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
    }

    /** In the native executable: the JDK's class is initialized while the image is built, so a setting comes too late. */
    @TargetClass(className = "sun.net.InetAddressCachePolicy")
    static final class UnknownNames {

        @Alias
        @RecomputeFieldValue(kind = RecomputeFieldValue.Kind.FromAlias)
        private static volatile int negativeCachePolicy = 0;

        private UnknownNames() {}
    }
}
