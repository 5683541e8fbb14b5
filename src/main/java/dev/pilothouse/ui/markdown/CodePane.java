package dev.pilothouse.ui.markdown;

import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;

/**
 * A piece of code. The first piece has the language and a copy button above it. Long lines scroll sideways. Pieces of
 * one block are drawn joined.
 *
 * <p>Owns its nodes; confined to the FX thread; lives as long as the row that shows it.
 */
final class CodePane extends VBox {
    private final Label language = Widgets.label("", "code-language");
    private final HBox header;
    private final Text text = new Text();
    private final HorizontalScroll scroll = new HorizontalScroll(text);
    /**
     * Created for the first highlighted code. Plain code needs only one node, and code that still grows is
     * plain.
     */
    private @Nullable Coloured coloured;

    private record Coloured(TextFlow runs, HorizontalScroll scroll) {}

    private Block.@Nullable Code shown;

    CodePane(Consumer<String> copy) {
        getStyleClass().add("code-pane");
        Button copyButton = Widgets.copyButton(
                Texts.text("transcript.copyCode"),
                () -> {
                    if (shown != null) {
                        copy.accept(shown.text());
                    }
                },
                "code-copy");
        header = new HBox(language, Widgets.spacer(), copyButton);
        header.getStyleClass().add("code-header");
        header.setAlignment(Pos.CENTER_LEFT);
        text.getStyleClass().add("code-text");
        getChildren().setAll(header, scroll);
    }

    /** @return whether there are new style classes, so that CSS must be applied */
    boolean show(Block.Code code) {
        boolean restyled = shown == null || shown.first() != code.first() || shown.last() != code.last();
        if (shown == null || !code.text().startsWith(shown.text())) {
            scroll.toStart();
            if (coloured != null) {
                coloured.scroll().toStart();
            }
        }
        restyled |= text(code);
        shown = code;
        language.setText(code.language());
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

    /** @return whether there are new nodes, so that CSS must be applied */
    private boolean text(Block.Code code) {
        List<CodeHighlighter.Colour> colours = code.colours() == null ? List.of() : code.colours();
        if (colours.isEmpty()) {
            text.setText(code.text());
            return showIn(scroll);
        }
        if (shown != null && colours.equals(shown.colours()) && code.text().equals(shown.text())) {
            return false;
        }
        if (coloured == null) {
            TextFlow runs = new TextFlow();
            runs.getStyleClass().add("code-flow");
            coloured = new Coloured(runs, new HorizontalScroll(runs));
        }
        List<Text> made = new ArrayList<>();
        int at = 0;
        for (CodeHighlighter.Colour colour : colours) {
            if (at < colour.from()) {
                made.add(run(code.text().substring(at, colour.from())));
            }
            Text run = run(code.text().substring(colour.from(), colour.to()));
            run.getStyleClass().add("code-" + colour.kind().name().toLowerCase(Locale.ROOT));
            made.add(run);
            at = colour.to();
        }
        if (at < code.text().length()) {
            made.add(run(code.text().substring(at)));
        }
        coloured.runs().getChildren().setAll(made);
        text.setText("");
        showIn(coloured.scroll());
        return true;
    }

    private static Text run(String text) {
        Text run = new Text(text);
        run.getStyleClass().add("code-text");
        return run;
    }

    private boolean showIn(HorizontalScroll wanted) {
        if (getChildren().get(1) == wanted) {
            return false;
        }
        getChildren().set(1, wanted);
        return true;
    }
}
