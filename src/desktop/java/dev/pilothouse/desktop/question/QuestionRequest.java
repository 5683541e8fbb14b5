package dev.pilothouse.desktop.question;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import java.util.List;

/**
 * A question of the host.
 *
 * @param asker its kind, a slash, and its id, such as {@code job/worktree-s1}
 * @param key names the question among those of its asker
 * @param scope the scope that a device needs to answer; at least {@link Scope#ANSWER}
 * @param title one line
 * @param detail Markdown, may be empty
 * @param options at least one; an id that is the word of a {@code HostTextCode} gives it a translation
 */
public record QuestionRequest(
        SessionId sessionId,
        String asker,
        String key,
        Scope scope,
        HostText title,
        String detail,
        List<PendingOption> options) {
    public QuestionRequest {
        options = List.copyOf(options);
        if (options.isEmpty() || !scope.covers(Scope.ANSWER)) {
            throw new IllegalArgumentException("a question has options, and no device that may only view answers it");
        }
    }
}
