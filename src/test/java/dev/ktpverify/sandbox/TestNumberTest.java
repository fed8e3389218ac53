package dev.ktpverify.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The document has the table of test numbers, row by row. */
class TestNumberTest {

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| ([0-9]{4}) \\| (.+?) \\| (both|id_name|id_selfie) \\|$");

    private static String where(boolean idName, boolean idSelfie) {
        return idName && idSelfie ? "both" : idName ? "id_name" : "id_selfie";
    }

    private static List<List<String>> known() {
        return TestNumber.ALL.stream()
                .map(number -> List.of(
                        number.digits(), number.answer(), where(number.idName() != null, number.idSelfie() != null)))
                .toList();
    }

    @Test
    void theDocumentShowsIt() throws IOException {
        assertEquals(
                known(),
                ROW.matcher(Files.readString(Path.of("docs", "sandbox.md")))
                        .results()
                        .map(row -> List.of(row.group(1), row.group(2).replace("`", ""), row.group(3)))
                        .toList());
    }
}
