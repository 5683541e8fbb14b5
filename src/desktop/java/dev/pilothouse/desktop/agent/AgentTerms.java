package dev.pilothouse.desktop.agent;

/** How the host treats an agent's processes: its own words in {@code agents.json}. Immutable; any thread. */
public record AgentTerms(RestartPolicy restart, AgentLimits limits) {
    /** For an entry that says nothing of it. */
    public static AgentTerms standard() {
        return new AgentTerms(RestartPolicy.standard(), AgentLimits.none());
    }
}
