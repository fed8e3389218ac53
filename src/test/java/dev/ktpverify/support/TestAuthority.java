package dev.ktpverify.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A throw-away certificate authority, which signs good and bad certificates for a {@link ScriptedProvider}. There is one of
 * each name in a run of the tests, and it signs each certificate once: every step is a process of keytool's.
 */
public final class TestAuthority {

    private static final char[] PASSWORD = TestTls.PASSWORD.toCharArray();
    private static final List<String> KEY = List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1");
    /** Where those of this run are; every class loader of the tests sees it. */
    private static final String FOLDER = "test.authorities";

    private final Path store;
    private final Path pem;

    /** The authority of that name. */
    public TestAuthority(String name) throws IOException {
        if (System.getProperty(FOLDER) == null) {
            System.setProperty(
                    FOLDER, Files.createTempDirectory("test-authorities").toString());
        }
        Path folder = Path.of(System.getProperty(FOLDER));
        store = folder.resolve(name + ".p12");
        pem = folder.resolve(name + ".pem");
        if (!Files.exists(pem)) {
            TestTls.keytool(store, "ca", with(KEY, "-dname", "CN=test authority", "-ext", "BC=ca:true"));
            TestTls.keytool(store, "ca", Stream.of("-exportcert", "-rfc", "-file", pem.toString()));
        }
    }

    /** The authority's certificate. */
    public Path pem() {
        return pem;
    }

    /** What a server presents a certificate of that alias with; further arguments are keytool's. */
    public SSLContext sign(String alias, String names, String... further) throws IOException {
        try {
            if (!KeyStore.getInstance(store.toFile(), PASSWORD).containsAlias(alias)) {
                Stream<String> signed = with(KEY, "-dname", "CN=" + alias, "-signer", "ca", "-ext", "SAN=" + names);
                TestTls.keytool(store, alias, Stream.concat(signed, Stream.of(further)));
            }
            KeyStore all = KeyStore.getInstance(store.toFile(), PASSWORD);
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
