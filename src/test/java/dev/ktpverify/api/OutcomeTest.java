package dev.ktpverify.api;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ktpverify.support.Api;
import dev.ktpverify.support.StandIns;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(StandIns.class)
class OutcomeTest {

    @BeforeEach
    void reset() {
        StandIns.reset();
    }

    @ParameterizedTest
    @CsvSource({"0001,MATCH,CHARGED,false", "0002,MISMATCH,CHARGED,false"})
    void idName(String code, String outcome, String charge, boolean retryable) {
        Api.verify("id_name", Api.idName(code))
                .then()
                .statusCode(200)
                .body("outcome", equalTo(outcome))
                .body("charge", equalTo(charge));
        assertEquals(1, StandIns.providerRequests().size());
    }
}
