package dev.pilothouse.ui.transcript;

import dev.pilothouse.ui.diff.DiffRow;
import dev.pilothouse.ui.text.Texts;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** A piece of a unified difference: line numbers, sign and text, one line each. */
final class DiffView implements RowView {
    private final Label path = RowViews.label("output-caption");
    private final VBox lines = new VBox();
    private final VBox pane = new VBox(path, lines);
    private final VBox box = new VBox(pane);

    DiffView() {
        box.getStyleClass().add("output-row");
        pane.getStyleClass().addAll("output-pane", "diff-pane");
        lines.getStyleClass().add("diff-lines");
    }

    @Override
    public Node node() {
        return box;
    }

    @Override
    public boolean show(TranscriptRow row) {
        TranscriptRow.DiffPiece piece = (TranscriptRow.DiffPiece) row;
        path.setText(piece.path());
        path.setVisible(piece.first());
        path.setManaged(piece.first());
        int widest = piece.rows().stream()
                .mapToInt(line -> Math.max(line.oldLine(), line.newLine()))
                .max()
                .orElse(0);
        int digits = Math.max(3, String.valueOf(widest).length());
        lines.getChildren()
                .setAll(piece.rows().stream().map(line -> line(line, digits)).toList());
        RowViews.choose(pane, "joined-", (piece.first() ? "first" : "inner") + (piece.last() ? "-last" : ""));
        RowViews.choose(box, "row-", (piece.first() ? "first" : "inner") + (piece.last() ? "-last" : ""));
        RowViews.choose(box, "depth-", String.valueOf(piece.depth()));
        return true;
    }

    private static Node line(DiffRow row, int digits) {
        if (row.kind() == DiffRow.Kind.GAP) {
            Label gap = new Label(Texts.counted("transcript.unchangedLines", row.newLine()));
            gap.getStyleClass().add("diff-gap");
            gap.setMaxWidth(Double.MAX_VALUE);
            return gap;
        }
        int number = row.kind() == DiffRow.Kind.REMOVED ? row.oldLine() : row.newLine();
        Label numbers = new Label(String.format(Locale.ROOT, "%" + digits + "d", number));
        numbers.getStyleClass().add("diff-number");
        numbers.setMinWidth(Label.USE_PREF_SIZE);
        Label sign = new Label(
                switch (row.kind()) {
                    case ADDED -> "+";
                    case REMOVED -> "\u2212";
                    default -> " ";
                });
        sign.getStyleClass().add("diff-sign");
        sign.setMinWidth(Label.USE_PREF_SIZE);
        Label text = new Label(row.text().replace("\t", "    "));
        text.getStyleClass().add("diff-text");
        text.setWrapText(true);
        text.setMinWidth(0);
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox line = new HBox(numbers, sign, text);
        line.setAlignment(Pos.TOP_LEFT);
        line.getStyleClass().addAll("diff-line", "diff-" + row.kind().name().toLowerCase(Locale.ROOT));
        return line;
    }
}
