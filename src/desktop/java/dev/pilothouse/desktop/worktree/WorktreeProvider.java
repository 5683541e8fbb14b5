package dev.pilothouse.desktop.worktree;

import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.WorktreeRequest;
import dev.pilothouse.model.WorktreeSpec;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Provides the worktrees that sessions start in. Thread-safe. */
public interface WorktreeProvider {
    /** The worktree that a request leads to, or the reason why there is none. */
    sealed interface Preparation {
        /** @param cwd the session's directory in the worktree, which does not exist yet */
        record Ready(WorktreeSpec spec, Path cwd) implements Preparation {}

        /** @param text a sentence with the remedy */
        record Refused(ErrorCode code, HostText text) implements Preparation {
            public Refused(ErrorCode code, String text) {
                this(code, HostText.untranslated(text));
            }
        }
    }

    /**
     * Checks a request. Changes nothing and never blocks.
     *
     * @param cwd the directory that the person has chosen, in the repository
     * @param then receives the result once, on any thread
     */
    void prepare(Path cwd, WorktreeRequest request, Consumer<Preparation> then);

    /**
     * Starts the job that creates the session's worktree, unless it is there or on its way. Writes to the disk.
     *
     * @param cause the device that needs it
     * @return whether the worktree is there
     */
    boolean provide(SessionId sessionId, WorktreeSpec spec, Cause cause) throws RefusedException;

    /** Whether a directory is a copy of a working tree, in which an agent may only read. */
    default boolean isCopy(Path directory) {
        return false;
    }

    /** The working tree from which the copy in that directory was made. Reads the disk. */
    default Optional<Path> originalOf(Path directory) {
        return Optional.empty();
    }
}
