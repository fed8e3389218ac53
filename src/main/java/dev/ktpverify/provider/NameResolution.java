package dev.ktpverify.provider;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.Security;

/**
 * The JDK remembers for 10 seconds that a name could not be resolved, so that a repeated attempt would not even ask. It
 * must be told before the first name is resolved, which is Secrets Manager's. The native executable has it from {@code
 * NativeImage}: there it would come too late.
 */
@ApplicationScoped
class NameResolution {

    private static final int FIRST = 1;

    void onStart(@Observes @Priority(FIRST) StartupEvent start) {
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
    }
}
