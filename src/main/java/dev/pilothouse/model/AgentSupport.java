package dev.pilothouse.model;

/**
 * The offers of an agent beside a conversation, as of its last run.
 *
 * @param deletes whether it deletes sessions that it has stored
 * @param forks whether it creates a session with the context of another one
 */
public record AgentSupport(boolean deletes, boolean forks) {
    public static final AgentSupport NONE = new AgentSupport(false, false);
}
