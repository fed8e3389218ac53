package dev.ktpverify.provider;

import static dev.ktpverify.support.Environments.MATCH;
import static dev.ktpverify.support.Environments.PROVIDER;
import static dev.ktpverify.support.Environments.asked;
import static dev.ktpverify.support.Environments.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ktpverify.model.Failure;
import dev.ktpverify.support.Answer;
import dev.ktpverify.support.Environments;
import dev.ktpverify.support.LambdaEnvironment;
import dev.ktpverify.support.LambdaEnvironment.Answered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The provider's name can't be resolved once: by the native executable, with a file of names of its own in place of the
 * machine's, which takes root and Linux.
 */
class NameResolutionIT {

    private static final String LOCALHOST = "127.0.0.1 localhost\n";

    @TempDir
    Path directory;

    @Test
    void failsOnceThenWorks() throws IOException {
        assumeTrue(mayMount(), "NOT SHOWN: name resolution in the native executable; it takes root and Linux");
        Path hosts = Files.writeString(directory.resolve("hosts"), LOCALHOST);
        Path nameServices = Files.writeString(directory.resolve("nsswitch.conf"), "hosts: files\n");
        try (Environments environments = new Environments()) {
            LambdaEnvironment function = environments.start(
                    Map.of(
                            "KTP_VERIFY_PROVIDER_URL",
                            "https://" + PROVIDER + ":"
                                    + environments.provider().port()),
                    hosts,
                    nameServices);
            Answered unknown = await(function.invoke(asked(null)));
            assertTrue(unknown.is(Answer.free(503, Failure.NOT_SENT, true)), () -> "" + unknown);
            assertEquals(0, environments.provider().connections());

            Files.writeString(hosts, LOCALHOST + "127.0.0.1 " + PROVIDER + "\n"); // the same file, which is mounted
            Answered known = await(function.invoke(asked(null)));
            assertTrue(known.is(MATCH), () -> "" + known);
            assertEquals(1, environments.bill().size());
        }
    }

    private static boolean mayMount() throws IOException {
        Path unshare = Path.of("/usr/bin/unshare");
        if (!Files.isExecutable(unshare)) {
            return false;
        }
        try {
            return new ProcessBuilder(unshare.toString(), "--mount", "/bin/true")
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
