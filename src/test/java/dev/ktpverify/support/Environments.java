package dev.ktpverify.support;

import dev.ktpverify.support.dynamodb.DynamoDbServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Several environments of the function, set up by the variables of a deployment, with one provider and one fresh table. */
public final class Environments implements AutoCloseable {

    /** Another name of the provider's, which nobody knows. */
    public static final String PROVIDER = "provider.test";
    /** What the provider answers here: a verdict with a remark that is kept. */
    public static final Answer MATCH = match();

    private final List<LambdaEnvironment> started = new ArrayList<>();
    private final DynamoDbClient dynamoDb = DynamoDbServer.client();
    private final String table = DynamoDbServer.newTable();
    private final ScriptedSecrets secrets = new ScriptedSecrets();
    private final ScriptedProvider provider;
    private final Path authority;

    public Environments() throws IOException {
        TestAuthority ca = new TestAuthority("trusted");
        authority = ca.pem();
        provider = new ScriptedProvider(ca.sign("environments", "dns:localhost,dns:" + PROVIDER));
        matchAfter(CompletableFuture.completedFuture(null));
    }

    /** A direct invocation that asks one and the same question; null for no key. */
    public static String asked(String key) {
        String named = key == null ? "" : "\"idempotency_key\":\"" + key + "\",";
        return "{\"verify\":\"id_name\"," + named + "\"request\":" + Api.idName("0001") + "}";
    }

    /** Waits for something, longer than it takes on any machine. */
    public static <T> T await(CompletableFuture<T> awaited) {
        return awaited.orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** The provider answers each question with {@link #MATCH}, and as soon as something else has happened. */
    public void matchAfter(CompletableFuture<Void> happened) {
        provider.script(new Act("match", Act.From.REQUEST, Act.Charge.CHARGED, false, wire -> {
            await(happened);
            return wire.answer(200, Acts.MATCH.replace("AS SAID", "SAME"));
        }));
    }

    public ScriptedProvider provider() {
        return provider;
    }

    /** Starts an environment that writes to the table; it is ready. */
    public LambdaEnvironment start() {
        return start(Map.of());
    }

    /** Starts an environment; it is ready. An empty text takes a variable away. */
    public LambdaEnvironment start(Map<String, String> variables) {
        return start(variables, List.of(System.getProperty("native.image.path")));
    }

    /** Starts an environment that resolves names by these files alone; that takes root and Linux. */
    public LambdaEnvironment start(Map<String, String> variables, Path hosts, Path nameServices) {
        String mounted = "mount --bind \"$1\" /etc/hosts && mount --bind \"$2\" /etc/nsswitch.conf && exec \"$0\"";
        return start(
                variables,
                List.of(
                        "/usr/bin/unshare",
                        "--mount",
                        "/bin/sh",
                        "-c",
                        mounted,
                        System.getProperty("native.image.path"),
                        hosts.toString(),
                        nameServices.toString()));
    }

    private LambdaEnvironment start(Map<String, String> variables, List<String> command) {
        Map<String, String> all = new HashMap<>(Map.of(
                "AWS_REGION",
                "ap-southeast-3",
                "AWS_ACCESS_KEY_ID",
                "test",
                "AWS_SECRET_ACCESS_KEY",
                "test",
                "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                secrets.url(),
                "AWS_ENDPOINT_URL_DYNAMODB",
                DynamoDbServer.endpoint().toString(),
                "KTP_VERIFY_PROVIDER_URL",
                "https://localhost:" + provider.port(),
                "QUARKUS_TLS_PROVIDER_TRUST_STORE_PEM_CERTS",
                authority.toString(),
                "KTP_VERIFY_IDEMPOTENCY_TABLE",
                table));
        // what Lambda sets by itself
        all.put("AWS_LAMBDA_FUNCTION_NAME", "ktp-verify-test");
        all.put("AWS_LAMBDA_FUNCTION_VERSION", "7");
        all.put("AWS_LAMBDA_LOG_FORMAT", "JSON");
        all.put("AWS_LAMBDA_LOG_LEVEL", "INFO");
        all.putAll(variables);
        all.values().removeIf(String::isEmpty);
        try {
            LambdaEnvironment environment = new LambdaEnvironment(all, command);
            started.add(environment);
            await(environment.start());
            return environment;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the provider has put on the bill so far, one entry for each request that reached it. */
    public List<Act.Charge> bill() {
        return provider.ledger().stream().map(entry -> entry.act().charge()).toList();
    }

    /** Waits until the first request has reached the provider. */
    public void awaitBill() {
        for (int tries = 0; bill().isEmpty() && tries < 6_000; tries++) {
            Acts.pause(10);
        }
    }

    /** How many charges the budget of the month has counted. */
    public int spent() {
        return items().stream()
                .filter(item -> item.containsKey("month"))
                .mapToInt(item -> Integer.parseInt(item.get("month").n()))
                .sum();
    }

    /** The state of the one record. */
    public String state() {
        return only().get("state").s();
    }

    /** When the lease of the one record is over, in milliseconds since the epoch. */
    public long leaseUntil() {
        return Long.parseLong(only().get("lease_until").n());
    }

    /** Moves the lease of the one record, as if the clock of whoever wrote it had been ahead by so much. */
    public void moveLease(int millis) {
        dynamoDb.updateItem(update -> update.tableName(table)
                .key(Map.of("id", only().get("id")))
                .updateExpression("SET lease_until = lease_until + :moved")
                .expressionAttributeValues(Map.of(":moved", AttributeValue.fromN(String.valueOf(millis)))));
    }

    @Override
    public void close() {
        started.forEach(LambdaEnvironment::close);
        provider.close();
        secrets.close();
        dynamoDb.close();
    }

    private static Answer match() {
        Answer answer = Answer.charged("MATCH", "01");
        answer.body().withObject("/result").put("remark", "SAME");
        return answer;
    }

    private Map<String, AttributeValue> only() {
        List<Map<String, AttributeValue>> records =
                items().stream().filter(item -> item.containsKey("state")).toList();
        if (records.size() != 1) {
            throw new AssertionError(records.size() + " records");
        }
        return records.get(0);
    }

    private List<Map<String, AttributeValue>> items() {
        return dynamoDb.scan(scan -> scan.tableName(table).consistentRead(true)).items();
    }
}
