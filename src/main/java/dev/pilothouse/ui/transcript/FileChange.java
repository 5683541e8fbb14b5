package dev.pilothouse.ui.transcript;

/** What a session has changed in one file so far, by the differences that its agent reported. Immutable. */
public record FileChange(String path, int added, int removed) {

    /** The last part of the path. */
    public String name() {
        int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
        return path.substring(slash + 1);
    }

    FileChange and(FileChange later) {
        return new FileChange(path, added + later.added, removed + later.removed);
    }
}
