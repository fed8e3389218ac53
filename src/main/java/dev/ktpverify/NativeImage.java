package dev.ktpverify;

import com.oracle.svm.core.annotate.Delete;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import software.amazon.awssdk.regions.ServiceMetadata;

/** What the native image does without: the JDK's and the AWS SDK's classes as they are changed while it is built. */
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
}
