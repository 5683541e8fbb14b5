package dev.pilothouse.desktop.agent;

import dev.pilothouse.desktop.runner.Runner;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One agent of the catalogue: how it is started and how to get it. Immutable; any thread.
 *
 * @param name for people
 * @param command the program and its arguments
 * @param environment what to set for it
 * @param inherited variables of the host that it may see besides the usual ones; {@code *} at the end stands for any rest
 * @param installHint a line to type, or a sentence; may be empty
 * @param login the agent's own login command, where it does not say so itself; may be empty
 * @param terms how the host treats its processes
 * @param runner the way to where it runs; empty for the host itself
 */
record AgentEntry(
        AgentId id,
        String name,
        List<String> command,
        Map<String, String> environment,
        List<String> inherited,
        String installHint,
        String login,
        AgentTerms terms,
        Optional<Runner> runner) {
    AgentEntry {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        inherited = List.copyOf(inherited);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("An agent needs a command.");
        }
    }

    /** Where it runs, in the words of a command line; empty for the host itself. */
    String place() {
        return runner.map(Runner::place).orElse("");
    }

    /**
     * Its name in sentences about what may have gone wrong on the way to it. They stand in sessions, where devices read
     * them that are not told the whole place: so this names the program of the way alone.
     */
    String nameAndWay() {
        return runner.map(there -> name + " (" + AgentInfo.programOf(there.place()) + ")")
                .orElse(name);
    }

    /** The program that the host itself starts. */
    String localProgram() {
        return runner.map(Runner::program).orElse(command.get(0));
    }

    /** The command for display. */
    String commandLine() {
        return String.join(" ", command);
    }
}
