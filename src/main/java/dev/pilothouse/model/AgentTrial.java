package dev.pilothouse.model;

import java.util.List;

/**
 * The outcome of a trial start of an agent.
 *
 * @param answered whether the agent has answered {@code initialize}
 * @param text the reason if it has not
 * @param version the agent's own name and version; may be empty
 * @param protocol the version of the Agent Client Protocol
 * @param capabilities names of what it offers, such as {@code loadSession}
 */
public record AgentTrial(
        boolean answered,
        HostText text,
        String version,
        int protocol,
        List<String> capabilities,
        List<LoginMethod> logins,
        long millis) {
    public AgentTrial {
        capabilities = List.copyOf(capabilities);
        logins = List.copyOf(logins);
    }

    public static AgentTrial failed(HostText text) {
        return new AgentTrial(false, text, "", 0, List.of(), List.of(), 0);
    }

    /**
     * A way to log in.
     *
     * @param command to type in a terminal of the host; empty if the agent does it itself
     */
    public record LoginMethod(String id, String name, String description, String command) {}
}
