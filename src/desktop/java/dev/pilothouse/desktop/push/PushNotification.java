package dev.pilothouse.desktop.push;

import dev.pilothouse.model.NotificationKind;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One notification.
 *
 * @param id identifies the event, the same each time that it is derived; never reused
 * @param place the folder and the agent, one line
 * @param name of the session, which may be the beginning of a prompt: only for targets that may see the conversation
 * @param text one line about the question or the event
 * @param excerpt the last lines of the conversation, only for targets that may see them
 * @param question that buttons may answer; null for other events
 */
public record PushNotification(
        String id,
        NotificationKind kind,
        String sessionId,
        String place,
        String name,
        String text,
        String excerpt,
        Instant at,
        @Nullable PushQuestion question) {
    /** A notification that no question caused. */
    public PushNotification(
            String id,
            NotificationKind kind,
            String sessionId,
            String place,
            String name,
            String text,
            String excerpt,
            Instant at) {
        this(id, kind, sessionId, place, name, text, excerpt, at, null);
    }

    public PushNotification {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(excerpt, "excerpt");
        Objects.requireNonNull(at, "at");
    }
}
