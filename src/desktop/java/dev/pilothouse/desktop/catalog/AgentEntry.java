package dev.pilothouse.desktop.catalog;

import dev.pilothouse.desktop.agent.AgentPolicy;
import dev.pilothouse.desktop.runner.Runner;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One agent of the catalogue: how to start and install it. Immutable; any thread.
 *
 * @param name the display name
 * @param command the program and its arguments
 * @param environment variables to set for it
 * @param inherited further variables of the host to pass on; a trailing {@code *} makes a name a prefix
 * @param installHint a command line, or a sentence; may be empty
 * @param login the agent's login command, if the agent does not report it; may be empty
 * @param terms how the host treats its processes
 * @param runner the way to the place where it runs; empty for the host itself
 */
record AgentEntry(
        AgentId id,
        String name,
        List<String> command,
        Map<String, String> environment,
        List<String> inherited,
        String installHint,
        String login,
        AgentPolicy terms,
        Optional<Runner> runner) {
    AgentEntry {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        inherited = List.copyOf(inherited);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("An agent needs a command.");
        }
    }

    /** Returns where it runs, in terms of a command line; empty for the host itself. */
    String location() {
        return runner.map(Runner::location).orElse("");
    }

    /**
     * Returns its name in sentences about connection errors. These appear in sessions, whose devices may not see the
     * whole place: so only the runner's program is named.
     */
    String label() {
        return runner.map(there -> name + " (" + AgentInfo.programOf(there.location()) + ")")
                .orElse(name);
    }

    /** Returns the program that the host itself starts. */
    String localProgram() {
        return runner.map(Runner::program).orElse(command.get(0));
    }

    /** Returns the command for display. */
    String commandLine() {
        return String.join(" ", command);
    }
}
