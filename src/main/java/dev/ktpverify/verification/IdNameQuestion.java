package dev.ktpverify.verification;

import java.util.Arrays;
import java.util.List;

/**
 * Do this id number and this name belong together?
 *
 * @param idNumber 16 digits
 * @param name the name, in Unicode's NFC, without surplus white space
 */
public record IdNameQuestion(String idNumber, String name) implements Question {

    @Override
    public String operation() {
        return "id_name";
    }

    @Override
    public List<String> canonical() {
        return Arrays.asList(idNumber, name);
    }

    @Override
    public String toString() {
        return "IdNameQuestion[redacted]";
    }
}
