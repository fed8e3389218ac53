package dev.ktpverify.model;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * One thing that is wrong with a request.
 *
 * @param field the field, the header, or {@code body}
 * @param message what is wrong with it; never what it holds
 */
@RegisterForReflection
public record Fault(String field, String message) {

    /** The fault in the provider's own manner. */
    public String reason() {
        return "argument '" + field + "': " + message;
    }
}
