package dev.ktpverify.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Do this id number and this name belong together?
 *
 * @param idNumber 16 digits
 * @param name the name, in Unicode's NFC, without surplus white space
 */
public record IdNameQuestion(@JsonProperty("id_number") String idNumber, @JsonProperty("name") String name)
        implements Question<IdNameResult> {

    @Override
    public String operation() {
        return "id_name";
    }

    @Override
    public Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("id_number", idNumber);
        fields.put("name", name);
        return fields;
    }

    @Override
    public List<String> canonical() {
        return Arrays.asList(idNumber, name);
    }

    @Override
    public Outcome outcome(String code) {
        return IdNameOutcome.of(code);
    }

    @Override
    public Class<IdNameResult> resultType() {
        return IdNameResult.class;
    }

    @Override
    public String toString() {
        return "IdNameQuestion[redacted]";
    }
}
