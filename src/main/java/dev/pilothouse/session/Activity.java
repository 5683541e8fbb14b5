package dev.pilothouse.session;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.TurnId;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A session's phase, the evidence for it, and the time since which it has held.
 *
 * @param turn the open turn
 * @param turnStartedAt when the open turn began
 * @param doing the last observed event
 * @param detail one line about the event, may be empty
 * @param item the tool call or question that is the evidence
 * @param since host time of the update that started this activity; a further chunk of the same kind does not change it
 * @param says the code of the sentence whose first line the detail is, for its translation
 */
public record Activity(
        SessionPhase phase,
        @Nullable TurnId turn,
        @Nullable Instant turnStartedAt,
        LastEvent doing,
        String detail,
        @Nullable ItemId item,
        Instant since,
        HostText.Code says) {
    public Activity(
            SessionPhase phase,
            @Nullable TurnId turn,
            @Nullable Instant turnStartedAt,
            LastEvent doing,
            String detail,
            @Nullable ItemId item,
            Instant since) {
        this(phase, turn, turnStartedAt, doing, detail, item, since, HostText.Code.NONE);
    }

    public Activity {
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(doing, "doing");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(since, "since");
    }
}
