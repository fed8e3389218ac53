package dev.ktpverify.verification;

/**
 * Do this id number and this name belong together?
 *
 * @param idNumber 16 digits
 * @param name the name, in Unicode's NFC, without surplus white space
 */
public record IdNameQuestion(String idNumber, String name) {

    @Override
    public String toString() {
        return "IdNameQuestion[redacted]";
    }
}
