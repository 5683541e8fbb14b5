package dev.pilothouse.platform;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The host on this machine. Only a desktop has one. The host's directories are on this machine, so the person can
 * choose one in a native dialog. Owns nothing. Any thread.
 */
public interface LocalHost {

    /** The folder with the host's journals, keys and {@code agents.json}. Absolute; exists. */
    Path dataFolder();

    /** Whether this process runs the host. If not, the window has joined a running host and leaves it running. */
    boolean embedded();

    /** The settings of this machine; empty if nothing can be chosen. */
    default Optional<MachinePreferences> machine() {
        return Optional.empty();
    }

    /** The feed of newer releases; empty if this build has no feed. */
    default Optional<ReleaseFeed> releaseFeed() {
        return Optional.empty();
    }
}
