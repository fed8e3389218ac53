package dev.ktpverify.credentials;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.AwsFailure;
import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.Mode;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

/** Reads the secret, and says what is wrong with it: by the names of its fields alone, never by what is in them. */
final class SecretReader {

    /** What is slower than this is as good as down: the caller is waiting. */
    private static final Duration LONGEST = Duration.ofSeconds(4);
    /** The SDK takes no time-out of nothing. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private static final int LEAST_KEY = 32;
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final Supplier<SecretsManagerClient> secretsManager;
    private final ObjectMapper json;
    private final boolean sandbox;
    private final String secretId;

    /**
     * @param secretsManager makes the client, which the sandbox has no use for
     */
    SecretReader(Supplier<SecretsManagerClient> secretsManager, ObjectMapper json, KtpVerifyConfig config) {
        this.secretsManager = secretsManager;
        this.json = json;
        this.sandbox = Mode.of(config) == Mode.SANDBOX;
        this.secretId = config.provider().secretId().orElse(KtpVerifyConfig.Provider.DEFAULT_SECRET);
    }

    /**
     * Asks Secrets Manager; nobody in the sandbox.
     *
     * @param limit how long that may take at most
     * @throws CredentialsUnavailableException if there is no answer in time, or the secret can't be used
     */
    Secret read(Duration limit) {
        if (sandbox) {
            return Secret.OF_SANDBOX;
        }
        JsonNode fields = fields(text(limit));
        String apiId = value(fields, "api_id");
        String apiSecret = value(fields, "api_secret");
        try {
            return new Secret(apiId, apiSecret, fingerprintKey(fields), null);
        } catch (CredentialsUnavailableException e) { // the provider can be asked without
            return new Secret(apiId, apiSecret, null, e.getMessage());
        }
    }

    private String text(Duration limit) {
        Duration atMost = Collections.max(List.of(SHORTEST, Collections.min(List.of(limit, LONGEST))));
        GetSecretValueResponse answer;
        try {
            answer = secretsManager.get().getSecretValue(request -> request.secretId(secretId)
                    .overrideConfiguration(call -> call.apiCallTimeout(atMost)));
        } catch (Throwable e) { // beside the SDK's exceptions, those of the HTTP client below it; in the binary, errors
            throw new CredentialsUnavailableException(AwsFailure.of(e));
        }
        if (answer.secretString() == null) {
            throw new CredentialsUnavailableException(
                    answer.secretBinary() == null
                            ? "the secret has no value"
                            : "the secret is binary and must be text");
        }
        return answer.secretString();
    }

    private JsonNode fields(String secret) {
        String text = secret.startsWith(BYTE_ORDER_MARK) ? secret.substring(1) : secret;
        JsonNode fields;
        try {
            fields = json.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(text);
        } catch (JsonProcessingException e) { // it quotes what it could not read: it must not become a cause
            throw new CredentialsUnavailableException("the secret is not JSON");
        }
        if (!fields.isObject()) {
            throw new CredentialsUnavailableException("the secret is not a JSON object");
        }
        try {
            return json.reader(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .readTree(text);
        } catch (JsonProcessingException e) {
            throw new CredentialsUnavailableException("the secret has a field twice");
        }
    }

    private static String fingerprintKey(JsonNode fields) {
        String key = value(fields, "fingerprint_key");
        if (key.length() < LEAST_KEY) {
            throw fault("fingerprint_key", "has fewer than " + LEAST_KEY + " characters");
        }
        return key;
    }

    /** A header's value: anything but visible ASCII is a mistake in the secret and would fail on the wire. */
    private static String value(JsonNode fields, String name) {
        JsonNode field = fields.path(name);
        if (field.isMissingNode()) {
            throw new CredentialsUnavailableException("the secret has no field '" + name + "'");
        }
        if (!field.isTextual()) {
            throw fault(name, "is not a text");
        }
        String value = field.textValue();
        String bare = value.replaceAll("^[\\s\\p{Z}\ufeff]+|[\\s\\p{Z}\ufeff]+$", "");
        if (bare.isEmpty()) {
            throw fault(name, "is empty");
        }
        if (!bare.equals(value)) {
            throw fault(name, "has white space at its ends");
        }
        if (!value.matches("[\\x21-\\x7e]+")) {
            throw fault(name, "has characters that are not visible ASCII");
        }
        return value;
    }

    private static CredentialsUnavailableException fault(String name, String what) {
        return new CredentialsUnavailableException("the secret's field '" + name + "' " + what);
    }
}
