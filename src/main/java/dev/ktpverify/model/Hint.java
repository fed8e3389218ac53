package dev.ktpverify.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Something about a question that can be seen without asking the provider, and that may be why its answer is not the expected
 * one. It is not a fault: the question is asked.
 *
 * @param field the field
 * @param code what it is
 */
@RegisterForReflection
@JsonPropertyOrder({"field", "code", "message"})
public record Hint(String field, Code code) {

    /** A sentence for people; it holds nothing of what was sent. */
    @JsonProperty("message")
    public String message() {
        return code.message;
    }

    /** What there are hints of. */
    @RegisterForReflection
    public enum Code {
        LEADING_ZERO("begins with 0, as no region's code does"),
        DATE_IMPOSSIBLE("digits 7 to 12 are no date: day (for a woman plus 40), month, year"),
        BIRTH_DATE_DIFFERS("is not the date in digits 7 to 12 of id_number"),
        NAME_NOT_UPPERCASE("is not in capital letters, as the population register writes names"),
        IMAGE_SMALL("has fewer than 240 pixels on its shorter side"),
        IMAGE_NOT_UPRIGHT("is stored turned or mirrored: its EXIF orientation is not 1"),
        MAYBE_THE_CARD("has the shape of a card: it may be the card instead of the face");

        private final String message;

        Code(String message) {
            this.message = message;
        }
    }
}
