package dev.ktpverify.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ktpverify.support.Environments;
import dev.ktpverify.support.LambdaEnvironment;
import dev.ktpverify.support.LambdaEnvironment.Answered;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes with a payload from Lambda's Runtime API, and what goes out beside the answer, of the process itself. */
class RuntimeApiIT {

    private static final String TOLD = "queue, topic, bucket or stream";
    private static final String NIK = "3217061012870001";
    private static final String ASKED = Environments.asked(null);

    private static Environments environments;
    private static LambdaEnvironment quiet;

    @BeforeAll
    static void start() throws IOException {
        environments = new Environments();
        quiet = environments.start(
                Map.of("AWS_LAMBDA_LOG_LEVEL", "FATAL", "KTP_VERIFY_IDEMPOTENCY_IMPLICIT_WINDOW", "0S"));
    }

    @AfterAll
    static void stop() {
        environments.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "{",
                "7",
                "[]",
                "null",
                "{\"custom\":{\"tracer\":{\"id\":1}}}",
                "{\"custom\":[1],\"client\":7,\"env\":{\"a\":[]}}",
                "{\"cognitoIdentityId\":\"ap-southeast-3:1\",\"cognitoIdentityPoolId\":\"x\"}"
            })
    void headersThatNobodyReadsCanNotFail(String value) {
        for (String header : List.of("Lambda-Runtime-Client-Context", "Lambda-Runtime-Cognito-Identity")) {
            Answered answer = Environments.await(quiet.invoke(ASKED, Map.of(header, value)));
            assertTrue(answer.is(Environments.MATCH), () -> header + ": " + answer);
        }
    }

    @Test
    void theLineWithTheMetricsIsWrittenAtEveryLevel() {
        String id = Environments.await(quiet.invoke(ASKED)).requestId();
        List<String> lines = LambdaEnvironment.lines(id);
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.get(0).contains("\"level\":\"INFO\""), lines::toString);
        assertTrue(lines.get(0).contains("\"Charged\":1"), lines::toString);
    }

    @Test
    void nothingOfABatchIsWritten() {
        int earlier = LambdaEnvironment.lines(TOLD).size(); // of an earlier run
        LambdaEnvironment loud = environments.start(Map.of("AWS_LAMBDA_LOG_LEVEL", "DEBUG"));
        String batch = "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"body\":\"of the batch " + NIK + "\"}]}";
        CompletionException error =
                assertThrows(CompletionException.class, () -> Environments.await(loud.invoke(batch)));
        assertTrue(error.getMessage().contains("BatchEventException"), error.getMessage());
        assertFalse(error.getMessage().contains(NIK), error.getMessage());
        assertEquals(List.of(), LambdaEnvironment.lines("of the batch"));
        List<String> told = LambdaEnvironment.lines(TOLD);
        assertEquals(earlier + 1, told.size(), told::toString);
        String last = told.get(earlier);
        assertTrue(last.contains("\"level\":\"ERROR\"") && last.contains("request_id"), last);
        Answered after =
                Environments.await(loud.invoke("{\"verify\":\"id_name\",\"request\":{\"name\":1e9999999999}}"));
        assertEquals(400, after.envelope().get("http_status").asInt());
    }
}
