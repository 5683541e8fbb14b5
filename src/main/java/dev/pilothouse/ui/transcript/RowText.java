package dev.pilothouse.ui.transcript;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.session.DiffRow;
import dev.pilothouse.ui.markdown.BlockText;
import java.util.stream.Collectors;

/** The text of a row for copying and searching. Stateless; any thread may call it. */
final class RowText {
    private RowText() {}

    static String of(TranscriptRow row) {
        return row.match(new TranscriptRow.Cases<>(
                TranscriptRow.Prompt::text,
                prose -> BlockText.withMarker(prose.block()),
                TranscriptRow.Thought::summary,
                tool -> (tool.label() + " " + tool.target()).strip(),
                RowText::output,
                RowText::diff,
                TranscriptRow.TurnEnd::text,
                again -> "",
                TranscriptRow.Note::text,
                files -> files.attachments().stream().map(Attachment::name).collect(Collectors.joining("\n")),
                earlier -> "",
                TranscriptRow.Break::text));
    }

    static String output(TranscriptRow.Output output) {
        StringBuilder text = new StringBuilder();
        output.runs().forEach(run -> text.append(run.text()));
        return text.toString();
    }

    private static String diff(TranscriptRow.DiffPiece piece) {
        StringBuilder text = new StringBuilder();
        for (DiffRow row : piece.rows()) {
            if (row.kind() != DiffRow.Kind.GAP) {
                text.append(text.isEmpty() ? "" : "\n")
                        .append(row.kind() == DiffRow.Kind.ADDED ? "+" : row.kind() == DiffRow.Kind.REMOVED ? "-" : " ")
                        .append(row.text());
            }
        }
        return text.toString();
    }
}
