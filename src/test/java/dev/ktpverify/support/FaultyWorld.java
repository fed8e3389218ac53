package dev.ktpverify.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.support.dynamodb.DynamoDbServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A provider and a Secrets Manager that fail as a test says, with short time-outs and pauses. Further properties are init
 * arguments; {@code host} is the provider's name, {@code secrets=down} has Secrets Manager down during INIT.
 */
public class FaultyWorld implements QuarkusTestResourceLifecycleManager {

    /** The longest that an attempt takes here, in milliseconds. */
    public static final int ATTEMPT_MILLIS = 1_000;
    /** What it takes to notice that a connection was closed. */
    private static final int NOTICED_MILLIS = 50;

    /** The prefix of the guarded call's fault-tolerance properties. */
    public static final String FAULT_TOLERANCE =
            "quarkus.fault-tolerance.\"dev.ktpverify.provider.GuardedCall/verify\".";

    /** The prefix of each attempt's. */
    public static final String ATTEMPT = "quarkus.fault-tolerance.\"dev.ktpverify.provider.GuardedCall/attempt\".";

    private static final ObjectMapper JSON = new ObjectMapper();
    /** The property of the idempotency table; {@code new} as an init argument makes one. */
    public static final String TABLE = "ktp-verify.idempotency.table";

    /** The property of the proxy before the provider; {@code new} as an init argument makes one. */
    public static final String PROXY = "quarkus.rest-client.provider.proxy-address";

    private static ConnectProxy proxy;
    private static String table;
    private static ScriptedProvider provider;
    private static ScriptedSecrets secrets;
    private static Path log;
    private static SSLContext trusted;
    private static SSLContext expired;
    private static SSLContext wrongHost;
    private static SSLContext unknown;

    private final Map<String, String> further = new HashMap<>();

    public static ScriptedProvider provider() {
        return provider;
    }

    public static ScriptedSecrets secrets() {
        return secrets;
    }

    /** The proxy that was made. */
    public static ConnectProxy proxy() {
        return proxy;
    }

    /** The table that was made. */
    public static String table() {
        return table;
    }

    /** How many charges the budget of this month has counted, in the table that was made. */
    public static int spent() {
        try (DynamoDbClient dynamoDb = DynamoDbServer.client()) {
            return dynamoDb.scan(scan -> scan.tableName(table).consistentRead(true)).items().stream()
                    .filter(item -> item.containsKey("month"))
                    .mapToInt(item -> Integer.parseInt(item.get("month").n()))
                    .sum();
        }
    }

    /** The budget of this month has counted so many charges more, or fewer, in the table that was made. */
    public static void spend(int charges) {
        try (DynamoDbClient dynamoDb = DynamoDbServer.client()) {
            String month = YearMonth.now(ZoneId.of("Asia/Jakarta")).toString();
            dynamoDb.updateItem(update -> update.tableName(table)
                    .key(Map.of("id", AttributeValue.fromS("budget " + month)))
                    .updateExpression("ADD #month :charges")
                    .expressionAttributeNames(Map.of("#month", "month"))
                    .expressionAttributeValues(Map.of(":charges", AttributeValue.fromN(Integer.toString(charges)))));
        }
    }

    /** Everything that the function has logged. */
    public static String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The lines of invocations among it, oldest first. */
    public static List<JsonNode> requestLines() {
        return log().lines()
                .filter(line -> line.contains("\"http_status\":"))
                .map(FaultyWorld::json)
                .toList();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + line, e);
        }
    }

    /** A certificate of a trusted authority that ran out. */
    public static SSLContext expired() {
        return expired;
    }

    /** A certificate of a trusted authority for another host. */
    public static SSLContext wrongHost() {
        return wrongHost;
    }

    /** A certificate of an authority that is not trusted. */
    public static SSLContext unknown() {
        return unknown;
    }

    /** A good certificate for localhost. */
    public static SSLContext trusted() {
        return trusted;
    }

    /** Everything is well again, the function has been asked once and is warm, and it has no connection. */
    public static void reset(Runnable ask) {
        reset();
        provider.script(Acts.lastAnswer());
        ask.run();
        reset();
    }

    /** Everything is well again, and nothing has been asked yet; open connections break, and the function has noticed. */
    public static void reset() {
        try {
            if (provider.hangUp()) {
                Acts.pause(NOTICED_MILLIS);
            }
            provider.present(trusted);
            provider.script(Acts.verdict("01", Act.Charge.CHARGED));
            provider.listen();
            provider.forget();
            secrets.hold(ScriptedSecrets.GOOD);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void init(Map<String, String> initArgs) {
        further.putAll(initArgs);
    }

    @Override
    public Map<String, String> start() {
        try {
            TestAuthority authority = new TestAuthority("trusted");
            trusted = authority.sign("good", "dns:localhost,dns:provider.test");
            expired = authority.sign("expired", "dns:localhost", "-startdate", "-9d", "-validity", "2");
            wrongHost = authority.sign("elsewhere", "dns:elsewhere.test");
            unknown = new TestAuthority("untrusted").sign("unknown", "dns:localhost");
            log = Path.of("target", "quarkus.log")
                    .toAbsolutePath(); // where the launcher of the twins looks for it, too
            provider = new ScriptedProvider(trusted);
            secrets = new ScriptedSecrets();
            if ("down".equals(further.remove("secrets"))) {
                secrets.fail();
            }
            return properties(authority.pem());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> properties(Path authority) {
        String host = further.getOrDefault("host", "localhost");
        further.remove("host");
        Map<String, String> properties = new HashMap<>();
        properties.put("ktp-verify.provider.url", "https://" + host + ":" + provider.port());
        properties.put("ktp-verify.provider.attempt-timeout", ATTEMPT_MILLIS + "ms");
        properties.put("ktp-verify.provider.retry-pause", "2ms");
        properties.put("ktp-verify.provider.rate-limit-pause", "5ms");
        properties.put("quarkus.tls.provider.trust-store.pem.certs", authority.toString());
        // each row of a table is on its own: the circuit and the budget have a test of their own
        properties.put(FAULT_TOLERANCE + "circuit-breaker.enabled", "false");
        properties.put("ktp-verify.provider.retry-budget", "1000000");
        // the function's own, said again: the launcher of the twins keeps what an earlier test has set
        properties.put("ktp-verify.provider.body", "json");
        properties.put("ktp-verify.mode", "production");
        properties.put("ktp-verify.page", "off");
        properties.put(ATTEMPT + "timeout.value", "27");
        properties.put(ATTEMPT + "timeout.unit", "seconds");
        properties.put("quarkus.secretsmanager.endpoint-override", secrets.url());
        properties.put("quarkus.secretsmanager.aws.region", "ap-southeast-3");
        properties.put("quarkus.secretsmanager.aws.credentials.type", "static");
        properties.put("quarkus.secretsmanager.aws.credentials.static-provider.access-key-id", "test");
        properties.put("quarkus.secretsmanager.aws.credentials.static-provider.secret-access-key", "test");
        properties.put("quarkus.log.file.enabled", "true");
        properties.put("quarkus.log.file.path", log.toString());
        properties.put("quarkus.log.file.filter", "json"); // as the function writes it
        properties.put("quarkus.log.file.rotation.max-file-size", "1G");
        if ("new".equals(further.get(TABLE))) {
            table = DynamoDbServer.newTable();
            further.put(TABLE, table);
        }
        if (further.containsKey(TABLE)) {
            properties.putAll(DynamoDbServer.properties(DynamoDbServer.endpoint()));
            properties.put("quarkus.dynamodb.sync-client.socket-timeout", "10S"); // on a busy machine
            properties.put("quarkus.dynamodb.api-call-timeout", "10S");
        }
        if ("new".equals(further.get(PROXY))) {
            proxy = new ConnectProxy();
            further.put(PROXY, "localhost:" + proxy.port());
        }
        properties.putAll(further);
        return properties;
    }

    @Override
    public void stop() {
        provider.close();
        secrets.close();
    }
}
