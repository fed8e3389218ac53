package dev.ktpverify.provider;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What {@code /verify/id_name} takes, field by field of the provider's page. */
public record IdNameBody(@JsonProperty("id_number") String idNumber, String name) {

    @Override
    public String toString() {
        return "IdNameBody[redacted]";
    }
}
