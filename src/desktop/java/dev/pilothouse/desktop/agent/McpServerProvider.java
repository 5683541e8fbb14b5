package dev.pilothouse.desktop.agent;

import dev.pilothouse.model.SessionId;
import java.util.List;

/** Port: the MCP servers that the host gives to the agent of a session. Any thread; does not block. */
@FunctionalInterface
public interface McpServerProvider {
    McpServerProvider NONE = sessionId -> List.of();

    /** Called at each start of the session's agent. */
    List<McpServerEntry> of(SessionId sessionId);
}
