package dev.ktpverify.support.dynamodb;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Items and outcomes as text, the same for the same. */
final class Shown {

    private Shown() {}

    /** What a call comes to: the attributes that it returns, or its refusal, with the item in the way. */
    static String outcome(Supplier<Map<String, AttributeValue>> call) {
        try {
            return "ok " + item(call.get());
        } catch (ConditionalCheckFailedException e) {
            return "failed " + (e.hasItem() ? item(e.item()) : "{}");
        } catch (TransactionCanceledException e) {
            return e.cancellationReasons().stream()
                    .map(reason -> reason.code() + (reason.hasItem() ? " " + item(reason.item()) : ""))
                    .toList()
                    .toString();
        } catch (DynamoDbException e) {
            return e.awsErrorDetails().errorCode();
        }
    }

    static String item(Map<String, AttributeValue> item) {
        Map<String, String> shown = new TreeMap<>();
        item.forEach((name, value) -> shown.put(name, value(value)));
        return shown.toString();
    }

    private static String value(AttributeValue value) {
        return switch (value.type()) {
            case S -> "'" + value.s() + "'";
            case N -> number(value.n());
            case B -> "B" + value.b().asUtf8String();
            case BOOL -> value.bool().toString();
            case NUL -> "null";
            case M -> item(value.m());
            case L -> value.l().stream().map(Shown::value).toList().toString();
            case SS -> set("SS", value.ss().stream());
            case NS -> set("NS", value.ns().stream().map(Shown::number));
            case BS -> set("BS", value.bs().stream().map(bytes -> bytes.asUtf8String()));
            default -> throw new IllegalArgumentException(value.toString());
        };
    }

    private static String set(String type, Stream<String> elements) {
        return type + elements.sorted().toList();
    }

    private static String number(String number) {
        return new BigDecimal(number).stripTrailingZeros().toPlainString();
    }
}
