package dev.ktpverify.provider;

import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.credentials.Secret;
import dev.ktpverify.model.IdNameQuestion;
import dev.ktpverify.model.IdSelfieQuestion;
import dev.ktpverify.model.Question;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Sends requests to the provider, each as an {@link Attempt} that knows whether it was sent. */
@Singleton
class ProviderRequests {

    private final ProviderApi api;
    private final Connections connections;
    private final Vertx vertx;
    private final Duration attemptTimeout;
    private final boolean asForm;

    ProviderRequests(@RestClient ProviderApi api, Connections connections, Vertx vertx, KtpVerifyConfig config) {
        this.api = api;
        this.connections = connections;
        this.vertx = vertx;
        this.attemptTimeout = config.provider().attemptTimeout();
        this.asForm = config.provider().body().equals(KtpVerifyConfig.Provider.FORM);
    }

    /**
     * Sends one request. Call it on the event loop, with a context of its own.
     *
     * @return the answer, whatever is in it, or a {@link ProviderException} that says what is known without one
     */
    CompletionStage<Response> send(Question<?> question, Secret secret, Attempts attempts) {
        return connections.dropIdle().thenCompose(dropped -> {
            Attempt attempt = new Attempt(secret, connections);
            attempts.begin(attempt);
            attempt.begin();
            return answer(question, attempts).handle((response, end) -> {
                ProviderException failure = end == null ? null : attempt.failure(cause(end));
                if (failure == null) {
                    attempt.answered();
                    connections.answered();
                }
                attempts.end();
                if (failure != null) {
                    throw failure;
                }
                return response;
            });
        });
    }

    /** The answer, within the limit from name resolution to the last byte. */
    private CompletionStage<Response> answer(Question<?> question, Attempts attempts) {
        CompletableFuture<Response> answer = new CompletableFuture<>();
        Duration limit = Collections.min(List.of(attempts.left(), attemptTimeout));
        long timer = vertx.setTimer(
                Math.max(1, limit.toMillis()), late -> answer.completeExceptionally(new TimeoutException()));
        post(question).whenComplete((response, failure) -> {
            if (failure == null) {
                answer.complete(response);
            } else {
                answer.completeExceptionally(failure);
            }
        });
        return answer.whenComplete((response, failure) -> vertx.cancelTimer(timer));
    }

    private CompletionStage<Response> post(Question<?> question) {
        return CompletableFuture.completedStage(question).thenCompose(asked -> {
            if (asked instanceof IdSelfieQuestion selfie) {
                return asForm ? api.verifyIdSelfieByForm(selfie) : api.verifyIdSelfie(selfie);
            }
            IdNameQuestion name = (IdNameQuestion) asked;
            return asForm ? api.verifyIdNameByForm(name) : api.verifyIdName(name);
        });
    }

    /** What a stage failed with, without the wrapping that depends on how it was composed. */
    static Throwable cause(Throwable end) {
        return end instanceof CompletionException && end.getCause() != null ? end.getCause() : end;
    }
}
