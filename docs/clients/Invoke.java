import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * Asks ktp-verify one question by direct invocation, with the AWS SDK for Java v2.
 *
 * <pre>java -jar invoke.jar FUNCTION[:ALIAS] id_name|id_selfie REQUEST.json [KEY]</pre>
 *
 * With KTP_LIVEMODE=false it takes a sandbox's verdicts alone.
 * Exit code: 0 verdict, 3 refused, 4 try later with the same KEY, 5 unknown charge.
 */
public final class Invoke {
    /** With the pauses between them longer than the 30 s for which a broken-off verification holds its key. */
    private static final int TRIES = 6;

    /** In seconds: a budget that is used up opens again after hours or days. */
    private static final int LONGEST_PAUSE = 60;

    /** Of the verdicts that this program may use. */
    private static final boolean LIVEMODE = !"false".equals(System.getenv("KTP_LIVEMODE"));

    private static final ObjectMapper JSON = new ObjectMapper();

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

    /** Waits longer than the function's own 28 s. The SDK repeats nothing: verify does, by the answer's own word. */
    private static LambdaClient client() {
        return LambdaClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(2))
                        .socketTimeout(Duration.ofSeconds(35)))
                .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    /** One invocation, and what came of it. */
    private static JsonNode invoke(LambdaClient lambda, String function, SdkBytes payload) throws IOException {
        try {
            var response =
                    lambda.invoke(request -> request.functionName(function).payload(payload));
            // A function error says that the function itself broke, and nothing about the charge.
            return response.functionError() == null
                    ? JSON.readTree(response.payload().asByteArray())
                    : noAnswer(response.functionError());
        } catch (AwsServiceException e) {
            if (e.statusCode() == 429) {
                return onTheWay("THROTTLED", "FREE", true, "");
            }
            return e.statusCode() >= 500
                    ? noAnswer("HTTP " + e.statusCode())
                    : onTheWay(e.awsErrorDetails().errorCode(), "FREE", false, "");
        } catch (SdkClientException e) {
            IOException lost = lost(e);
            if (lost == null) {
                throw e;
            }
            return lost instanceof UnknownHostException
                    ? onTheWay("UNKNOWN_HOST", "FREE", false, lost.getMessage())
                    : noAnswer(lost.getClass().getSimpleName()); // time-out or lost connection: it may have run
        } catch (JsonProcessingException e) {
            return noAnswer("cut off"); // the JDK's HTTP client gives what came before the connection was lost
        }
    }

    /** What the connection failed with; null if it was something else that failed. */
    private static IOException lost(Throwable e) {
        return e == null || e instanceof IOException ? (IOException) e : lost(e.getCause());
    }

    private static boolean isLost(JsonNode answer) {
        return answer.path("status").asText().equals("NO_ANSWER");
    }

    private static boolean isRepeated(JsonNode answer) {
        return answer.path("retryable").asBoolean()
                && answer.path("retry_after").asInt() <= LONGEST_PAUSE;
    }

    /** Asks until there is an answer to keep, or the tries are used up. */
    private static JsonNode verify(String function, SdkBytes payload) throws IOException, InterruptedException {
        try (LambdaClient lambda = client()) {
            JsonNode answer = invoke(lambda, function, payload);
            boolean lost = isLost(answer);
            for (int repeat = 0; isRepeated(answer) && repeat < TRIES - 1; repeat++) {
                int pause = Math.max(1 << repeat, answer.path("retry_after").asInt());
                Thread.sleep((long) (1000 * pause * ThreadLocalRandom.current().nextDouble(1, 1.5)));
                answer = invoke(lambda, function, payload);
                lost |= isLost(answer);
            }
            // That a later try was free says nothing about one that was lost, unless it is the function's last word.
            boolean retryable = answer.path("retryable").asBoolean();
            return lost && (retryable || !answer.has("request_id"))
                    ? ((ObjectNode) answer).put("charge", "UNKNOWN")
                    : answer;
        }
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

    /** The request; an error of Jackson's could quote it. */
    private static JsonNode read(Path file) throws IOException {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is not JSON");
        }
    }

    public static void main(String[] args) throws Exception {
        if (args.length < 3 || args.length > 4) {
            System.err.println("java -jar invoke.jar FUNCTION[:ALIAS] id_name|id_selfie REQUEST.json [KEY]");
            System.exit(1);
        }
        // One key per question. A program that must survive its own end stores it with the question before it asks.
        String key = args.length > 3 ? args[3] : UUID.randomUUID().toString();
        var payload = JSON.createObjectNode().put("verify", args[1]).put("idempotency_key", key);
        payload.set("request", read(Path.of(args[2])));
        JsonNode answer = ofThisMode(verify(args[0], SdkBytes.fromByteArray(JSON.writeValueAsBytes(payload))));
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
