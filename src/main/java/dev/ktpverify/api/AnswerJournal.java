package dev.ktpverify.api;

import dev.ktpverify.observability.Journal;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Notes what each answer tells the caller, whichever way it came about. */
@Singleton
public class AnswerJournal {

    private final Journal journal;

    AnswerJournal(Journal journal) {
        this.journal = journal;
    }

    @ServerResponseFilter
    public void note(ContainerResponseContext response) {
        if (response.getEntity() instanceof VerdictAnswer<?> verdict) {
            verdict.tell(journal);
        } else if (response.getEntity() instanceof ErrorAnswer error) {
            error.tell(journal);
        }
    }
}
