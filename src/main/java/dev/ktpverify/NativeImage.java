package dev.ktpverify;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Delete;
import com.oracle.svm.core.annotate.RecomputeFieldValue;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.quarkus.runtime.configuration.NameIterator;
import io.quarkus.runtime.configuration.PropertiesUtil;
import io.smallrye.config.PropertyName;
import software.amazon.awssdk.regions.ServiceMetadata;

/**
 * What the native image does without, or in a shorter way: classes of others as they are changed while it is built.
 */
final class NativeImage {

    private NativeImage() {}

    /** The extension for AWS services registers a parser for those that answer in XML; ours answer in JSON. */
    @TargetClass(className = "com.sun.xml.internal.stream.XMLInputFactoryImpl")
    @Delete
    static final class XmlReader {}

    /** As {@link XmlReader}. */
    @TargetClass(className = "com.sun.xml.internal.stream.XMLOutputFactoryImpl")
    @Delete
    static final class XmlWriter {}

    /**
     * How long the JDK remembers that a name could not be resolved. It is read from a file while the image is built, before
     * {@code NameResolution} can say anything: without this it would be 10 seconds.
     */
    @TargetClass(className = "sun.net.InetAddressCachePolicy")
    static final class UnknownNames {

        @Alias
        @RecomputeFieldValue(kind = RecomputeFieldValue.Kind.FromAlias)
        private static volatile int negativeCachePolicy = 0;

        private UnknownNames() {}
    }

    /** The endpoints of all services of AWS; the rule that the SDK applies to any other gives the same for ours. */
    @TargetClass(className = "software.amazon.awssdk.regions.internal.MetadataLoader")
    static final class Endpoints {

        private Endpoints() {}

        /** None is known, and {@link ServiceMetadata#of} falls back to the rule. */
        @Substitute
        public static ServiceMetadata serviceMetadata(String service) {
            return null;
        }
    }

    /**
     * The key of a resource in GraalVM's own table. It is a record, whose equals GraalVM 25 interprets, method handle by method
     * handle: a third of the time that a start takes.
     */
    @TargetClass(className = "com.oracle.svm.core.jdk.Resources", innerClass = "ModuleInstanceResourceKey")
    static final class ResourceKey {

        @Alias
        private Module module;

        @Alias
        private String resource;

        private ResourceKey() {}

        /** As the record's. */
        @Override
        @Substitute
        public boolean equals(Object other) {
            return other instanceof ResourceKey key && key.module == module && key.resource.equals(resource);
        }

        /** As the record's; the table is filled while the image is built, so both must be the same. */
        @Override
        @Alias
        public native int hashCode();
    }

    /** The search for settings that nothing knows: at each start every name is compared with every setting, segment by segment. */
    @TargetClass(PropertiesUtil.class)
    static final class KnownSettings {

        private KnownSettings() {}

        /** As Quarkus's own, but does not look for the segment's end where its first character decides. */
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
}
