package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;

/**
 * The events that a target of notifications gets, and when.
 *
 * @param events the kinds of events, for all sessions without an override
 * @param sessions overrides, at most {@value #MAX_OVERRIDES}
 * @param escalateTo the id of the target that gets a question which is still open later; empty for none
 * @param escalateMinutes the time until then
 */
public record PushRules(
        List<NotificationKind> events,
        List<PushOverride> sessions,
        QuietHours quiet,
        String escalateTo,
        int escalateMinutes) {
    public static final int MAX_OVERRIDES = 100;
    public static final int MAX_ESCALATE_MINUTES = 24 * 60;

    /** Questions and failures, at any time. */
    public static final PushRules USUAL = new PushRules(
            List.of(NotificationKind.NEEDS_YOU, NotificationKind.FAILED), List.of(), QuietHours.NONE, "", 0);

    public PushRules {
        events = events.stream().distinct().sorted().toList();
        sessions = List.copyOf(sessions);
        Objects.requireNonNull(quiet, "quiet");
        Objects.requireNonNull(escalateTo, "escalateTo");
    }

    /** Whether the target gets this kind of event of this session. */
    public boolean wants(SessionId sessionId, NotificationKind kind) {
        return sessions.stream()
                .filter(each -> each.sessionId().equals(sessionId))
                .findFirst()
                .map(PushOverride::events)
                .orElse(events)
                .contains(kind);
    }
}
