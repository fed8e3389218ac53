package dev.ktpverify.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The provider's {@code result} object for {@code id_name}, with its field names.
 *
 * @param orderNo the order that the provider bills by
 * @param handleTime when the provider answered, in a zone that it does not tell
 * @param result the result code that the outcome stands for
 * @param remark free text
 */
@RegisterForReflection // read from records of the idempotency table
public record IdNameResult(
        @JsonProperty("order_no") String orderNo,
        @JsonProperty("handle_time") String handleTime,
        @JsonProperty("result") String result,
        @JsonProperty("remark") String remark)
        implements Result {

    /** {@code remark} is free text. */
    @Override
    public String toString() {
        return "IdNameResult[orderNo=" + orderNo + ", result=" + result + "]";
    }
}
