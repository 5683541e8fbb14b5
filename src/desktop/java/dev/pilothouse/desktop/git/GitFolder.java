package dev.pilothouse.desktop.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * The folders in which git keeps a working tree's head and index, and the repository's references. Immutable; any
 * thread.
 *
 * @param own of the working tree
 * @param common of the repository; the same one unless the tree is a linked worktree
 */
public record GitFolder(Path own, Path common) {
    private static final int POINTER = 4_096;
    private static final String PREFIX = "gitdir: ";
    private static final List<String> OWN = List.of("HEAD", "index", "logs/HEAD", "MERGE_HEAD");
    private static final List<String> COMMON = List.of(
            "config",
            "packed-refs",
            "refs/heads",
            "refs/remotes",
            "refs/remotes/origin",
            "FETCH_HEAD",
            "reftable/tables.list");

    public static GitFolder of(WorkingTree tree) {
        Path git = tree.root().resolve(".git");
        Path own = git;
        if (Files.isRegularFile(git)) {
            String pointer = read(git);
            own = pointer.startsWith(PREFIX) ? resolve(tree.root(), pointer.substring(PREFIX.length())) : git;
        }
        String common = read(own.resolve("commondir"));
        return new GitFolder(own, common.isEmpty() ? own : resolve(own, common));
    }

    private static Path resolve(Path from, String path) {
        try {
            return from.resolve(path).normalize();
        } catch (InvalidPathException unusable) {
            return from;
        }
    }

    private static String read(Path file) {
        if (!Files.isRegularFile(file)) {
            return "";
        }
        try (InputStream stream = Files.newInputStream(file)) {
            return new String(stream.readNBytes(POINTER), StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** Returns a number that changes when git changes the head, the index or the references. Only reads times. */
    long fingerprint() {
        long all = 1;
        for (String name : OWN) {
            all = 31 * all + stamp(own.resolve(name));
        }
        for (String name : COMMON) {
            all = 31 * all + stamp(common.resolve(name));
        }
        return all;
    }

    private static long stamp(Path file) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.lastModifiedTime().hashCode() * 31L + attributes.size();
        } catch (IOException missing) {
            return 0;
        }
    }
}
