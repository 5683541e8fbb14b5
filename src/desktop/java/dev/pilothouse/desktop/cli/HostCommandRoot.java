package dev.pilothouse.desktop.cli;

import java.nio.file.Path;

/**
 * The command above one that manages the host. Below {@code pilothouse} it manages the host of a data folder of this
 * computer, and below {@code pilothouse ctl} the host that the profile is paired with.
 */
interface HostCommandRoot {
    Terminal terminal();

    boolean json();

    /** Connects to the host. @param dataFolder of the host, unless the profile selects one */
    HostConnection admin(Path dataFolder) throws CommandFailure;
}
