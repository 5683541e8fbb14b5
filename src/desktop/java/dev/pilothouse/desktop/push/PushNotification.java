package dev.pilothouse.desktop.push;

import java.time.Instant;
import java.util.Objects;

/**
 * One notification.
 *
 * @param id identifies the event, the same each time that it is derived; never reused
 * @param place the folder and the agent, one line
 * @param name of the session, which may be the beginning of a prompt: only for targets that may see the conversation
 * @param text one line about the question or the event
 * @param excerpt the last lines of the conversation, only for targets that may see them
 */
public record PushNotification(
        String id,
        NotificationKind kind,
        String sessionId,
        String place,
        String name,
        String text,
        String excerpt,
        Instant at) {
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
