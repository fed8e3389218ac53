package dev.ktpverify.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A throw-away certificate for localhost, made with the JDK's keytool: a key store and its certificate as PEM. */
public record TestTls(Path keyStore, Path pem) {

    public static final String PASSWORD = "changeit";

    /** Makes a certificate that is good for localhost. */
    public static TestTls localhost() {
        return of("dns:localhost,ip:127.0.0.1", List.of());
    }

    /** Makes a certificate for the given subject alternative names, with further arguments of keytool's. */
    public static TestTls of(String names, List<String> further) {
        try {
            Path folder = Files.createTempDirectory("test-tls");
            Path store = folder.resolve("key.p12");
            Path pem = folder.resolve("ca.pem");
            List<String> key = List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=test");
            List<String> extensions = List.of("-ext", "SAN=" + names, "-ext", "BC=ca:true");
            keytool(store, Stream.of(key, extensions, further).flatMap(List::stream));
            keytool(store, Stream.of("-exportcert", "-rfc", "-file", pem.toString()));
            return new TestTls(store, pem);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(Path store, Stream<String> arguments) throws IOException {
        keytool(store, "key", arguments);
    }

    static void keytool(Path store, String alias, Stream<String> arguments) throws IOException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Stream<String> where = Stream.of(
                "-alias", alias, "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD);
        List<String> command =
                Stream.of(Stream.of(keytool), arguments, where).flatMap(s -> s).toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        try {
            if (process.waitFor() != 0) {
                throw new IOException(output);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
