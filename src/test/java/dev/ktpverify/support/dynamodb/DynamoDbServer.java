package dev.ktpverify.support.dynamodb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * A stand-in for DynamoDB in the JVM of the tests, one for all of a run, by DynamoDB's own protocol: the DynamoDB developer guide,
 * "DynamoDB low-level API". {@code -Dtest.dynamodb.endpoint=http://…} names another stand-in instead.
 */
public final class DynamoDbServer {

    private static final String ENDPOINT = "test.dynamodb.endpoint";
    private static final String JSON_1_0 = "application/x-amz-json-1.0";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static URI started;

    private final Tables tables = new Tables();

    private DynamoDbServer() {}

    /** The address of the stand-in, which is running. */
    public static URI endpoint() {
        String named = System.getProperty(ENDPOINT);
        return named == null ? own() : URI.create(named);
    }

    /**
     * The address of this one, even where another is named. Quarkus loads the classes of tests in class loaders of its own, and
     * closes them: the server runs in the system's class loader, once, whoever asks.
     */
    static URI own() {
        try {
            Class<?> one = ClassLoader.getSystemClassLoader().loadClass(DynamoDbServer.class.getName());
            Method start = one.getDeclaredMethod("start");
            start.setAccessible(true);
            return (URI) start.invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static synchronized URI start() throws IOException, InterruptedException {
        if (started == null) {
            DynamoDbServer answers = new DynamoDbServer();
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newCachedThreadPool(DynamoDbServer::daemon));
            server.createContext("/", answers::serve);
            Thread starter = daemon(server::start); // so that the server's own thread is one, too
            starter.start();
            starter.join();
            started = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        }
        return started;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "dynamodb");
        thread.setDaemon(true);
        return thread;
    }

    /** A client for looking at what the function wrote. */
    public static DynamoDbClient client() {
        return client(endpoint());
    }

    /** A client for the given address. */
    public static DynamoDbClient client(URI endpoint) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.AP_SOUTHEAST_3)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    /** Makes an empty table as the templates do, and tells its name. */
    public static String newTable() {
        try (DynamoDbClient client = client()) {
            return newTable(client);
        }
    }

    static String newTable(DynamoDbClient client) {
        String table = "ktp-verify-" + UUID.randomUUID();
        client.createTable(create -> create.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(id -> id.attributeName("id").attributeType(ScalarAttributeType.S))
                .keySchema(id -> id.attributeName("id").keyType(KeyType.HASH)));
        return table;
    }

    /** What a function needs to find DynamoDB at an address. */
    public static Map<String, String> properties(URI endpoint) {
        return Map.of(
                "quarkus.dynamodb.endpoint-override",
                endpoint.toString(),
                "quarkus.dynamodb.aws.region",
                "ap-southeast-3",
                "quarkus.dynamodb.aws.credentials.type",
                "static",
                "quarkus.dynamodb.aws.credentials.static-provider.access-key-id",
                "test",
                "quarkus.dynamodb.aws.credentials.static-provider.secret-access-key",
                "test");
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] request = exchange.getRequestBody().readAllBytes();
        String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
        int status = 200;
        ObjectNode body;
        try {
            body = tables.answer(target.replace("DynamoDB_20120810.", ""), (ObjectNode) JSON.readTree(request));
        } catch (Refusal e) {
            status = 400;
            body = e.body();
        } catch (RuntimeException | JsonProcessingException e) {
            status = 500;
            body = new Refusal("InternalServerError", e.toString()).body();
        }
        answer(exchange, status, JSON.writeValueAsBytes(body));
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", JSON_1_0);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
