package dev.pilothouse.desktop.git;

import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.SessionSummary;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds sessions whose agents work in a directory at the moment. Stateless; any thread. @param sessions of the host */
public record WorkingSessions(Supplier<List<SessionSummary>> sessions) {
    /** The name of a session with a turn in the directory, its working tree, above it or below it. Reads the disk. */
    public Optional<String> in(Path directory) {
        return in(directory, null);
    }

    /** @param except a session that does not count; null if all do */
    public Optional<String> in(Path directory, @Nullable SessionId except) {
        Optional<WorkingTree> tree = WorkingTree.containing(directory);
        return sessions.get().stream()
                .filter(one -> !one.sessionId().equals(except) && one.activity().turn() != null)
                .filter(one -> isIn(one, directory, tree))
                .map(SessionSummary::name)
                .findFirst();
    }

    private static boolean isIn(SessionSummary session, Path directory, Optional<WorkingTree> tree) {
        try {
            Path cwd = Path.of(session.cwd());
            return cwd.startsWith(directory)
                    || directory.startsWith(cwd)
                    || tree.isPresent() && tree.equals(WorkingTree.containing(cwd));
        } catch (InvalidPathException elsewhere) {
            return false;
        }
    }
}
