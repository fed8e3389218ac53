package dev.ktpverify.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.ValidationMessage;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Fails every exchange that is not as the contract has it, whatever the test itself looks at. */
final class OpenApiFilter implements Filter {

    /** What is true of a route that does not exist, or of another method, is written down with the routes there are. */
    private static final String ANY_ROUTE = "/verify/id_name";

    /** Where these are retryable, a caller is told when. */
    private static final Set<Integer> FOR_NOW = Set.of(409, 429, 503);

    /** What is said of every message, in lower case. */
    private static final Set<String> EVERYWHERE = Set.of("content-length", "content-type");

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response response = context.next(request, expected);
        String path = URI.create(request.getURI()).getPath();
        boolean route = !OpenApi.at(OpenApi.operation(path, "post")).isMissingNode();
        String operation = OpenApi.operation(route ? path : ANY_ROUTE, "post");

        checkResponse(operation + "/responses/" + response.statusCode(), request, response);
        if (response.statusCode() < 300) {
            Set<ValidationMessage> faults = OpenApi.faults(operation + "/requestBody", text(request.getBody()));
            assertNoFaults(
                    faults.stream().filter(fault -> !isLongName(fault)).collect(Collectors.toSet()),
                    "accepted request");
        }
        return response;
    }

    private static void checkResponse(String place, FilterableRequestSpecification request, Response response) {
        String exchange = request.getMethod() + " " + request.getURI() + " -> " + response.statusCode();
        assertTrue(OpenApi.at(place).isObject(), exchange + " is not documented");
        checkHeaders(OpenApi.resolve(place) + "/headers", exchange, response);
        if (!request.getMethod().equals("HEAD")) {
            assertEquals("application/json", response.contentType(), exchange);
            assertNoFaults(OpenApi.faults(place, response.asString()), exchange);
            boolean forNow = FOR_NOW.contains(response.statusCode())
                    && response.jsonPath().getBoolean("retryable");
            assertEquals(forNow, response.header("Retry-After") != null, exchange + ": Retry-After");
        }
    }

    private static void checkHeaders(String headers, String exchange, Response response) {
        Set<String> undocumented = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        response.headers().forEach(header -> undocumented.add(header.getName()));
        EVERYWHERE.forEach(undocumented::remove);
        OpenApi.at(headers).fieldNames().forEachRemaining(header -> {
            boolean required = OpenApi.at(OpenApi.resolve(headers + "/" + header) + "/required")
                    .booleanValue();
            assertTrue(!required || response.header(header) != null, exchange + " lacks " + header);
            undocumented.remove(header);
        });
        assertEquals(Set.of(), undocumented, exchange + " has other headers");
    }

    /** A name's length is counted as it is sent, so a longer one can be accepted. */
    private static boolean isLongName(ValidationMessage fault) {
        return fault.getType().equals("maxLength")
                && fault.getInstanceLocation().toString().endsWith("name");
    }

    private static void assertNoFaults(Set<ValidationMessage> faults, String what) {
        assertTrue(faults.isEmpty(), () -> what + " breaks the contract: " + faults);
    }

    private static String text(Object body) {
        return body instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(body);
    }
}
