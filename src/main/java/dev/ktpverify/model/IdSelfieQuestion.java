package dev.ktpverify.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Do this id number and this face belong together? Everything after the face is optional and null where not asked.
 *
 * @param idNumber 16 digits
 * @param faceImage the selfie, a JPEG or PNG in base64
 * @param ktpImage the picture of the card, likewise
 * @param email an e-mail address
 * @param phoneNumber 6 to 15 digits, perhaps after a plus
 * @param birthDate YYYY-MM-DD
 * @param name the name, in Unicode's NFC, without surplus white space
 * @param faceThreshold from which similarity two faces are one, 0 to 100
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IdSelfieQuestion(
        @JsonProperty("id_number") String idNumber,
        @JsonProperty("face_image") String faceImage,
        @JsonProperty("ktp_image") String ktpImage,
        @JsonProperty("email") String email,
        @JsonProperty("phone_number") String phoneNumber,
        @JsonProperty("birth_date") String birthDate,
        @JsonProperty("name") String name,
        @JsonProperty("face_threshold") BigDecimal faceThreshold)
        implements Question<IdSelfieResult> {

    @Override
    public String operation() {
        return "id_selfie";
    }

    @Override
    public Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("id_number", idNumber);
        fields.put("face_image", faceImage);
        fields.put("ktp_image", ktpImage);
        fields.put("email", email);
        fields.put("phone_number", phoneNumber);
        fields.put("birth_date", birthDate);
        fields.put("name", name);
        fields.put("face_threshold", faceThreshold == null ? null : faceThreshold.toPlainString());
        fields.values().removeIf(Objects::isNull);
        return fields;
    }

    @Override
    public List<String> canonical() {
        String threshold = faceThreshold == null
                ? null
                : faceThreshold.stripTrailingZeros().toString();
        return Arrays.asList(idNumber, faceImage, ktpImage, email, phoneNumber, birthDate, name, threshold);
    }

    @Override
    public Outcome outcome(String code) {
        return IdSelfieOutcome.of(code);
    }

    @Override
    public Class<IdSelfieResult> resultType() {
        return IdSelfieResult.class;
    }

    @Override
    public String toString() {
        return "IdSelfieQuestion[redacted]";
    }
}
