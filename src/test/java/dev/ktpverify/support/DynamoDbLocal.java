package dev.ktpverify.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * DynamoDB Local as a process of its own, one for all tests of a run; {@code -Dtest.dynamodb.endpoint=http://…} names another
 * stand-in for DynamoDB instead, for platforms that its database has no library for, too.
 */
public final class DynamoDbLocal {

    private static final String ENDPOINT = "test.dynamodb.endpoint";
    private static final int START_SECONDS = 60;

    private DynamoDbLocal() {}

    /** Its address; it is running. Every class loader of the tests sees the same one. */
    public static synchronized URI endpoint() {
        if (System.getProperty(ENDPOINT) == null) {
            System.setProperty(ENDPOINT, "http://127.0.0.1:" + start());
        }
        return URI.create(System.getProperty(ENDPOINT));
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
        String table = "ktp-verify-" + UUID.randomUUID();
        try (DynamoDbClient client = client()) {
            client.createTable(create -> create.tableName(table)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(id -> id.attributeName("id").attributeType(ScalarAttributeType.S))
                    .keySchema(id -> id.attributeName("id").keyType(KeyType.HASH)));
        }
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

    private static int start() {
        Path libraries = Path.of("target", "dynamodb-local");
        if (!Files.isDirectory(libraries)) {
            throw new IllegalStateException("no DynamoDB Local: run ./mvnw process-test-resources");
        }
        try {
            int port = freePort();
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Dsqlite4java.library.path=" + libraries,
                            "-cp",
                            libraries + "/*",
                            "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
                            "-inMemory",
                            "-port",
                            String.valueOf(port))
                    .redirectErrorStream(true)
                    .redirectOutput(Path.of("target", "dynamodb-local.log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            await(process, port);
            return port;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void await(Process process, int port) throws IOException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (process.isAlive() && System.nanoTime() < until) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (ConnectException notYet) {
                Acts.pause(100);
            }
        }
        throw new IllegalStateException("DynamoDB Local does not start, see target/dynamodb-local.log");
    }
}
