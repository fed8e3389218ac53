package dev.ktpverify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

class AwsFailureTest {

    @Test
    void isAwssCodeWhereItSaidOne() {
        assertEquals("AccessDeniedException", AwsFailure.of(service("AccessDeniedException")));
        for (String odd : new String[] {null, "", "arn:aws:iam::123456789012:role/x", "a b", "\n"}) {
            assertEquals("SecretsManagerException (no answer)", AwsFailure.of(service(odd)));
        }
        assertEquals(
                "SecretsManagerException (no answer)",
                AwsFailure.of(
                        SecretsManagerException.builder().message("canary").build()));
    }

    @Test
    void isTheClassOfAnythingElse() {
        assertEquals("SdkClientException (no answer)", AwsFailure.of(SdkClientException.create("canary")));
        assertEquals(
                "UncheckedIOException (no answer)", AwsFailure.of(new UncheckedIOException(new IOException("canary"))));
        assertEquals("NoClassDefFoundError (no answer)", AwsFailure.of(new NoClassDefFoundError("canary")));
    }

    private static Throwable service(String code) {
        return SecretsManagerException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("canary")
                        .build())
                .build();
    }
}
