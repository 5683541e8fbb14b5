package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;

/**
 * An entry of the host's agent catalogue as clients see it.
 *
 * @param installed whether its start command was found
 * @param command what the host would run, for display
 * @param installHint how to get it, may be empty
 * @param modes the modes that it offered when it last ran on this host; empty before
 * @param place where it runs, in the words of a command line such as {@code ssh build.example}; empty for the host itself
 */
public record AgentInfo(
        AgentId agentId,
        String name,
        boolean installed,
        String command,
        String installHint,
        List<AgentMode> modes,
        String place) {
    public AgentInfo {
        Objects.requireNonNull(agentId, "agentId");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(installHint, "installHint");
        Objects.requireNonNull(place, "place");
        modes = List.copyOf(modes);
    }

    /** An agent that runs on the host itself. */
    public AgentInfo(
            AgentId agentId,
            String name,
            boolean installed,
            String command,
            String installHint,
            List<AgentMode> modes) {
        this(agentId, name, installed, command, installHint, modes, "");
    }

    /**
     * The part that a device with that scope gets. Arguments may hold tokens, and a place the names of users and machines:
     * who may not start agents gets the names of the programs alone.
     */
    public AgentInfo toldTo(Scope scope) {
        return scope.covers(Scope.STEER)
                ? this
                : new AgentInfo(agentId, name, installed, programOf(command), "", modes, programOf(place));
    }

    /** The name of the program in a command line, without its folder; empty if there is none. */
    public static String programOf(String commandLine) {
        String first = commandLine.strip().split("\\s", 2)[0];
        return first.substring(Math.max(first.lastIndexOf('/'), first.lastIndexOf('\\')) + 1);
    }

    /** Whether its files are not the host's. */
    public boolean isElsewhere() {
        return !place.isEmpty();
    }
}
