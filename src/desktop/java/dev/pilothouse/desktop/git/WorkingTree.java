package dev.pilothouse.desktop.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder of a git working tree. Found by its {@code .git}, never by the repository's configuration, which could
 * name any folder of the machine. Immutable; any thread.
 *
 * @param root the folder that has the {@code .git}, a real path
 */
public record WorkingTree(Path root) {
    /**
     * Finds the working tree that contains a folder. Reads the disk.
     *
     * @return empty outside of a repository
     */
    public static Optional<WorkingTree> containing(Path directory) {
        try {
            for (Path folder = directory.toRealPath(); folder != null; folder = folder.getParent()) {
                if (Files.exists(folder.resolve(".git"))) {
                    return Optional.of(new WorkingTree(folder));
                }
            }
        } catch (IOException unreadable) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Whether a folder is in this tree, and in no other repository inside it. Reads the disk. */
    public boolean isOf(String directory) {
        try {
            return containing(Path.of(directory)).equals(Optional.of(this));
        } catch (InvalidPathException unusual) {
            return false;
        }
    }

    /** Returns the folder of the repository's first working tree, which linked ones share. Reads the disk. */
    public Path mainCheckout() {
        Path common = GitFolder.of(this).common();
        Path folder = common.getParent();
        return common.endsWith(".git") && folder != null ? folder : root;
    }

    /** Describes a reading command in this tree, whatever {@code core.worktree} says. */
    public GitRequest request(String... arguments) {
        return GitRequest.of(root, arguments).withVariable("GIT_WORK_TREE", root.toString());
    }

    /**
     * Returns a regular file of this tree.
     *
     * @param path relative, with {@code /} between names
     * @return empty if it is no regular file, or if it leads out of the tree or into its {@code .git}
     */
    public Optional<Path> file(String path) {
        return inside(path).filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
    }

    /** Returns a symbolic link of this tree, which may lead anywhere; empty as with {@link #file}. */
    public Optional<Path> link(String path) {
        return inside(path).filter(Files::isSymbolicLink);
    }

    private Optional<Path> inside(String path) {
        try {
            Path file = root.resolve(path).normalize();
            Path folder = file.getParent();
            if (folder == null
                    || !file.startsWith(root)
                    || file.startsWith(root.resolve(".git"))
                    || !folder.toRealPath().equals(folder)) {
                return Optional.empty();
            }
            return Optional.of(file);
        } catch (IOException | InvalidPathException unreadable) {
            return Optional.empty();
        }
    }
}
