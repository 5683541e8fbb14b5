package dev.pilothouse.model;

import java.util.Objects;

/**
 * A file that differs from what a working tree is compared with. Immutable.
 *
 * @param path relative to the repository, with {@code /} between names
 * @param oldPath the path before a rename or copy; empty otherwise
 * @param state the kind of change
 * @param added added lines; 0 for a binary file
 * @param removed removed lines; 0 for a binary file
 * @param binary whether git compares it by bytes only
 * @param generated whether it is a lock file or the output of a tool, by its name
 * @param content identifies the present content, for "viewed" marks; empty for a deleted file
 * @param oldContent identifies the content that it is compared with; empty if there is none
 */
public record ChangedFile(
        String path,
        String oldPath,
        State state,
        int added,
        int removed,
        boolean binary,
        boolean generated,
        String content,
        String oldContent) {
    public ChangedFile {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(oldPath, "oldPath");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(oldContent, "oldContent");
    }

    /** A file whose old content is not known. */
    public ChangedFile(
            String path,
            String oldPath,
            State state,
            int added,
            int removed,
            boolean binary,
            boolean generated,
            String content) {
        this(path, oldPath, state, added, removed, binary, generated, content, "");
    }

    /** Returns whether it has the same content at another path or under another mode. */
    public boolean isContentSame() {
        return !content.isEmpty() && content.equals(oldContent);
    }

    /** The kinds of change. */
    public enum State {
        ADDED,
        MODIFIED,
        DELETED,
        RENAMED,
        COPIED,
        /** A file became a link, or the reverse. */
        RETYPED,
        UNTRACKED,
        /** A merge left conflicts in it. */
        CONFLICTED,
        /** A state that this version does not know. */
        OTHER
    }
}
