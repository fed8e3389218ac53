package dev.ktpverify.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The resource is the one that API Gateway matched and authorized, whatever the path looks like. */
class RouteTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // the key names the resource: stage, base path and anything else in the path count for nothing
                "POST /verify/id_name, /verify/id_name, $default, /verify/id_name",
                "POST /verify/id_name, /dev/verify/id_name, dev, /verify/id_name",
                "POST /verify/id_name, /ktp/verify/id_name, $default, /verify/id_name",
                "POST /verify/id_name, /ktp/v2/verify/id_name, prod, /verify/id_name",
                "POST /verify/id_name, /x/verify/id_selfie, x, /verify/id_name",
                "POST /verify/id_name, -, -, /verify/id_name",
                "ANY /verify/id_name, /dev/verify/id_name, dev, /verify/id_name",
                "POST /verify/id_name/, /verify/id_name, -, /verify/id_name/",
                "POST /other, /verify/id_name, -, /other",
                // it does not: the path without the stage, where that is the first segment
                "$default, /verify/id_name, $default, /verify/id_name",
                "$default, /dev/verify/id_name, dev, /verify/id_name",
                "$default, /dev/verify/id_name, de, /dev/verify/id_name",
                "$default, /verify/id_name, verify, /id_name",
                "$default, /dev/dev/verify/id_name, dev, /dev/verify/id_name",
                "$default, /dev, dev, /dev",
                "$default, /ktp/verify/id_name, $default, /ktp/verify/id_name",
                "-, /dev/verify/id_name, dev, /verify/id_name",
                "'', /verify/id_name, -, /verify/id_name",
                "7, /dev/verify/id_name, dev, /verify/id_name",
                "post /verify/id_selfie, /verify/id_name, -, /verify/id_name",
                "POST verify/id_selfie, /verify/id_name, -, /verify/id_name",
                "'POST /verify/id_selfie ', /verify/id_name, -, /verify/id_name",
                "ANY /{proxy+}, /dev/verify/id_name, dev, /verify/id_name",
                "POST /verify/{operation}, /verify/id_name, $default, /verify/id_name"
            })
    void theResource(String routeKey, String rawPath, String stage, String path) {
        assertEquals(path, Route.of(routeKey, Map.of(), rawPath, stage).path());
    }

    @ParameterizedTest
    @CsvSource({
        "ANY /{proxy+}, proxy, verify/id_name, /verify/id_name",
        "POST /verify/{operation}, operation, id_name, /verify/id_name",
        "POST /verify/{operation}, operation, $1\\, /verify/$1\\",
        "ANY /v1/{proxy+}, proxy, verify/id_name, /v1/verify/id_name",
        "ANY /{proxy+}, other, verify/id_name, /x/verify/id_selfie",
        "ANY /{proxy+}/{more}, proxy, verify, /x/verify/id_selfie"
    })
    void parametersOfTheKeyAreFilledIn(String routeKey, String name, String value, String path) {
        assertEquals(
                path,
                Route.of(routeKey, Map.of(name, value), "/x/verify/id_selfie", "$default")
                        .path());
    }

    @Test
    void withoutAKeyOrAPathThereIsNone() {
        assertNull(Route.of(null, Map.of(), null, "dev").path());
        assertNull(Route.of("$default", Map.of(), null, null).path());
    }

    @Test
    void theMethodIsTheOneThatWasMatched() {
        Route post = Route.of("POST /verify/id_name", Map.of(), null, null);
        assertTrue(post.allows("POST"));
        assertFalse(post.allows("GET"));
        assertFalse(post.allows(null));
        assertTrue(Route.of("ANY /x", Map.of(), null, null).allows("GET"));
        assertTrue(Route.of("$default", Map.of(), "/x", null).allows("GET"));
    }
}
