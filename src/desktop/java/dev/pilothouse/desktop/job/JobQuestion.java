package dev.pilothouse.desktop.job;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import java.util.List;

/**
 * A question of a job to a person.
 *
 * @param sessionId the session in whose inbox it is
 * @param key names the question among those of the job; a question that is asked again has another key
 * @param scope the scope that a device needs to answer
 * @param title one line
 * @param detail Markdown, may be empty
 */
public record JobQuestion(
        SessionId sessionId, String key, Scope scope, HostText title, String detail, List<PendingOption> options) {
    public JobQuestion {
        options = List.copyOf(options);
    }
}
