package dev.ktpverify.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.TestConfig;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** There is no page in production, and in the sandbox only by setting. */
@QuarkusTest
class PageOffTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/page/page.js", "/page/style.css", "/page/test-numbers.json"})
    void productionHasNoSuchRoute(String path) {
        Response answer = Api.request().get(path);
        Api.assertAnswer(404, Api.error("NOT_FOUND", "no such route", "FREE", false, Api.LAMBDA_REQUEST_ID), answer);
    }

    @Test
    void itIsOffUnlessItIsSetOn() {
        Map<String, String> sandbox = Map.of("ktp-verify.mode", "sandbox");
        assertEquals(Optional.empty(), new Page(TestConfig.with(sandbox), new ObjectMapper()).file("GET", "/"));
    }
}
