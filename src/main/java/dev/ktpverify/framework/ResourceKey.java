package dev.ktpverify.framework;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/**
 * The key of a resource in GraalVM's own table, compared by two comparisons. It is a record, and GraalVM 25 interprets the
 * {@code equals} of this record, method handle by method handle. Each lookup of a service file compares one key for each
 * module.
 *
 * <ul>
 *   <li>Figure: 34 % of the processor time of a start were spent in that {@code equals}.
 *   <li>Upstream: <a href="https://github.com/oracle/graal/issues/4348">oracle/graal #4348</a> was closed for records of
 *       applications. For this record it is not reported yet: {@code docs/framework.md}.
 *   <li>Remove when the key is no record any more (the build fails then), or a start is as fast without this class.
 * </ul>
 */
@TargetClass(className = "com.oracle.svm.core.jdk.Resources", innerClass = "ModuleInstanceResourceKey")
final class ResourceKey {

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
