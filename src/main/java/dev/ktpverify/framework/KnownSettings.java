package dev.ktpverify.framework;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.quarkus.runtime.configuration.NameIterator;
import io.quarkus.runtime.configuration.PropertiesUtil;
import io.smallrye.config.PropertyName;

/**
 * Quarkus's search for settings that nothing knows. At each start every name is compared with every setting, segment by
 * segment. This looks at the first character before it looks for the segment's end.
 *
 * <ul>
 *   <li>Figure: a start to the first poll of 59 ms without this and without the newer SmallRye Config ({@code pom.xml}), of 52
 *       ms with both. SmallRye Config alone was 9 % of a start.
 *   <li>Upstream: not reported yet: {@code docs/framework.md}.
 *   <li>Remove when a start is as fast without it. {@code NativeImageTest} compares it with Quarkus's own.
 * </ul>
 */
@TargetClass(PropertiesUtil.class)
final class KnownSettings {

    private KnownSettings() {}

    /** As Quarkus's own. */
    @Substitute
    public static boolean isMapped(NameIterator name, String segment) {
        String whole = name.getName();
        int start = name.getPosition() + 1;
        if (start < whole.length() && !segment.isEmpty()) {
            char first = whole.charAt(start);
            char wanted = segment.charAt(0);
            if (first != wanted && first != '*' && wanted != '*') {
                return false;
            }
        }
        int end = name.getNextEnd();
        int length = end == 0 ? whole.length() : end - start;
        return PropertyName.equals(whole, start, length, segment, 0, segment.length());
    }
}
