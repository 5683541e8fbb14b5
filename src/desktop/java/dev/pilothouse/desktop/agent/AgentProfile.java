package dev.pilothouse.desktop.agent;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.ServerKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A profile of the host, for the start of an agent. Immutable; any thread. */
public interface AgentProfile {
    String name();

    /** Identifies the content. */
    String revision();

    /** For the first prompt; may be empty. */
    String instructions();

    /** May be empty. */
    String mode();

    /** May be empty. */
    String model();

    /** The values of the agent's options by their ids, in order. */
    Map<String, String> options();

    boolean hasServers();

    boolean hasEnvironment();

    /**
     * Looks up secrets and commands. Blocks for a bounded time, because it may ask a program of the system.
     *
     * @param environment the host's own
     * @param directory of the session
     */
    Resolved resolve(Map<String, String> environment, Path directory);

    /**
     * @param environment for the agent; may hold secrets
     * @param missing a sentence for each variable that has no value
     */
    record Resolved(List<Server> servers, Map<String, String> environment, List<HostText> missing) {
        public Resolved {
            servers = List.copyOf(servers);
            environment = Map.copyOf(environment);
            missing = List.copyOf(missing);
        }

        @Override
        public String toString() {
            return "Resolved[" + servers + "]";
        }
    }

    /**
     * @param entry null if it cannot be given to an agent
     * @param reason why not; empty if it can
     */
    record Server(String name, ServerKind kind, @Nullable McpServerEntry entry, HostText reason) {}
}
