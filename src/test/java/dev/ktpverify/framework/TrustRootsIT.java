package dev.ktpverify.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The native executable trusts the certificate authorities of roots.pem, whatever JDK built it. */
class TrustRootsIT {

    @Test
    void theCertificatesInTheExecutableAreThoseOfTheList() throws Exception {
        Set<String> listed = new TreeSet<>();
        try (InputStream roots = TrustRootsIT.class.getResourceAsStream("/roots.pem")) {
            for (Certificate root : CertificateFactory.getInstance("X.509").generateCertificates(roots)) {
                listed.add(sha256(root.getEncoded()));
            }
        }
        assertTrue(listed.size() > 100);
        assertEquals(listed, certificates(Files.readAllBytes(Path.of(System.getProperty("native.image.path")))));
    }

    /** The SHA-256 of all that looks like a certificate of X.509: a sequence that begins with a sequence of version 3. */
    private static Set<String> certificates(byte[] binary) throws IOException, GeneralSecurityException {
        Set<String> found = new TreeSet<>();
        for (int at = 0; at < binary.length - 14; at++) {
            boolean begins = isSequence(binary, at) && isSequence(binary, at + 4);
            int tbs = at + 8;
            int length = (binary[at + 2] & 0xff) << 8 | binary[at + 3] & 0xff;
            if (begins
                    && binary[tbs] == (byte) 0xa0
                    && binary[tbs + 1] == 3
                    && binary[tbs + 2] == 2
                    && binary[tbs + 3] == 1
                    && binary[tbs + 4] == 2) {
                found.add(sha256(Arrays.copyOfRange(binary, at, at + 4 + length)));
            }
        }
        return found;
    }

    private static boolean isSequence(byte[] binary, int at) {
        return binary[at] == 0x30 && binary[at + 1] == (byte) 0x82;
    }

    private static String sha256(byte[] certificate) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate));
    }
}
