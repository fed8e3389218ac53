package dev.ktpverify.sandbox;

import dev.ktpverify.support.dynamodb.DynamoDbServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sandbox with a table, budgets and the page: there is no Secrets Manager, and no provider. */
public class SandboxProfile implements QuarkusTestProfile {

    static final int DAILY = 1_000;

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(World.class));
    }

    @Override
    public boolean disableGlobalTestResources() {
        return true;
    }

    /** The settings, with those taken back that an earlier test has given to the launcher of the twins. */
    public static class World implements QuarkusTestResourceLifecycleManager {

        private static String table;

        static String table() {
            return table;
        }

        @Override
        public Map<String, String> start() {
            table = DynamoDbServer.newTable();
            Map<String, String> properties = new HashMap<>(DynamoDbServer.properties(DynamoDbServer.endpoint()));
            properties.put("quarkus.dynamodb.sync-client.socket-timeout", "10S"); // on a busy machine
            properties.put("quarkus.dynamodb.api-call-timeout", "10S");
            properties.put("ktp-verify.idempotency.table", table);
            properties.put("ktp-verify.budget.daily", Integer.toString(DAILY));
            properties.put("ktp-verify.mode", "sandbox");
            properties.put("ktp-verify.page", "on");
            properties.put("ktp-verify.provider.url", "");
            properties.put("ktp-verify.provider.secret-id", "");
            properties.put("ktp-verify.provider.body", "json");
            properties.put("ktp-verify.provider.attempt-timeout", "4s");
            properties.put("ktp-verify.provider.retry-pause", "2ms");
            properties.put("ktp-verify.provider.rate-limit-pause", "5ms");
            properties.put("ktp-verify.provider.retry-budget", "10");
            // nothing answers there
            properties.put("quarkus.secretsmanager.endpoint-override", "http://127.0.0.1:1");
            properties.put(
                    "quarkus.fault-tolerance.\"dev.ktpverify.provider.GuardedCall/verify\".circuit-breaker.enabled",
                    "true");
            return properties;
        }

        @Override
        public void stop() {}
    }
}
