package dev.ktpverify.lambda;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.ktpverify.api.ErrorAnswer;
import dev.ktpverify.api.Refusal;
import dev.ktpverify.api.RefusedRequestException;
import dev.ktpverify.invocation.ReferenceId;
import dev.ktpverify.model.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventSanitizerTest {

    private final APIGatewayV2HTTPEvent event = event("POST", "/verify/id_name");

    private static APIGatewayV2HTTPEvent event(String method, String path) {
        return APIGatewayV2HTTPEvent.builder()
                .withRawPath(path)
                .withRequestContext(APIGatewayV2HTTPEvent.RequestContext.builder()
                        .withHttp(APIGatewayV2HTTPEvent.RequestContext.Http.builder()
                                .withMethod(method)
                                .build())
                        .build())
                .build();
    }

    private static ErrorAnswer refused(APIGatewayV2HTTPEvent event) {
        return assertThrows(RefusedRequestException.class, () -> EventSanitizer.clean(event))
                .answer("id", ReferenceId.NONE, true);
    }

    @Test
    void theBodyIsKeptOutOfTheFrameworksSight() {
        event.setBody("{}");
        assertEquals("{}", EventSanitizer.clean(event));
        assertNull(event.getBody());
    }

    @Test
    void onlyTheContentTypePasses() {
        Map<String, String> headers = new HashMap<>();
        headers.put("CONTENT-Type", "application/json");
        headers.put("Content-Length", "5000");
        headers.put("X-Forwarded-Port", "abc");
        headers.put("Transfer-Encoding", "chunked");
        headers.put("Authorization", "Bearer x");
        headers.put("bad\r\nname", "x");
        headers.put("", null);
        event.setHeaders(headers);
        EventSanitizer.clean(event);
        assertEquals(Map.of("content-type", "application/json"), event.getHeaders());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"application/json\r\nX: y", "application/json\u0000", "application/j\u00e9son", "\t"})
    void aContentTypeThatIsNoHeaderValueIsDropped(String value) {
        Map<String, String> headers = new HashMap<>();
        headers.put("content-type", value);
        event.setHeaders(headers);
        EventSanitizer.clean(event);
        assertEquals(Map.of(), event.getHeaders());
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /verify/id_name, ",
        "POST, /, ",
        "GET, /q/a.b~c-d/, ",
        "POST, /verify/id_name/, NOT_FOUND",
        "GET, /verify/id_name, ",
        "POST, '', NOT_FOUND",
        "POST, //verify/id_name, NOT_FOUND",
        "POST, /verify/./id_name, NOT_FOUND",
        "POST, /verify/x/../id_name, NOT_FOUND",
        "POST, /verify/%69d_name, NOT_FOUND",
        "POST, /verify/id_name;a=b, NOT_FOUND",
        "POST, verify/id_name, NOT_FOUND",
        "POST, /verify/id name, NOT_FOUND",
        "POST, /verify/id_name?a, NOT_FOUND",
        "POST, /verify/id_name#a, NOT_FOUND",
        "POST, '/verify/id_name\n', NOT_FOUND",
        "POST, /verify/\u00efd, NOT_FOUND",
        "post, /verify/id_name, METHOD_NOT_ALLOWED",
        "'', /verify/id_name, METHOD_NOT_ALLOWED",
        "BAD METHOD, /verify/id_name, METHOD_NOT_ALLOWED",
        "'POST\n', /verify/id_name, METHOD_NOT_ALLOWED",
        "POSTPOSTPOSTPOSTPOSTP, /verify/id_name, METHOD_NOT_ALLOWED",
        "HEAD, /verify/id_name, METHOD_NOT_ALLOWED",
        "OPTIONS, /verify/id_name, METHOD_NOT_ALLOWED"
    })
    void onlyPlainPathsAndMethodsPass(String method, String path, Refusal refusal) {
        APIGatewayV2HTTPEvent event = event(method, path);
        if (refusal == null) {
            assertDoesNotThrow(() -> EventSanitizer.clean(event));
        } else {
            assertEquals(refusal.name(), refused(event).status());
        }
    }

    @Test
    void aBodyInBase64IsDecoded() {
        event.setBody(Base64.getEncoder().encodeToString("{\"name\":\"Ren\u00e9\"}".getBytes(StandardCharsets.UTF_8)));
        event.setIsBase64Encoded(true);
        assertEquals("{\"name\":\"Ren\u00e9\"}", EventSanitizer.clean(event));
        assertFalse(event.getIsBase64Encoded());
    }

    @Test
    void noBodyInBase64IsNoBody() {
        event.setIsBase64Encoded(true);
        assertEquals("", EventSanitizer.clean(event));
        assertFalse(event.getIsBase64Encoded());
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', not base64",
        "'e30=\r\n', not base64",
        "e30==, not base64",
        "e, not base64",
        "/////w==, must be in UTF-8",
        "7aCA, must be in UTF-8",
        "//57AH0A, must be in UTF-8" // {} in UTF-16, with its mark
    })
    void aBodyThatCanNotBeDecodedIsAFaultOfTheBody(String body, String message) {
        event.setBody(body);
        event.setIsBase64Encoded(true);
        assertEquals(List.of(new Fault("body", message)), refused(event).errors());
    }

    @ParameterizedTest
    @CsvSource({
        "gzip, ''",
        "GZIP, e30=",
        "br, e30=",
        "'identity, gzip', e30=",
        "utf-8, e30=",
        ", H4sIAAAAAAAC/6uuBQBDv6ajAgAAAA=="
    })
    void aCompressedBodyIsRefusedWithWhatToDo(String encoding, String body) {
        if (encoding != null) {
            event.setHeaders(Map.of("Content-Encoding", encoding));
        }
        event.setBody(body);
        event.setIsBase64Encoded(true);
        ErrorAnswer answer = refused(event);
        assertEquals("UNSUPPORTED_MEDIA_TYPE", answer.status());
        assertEquals("the body must not be compressed: send it without Content-Encoding", answer.reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "identity", " Identity "})
    void noEncodingAtAllCanBeSaid(String encoding) {
        event.setHeaders(Map.of("content-encoding", encoding));
        assertDoesNotThrow(() -> EventSanitizer.clean(event));
        assertEquals(Map.of(), event.getHeaders());
    }
}
