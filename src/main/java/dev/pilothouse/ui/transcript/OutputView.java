package dev.pilothouse.ui.transcript;

import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/** Draws a piece of a tool's input or output in the terminal's colours. Long lines wrap, as in a terminal. */
final class OutputView implements RowView {
    private final Label caption = Widgets.label("", "output-caption");
    private final TextFlow flow = new TextFlow();
    private final Hyperlink more = new Hyperlink();
    private final VBox pane = Widgets.column("output-pane");
    private final HBox head = new HBox();
    private final VBox box = Widgets.column("output-row", pane);
    private final Button copy;
    private String rowId = "";

    OutputView(TranscriptActions actions) {
        flow.getStyleClass().add("output-flow");
        more.getStyleClass().add("output-more");
        more.setOnAction(event -> actions.unfold(rowId));
        copy = RowViews.copyButton(Texts.text("transcript.copyOutput"), () -> actions.copyMessage(rowId));
        HBox.setHgrow(flow, Priority.ALWAYS);
        flow.setMinWidth(0);
        head.getChildren().setAll(flow, copy);
        pane.getChildren().setAll(caption, head, more);
    }

    @Override
    public Node node() {
        return box;
    }

    @Override
    public boolean show(TranscriptRow row) {
        TranscriptRow.Output shown = (TranscriptRow.Output) row;
        rowId = shown.id();
        caption.setText(shown.caption());
        boolean captioned = shown.first() && !shown.caption().isEmpty();
        caption.setVisible(captioned);
        caption.setManaged(captioned);
        copy.setVisible(shown.first());
        copy.setManaged(shown.first());
        List<Node> texts = new ArrayList<>();
        for (AnsiText.Run run : shown.runs()) {
            Text text = new Text(run.text());
            text.getStyleClass().add("output-text");
            if (run.colour() >= 0) {
                text.getStyleClass().add("ansi-" + run.colour());
            }
            if (run.bold()) {
                text.getStyleClass().add("ansi-bold");
            }
            texts.add(text);
        }
        flow.getChildren().setAll(texts);
        more.setVisible(shown.foldedCharacters() > 0);
        more.setManaged(shown.foldedCharacters() > 0);
        more.setText(
                shown.foldedLines() > 0
                        ? Texts.counted("transcript.moreLines", shown.foldedLines())
                        : Texts.text("transcript.showAll", shown.foldedCharacters()));
        RowViews.choose(pane, "joined-", (shown.first() ? "first" : "inner") + (shown.last() ? "-last" : ""));
        RowViews.choose(box, "row-", (shown.first() ? "first" : "inner") + (shown.last() ? "-last" : ""));
        RowViews.choose(box, "depth-", String.valueOf(shown.depth()));
        return true;
    }
}
