package dev.ktpverify.support;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import java.util.List;

/** The provider, answering whatever is asked with what a test tells it to. */
public final class ProviderStub {

    private ProviderStub() {}

    /** Answers every question, until the next {@link StandIns#reset}. */
    public static void answers(int httpStatus, String json) {
        StandIns.server()
                .stubFor(post(urlPathMatching("/verify/.*"))
                        .atPriority(1)
                        .willReturn(aResponse()
                                .withStatus(httpStatus)
                                .withHeader("Content-Type", "application/json")
                                .withBody(json)));
    }

    /** Answers every question with a verdict of this result object. */
    public static void verdict(String result) {
        answers(200, "{\"status\":\"OK\",\"result\":" + result + ",\"request_id\":\"TID1\"}");
    }

    /** The bodies that reached the provider since the last {@link StandIns#reset}, oldest first. */
    public static List<String> received() {
        return StandIns.providerRequests().stream()
                .map(request -> request.getBodyAsString())
                .toList();
    }
}
