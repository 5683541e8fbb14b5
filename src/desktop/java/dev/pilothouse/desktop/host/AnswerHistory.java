package dev.pilothouse.desktop.host;

import dev.pilothouse.model.Cause;
import dev.pilothouse.model.HostQuestion;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.SessionUpdate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The newest answers to the host's questions in a session, so that an asker that was killed gets its answer when it
 * asks again. Rebuilt from the journal. Confined to the session's lane.
 */
final class AnswerHistory {
    private static final int KEPT = 64;

    /** @param by the request that answered */
    record Given(String optionId, Cause by, HostQuestion question) {}

    private record Key(String asker, String key) {}

    private final Map<PendingId, HostQuestion> open = new HashMap<>();
    private final Map<Key, Given> given = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Given> eldest) {
            return size() > KEPT;
        }
    };

    /** Reads an update of the journal. */
    void add(JournaledUpdate journaled) {
        if (journaled.update() instanceof SessionUpdate.PendingAsked asked) {
            Pending pending = asked.pending();
            if (pending.host() != null) {
                open.put(pending.pendingId(), pending.host());
            }
        } else if (journaled.update() instanceof SessionUpdate.PendingAnswered answered) {
            HostQuestion question = open.remove(answered.pendingId());
            if (question != null) {
                add(question, answered.answer(), journaled.cause());
            }
        }
    }

    /** Adds an answer of this run of the host. */
    void add(HostQuestion question, PendingAnswer answer, @Nullable Cause by) {
        String optionId = answer.optionId();
        if (answer.outcome() == PendingAnswer.Outcome.ANSWERED && optionId != null && by != null) {
            given.put(new Key(question.asker(), question.key()), new Given(optionId, by, question));
        }
    }

    Optional<Given> find(String asker, String key) {
        return Optional.ofNullable(given.get(new Key(asker, key)));
    }
}
