package dev.pilothouse.desktop.worktree;

import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionSummary;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds the sessions that work in a directory. Stateless; any thread. @param sessions all sessions of the host */
record WorktreeSessions(Supplier<List<SessionSummary>> sessions) {
    List<SessionSummary> in(Path place) {
        return sessions.get().stream()
                .filter(session ->
                        directory(session).filter(cwd -> cwd.startsWith(place)).isPresent())
                .toList();
    }

    /** A session whose agent runs in the directory, also if its own path leads there through a link. */
    Optional<SessionSummary> running(Path place) {
        return sessions.get().stream()
                .filter(session -> session.activity().phase() != SessionPhase.GONE
                        && session.activity().phase() != SessionPhase.FAILED
                        && session.activity().phase() != SessionPhase.NEEDS_LOGIN)
                .filter(session -> directory(session)
                        .filter(cwd -> cwd.startsWith(place) || real(cwd).startsWith(place))
                        .isPresent())
                .findFirst();
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException missing) {
            return path;
        }
    }

    static Optional<Path> directory(SessionSummary session) {
        try {
            return Optional.of(Path.of(session.cwd()));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
