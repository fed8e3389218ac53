package dev.ktpverify.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The host names that this JVM can resolve: the file of {@code -Djdk.net.hosts.file}, which is read at each look-up. */
public final class Names {

    /** A host on the loopback address, where it is known. */
    public static final String PROVIDER = "provider.test";

    private static final Path HOSTS = Path.of(System.getProperty("jdk.net.hosts.file"));
    private static final String LOCALHOST = "127.0.0.1 localhost\n";

    private Names() {}

    /** Makes {@link #PROVIDER} known. */
    public static void know() {
        write(LOCALHOST + "127.0.0.1 " + PROVIDER + "\n");
    }

    /** Makes {@link #PROVIDER} unknown. */
    public static void forget() {
        write(LOCALHOST);
    }

    private static void write(String hosts) {
        try {
            Path complete = Files.createTempFile(HOSTS.getParent(), "hosts", "");
            Files.writeString(complete, hosts);
            Files.move(complete, HOSTS, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
