package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ktpverify.model.Failure;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProviderExceptionTest {

    /** Fault tolerance knows classes alone, also after the decision whether to retry. */
    @ParameterizedTest
    @EnumSource
    void theClassSaysWhetherTheCircuitOpens(Failure failure) {
        ProviderException found = ProviderException.of(failure, "detail");
        ProviderException decided = found.with(new RetryDecision(true, Duration.ZERO));
        assertEquals(failure.opensTheCircuit(), found instanceof ProviderException.InTrouble);
        assertEquals(failure.opensTheCircuit(), decided instanceof ProviderException.InTrouble);
        assertEquals(failure, decided.failure());
        assertEquals("detail", decided.detail());
    }
}
