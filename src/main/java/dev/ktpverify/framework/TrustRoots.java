package dev.ktpverify.framework;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.RecomputeFieldValue;
import com.oracle.svm.core.annotate.RecomputeFieldValue.Kind;
import com.oracle.svm.core.annotate.TargetClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import org.graalvm.nativeimage.hosted.Feature;

/**
 * Puts the certificate authorities of {@code roots.pem} into the native executable, and no others. GraalVM takes those of the
 * JDK that builds; then each build machine would decide whom the function trusts. A JVM keeps those of its own JDK.
 *
 * <p>Runs only while the image is built. The system properties are what GraalVM documents for this.
 */
public final class TrustRoots implements Feature {

    private static final String PASSWORD = "not secret: the certificates are public";

    /** GraalVM makes all features before it calls the first one. Its own reads the list when it is called. */
    public TrustRoots() {
        try (InputStream roots = TrustRoots.class.getResourceAsStream("/roots.pem")) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (Certificate root : CertificateFactory.getInstance("X.509").generateCertificates(roots)) {
                store.setCertificateEntry("root " + store.size(), root);
            }
            Path file = Files.createTempFile("roots", ".p12");
            file.toFile().deleteOnExit();
            try (OutputStream out = Files.newOutputStream(file)) {
                store.store(out, PASSWORD.toCharArray());
            }
            System.setProperty("javax.net.ssl.trustStore", file.toString());
            System.setProperty("javax.net.ssl.trustStoreType", store.getType());
            System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String getDescription() {
        return "trusts the certificate authorities of roots.pem";
    }

    /** The JDK's cache of certificates, which while the image is built holds those of the building JDK, too. */
    @TargetClass(className = "sun.security.provider.X509Factory")
    static final class Certificates {

        @Alias
        @RecomputeFieldValue(kind = Kind.NewInstance, declClassName = "sun.security.util.NullCache")
        private static Cache certCache;

        private Certificates() {}
    }

    /** Its type. */
    @TargetClass(className = "sun.security.util.Cache")
    static final class Cache {

        private Cache() {}
    }
}
