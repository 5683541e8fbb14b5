package dev.pilothouse.ui.transcript;

import dev.pilothouse.ui.diff.DiffLines;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.markdown.FileReference;
import dev.pilothouse.ui.text.Texts;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** Draws a piece of a diff, below the path of its file. */
final class DiffView implements RowView {
    private final Hyperlink path = new Hyperlink();
    private final Hyperlink sides = new Hyperlink();
    private final HBox head = Widgets.row("diff-head");
    private final DiffLines lines = new DiffLines();
    private final VBox pane = new VBox();
    private final VBox box = Widgets.column("output-row", pane);
    private String rowId = "";
    private String file = "";

    DiffView(TranscriptActions actions) {
        pane.getStyleClass().addAll("output-pane", "diff-pane");
        path.getStyleClass().addAll("output-caption", "diff-path");
        path.setMinWidth(0);
        path.setOnAction(event -> actions.openLink(new FileReference(file, 0).link()));
        sides.getStyleClass().add("diff-sides");
        sides.setOnAction(event -> actions.toggleSideBySide());
        head.getChildren()
                .setAll(
                        path,
                        Widgets.spacer(),
                        sides,
                        RowViews.copyButton(Texts.text("transcript.copyChanged"), () -> actions.copyMessage(rowId)));
        pane.getChildren().setAll(head, lines);
    }

    @Override
    public Node node() {
        return box;
    }

    @Override
    public boolean show(TranscriptRow row) {
        TranscriptRow.DiffPiece shown = (TranscriptRow.DiffPiece) row;
        rowId = shown.id();
        file = shown.path();
        path.setText(shown.path());
        sides.setText(Texts.text(shown.sideBySide() ? "diff.unified" : "diff.sideBySide"));
        head.setVisible(shown.first());
        head.setManaged(shown.first());
        lines.show(shown.rows(), shown.sideBySide(), shown.colours());
        RowViews.choose(pane, "joined-", (shown.first() ? "first" : "inner") + (shown.last() ? "-last" : ""));
        RowViews.choose(box, "row-", (shown.first() ? "first" : "inner") + (shown.last() ? "-last" : ""));
        RowViews.choose(box, "depth-", String.valueOf(shown.depth()));
        return true;
    }
}
