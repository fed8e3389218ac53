package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ktpverify.support.FaultyWorldProfile;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Quarkus's own choice of a transport for a native image is the JDK's, whatever the settings say. */
@QuarkusIntegrationTest
@TestProfile(FaultyWorldProfile.class)
class NativeTransportIT {

    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = {"amd64", "aarch64"})
    void theProcessHasNettysLibrary() throws IOException {
        List<ProcessHandle> functions = ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("-runner"))
                .toList();
        assertTrue(!functions.isEmpty(), "the function is a process of this one");
        for (ProcessHandle function : functions) {
            String maps = Files.readString(Path.of("/proc", String.valueOf(function.pid()), "maps"));
            assertTrue(maps.contains("netty_transport_native_epoll"), maps);
        }
    }
}
