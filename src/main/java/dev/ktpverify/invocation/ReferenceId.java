package dev.ktpverify.invocation;

import dev.ktpverify.model.Fault;
import dev.ktpverify.observability.IdForm;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An id of the caller's own, which is told in the answer and in the log: of an HTTP request the header {@code Reference-Id}, of a
 * direct invocation the field {@code reference_id}. Its form keeps personal data out.
 */
public final class ReferenceId {

    /** No id was given. */
    public static final ReferenceId NONE = new ReferenceId(null, List.of());

    /** The header, as events name it. */
    public static final String HEADER = "reference-id";
    /** The field of a direct invocation. */
    public static final String FIELD = "reference_id";

    private static final String SHOWN_HEADER = "Reference-Id";
    private static final String FORM = "must be 1 to 64 of 0-9 A-Z a-z . _ : -, with a digit, no nine digits in a row, "
            + "and no word of more than three letters; or a UUID, a ULID or a trace id";
    /** Of letters alone, between the marks: a name can be one. */
    private static final Pattern WORD = Pattern.compile("(?<![0-9A-Za-z])[A-Za-z]{4,}(?![0-9A-Za-z])");

    private final String value;
    private final List<Fault> faults;

    private ReferenceId(String value, List<Fault> faults) {
        this.value = value;
        this.faults = faults;
    }

    /** Of an HTTP request; null if it has no such header. */
    public static ReferenceId ofHeader(String header) {
        return read(header == null ? null : header.strip(), SHOWN_HEADER);
    }

    /** Of a direct invocation; null if it has no such field. */
    public static ReferenceId ofField(String field) {
        return read(field, FIELD);
    }

    private static ReferenceId read(String given, String where) {
        boolean sound = given == null || IdForm.isHarmless(given) && !hasWord(given);
        return sound ? new ReferenceId(given, List.of()) : new ReferenceId(null, List.of(new Fault(where, FORM)));
    }

    private static boolean hasWord(String id) {
        return !IdForm.isMachineMade(id) && WORD.matcher(id).find();
    }

    /** The id; null if the caller gave none, or one that is refused. */
    public String value() {
        return value;
    }

    /** What is wrong with it. */
    public List<Fault> faults() {
        return faults;
    }
}
