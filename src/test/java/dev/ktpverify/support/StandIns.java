package dev.ktpverify.support;

import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A provider and a Secrets Manager (src/test/wiremock) for the tests, the provider over TLS. */
public class StandIns implements QuarkusTestResourceLifecycleManager {

    private static final String FAULT_TOLERANCE =
            "quarkus.fault-tolerance.\"dev.ktpverify.provider.GuardedCall/verify\".";
    private static WireMockServer server;

    /** Where tests add stubs of their own. */
    public static WireMockServer server() {
        return server;
    }

    /** What reached the provider since the last {@link #reset}, oldest first. */
    public static List<LoggedRequest> providerRequests() {
        return server.findAll(postRequestedFor(urlPathMatching("/verify/.*")));
    }

    /** Forgets requests and the stubs that a test added. */
    public static void reset() {
        server.resetAll();
        server.resetToDefaultMappings();
    }

    @Override
    public Map<String, String> start() {
        TestTls tls = TestTls.localhost();
        server = new WireMockServer(options()
                .dynamicPort()
                .dynamicHttpsPort()
                .keystorePath(tls.keyStore().toString())
                .keystorePassword(TestTls.PASSWORD)
                .keyManagerPassword(TestTls.PASSWORD)
                .keystoreType("PKCS12")
                .usingFilesUnderDirectory("src/test/wiremock"));
        server.start();
        Map<String, String> properties = new HashMap<>(Map.of(
                "ktp-verify.provider.url",
                "https://localhost:" + server.httpsPort(),
                "ktp-verify.provider.attempt-timeout",
                "4s",
                "quarkus.tls.provider.trust-store.pem.certs",
                tls.pem().toString(),
                // each row of a table is on its own: the circuit and the budget have a test of their own
                FAULT_TOLERANCE + "circuit-breaker.enabled",
                "false",
                "ktp-verify.provider.retry-budget",
                "1000000",
                "quarkus.secretsmanager.endpoint-override",
                "http://localhost:" + server.port(),
                "quarkus.secretsmanager.aws.region",
                "ap-southeast-3",
                "quarkus.secretsmanager.aws.credentials.type",
                "static",
                "quarkus.secretsmanager.aws.credentials.static-provider.access-key-id",
                "test",
                "quarkus.secretsmanager.aws.credentials.static-provider.secret-access-key",
                "test"));
        // the function's own, said again: the launcher of the twins keeps what an earlier test has set
        properties.put("ktp-verify.provider.body", "json");
        properties.put("ktp-verify.mode", "production");
        properties.put("ktp-verify.page", "off");
        return properties;
    }

    @Override
    public void stop() {
        server.stop();
    }
}
