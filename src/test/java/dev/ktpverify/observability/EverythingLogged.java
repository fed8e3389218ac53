package dev.ktpverify.observability;

import static dev.ktpverify.observability.Canaries.SESSION_TOKEN;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The worst that an operator can switch on: everything at TRACE, and the REST client's log of requests and answers. */
public class EverythingLogged implements QuarkusTestProfile {

    static final Path LOG = Path.of("target", "canary.log");

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Files.deleteIfExists(LOG);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return Map.ofEntries(
                Map.entry("quarkus.log.level", "TRACE"),
                Map.entry("quarkus.log.min-level", "TRACE"),
                Map.entry("quarkus.log.console.level", "WARN"),
                Map.entry("quarkus.log.file.enabled", "true"),
                Map.entry("quarkus.log.file.level", "TRACE"),
                Map.entry("quarkus.log.file.path", LOG.toString()),
                Map.entry("quarkus.log.category.\"org.jboss.resteasy.reactive.client.logging\".level", "DEBUG"),
                Map.entry("quarkus.rest-client.logging.scope", "request-response"),
                // each verification reads the secret that the test has planted
                Map.entry("ktp-verify.provider.secret-max-age", "1ms"),
                Map.entry("quarkus.secretsmanager.aws.credentials.static-provider.session-token", SESSION_TOKEN));
    }
}
