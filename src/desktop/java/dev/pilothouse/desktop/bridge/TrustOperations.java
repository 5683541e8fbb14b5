package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.TrustedCommands;
import java.io.IOException;
import java.util.List;

/** The commands of repositories that people have allowed. Thread-safe. */
public interface TrustOperations {
    /** The newest first. */
    List<TrustedCommands> all();

    /**
     * Forgets allowed commands, so that the host asks again.
     *
     * @param which a repository, or the beginning of a digest with at least 8 characters
     * @return the number of forgotten entries
     */
    int forget(String which) throws IOException;
}
