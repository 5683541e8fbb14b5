package dev.pilothouse.ui.permission;

import dev.pilothouse.ui.sessions.SessionKey;

/**
 * A question that is no longer open, as the inbox still tells of it. Immutable.
 *
 * @param session the session's name
 * @param text what became of it, and who answered
 */
public record Settled(String id, SessionKey key, String session, String text) {}
