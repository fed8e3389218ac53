package dev.ktpverify.verification;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

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
public record IdSelfieQuestion(
        String idNumber,
        String faceImage,
        String ktpImage,
        String email,
        String phoneNumber,
        String birthDate,
        String name,
        BigDecimal faceThreshold)
        implements Question {

    @Override
    public String operation() {
        return "id_selfie";
    }

    @Override
    public List<String> canonical() {
        String threshold = faceThreshold == null
                ? null
                : faceThreshold.stripTrailingZeros().toString();
        return Arrays.asList(idNumber, faceImage, ktpImage, email, phoneNumber, birthDate, name, threshold);
    }

    @Override
    public String toString() {
        return "IdSelfieQuestion[redacted]";
    }
}
