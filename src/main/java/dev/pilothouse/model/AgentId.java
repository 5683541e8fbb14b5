package dev.pilothouse.model;

/**
 * The id of an entry in the host's agent catalogue, such as {@code copilot} or {@code demo}.
 *
 * @param value 1 to 64 characters, no white space and no control characters
 */
public record AgentId(String value) {
    public AgentId {
        Ids.requireWord("AgentId", value, 64);
    }

    @Override
    public String toString() {
        return value;
    }
}
