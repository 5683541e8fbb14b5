package dev.pilothouse.desktop.git;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A snapshot of a working tree and its index. Immutable; any thread.
 *
 * @param id part of the reference's name; unique, and ascending with time
 * @param owner the session or the worktree that it was taken for, may be empty
 * @param gitDirectory of the working tree; a linked worktree has its own
 * @param directory the top of the working tree
 * @param branch the full name of the branch; empty for a detached HEAD
 * @param head the commit; empty before the first one
 * @param tree the tree of the working tree
 * @param index the tree that describes the index
 * @param files number of files that differed from the index
 * @param bytes their size
 * @param largest size in bytes of the largest changed or untracked file that is included
 * @param left paths that are not in the snapshot, at most {@link #MAX_LEFT} entries
 */
public record KeptTree(
        String id,
        String commit,
        Reason reason,
        String owner,
        Instant at,
        Path gitDirectory,
        Path directory,
        String branch,
        String head,
        String tree,
        String index,
        int files,
        long bytes,
        long largest,
        List<Left> left) {
    public static final int MAX_LEFT = 20;

    private static final Pattern ID = Pattern.compile("[0-9]{8}-[0-9]{9}-[0-9a-f]{8}");

    public KeptTree {
        left = List.copyOf(left);
    }

    /** The occasion of a snapshot. */
    public enum Reason {
        /** Before a prompt is sent to an agent. */
        TURN,
        /** Before a worktree is removed. */
        REMOVAL,
        /** Before another snapshot is brought back. */
        RESTORE,
        /** A person asked for it. */
        REQUEST;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The cause for which something is not in a snapshot. */
    public enum Why {
        /** A submodule: only the commit that it is at. */
        SUBMODULE,
        /** A repository inside of this one. */
        NESTED,
        /** Larger than the limit. */
        LARGE,
        /** The host may not read it. */
        UNREADABLE,
        /** A filter of the repository, such as Git LFS, stores it in another form, and only that is in the snapshot. */
        FILTERED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param path for people */
    public record Left(Why why, String path) {}

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmssSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** An id that contains its time. */
    static String id(Instant at, int random) {
        return TIME.format(at) + "-" + HexFormat.of().toHexDigits(random);
    }

    /** The time of an id, to the millisecond. */
    static Instant time(String id) {
        return TIME.parse(id.substring(0, id.lastIndexOf('-')), Instant::from);
    }

    /** Whether a text has the form of an id. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }
}
