package dev.ktpverify.framework;

import com.oracle.svm.core.annotate.Delete;
import com.oracle.svm.core.annotate.TargetClass;

/**
 * Leaves the JDK's XML parser out of the native image. The extension for AWS services registers it for services that answer
 * in XML; ours answer in JSON. Jackson's XML types go too: {@code quarkus.class-loading.removed-resources}.
 *
 * <ul>
 *   <li>Figure: 83.0 MB of binary with symbols without both, 77.2 MB with both.
 *   <li>Upstream: not reported yet: {@code docs/framework.md}.
 *   <li>Remove when the extension registers the parser only for services that need it.
 * </ul>
 */
final class NoXml {

    private NoXml() {}

    /** Reads XML. */
    @TargetClass(className = "com.sun.xml.internal.stream.XMLInputFactoryImpl")
    @Delete
    static final class Reader {}

    /** Writes XML. */
    @TargetClass(className = "com.sun.xml.internal.stream.XMLOutputFactoryImpl")
    @Delete
    static final class Writer {}
}
