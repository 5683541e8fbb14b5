package dev.pilothouse.ui.transcript;

import dev.pilothouse.session.SessionView;
import java.util.List;

/** A session as it is to be drawn: its rows, and what they sum up to. Immutable. */
public record Projected(SessionView view, List<TranscriptRow> rows, List<FileChange> changes) {
    public Projected {
        rows = List.copyOf(rows);
        changes = List.copyOf(changes);
    }
}
