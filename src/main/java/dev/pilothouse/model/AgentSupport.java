package dev.pilothouse.model;

/**
 * The offers of an agent beside a conversation, as of its last run.
 *
 * @param deletes whether it deletes sessions that it has stored
 */
public record AgentSupport(boolean deletes) {
    public static final AgentSupport NONE = new AgentSupport(false);
}
