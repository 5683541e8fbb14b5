package dev.pilothouse.ui.permission;

import dev.pilothouse.ui.status.SessionKey;

/**
 * A closed question that the inbox still lists. Immutable.
 *
 * @param session the session's name
 * @param text the outcome, and the person who answered
 */
public record ClosedQuestion(String id, SessionKey key, String session, String text) {}
