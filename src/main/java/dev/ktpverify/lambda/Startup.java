package dev.ktpverify.lambda;

import dev.ktpverify.ConfigCheck;
import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.credentials.CredentialsStore;
import dev.ktpverify.framework.NameResolution;
import dev.ktpverify.idempotency.Idempotency;
import dev.ktpverify.observability.LambdaLogLevel;
import dev.ktpverify.provider.FirstConnection;
import dev.ktpverify.sandbox.SandboxProvider;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

/** All that is done during INIT, in its order. What fails here and is not a wrong setting is tried again when it is needed. */
@Singleton
class Startup {

    private final KtpVerifyConfig settings;
    private final SandboxProvider sandbox;
    private final FirstConnection provider;
    private final CredentialsStore credentials;
    private final Idempotency idempotency;
    private final LastInvocation lastInvocation;

    Startup(
            KtpVerifyConfig settings,
            SandboxProvider sandbox,
            FirstConnection provider,
            CredentialsStore credentials,
            Idempotency idempotency,
            LastInvocation lastInvocation) {
        this.settings = settings;
        this.sandbox = sandbox;
        this.provider = provider;
        this.credentials = credentials;
        this.idempotency = idempotency;
        this.lastInvocation = lastInvocation;
    }

    /** Before any other observer of the start, so that none meets a wrong setting first. */
    void onStart(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start)
            throws InterruptedException {
        new ConfigCheck(settings, idempotency.available()).check();
        LambdaLogLevel.check();
        NameResolution.forgetFailures();
        sandbox.begin();
        provider.begin(); // connects while the secret is read
        credentials.readAtStart();
        idempotency.connectAtStart();
        provider.await();
        lastInvocation.listen();
    }
}
