package dev.ktpverify.api;

import dev.ktpverify.observability.Journal;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Notes what each answer tells the caller, whichever way it came about. */
@Singleton
public class AnswerJournal {

    private static final Logger LOG = Logger.getLogger(AnswerJournal.class);

    private final Journal journal;

    AnswerJournal(Journal journal) {
        this.journal = journal;
    }

    /** A verdict is the caller's even where it can't be noted. */
    @ServerResponseFilter
    public void note(ContainerResponseContext response) {
        try {
            tell(response);
        } catch (RuntimeException e) {
            LOG.errorf(
                    "an answer was not noted: %s; see runbook: bugs",
                    e.getClass().getName());
        }
    }

    private void tell(ContainerResponseContext response) {
        if (response.getEntity() instanceof VerdictAnswer<?> verdict) {
            verdict.tell(journal);
        } else if (response.getEntity() instanceof ErrorAnswer error) {
            error.tell(journal);
        }
    }
}
