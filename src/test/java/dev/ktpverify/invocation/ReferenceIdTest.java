package dev.ktpverify.invocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.ktpverify.model.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An id that could be something personal is refused: it would be in the log. */
class ReferenceIdTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "ord-17",
                "KYC-17:a",
                "kyc_2026.11",
                "7f3abcde9",
                "a1b2c3d4e5f6a7b8c9",
                "onboarding7-3", // a word with a digit in it is no name
                "8f5ac7de-01b2-4c3d-9e4f-123456789012", // a UUID can end in twelve digits
                "abcdefab-abcd-abcd-abcd-abcdefabcdef", // or have none
                "01J9ZQ8W3N4X5Y6Z7A8B9C0D1E",
                "4bf92f3577b34da612345678901e4736",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "1-5759e988-bd862e3fe1be412345678901"
            })
    void anIdIsTaken(String given) {
        assertEquals(given, ReferenceId.ofField(given).value());
        assertEquals(given, ReferenceId.ofHeader(" " + given + "\t").value());
        assertEquals(0, ReferenceId.ofField(given).faults().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "order",
                "ord",
                "BUDI-1",
                "1-BUDI",
                "1_budi_2",
                "siti.nur1:Aminah",
                "a1-Santoso",
                "3217061012870001",
                "nik-3217061012870001",
                "3217-0610-1287-0001",
                "0812-3456-7890",
                "KYC-2026-00017",
                "123456789",
                "a 1",
                "a1,a1",
                "a/1",
                "budi1@example.test",
                "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a",
                "a1\n",
                "\u0661a",
                "é1"
            })
    void anyOtherIsRefused(String given) {
        String form = "must be 1 to 64 of 0-9 A-Z a-z . _ : -, with a digit, no nine digits in a row, "
                + "and no word of more than three letters; or a UUID, a ULID or a trace id";
        assertNull(ReferenceId.ofField(given).value());
        assertEquals(
                List.of(new Fault("reference_id", form)),
                ReferenceId.ofField(given).faults());
    }

    /** Of a header, which proxies may surround with white space, as of the field. */
    @Test
    void aHeaderIsNamedAsItIsWritten() {
        assertEquals("a1", ReferenceId.ofHeader("a1\n").value());
        assertEquals(
                "Reference-Id", ReferenceId.ofHeader("BUDI-1").faults().get(0).field());
        assertNull(ReferenceId.ofHeader("BUDI-1").value());
    }

    @Test
    void itMayBeLeftOut() {
        assertNull(ReferenceId.ofField(null).value());
        assertNull(ReferenceId.ofHeader(null).value());
        assertEquals(0, ReferenceId.ofHeader(null).faults().size());
    }
}
