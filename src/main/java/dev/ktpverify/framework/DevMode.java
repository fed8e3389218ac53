package dev.ktpverify.framework;

import io.quarkus.amazon.lambda.runtime.AmazonLambdaRecorder;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownContext;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Dev mode alone: says where the function is, and works on two events at a time, as two environments would. Else a second
 * request would wait for the first, and nobody could see {@code IN_PROGRESS}. It is the framework's own loop, begun twice.
 *
 * <p>Remove the second loop when dev mode has a setting for it: {@code docs/framework.md}.
 */
@Singleton
@IfBuildProfile("dev")
class DevMode {

    private static final Logger LOG = Logger.getLogger(DevMode.class);

    private final String port;
    private final List<Runnable> atEnd = new ArrayList<>();

    DevMode(@ConfigProperty(name = "quarkus.lambda.mock-event-server.dev-port") String port) {
        this.port = port;
    }

    void begin(@Observes StartupEvent start) {
        ShutdownContext end = new ShutdownContext() {
            @Override
            public void addShutdownTask(Runnable task) {
                atEnd.add(task);
            }

            @Override
            public void addLastShutdownTask(Runnable task) {
                atEnd.add(task);
            }
        };
        new AmazonLambdaRecorder(null).startPollLoop(end, LaunchMode.DEVELOPMENT);
        LOG.infof("Try it in a browser: http://localhost:%s/", port);
    }

    void end(@Observes ShutdownEvent shutdown) {
        atEnd.forEach(Runnable::run);
    }
}
