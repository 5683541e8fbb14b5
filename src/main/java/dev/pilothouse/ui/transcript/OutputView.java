package dev.pilothouse.ui.transcript;

import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/** A piece of a tool's input or output, in the terminal's colours; long lines wrap, as a terminal does. */
final class OutputView implements RowView {
    private final Label caption = RowViews.label("output-caption");
    private final TextFlow flow = new TextFlow();
    private final Hyperlink more = new Hyperlink();
    private final VBox pane = new VBox(caption, flow, more);
    private final VBox box = new VBox(pane);
    private TranscriptRow.Output shown;

    OutputView(TranscriptActions actions) {
        box.getStyleClass().add("output-row");
        pane.getStyleClass().add("output-pane");
        flow.getStyleClass().add("output-flow");
        more.getStyleClass().add("output-more");
        more.setOnAction(event -> actions.unfold(shown.id()));
        RowViews.copyMenu(box, actions, this::plainText);
    }

    @Override
    public Node node() {
        return box;
    }

    @Override
    public boolean show(TranscriptRow row) {
        shown = (TranscriptRow.Output) row;
        caption.setText(shown.caption());
        boolean captioned = shown.first() && !shown.caption().isEmpty();
        caption.setVisible(captioned);
        caption.setManaged(captioned);
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

    private String plainText() {
        StringBuilder text = new StringBuilder();
        shown.runs().forEach(run -> text.append(run.text()));
        return text.toString();
    }
}
