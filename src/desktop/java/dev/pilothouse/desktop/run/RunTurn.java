package dev.pilothouse.desktop.run;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TurnId;
import java.time.Instant;

/**
 * A turn of a member that has ended.
 *
 * @param sentence about the reason; may be empty
 * @param message the agent's last message in the turn, at most {@value #MAX_MESSAGE} characters; may be empty
 * @param prompt the number of the prompt that began it; 0 if that was none of the run, such as one of a person
 */
public record RunTurn(
        TurnId turnId,
        StopReason reason,
        HostText sentence,
        String message,
        int prompt,
        long durationMillis,
        Instant at) {
    public static final int MAX_MESSAGE = 50_000;
}
