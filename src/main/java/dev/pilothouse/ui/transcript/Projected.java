package dev.pilothouse.ui.transcript;

import dev.pilothouse.session.SessionView;
import java.util.ArrayList;
import java.util.List;

/**
 * The projection of a session: its rows and their file changes. Immutable.
 *
 * @param stretches the rows in order, in pieces; an unchanged piece is the same object as in the previous projection
 */
public record Projected(SessionView view, List<List<TranscriptRow>> stretches, List<FileChange> changes) {
    public Projected {
        stretches = List.copyOf(stretches);
        changes = List.copyOf(changes);
    }

    /** Returns all rows in a new list. */
    public List<TranscriptRow> rows() {
        List<TranscriptRow> all = new ArrayList<>();
        stretches.forEach(all::addAll);
        return all;
    }
}
