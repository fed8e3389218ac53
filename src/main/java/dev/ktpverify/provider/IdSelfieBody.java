package dev.ktpverify.provider;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;

/** What {@code /verify/id_selfie} takes, field by field of the provider's page; what is null is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IdSelfieBody(
        @JsonProperty("id_number") String idNumber,
        @JsonProperty("face_image") String faceImage,
        @JsonProperty("ktp_image") String ktpImage,
        String email,
        @JsonProperty("phone_number") String phoneNumber,
        @JsonProperty("birth_date") String birthDate,
        String name,
        @JsonProperty("face_threshold") BigDecimal faceThreshold) {

    @Override
    public String toString() {
        return "IdSelfieBody[redacted]";
    }
}
