package dev.pilothouse.desktop.agent;

import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Port: the MCP servers that the host gives to the agent of a session. Any thread; does not block. */
@FunctionalInterface
public interface McpServerProvider {
    McpServerProvider NONE = (sessionId, origin) -> List.of();

    /**
     * Called at each start of the session's agent.
     *
     * @param origin the request that creates the session; null if the session exists
     */
    List<McpServerEntry> of(SessionId sessionId, @Nullable RequestId origin);
}
