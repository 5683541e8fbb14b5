package dev.pilothouse.ui.composer;

import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.TabTraversal;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The library of the user's saved prompts, shown above the text field. Choosing one inserts it. Each can be edited and
 * removed.
 *
 * <p>Owns its nodes; confined to the FX thread; lives as long as the composer.
 */
final class SnippetsView extends VBox {
    private static final double MAX_HEIGHT = 260;

    private final Snippets snippets;
    private final Consumer<String> insert;
    private final Runnable closed;
    private final VBox rows = new VBox();
    private final AutoHeightScroll scroll = new AutoHeightScroll(rows, MAX_HEIGHT);
    private final Label empty = Widgets.wrapped(Texts.text("snippets.empty"), "muted");
    private final Button add = new Button(Texts.text("snippets.add"), Glyph.ADD.node());
    private String draft = "";
    private @Nullable String removing;

    /**
     * @param insert receives the text of the chosen prompt
     * @param closed runs after closing, to move the focus back to the text field
     */
    SnippetsView(Snippets snippets, Consumer<String> insert, Runnable closed) {
        this.snippets = snippets;
        this.insert = insert;
        this.closed = closed;
        getStyleClass().add("snippets");
        scroll.getStyleClass().add("queue-scroll");
        add.getStyleClass().add("plain-button");
        add.setId("snippet-add");
        add.setOnAction(event -> form(null, "", draft));
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                close();
                event.consume();
            }
        });
        snippets.allProperty().addListener((property, before, now) -> {
            if (isVisible()) {
                list();
            }
        });
        setVisible(false);
        setManaged(false);
    }

    /** @param written the text of the composer, which a new saved prompt starts with */
    void open(String written) {
        draft = written;
        removing = null;
        list();
        setVisible(true);
        setManaged(true);
        (rows.getChildren().isEmpty() ? add : rows.getChildren().get(0).lookup(".snippet-insert")).requestFocus();
    }

    void close() {
        setVisible(false);
        setManaged(false);
        closed.run();
    }

    private void list() {
        rows.getChildren()
                .setAll(snippets.allProperty().get().stream().map(this::row).toList());
        boolean none = rows.getChildren().isEmpty();
        getChildren()
                .setAll(
                        head(Texts.text("snippets.title")),
                        none ? empty : scroll,
                        Widgets.rightRow("snippets-foot", add));
    }

    private HBox head(String title) {
        Label words = Widgets.label(title, "snippets-title");
        HBox head = new HBox(
                words,
                Widgets.spacer(),
                button(Glyph.CLOSE, Texts.text("snippets.close"), "snippets-close", this::close));
        head.setAlignment(Pos.CENTER_LEFT);
        return head;
    }

    private static Button button(Glyph glyph, String name, String styleClass, Runnable action) {
        return Widgets.iconButton(glyph.node(), name, action, "queue-button", styleClass);
    }

    private HBox row(Snippets.Snippet snippet) {
        if (snippet.name().equals(removing)) {
            return removal(snippet);
        }
        Label name = Widgets.label(snippet.name(), "suggestion-name");
        name.setMinWidth(Region.USE_PREF_SIZE);
        Label words = Widgets.label(snippet.text().replaceAll("\\s+", " "), "meta");
        words.setMinWidth(0);
        HBox text = Widgets.row("snippet-words", name, words);
        Button choose = new Button(null, text);
        choose.getStyleClass().add("snippet-insert");
        choose.setAccessibleText(Texts.text("snippets.insert", snippet.name()));
        choose.setMaxWidth(Double.MAX_VALUE);
        choose.setMinWidth(0);
        choose.setAlignment(Pos.CENTER_LEFT);
        choose.setOnAction(event -> {
            close();
            insert.accept(snippet.text());
        });
        HBox.setHgrow(choose, Priority.ALWAYS);
        HBox row = Widgets.row(
                "snippet-row",
                choose,
                button(
                        Glyph.EDIT,
                        Texts.text("snippets.edit", snippet.name()),
                        "snippet-edit",
                        () -> form(snippet.name(), snippet.name(), snippet.text())),
                button(Glyph.DELETE, Texts.text("snippets.remove", snippet.name()), "snippet-remove", () -> {
                    removing = snippet.name();
                    list();
                    rows.lookup(".danger-button").requestFocus();
                }));
        return row;
    }

    private HBox removal(Snippets.Snippet snippet) {
        Label sure = new Label(Texts.text("snippets.sure", snippet.name()));
        sure.setMinWidth(0);
        sure.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(sure, Priority.ALWAYS);
        Button keep = Widgets.button(Texts.text("action.cancel"), "plain-button", () -> {
            removing = null;
            list();
        });
        Button remove = new Button(Texts.text("snippets.removeNow"));
        remove.getStyleClass().add("danger-button");
        remove.setOnAction(event -> {
            removing = null;
            snippets.remove(snippet.name());
        });
        return Widgets.row("snippet-row", sure, keep, remove);
    }

    /** @param before the name of the edited prompt, or null for a new one */
    private void form(@Nullable String before, String name, String text) {
        TextField nameField = new TextField(name);
        nameField.setId("snippet-name");
        nameField.setPromptText(Texts.text("snippets.name"));
        nameField.setAccessibleText(Texts.text("snippets.name"));
        TextArea textArea = new TextArea(text);
        textArea.setId("snippet-text");
        textArea.setPromptText(Texts.text("snippets.text"));
        textArea.setAccessibleText(Texts.text("snippets.text"));
        textArea.setWrapText(true);
        NonBlinkingCaret.install(textArea);
        NonBlinkingCaret.install(nameField);
        textArea.setPrefRowCount(4);
        TabTraversal.install(textArea);
        Label problem = Widgets.label(Texts.text("snippets.problem"), "problem");
        problem.setVisible(false);
        problem.setManaged(false);
        problem.setWrapText(true);
        Button cancel = Widgets.button(Texts.text("action.cancel"), "plain-button", this::list);
        Button save = Widgets.button(Texts.text("snippets.save"), "primary-button", () -> {
            boolean kept = snippets.put(before, nameField.getText(), textArea.getText());
            problem.setVisible(!kept);
            problem.setManaged(!kept);
            if (kept) {
                list();
            }
        });
        save.setId("snippet-save");
        getChildren()
                .setAll(
                        head(Texts.text(before == null ? "snippets.add" : "snippets.change")),
                        nameField,
                        textArea,
                        problem,
                        Widgets.rightRow("snippets-foot", cancel, save));
        nameField.requestFocus();
    }
}
