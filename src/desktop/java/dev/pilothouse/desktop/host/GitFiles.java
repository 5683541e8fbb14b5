package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.git.GitRequest;
import dev.pilothouse.desktop.git.GitResult;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.git.WorkingTree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Lists the files of a git repository that are tracked, or untracked and not ignored. Thread-safe; blocks for
 * {@link #TIMEOUT} at most while git runs. Owns nothing.
 */
final class GitFiles {
    static final Duration TIMEOUT = Duration.ofSeconds(2);
    static final int MAX_BYTES = 8 * 1024 * 1024;

    private final GitRunner git;
    private final Duration patience;

    GitFiles(GitRunner git) {
        this(git, TIMEOUT);
    }

    /** Creates an instance with another time limit. */
    GitFiles(GitRunner git, Duration patience) {
        this.git = git;
        this.patience = patience;
    }

    /**
     * The paths below a directory, with {@code /} between names. A nested repository ends with {@code /} or is listed
     * without its content. A deleted tracked file is included.
     *
     * @param directory a real path
     * @param cancelled checked repeatedly
     * @return empty if there is no repository, no git, or no complete output in time
     */
    Optional<List<String>> list(Path directory, BooleanSupplier cancelled) {
        // Avoids a git process outside of a repository.
        if (WorkingTree.containing(directory).isEmpty()) {
            return Optional.empty();
        }
        GitResult result =
                git.read(GitRequest.of(directory, "ls-files", "--cached", "--others", "--exclude-standard", "-z")
                        .withTime(patience)
                        .withBytes(MAX_BYTES)
                        .withCancelled(cancelled));
        return result.succeeded()
                ? Optional.of(
                        result.fields().stream().filter(path -> !path.isEmpty()).toList())
                : Optional.empty();
    }
}
