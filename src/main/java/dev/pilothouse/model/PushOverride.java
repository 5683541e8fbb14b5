package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;

/** The kinds of events of one session that a target gets, in place of its usual ones. @param events none: muted */
public record PushOverride(SessionId sessionId, List<NotificationKind> events) {
    public PushOverride {
        Objects.requireNonNull(sessionId, "sessionId");
        events = events.stream().distinct().sorted().toList();
    }
}
