package dev.ktpverify.framework;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import software.amazon.awssdk.regions.ServiceMetadata;

/**
 * Leaves the AWS SDK's table of the endpoints of all services out of the native image. No service is known then, and {@link
 * ServiceMetadata#of} falls back to the SDK's general rule, which gives the same endpoints for the services used here.
 *
 * <ul>
 *   <li>Figure: 60.0 MB of binary without it, 56.1 MB with it.
 *   <li>Upstream: <a href="https://github.com/aws/aws-sdk-java-v2/pull/7161">aws-sdk-java-v2 #7161</a>, merged in July 2026:
 *       clients do not use the table any more.
 *   <li>Remove when the extension for AWS services brings an SDK with that change.
 * </ul>
 */
@TargetClass(className = "software.amazon.awssdk.regions.internal.MetadataLoader")
final class AwsEndpoints {

    private AwsEndpoints() {}

    /** As for a service that the table does not have. */
    @Substitute
    public static ServiceMetadata serviceMetadata(String service) {
        return null;
    }
}
