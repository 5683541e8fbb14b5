package dev.pilothouse.ui.diff;

/** The changes to one file in a session, summed up from the diffs that the agent reported. Immutable. */
public record FileChange(String path, int added, int removed) {

    /** The last part of the path. */
    public String name() {
        int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
        return path.substring(slash + 1);
    }

    public FileChange and(FileChange later) {
        return new FileChange(path, added + later.added, removed + later.removed);
    }
}
