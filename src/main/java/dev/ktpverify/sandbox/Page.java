package dev.ktpverify.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.KtpVerifyConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The web page on which the sandbox can be tried: the files of {@code src/main/resources/page}, and the table of test numbers.
 * There is none unless {@code ktp-verify.page=on}.
 */
@Singleton
public class Page {

    private static final Set<String> METHODS = Set.of("GET", "HEAD");
    private static final String ROOT = "/";
    private static final String INDEX = "index.html";
    private static final String TEST_NUMBERS = "/page/test-numbers.json";
    /** One name in one folder, so that no path leads elsewhere. The index has relative links, and is at the root alone. */
    private static final Pattern FILE = Pattern.compile("/page/([a-z-]+\\.(?:js|css))");

    private static final Map<String, String> TYPES =
            Map.of("html", "text/html", "js", "text/javascript", "css", "text/css");

    /** Nothing from elsewhere is loaded, run or asked. A photo stays in the browser until it is sent to this function. */
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src blob: data:; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private final boolean on;
    private final ObjectMapper json;

    Page(KtpVerifyConfig config, ObjectMapper json) {
        this.on = KtpVerifyConfig.ON.equals(config.page());
        this.json = json;
    }

    /**
     * A file of the page.
     *
     * @param headers its headers
     * @param body its text
     */
    public record File(Map<String, String> headers, String body) {

        private static File of(String type, String body) {
            Map<String, String> headers = new HashMap<>(HEADERS);
            headers.put("Content-Type", type);
            return new File(Map.copyOf(headers), body);
        }
    }

    /**
     * The file that is asked for; empty if it is none of the page, or the page is off.
     *
     * @param method the request's HTTP method
     * @param path the request's path
     */
    public Optional<File> file(String method, String path) {
        if (!on || !METHODS.contains(method)) {
            return Optional.empty();
        }
        if (path.equals(ROOT)) {
            return read(INDEX);
        }
        if (path.equals(TEST_NUMBERS)) {
            return Optional.of(File.of("application/json", testNumbers()));
        }
        Matcher file = FILE.matcher(path);
        return file.matches() ? read(file.group(1)) : Optional.empty();
    }

    private static Optional<File> read(String name) {
        String type = TYPES.get(name.substring(name.indexOf('.') + 1)) + "; charset=utf-8";
        try (InputStream file = Page.class.getClassLoader().getResourceAsStream("page/" + name)) {
            return file == null
                    ? Optional.empty()
                    : Optional.of(File.of(type, new String(file.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a part of the application
        }
    }

    private String testNumbers() {
        try {
            return json.writeValueAsString(
                    TestNumber.ALL.stream().map(Page::row).toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // texts and lists of them
        }
    }

    private static Map<String, Object> row(TestNumber number) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("digits", number.digits());
        row.put("answer", number.answer());
        row.put("id_name", number.idName() != null);
        row.put("id_selfie", number.idSelfie() != null);
        return row;
    }
}
