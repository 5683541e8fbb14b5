package dev.pilothouse.model;

import java.util.Objects;

/**
 * A team of one's own without its task, under a name. Immutable.
 *
 * @param team the parameters of a run of the kind {@link RunKind#TEAM} that it gives, a JSON object as text
 */
public record OwnPreset(String name, String team) {
    public static final int MAX_NAME = 60;
    /** Characters of a team. */
    public static final int MAX_TEAM = 40_000;
    /** Presets of a host. */
    public static final int MOST = 50;

    public OwnPreset {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(team, "team");
    }
}
