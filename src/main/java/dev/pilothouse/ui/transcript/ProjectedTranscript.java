package dev.pilothouse.ui.transcript;

import dev.pilothouse.model.ItemId;
import dev.pilothouse.session.FileDiff;
import dev.pilothouse.session.SessionView;
import dev.pilothouse.ui.diff.FileChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The projection of a session: its rows and their file changes. Immutable.
 *
 * @param stretches the rows in order, in pieces; an unchanged piece is the same object as in the previous projection
 * @param changes the sums of the completed changes, one for each file
 * @param asked the changes of the tool calls that wait for permission
 */
public record ProjectedTranscript(
        SessionView view,
        List<List<TranscriptRow>> stretches,
        List<FileChange> changes,
        Map<ItemId, List<FileDiff>> asked) {
    public ProjectedTranscript {
        asked = Map.copyOf(asked);
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
