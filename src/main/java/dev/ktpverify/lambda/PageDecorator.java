package dev.ktpverify.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.ktpverify.sandbox.Page;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.inject.Any;
import jakarta.interceptor.Interceptor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Answers with a file of the sandbox's page, and hands on every other event. A file has no line in the log. */
@Decorator
@Priority(Interceptor.Priority.PLATFORM_BEFORE) // before ApiGatewayHandlerDecorator
class PageDecorator implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

    private static final int OK = 200;
    private static final String HEAD = "HEAD";

    private final RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function;
    private final Page page;

    PageDecorator(@Delegate @Any RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function, Page page) {
        this.function = function;
        this.page = page;
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
        if (event instanceof GatewayEvent request && request.faults().isEmpty()) {
            String method = event.getRequestContext().getHttp().getMethod();
            Optional<Page.File> file = page.file(method, event.getRawPath());
            if (file.isPresent()) {
                return response(file.get(), method.equals(HEAD), context);
            }
        }
        return function.handleRequest(event, context);
    }

    private static APIGatewayV2HTTPResponse response(Page.File file, boolean headersAlone, Context context) {
        Map<String, String> headers = new HashMap<>(file.headers());
        headers.put("X-Request-Id", context.getAwsRequestId());
        return APIGatewayV2HTTPResponse.builder()
                .withStatusCode(OK)
                .withHeaders(headers)
                .withBody(headersAlone ? "" : file.body())
                .build();
    }
}
