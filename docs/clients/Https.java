import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * Asks ktp-verify one question over HTTPS with the JDK's client, signed by the signer of the AWS SDK for Java v2.
 *
 * <pre>java -cp invoke.jar Https API-URL id_name|id_selfie REQUEST.json [KEY]</pre>
 *
 * With KTP_LIVEMODE=false it takes a sandbox's verdicts alone.
 * Exit code: 0 verdict, 3 refused, 4 try later with the same KEY, 5 unknown charge.
 */
public final class Https {
    /** With the pauses between them longer than the 30 s for which a broken-off verification holds its key. */
    private static final int TRIES = 6;

    /** In seconds: a budget that is used up opens again after hours or days. */
    private static final int LONGEST_PAUSE = 60;

    /** Longer than the 30 s after which API Gateway answers. */
    private static final Duration TIME_OUT = Duration.ofSeconds(35);

    /** Of the verdicts that this program may use. */
    private static final boolean LIVEMODE = !"false".equals(System.getenv("KTP_LIVEMODE"));

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5)) // with the TLS handshake
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    // What happened on the way, in the function's own terms.
    private static ObjectNode onTheWay(String status, String charge, boolean retryable, String reason) {
        return JSON.createObjectNode()
                .put("status", status)
                .put("charge", charge)
                .put("retryable", retryable)
                .put("reason", reason);
    }

    private static JsonNode noAnswer(String reason) {
        return onTheWay("NO_ANSWER", "UNKNOWN", true, reason); // the key makes it safe to ask again
    }

    /** The request with its signature, which grows old in five minutes. */
    private static HttpRequest signed(URI url, byte[] body, String key) {
        AwsCredentialsIdentity identity =
                DefaultCredentialsProvider.builder().build().resolveCredentials();
        String region = DefaultAwsRegionProviderChain.builder().build().getRegion().id();
        SdkHttpRequest unsigned = SdkHttpRequest.builder()
                .uri(url)
                .method(SdkHttpMethod.POST)
                .putHeader("Content-Type", "application/json")
                .putHeader("Idempotency-Key", key)
                .build();
        var headers = SIGNER.sign(sign -> sign.identity(identity)
                        .request(unsigned)
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region))
                .request()
                .headers();
        var request = HttpRequest.newBuilder(url)
                .timeout(TIME_OUT)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach((name, values) -> {
            if (!name.equalsIgnoreCase("Host")) { // the client sets it by itself
                request.header(name, values.get(0));
            }
        });
        return request.build();
    }

    /** One request, and what came of it. */
    private static JsonNode post(URI url, byte[] body, String key) throws InterruptedException {
        HttpResponse<byte[]> response;
        JsonNode answer;
        try {
            response = HTTP.send(signed(url, body, key), HttpResponse.BodyHandlers.ofByteArray());
            answer = JSON.readTree(response.body());
        } catch (IOException e) {
            return isUnresolved(e)
                    ? onTheWay("UNKNOWN_HOST", "FREE", false, url.getHost())
                    : noAnswer(e.getClass().getSimpleName()); // time-out or lost connection: it may have run
        }
        if (answer.has("charge")) {
            String retryAfter = response.headers().firstValue("Retry-After").orElse("0");
            return ((ObjectNode) answer).put("retry_after", Integer.parseInt(retryAfter));
        }
        // API Gateway's own answer has a message alone. By a 5xx it says too that the function broke or took too long.
        int status = response.statusCode();
        if (status == 429) {
            return onTheWay("THROTTLED", "FREE", true, "");
        }
        return status >= 500
                ? noAnswer("HTTP " + status)
                : onTheWay("HTTP_" + status, "FREE", false, answer.path("message").asText());
    }

    private static boolean isUnresolved(Throwable e) {
        return e != null && (e instanceof UnresolvedAddressException || isUnresolved(e.getCause()));
    }

    private static boolean isRepeated(JsonNode answer) {
        return answer.path("retryable").asBoolean()
                && answer.path("retry_after").asInt() <= LONGEST_PAUSE;
    }

    private static boolean isLost(JsonNode answer) {
        return answer.path("status").asText().equals("NO_ANSWER");
    }

    /** Asks until there is an answer to keep, or the tries are used up. */
    private static JsonNode verify(URI url, byte[] body, String key) throws InterruptedException {
        JsonNode answer = post(url, body, key);
        boolean lost = isLost(answer);
        for (int repeat = 0; isRepeated(answer) && repeat < TRIES - 1; repeat++) {
            int pause = Math.max(1 << repeat, answer.path("retry_after").asInt());
            Thread.sleep((long) (1000 * pause * ThreadLocalRandom.current().nextDouble(1, 1.5)));
            answer = post(url, body, key);
            lost |= isLost(answer);
        }
        // That a later try was free says nothing about one that was lost, unless it is the function's last word.
        return lost && (answer.path("retryable").asBoolean() || !answer.has("request_id"))
                ? ((ObjectNode) answer).put("charge", "UNKNOWN")
                : answer;
    }

    /** A verdict of the sandbox is none for production, nor the other way round. */
    private static JsonNode ofThisMode(JsonNode answer) {
        if (answer.has("outcome") && answer.path("livemode").asBoolean(!LIVEMODE) != LIVEMODE) {
            return ((ObjectNode) answer).put("status", "WRONG_LIVEMODE").without("outcome");
        }
        return answer;
    }

    /** What the caller's program does next. */
    private static Map.Entry<Integer, String> ending(JsonNode answer) {
        if (answer.path("retryable").asBoolean()) {
            return Map.entry(4, "try later");
        }
        if (!Set.of("CHARGED", "FREE").contains(answer.path("charge").asText())) {
            return Map.entry(5, "unknown charge");
        }
        return answer.has("outcome") ? Map.entry(0, "verdict") : Map.entry(3, "refused");
    }

    public static void main(String[] args) throws Exception {
        if (args.length < 3 || args.length > 4) {
            System.err.println("java -cp invoke.jar Https API-URL id_name|id_selfie REQUEST.json [KEY]");
            System.exit(1);
        }
        // One key per question. A program that must survive its own end stores it with the question before it asks.
        String key = args.length > 3 ? args[3] : UUID.randomUUID().toString();
        URI url = URI.create(args[0].replaceFirst("/$", "") + "/verify/" + args[1]);
        JsonNode answer = ofThisMode(verify(url, Files.readAllBytes(Path.of(args[2])), key));
        var ending = ending(answer);
        // Never the request: it holds personal data, and so may `result`.
        String said = answer.path(answer.has("outcome") ? "outcome" : "status").asText();
        String charge = answer.path("charge").asText();
        String requestId = answer.path("request_id").asText("-");
        String word = ending.getValue();
        System.out.printf("%s: %s, charge=%s, key=%s, request_id=%s%n", word, said, charge, key, requestId);
        String reason = answer.path("reason").asText();
        if (!reason.isEmpty()) {
            System.err.println(reason);
        }
        for (JsonNode hint : answer.path("hints")) {
            System.err.printf("hint: %s %s%n", hint.path("field").asText(), hint.path("code").asText());
        }
        System.exit(ending.getKey());
    }
}
