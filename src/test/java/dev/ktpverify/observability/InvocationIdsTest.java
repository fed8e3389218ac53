package dev.ktpverify.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An id that could be something personal is not shown. */
class InvocationIdsTest {

    private static final String REQUEST = "8f5ac7de-01b2-4c3d-9e4f-a5b6c7d8e9f0";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8f5ac7de-01b2-4c3d-9e4f-123456789012", // a UUID can end in twelve digits
                "order.17:retry_2",
                "01J9ZQ8W3N4X5Y6Z7A8B9C0D1E",
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "4bf92f3577b34da612345678901e4736",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "1-5759e988-bd862e3fe1be412345678901",
                "req-2025-07-01",
                "12345678"
            })
    void aCorrelationIdOfTheCallersIsKept(String given) {
        assertEquals(given, correlation(given));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3217061012870001",
                "nik-3217061012870001",
                "3217-0610-1287-0001",
                "32.17.06.101287:0001",
                "0812-3456-7890",
                "32170610128700013217061012870001",
                "01123456789123456789123456",
                "budi.santoso",
                "BUDI-SANTOSO",
                "budi_santoso",
                "a",
                "081234567890",
                "+6281234567890",
                "123456789",
                "budi@example.test",
                "BUDI SANTOSO",
                "a/b",
                "x\ny",
                "\u0661\u0662",
                "",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void anyOtherIsReplacedByTheInvocationsId(String given) {
        assertEquals(REQUEST, correlation(given));
    }

    @Test
    void withoutACorrelationIdTheInvocationsIsTaken() {
        assertEquals(REQUEST, correlation(null));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1, 1-5759e988-bd862e3fe1be46a994272793",
                "Self=1-67891234-12456789abcdef012345678;Root=1-67891233-abcdef012345678912345678, 1-67891233-abcdef012345678912345678",
                "Root=1-5759e988-bd862e3fe1be46a994272793, 1-5759e988-bd862e3fe1be46a994272793",
                "Root=1-3217061012870001;Sampled=1, -",
                "NotRoot=1-5759e988-bd862e3fe1be46a994272793, -",
                "'', -",
                "-, -"
            })
    void theTraceIdIsTheRootOfTheHeader(String header, String expected) {
        assertEquals(expected, InvocationIds.of(REQUEST, header, null, null).traceId());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"JKJaXmPLvHcESHA=, JKJaXmPLvHcESHA=", "3217061012870001, -", "budi@example.test, -", "-, -"})
    void theGatewaysIdMustLookLikeOne(String given, String expected) {
        assertEquals(expected, InvocationIds.of(REQUEST, null, given, null).gatewayId());
    }

    @Test
    void lambdasIdMustLookLikeOne() {
        assertEquals(REQUEST, InvocationIds.of(REQUEST, null, null, null).requestId());
        assertNull(InvocationIds.of("id with spaces", null, null, null).requestId());
        assertNull(InvocationIds.of(null, null, null, "not an id").correlationId());
    }

    private static String correlation(String given) {
        return InvocationIds.of(REQUEST, null, null, given).correlationId();
    }
}
