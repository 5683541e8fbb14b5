package dev.pilothouse.ui.transcript;

import dev.pilothouse.session.SessionView;
import java.util.ArrayList;
import java.util.List;

/**
 * A session as it is to be drawn: its rows, and what they sum up to. Immutable.
 *
 * @param stretches the rows in order, in pieces; a piece that has not changed is the same object as in the projection before
 */
public record Projected(SessionView view, List<List<TranscriptRow>> stretches, List<FileChange> changes) {
    public Projected {
        stretches = List.copyOf(stretches);
        changes = List.copyOf(changes);
    }

    /** All rows in one list, which is made for this call. */
    public List<TranscriptRow> rows() {
        List<TranscriptRow> all = new ArrayList<>();
        stretches.forEach(all::addAll);
        return all;
    }
}
