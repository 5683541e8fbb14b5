package dev.pilothouse.ui.markdown;

import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.text.Texts;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;

/**
 * A piece of code: its language and a copy button above the first piece, long lines scroll sideways. Pieces of one block
 * are drawn joined.
 *
 * <p>Owns its nodes; confined to the FX thread; ends with the row that shows it.
 */
final class CodePane extends VBox {
    private final Label language = new Label();
    private final HBox header;
    private final Text text = new Text();
    private final SideScroll scroll = new SideScroll(text);
    private Block.Code shown;

    CodePane(Consumer<String> copy) {
        getStyleClass().add("code-pane");
        language.getStyleClass().add("code-language");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Button copyButton = new Button(null, Glyph.COPY.node());
        copyButton.getStyleClass().addAll("icon-button", "code-copy");
        copyButton.setTooltip(new Tooltip(Texts.text("transcript.copyCode")));
        copyButton.setAccessibleText(Texts.text("transcript.copyCode"));
        copyButton.setOnAction(event -> copy.accept(shown.text()));
        header = new HBox(language, gap, copyButton);
        header.getStyleClass().add("code-header");
        header.setAlignment(Pos.CENTER_LEFT);
        text.getStyleClass().add("code-text");
        getChildren().setAll(header, scroll);
    }

    /** @return whether there are style classes that the style sheets have not seen */
    boolean show(Block.Code code) {
        boolean restyled = shown == null || shown.first() != code.first() || shown.last() != code.last();
        if (shown == null || !code.text().startsWith(shown.text())) {
            scroll.toStart();
        }
        shown = code;
        language.setText(code.language());
        text.setText(code.text());
        header.setVisible(code.first());
        header.setManaged(code.first());
        if (!restyled) {
            return false;
        }
        getStyleClass().removeAll("code-pane-joined-above", "code-pane-joined-below");
        if (!code.first()) {
            getStyleClass().add("code-pane-joined-above");
        }
        if (!code.last()) {
            getStyleClass().add("code-pane-joined-below");
        }
        return true;
    }
}
