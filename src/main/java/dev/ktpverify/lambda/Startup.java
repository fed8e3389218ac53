package dev.ktpverify.lambda;

import dev.ktpverify.ConfigCheck;
import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.credentials.CredentialsStore;
import dev.ktpverify.framework.NameResolution;
import dev.ktpverify.idempotency.Idempotency;
import dev.ktpverify.observability.JsonFormatter;
import dev.ktpverify.observability.LambdaLogLevel;
import dev.ktpverify.provider.FirstConnection;
import dev.ktpverify.sandbox.SandboxProvider;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** All that is done during INIT, in its order. What fails here and is not a wrong setting is tried again when it is needed. */
@Singleton
class Startup {

    private static final Logger LOG = Logger.getLogger(Startup.class);

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
        checkSettings();
        LambdaLogLevel.check();
        NameResolution.forgetFailures();
        sandbox.begin();
        provider.begin(); // connects while the secret is read
        credentials.readAtStart();
        idempotency.connectAtStart();
        provider.await();
        lastInvocation.listen();
    }

    /** Tells a wrong setting in the log too, where whoever is woken looks for it. */
    private void checkSettings() {
        try {
            new ConfigCheck(settings, idempotency.available())
                    .check(System.getenv().keySet());
        } catch (ConfigurationException e) {
            MDC.put(JsonFormatter.NEXT, "correct the setting and deploy again, see docs/settings.md");
            LOG.error(e.getMessage());
            MDC.remove(JsonFormatter.NEXT);
            throw e;
        }
    }
}
