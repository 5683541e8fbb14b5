package dev.pilothouse.desktop.commit;

import dev.pilothouse.desktop.git.HunkEdit;
import dev.pilothouse.desktop.git.RepositoryReader;
import dev.pilothouse.desktop.git.RepositoryReader.Reference;
import dev.pilothouse.desktop.git.RepositoryReader.UnreadableException;
import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.model.DiffHunk;
import dev.pilothouse.model.FileDiff;
import dev.pilothouse.model.FileMark;
import dev.pilothouse.model.HunkMark;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Finds a hunk that a person has seen in the present differences of its file. Stateless; any thread. */
record HunkFinder(RepositoryReader reader) {
    private static final int MAX_PAGES = 1_000;

    /** @return empty if the file has no such hunk now */
    Optional<HunkEdit> find(
            WorkingTree tree, Reference against, FileMark file, HunkMark mark, BooleanSupplier cancelled)
            throws UnreadableException {
        StringBuilder kinds = null;
        int oldEnd = 0;
        int newEnd = 0;
        for (int page = 0; page < MAX_PAGES; page++) {
            FileDiff diff = reader.diff(tree, against, file.path(), file.oldPath(), page, cancelled);
            for (DiffHunk hunk : diff.hunks()) {
                if (kinds == null && HunkMark.of(hunk).equals(mark)) {
                    kinds = new StringBuilder();
                } else if (kinds != null
                        && !(hunk.heading().isEmpty() && hunk.oldStart() == oldEnd && hunk.newStart() == newEnd)) {
                    return Optional.of(edit(mark, kinds));
                } else if (kinds == null) {
                    continue;
                }
                oldEnd = hunk.oldStart();
                newEnd = hunk.newStart();
                for (String line : hunk.lines()) {
                    char kind = line.isEmpty() ? ' ' : line.charAt(0);
                    kinds.append(kind);
                    oldEnd += kind == '+' ? 0 : 1;
                    newEnd += kind == '-' ? 0 : 1;
                }
            }
            if (!diff.more()) {
                break;
            }
        }
        return kinds == null ? Optional.empty() : Optional.of(edit(mark, kinds));
    }

    private static HunkEdit edit(HunkMark mark, StringBuilder kinds) {
        return new HunkEdit(mark.oldStart(), mark.newStart(), kinds.toString());
    }
}
