package dev.ktpverify.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.ktpverify.api.Refusal;
import dev.ktpverify.api.Requests;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class IncomingEventTest {

    private final APIGatewayV2HTTPEvent event = event("POST", "/verify/id_name");

    private static APIGatewayV2HTTPEvent event(String method, String path) {
        return APIGatewayV2HTTPEvent.builder()
                .withRawPath(path)
                .withRequestContext(APIGatewayV2HTTPEvent.RequestContext.builder()
                        .withHttp(APIGatewayV2HTTPEvent.RequestContext.Http.builder()
                                .withMethod(method)
                                .withSourceIp("not an address")
                                .build())
                        .build())
                .build();
    }

    @Test
    void whatIsNotUsedIsTakenOut() {
        event.setCookies(List.of("a=b"));
        event.setRawQueryString("a=%zz");
        event.setBody("{}");
        assertEquals(Optional.empty(), IncomingEvent.clean(event));
        assertNull(event.getRequestContext().getHttp().getSourceIp());
        assertNull(event.getCookies());
        assertNull(event.getRawQueryString());
        assertEquals(Map.of(), event.getHeaders());
    }

    @Test
    void theBodyIsKeptOutOfTheFrameworksSight() {
        event.setStageVariables(Map.of("body", "of a stage", "stage", "variable"));
        event.setBody("{}");
        assertEquals(Optional.empty(), IncomingEvent.clean(event));
        assertNull(event.getBody());
        assertEquals(Map.of(Requests.BODY, "{}"), event.getStageVariables());
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
        assertEquals(Optional.empty(), IncomingEvent.clean(event));
        assertEquals(Map.of("content-type", "application/json"), event.getHeaders());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"application/json\r\nX: y", "application/json\u0000", "application/j\u00e9son", "\t"})
    void aContentTypeThatIsNoHeaderValueIsDropped(String value) {
        Map<String, String> headers = new HashMap<>();
        headers.put("content-type", value);
        event.setHeaders(headers);
        assertEquals(Optional.empty(), IncomingEvent.clean(event));
        assertEquals(Map.of(), event.getHeaders());
    }

    @Test
    void anEventWithoutItsPartsIsMalformed() {
        APIGatewayV2HTTPEvent noContext = event("POST", "/verify/id_name");
        noContext.setRequestContext(null);
        APIGatewayV2HTTPEvent noHttp = event("POST", "/verify/id_name");
        noHttp.getRequestContext().setHttp(null);
        for (APIGatewayV2HTTPEvent malformed : new APIGatewayV2HTTPEvent[] {
            null, new APIGatewayV2HTTPEvent(), noContext, noHttp, event(null, "/verify/id_name"), event("POST", null)
        }) {
            assertEquals(Optional.of(Refusal.INVALID_ARGUMENT), IncomingEvent.clean(malformed));
        }
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
        assertEquals(Optional.ofNullable(refusal), IncomingEvent.clean(event(method, path)));
    }

    @Test
    void aBodyInBase64IsDecoded() {
        event.setBody(Base64.getEncoder().encodeToString("{\"name\":\"Ren\u00e9\"}".getBytes(StandardCharsets.UTF_8)));
        event.setIsBase64Encoded(true);
        assertEquals(Optional.empty(), IncomingEvent.clean(event));
        assertEquals(Map.of(Requests.BODY, "{\"name\":\"Ren\u00e9\"}"), event.getStageVariables());
        assertFalse(event.getIsBase64Encoded());
    }

    @Test
    void noBodyInBase64IsNoBody() {
        event.setIsBase64Encoded(true);
        assertEquals(Optional.empty(), IncomingEvent.clean(event));
        assertEquals(Map.of(Requests.BODY, ""), event.getStageVariables());
        assertFalse(event.getIsBase64Encoded());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "e30=\r\n", "e30==", "e", "/////w==", "7aCA"})
    void aBodyThatIsNotBase64OfUtf8IsMalformed(String body) {
        event.setBody(body);
        event.setIsBase64Encoded(true);
        assertEquals(Optional.of(Refusal.INVALID_ARGUMENT), IncomingEvent.clean(event));
    }
}
