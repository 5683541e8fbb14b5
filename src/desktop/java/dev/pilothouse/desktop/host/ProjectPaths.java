package dev.pilothouse.desktop.host;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Resolves a client's path to a file within a session's directory. Reads the disk; thread-safe. */
final class ProjectPaths {
    private ProjectPaths() {}

    /**
     * The real file of a relative path. Empty if it does not exist, or if it lies outside the directory, also through a
     * symbolic link.
     *
     * @throws IOException if the directory itself cannot be read
     */
    static Optional<Path> resolve(Path directory, String relative) throws IOException {
        Path root = directory.toRealPath();
        try {
            Path path = Path.of(relative);
            if (relative.isBlank() || path.isAbsolute()) {
                return Optional.empty();
            }
            for (Path part : path) {
                if (part.toString().equals("..")) {
                    return Optional.empty();
                }
            }
            return inside(root, root.resolve(path));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** @param root a real path */
    static Optional<Path> inside(Path root, Path path) {
        try {
            Path real = path.toRealPath();
            return real.startsWith(root) ? Optional.of(real) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
