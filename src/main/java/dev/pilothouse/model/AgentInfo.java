package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;

/**
 * An entry of the host's agent catalogue, as clients see it.
 *
 * @param installed whether the start command was found
 * @param command the command that the host runs, for display
 * @param installHint how to install it, may be empty
 * @param modes the modes that it offered when it last ran on this host; empty if it never ran
 * @param offers what it offers beside a conversation, as it said when it last ran on this host
 * @param place where it runs, as a command line such as {@code ssh build.example}; empty for the host itself
 */
public record AgentInfo(
        AgentId agentId,
        String name,
        boolean installed,
        String command,
        String installHint,
        List<AgentMode> modes,
        AgentSupport offers,
        String place) {
    public AgentInfo {
        Objects.requireNonNull(agentId, "agentId");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(installHint, "installHint");
        Objects.requireNonNull(offers, "offers");
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

    /** An agent that offers nothing beside a conversation. */
    public AgentInfo(
            AgentId agentId,
            String name,
            boolean installed,
            String command,
            String installHint,
            List<AgentMode> modes,
            String place) {
        this(agentId, name, installed, command, installHint, modes, AgentSupport.NONE, place);
    }

    /**
     * Returns the fields that a device with this scope may read. Command arguments may hold tokens. A place may hold
     * names of users and machines. Devices that may not start agents get only the names of the programs.
     */
    public AgentInfo visibleTo(Scope scope) {
        return scope.covers(Scope.STEER)
                ? this
                : new AgentInfo(agentId, name, installed, programOf(command), "", modes, offers, programOf(place));
    }

    /** The name of the program in a command line, without its folder; empty if there is none. */
    public static String programOf(String commandLine) {
        String first = commandLine.strip().split("\\s", 2)[0];
        return first.substring(Math.max(first.lastIndexOf('/'), first.lastIndexOf('\\')) + 1);
    }

    /** Whether it runs on another machine, so that its files are not the host's. */
    public boolean isElsewhere() {
        return !place.isEmpty();
    }
}
