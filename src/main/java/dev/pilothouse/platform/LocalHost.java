package dev.pilothouse.platform;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The host on the same machine, where there is one: only on a desktop. Its directories are this machine's, so the
 * person can choose one in a native dialog. Owns nothing; any thread.
 */
public interface LocalHost {

    /** Where the host keeps its journals, keys and {@code agents.json}. Absolute; exists. */
    Path dataFolder();

    /** Whether this process runs it; if not, the window has joined one that was running, and leaves it running. */
    boolean embedded();

    /** What the person lets the app do with this machine; empty where nothing can be chosen. */
    default Optional<Machine> machine() {
        return Optional.empty();
    }

    /** Where newer releases of the program are told of; empty where this build names no such place. */
    default Optional<ReleaseFeed> releases() {
        return Optional.empty();
    }
}
