package dev.ktpverify.credentials;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hashes under the secret's {@code fingerprint_key} (HMAC-SHA-256, RFC 2104). Without the key they tell nothing: a plain hash of
 * a NIK could be searched in seconds.
 */
public final class KeyedHash {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int ABSENT = -1;

    private final SecretKeySpec key;

    /**
     * @param key the secret's {@code fingerprint_key}
     */
    public KeyedHash(String key) {
        this.key = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /**
     * The hash of some texts, in base64url. Each counts with its length, so that no two lists look alike.
     *
     * @param texts what is hashed, null for what is not there
     */
    public String of(List<String> texts) {
        Mac mac = mac();
        for (String text : texts) {
            byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
            mac.update(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(text == null ? ABSENT : bytes.length)
                    .flip());
            mac.update(bytes);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
