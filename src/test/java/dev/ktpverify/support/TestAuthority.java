package dev.ktpverify.support;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A throw-away certificate authority, which signs good and bad certificates for a {@link ScriptedProvider}. */
public final class TestAuthority {

    private static final char[] PASSWORD = TestTls.PASSWORD.toCharArray();
    private static final List<String> KEY = List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1");

    private final Path store;
    private final Path pem;

    public TestAuthority() throws IOException {
        Path folder = Files.createTempDirectory("test-authority");
        store = folder.resolve("keys.p12");
        pem = folder.resolve("ca.pem");
        TestTls.keytool(store, "ca", with(KEY, "-dname", "CN=test authority", "-ext", "BC=ca:true"));
        TestTls.keytool(store, "ca", Stream.of("-exportcert", "-rfc", "-file", pem.toString()));
    }

    /** The authority's certificate. */
    public Path pem() {
        return pem;
    }

    /** What a server presents a newly signed certificate with; further arguments are keytool's. */
    public SSLContext sign(String alias, String names, String... further) throws IOException {
        Stream<String> signed = with(KEY, "-dname", "CN=" + alias, "-signer", "ca", "-ext", "SAN=" + names);
        TestTls.keytool(store, alias, Stream.concat(signed, Stream.of(further)));
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore all = KeyStore.getInstance("PKCS12");
            all.load(in, PASSWORD);
            KeyStore one = KeyStore.getInstance("PKCS12");
            one.load(null, PASSWORD);
            one.setKeyEntry(alias, all.getKey(alias, PASSWORD), PASSWORD, all.getCertificateChain(alias));
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(one, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<String> with(List<String> arguments, String... further) {
        return Stream.concat(arguments.stream(), Stream.of(further));
    }
}
