package dev.ktpverify;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/**
 * Every setting of ktp-verify's own. {@link ConfigCheck} looks at them at start, in one go, and names what is wrong without
 * its value; so nothing is converted here that could fail with a message of its own.
 */
@ConfigMapping(prefix = "ktp-verify")
public interface KtpVerifyConfig {

    String PRODUCTION = "production";
    String SANDBOX = "sandbox";

    String OFF = "off";
    String ON = "on";

    String NIK_CHECK_OFF = "off";
    String NIK_CHECK_HINT = "hint";
    String NIK_CHECK_REFUSE = "refuse";

    String NAME_AS_GIVEN = "as-given";
    String NAME_UPPER = "upper";

    /** Who answers: the provider, {@code production}, or a table of test numbers, {@code sandbox}. See {@link Mode}. */
    @WithDefault(PRODUCTION)
    String mode();

    /** Whether the sandbox serves its web page, {@code on} or {@code off}. */
    @WithDefault(OFF)
    String page();

    /** Where and how the provider is asked. */
    Provider provider();

    /** The largest decoded image, in bytes; the provider's pages allow 50 KB. */
    @WithDefault("51200")
    @WithConverter(LenientConverters.OfInteger.class)
    int maxImageBytes();

    /** The largest request body, in bytes: room for two of the largest images in base64. */
    @WithDefault("262144")
    @WithConverter(LenientConverters.OfInteger.class)
    int maxBodyBytes();

    /** What is done about an id number that can't exist: {@code off}, {@code hint}, or {@code refuse} before it costs. */
    @WithDefault(NIK_CHECK_HINT)
    String nikCheck();

    /** How a name is sent: {@code as-given}, or in capital letters, {@code upper}. */
    @WithDefault(NAME_AS_GIVEN)
    String nameCase();

    /** What is remembered, so that no question is charged twice. */
    Idempotency idempotency();

    /** How much may be spent. */
    Budget budget();

    /** How many charges there may be; they are counted in the idempotency table. Not set: no limit, and nothing is counted. */
    interface Budget {

        String REFUSE = "refuse";
        String ASK = "ask";

        /** The most charges of a day, of all callers together. */
        @WithConverter(LenientConverters.OfLimit.class)
        Optional<Integer> daily();

        /** The most charges of a calendar month, of all callers together. */
        @WithConverter(LenientConverters.OfLimit.class)
        Optional<Integer> monthly();

        /** What each caller may spend. */
        PerCaller perCaller();

        /** The time zone in which a day and a month begin, as Java and the IANA name it. */
        @WithDefault("Asia/Jakarta")
        String zone();

        /** What happens while the table can't be used: {@code refuse}, or {@code ask} without counting. */
        @WithDefault(REFUSE)
        String whenUnavailable();

        /** What each caller may spend. */
        interface PerCaller {

            /** The most charges of a day, of each caller. All callers that nobody knows count as one. */
            @WithConverter(LenientConverters.OfLimit.class)
            Optional<Integer> daily();
        }
    }

    /** Where questions are remembered, and for how long. */
    interface Idempotency {

        /** The DynamoDB table, with the partition key {@code id} and the TTL attribute {@code expires_at}; none: off. */
        Optional<String> table();

        /** How long the same question without a key counts as the same request; 0 turns that off. */
        @WithDefault("60s")
        @WithConverter(LenientConverters.OfDuration.class)
        Duration implicitWindow();

        /** How long the answer to a caller's key is kept, and any question that may have been charged without an answer. */
        @WithDefault("24h")
        @WithConverter(LenientConverters.OfDuration.class)
        Duration retention();
    }

    /** The provider's address, credentials and time-outs. */
    interface Provider {

        String DEFAULT_URL = "https://cloudapi.indonesia.accuauth.com";
        String DEFAULT_SECRET = "ktp-verify/provider";

        String JSON = "json";
        String FORM = "form";

        /** The provider's base address, without {@code /verify}; none: {@link #DEFAULT_URL}. */
        Optional<String> url();

        /** How questions are written: {@code json}, or {@code form} as a browser sends a form. The provider's pages don't say. */
        @WithDefault(JSON)
        String body();

        /** Name or ARN of the secret that holds {@code api_id} and {@code api_secret}; none: {@link #DEFAULT_SECRET}. */
        Optional<String> secretId();

        /** How long credentials serve before Secrets Manager is asked again. */
        @WithDefault("15m")
        @WithConverter(LenientConverters.OfDuration.class)
        Duration secretMaxAge();

        /** The longest wait for a TCP connection, and the least time that a first attempt is worth starting with. */
        @WithDefault("1s")
        @WithConverter(LenientConverters.OfDuration.class)
        Duration connectTimeout();

        /** The longest that one attempt may take, from name resolution to the last byte of the answer. */
        @WithDefault("20s")
        @WithConverter(LenientConverters.OfDuration.class)
        Duration attemptTimeout();

        /** The least wait before an attempt is repeated, and the most jitter on top of any wait. */
        @WithDefault("50ms")
        @WithConverter(LenientConverters.OfDuration.class)
        Duration retryPause();

        /** The least wait after the provider said that its rate limit is reached. */
        @WithDefault("1s")
        @WithConverter(LenientConverters.OfDuration.class)
        Duration rateLimitPause();

        /** How many attempts an environment may repeat before verdicts have to earn more; 0: none is ever repeated. */
        @WithDefault("10")
        @WithConverter(LenientConverters.OfInteger.class)
        int retryBudget();
    }
}
