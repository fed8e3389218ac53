package dev.ktpverify.api;

import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Bugs that a test puts around the resources; none unless it says so. */
@Singleton
public class BrokenFilters {

    /** Where the bug is. */
    enum Bug {
        NONE,
        BEFORE_THE_RESOURCE,
        AFTER_THE_VERDICT,
        LINKAGE_AFTER_THE_VERDICT,
        VERDICT_THAT_CANT_BE_WRITTEN,
        AFTER_EVERY_ANSWER
    }

    private static volatile Bug bug = Bug.NONE;

    /** Puts a bug there from now on. */
    static void put(Bug next) {
        bug = next;
    }

    @ServerRequestFilter
    public void before() {
        if (bug == Bug.BEFORE_THE_RESOURCE) {
            throw new IllegalStateException("canary");
        }
    }

    @ServerResponseFilter
    public void after(ContainerResponseContext response) {
        boolean verdict = response.getEntity() instanceof VerdictAnswer;
        if (bug == Bug.AFTER_EVERY_ANSWER || bug == Bug.AFTER_THE_VERDICT && verdict) {
            throw new IllegalStateException("canary");
        }
        if (bug == Bug.LINKAGE_AFTER_THE_VERDICT && verdict) {
            throw new NoClassDefFoundError("canary");
        }
        if (bug == Bug.VERDICT_THAT_CANT_BE_WRITTEN && verdict) {
            response.setEntity(new Unwritable());
        }
    }

    /** As a record that the native image knows too little of. */
    public static final class Unwritable {
        public String getStatus() {
            throw new NoClassDefFoundError("canary");
        }
    }
}
