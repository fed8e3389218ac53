package dev.ktpverify.observability;

import static dev.ktpverify.observability.Canaries.SESSION_TOKEN;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The worst that an operator can switch on: every level there is in the build, and the REST client's log of requests and
 * answers. A native executable logs to the file that its launcher reads.
 */
public class EverythingLogged implements QuarkusTestProfile {

    static final Path LOG = Path.of("target", "canary.log");

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.log.file.filter", "json", // as the function writes it
                "quarkus.log.level", "TRACE",
                "quarkus.log.console.level", "WARN",
                "quarkus.log.file.level", "TRACE",
                "quarkus.log.file.rotation.max-file-size", "1G", // the search is to see all of it
                "quarkus.rest-client.logging.scope", "request-response",
                // each verification reads the secret that the test has planted
                "ktp-verify.provider.secret-max-age", "1ms",
                "quarkus.secretsmanager.aws.credentials.static-provider.session-token", SESSION_TOKEN);
    }

    /** For the JVM, where the test makes the build: TRACE too, in a file of its own. */
    public static class AtTrace extends EverythingLogged {

        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Files.deleteIfExists(LOG);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
            overrides.put("quarkus.log.min-level", "TRACE");
            overrides.put("quarkus.log.file.enabled", "true");
            overrides.put("quarkus.log.file.path", LOG.toString());
            return overrides;
        }
    }
}
