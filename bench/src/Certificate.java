package dev.ktpverify.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for localhost that vouches for itself, made by the JDK's keytool.
 *
 * @param pem the certificate
 * @param trustStore PKCS#12 with the certificate, password {@value #PASSWORD}
 * @param context what listens with it, and trusts it
 */
record Certificate(Path pem, Path trustStore, SSLContext context) {

    private static final String PASSWORD = "changeit";

    static Certificate create(Path directory) throws IOException {
        Path keys = directory.resolve("key.p12");
        Path pem = directory.resolve("ca.pem");
        Path trust = directory.resolve("trust.p12");
        for (Path file : List.of(keys, pem, trust)) {
            Files.deleteIfExists(file);
        }
        keytool(
                keys,
                "-genkeypair -keyalg EC -groupname secp256r1 -dname CN=localhost -validity 30"
                        + " -ext SAN=dns:localhost,ip:127.0.0.1 -ext BC=ca:true");
        keytool(keys, "-exportcert -rfc", "-file", pem.toString());
        keytool(trust, "-importcert -noprompt", "-file", pem.toString());
        return new Certificate(pem, trust, context(keys, trust));
    }

    private static SSLContext context(Path keys, Path trust) throws IOException {
        try {
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(KeyStore.getInstance(trust.toFile(), PASSWORD.toCharArray()));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static void keytool(Path store, String words, String... more) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(words.split(" ")));
        command.addAll(List.of(more));
        command.addAll(List.of("-alias", "bench", "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-keystore", store.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool: " + said);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
