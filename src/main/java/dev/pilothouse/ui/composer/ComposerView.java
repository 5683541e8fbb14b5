package dev.pilothouse.ui.composer;

import dev.pilothouse.model.AgentCommand;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.session.WhenBusy;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.RestingCaret;
import dev.pilothouse.ui.fx.TabMoves;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;

/**
 * The box in which the person writes: it grows with the text, sends with Enter, and shows what waits above it.
 *
 * <p>Owns its nodes; confined to the FX thread; ends with the shell.
 */
public final class ComposerView extends VBox {
    private static final double LINE = 20;
    private static final double MOST_LINES = 10;

    private final ComposerPresenter presenter;
    private final TextArea input = new TextArea();
    private final VBox queue = new VBox();
    private final VBox suggestions = new VBox();
    private final Label why = new Label();
    private final Button resume = new Button(Texts.text("session.resume"));
    private final HBox reason = new HBox(Glyph.NOTE.node("reason-icon"), why, resume);
    private final VBox box = new VBox();
    private final Button mode = menuButton("composer.mode");
    private final Button model = menuButton("composer.model");
    private final Button options = button(Glyph.OPTIONS, "composer.options", "options-button");
    private final Button stop = button(Glyph.STOP, "composer.stop", "stop-button");
    private final Button steer = new Button(Texts.text("composer.steer"));
    private final Button send = button(Glyph.SEND, "composer.send", "send-button");
    private final OtherKeys keys;
    private boolean phone;
    private boolean focusWanted;

    /** What keys do that are not for the text: Enter and Escape while nothing is written, which say whether they did something. */
    public interface OtherKeys {
        /** Scrolls the conversation by that many screens, upwards if negative. */
        void page(int screens);

        boolean enter();

        boolean escape();
    }

    public ComposerView(ComposerPresenter presenter, OtherKeys keys) {
        this.presenter = presenter;
        this.keys = keys;
        getStyleClass().add("composer");
        input.setId("composer-input");
        input.getStyleClass().add("composer-input");
        input.setWrapText(true);
        RestingCaret.in(input);
        input.setPrefRowCount(1);
        input.textProperty().bindBidirectional(presenter.draftProperty());
        input.setAccessibleText(Texts.text("composer.input"));
        input.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        // A tab character in a prompt is not worth losing the keyboard for.
        TabMoves.outOf(input);
        input.textProperty().addListener((property, before, now) -> {
            grow();
            suggest();
        });
        input.widthProperty().addListener((property, before, now) -> grow());
        box.getStyleClass().add("composer-box");
        box.getChildren().setAll(input, buttons());
        input.focusedProperty().addListener((property, before, now) -> {
            box.getStyleClass().removeAll("composer-focused");
            if (now) {
                box.getStyleClass().add("composer-focused");
            }
        });
        queue.getStyleClass().add("queue");
        suggestions.getStyleClass().add("suggestions");
        reason.getStyleClass().add("reason");
        reason.setAlignment(Pos.CENTER_LEFT);
        why.setWrapText(true);
        HBox.setHgrow(why, Priority.ALWAYS);
        why.setMaxWidth(Double.MAX_VALUE);
        resume.getStyleClass().add("plain-button");
        resume.setMinWidth(Region.USE_PREF_SIZE);
        resume.setOnAction(event -> presenter.onResume());
        getChildren().setAll(suggestions, queue, reason, box);
        show(suggestions, false);
        presenter.stateProperty().addListener((property, before, now) -> render(now));
        render(presenter.stateProperty().get());
        grow();
    }

    private HBox buttons() {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        mode.setOnAction(event -> choose(mode, presenter.stateProperty().get().modes(), presenter::onMode));
        model.setOnAction(event -> choose(model, presenter.stateProperty().get().models(), presenter::onModel));
        options.setOnAction(
                event -> OptionsMenu.of(presenter.stateProperty().get().options(), presenter::onOption)
                        .show(options, Side.TOP, 0, -4));
        stop.setOnAction(event -> presenter.onStop());
        steer.getStyleClass().add("plain-button");
        steer.setTooltip(new Tooltip(Texts.text("composer.steerHint")));
        steer.setOnAction(event -> presenter.onSend(WhenBusy.STEER));
        send.setOnAction(event -> presenter.onSend(WhenBusy.QUEUE));
        send.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> presenter.draftProperty().get().isBlank(), presenter.draftProperty()));
        HBox row = new HBox(mode, model, options, gap, stop, steer, send);
        row.getStyleClass().add("composer-buttons");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private static Button menuButton(String key) {
        Button button = new Button();
        button.getStyleClass().addAll("choice-button");
        button.setTooltip(new Tooltip(Texts.text(key)));
        button.setGraphic(Glyph.COLLAPSE.node());
        button.setContentDisplay(ContentDisplay.RIGHT);
        button.setMinWidth(0);
        return button;
    }

    private static Button button(Glyph glyph, String key, String styleClass) {
        Button button = new Button(null, glyph.node());
        button.getStyleClass().addAll("icon-button", styleClass);
        button.setAccessibleText(Texts.text(key));
        button.setTooltip(new Tooltip(Texts.text(key)));
        return button;
    }

    private static void choose(
            Button owner, List<ComposerPresenter.Choice> choices, Consumer<ComposerPresenter.Choice> chosen) {
        ContextMenu menu = new ContextMenu();
        choices.forEach(choice -> {
            Label name = new Label(choice.name());
            Label words = new Label(choice.description());
            words.getStyleClass().add("meta");
            MenuItem item = new MenuItem();
            item.setGraphic(choice.description().isEmpty() ? name : new VBox(name, words));
            item.setOnAction(event -> chosen.accept(choice));
            menu.getItems().add(item);
        });
        menu.show(owner, Side.TOP, 0, -4);
    }

    private void onKey(KeyEvent event) {
        boolean empty = input.getText().isBlank();
        if (event.getCode() == KeyCode.ENTER && event.isShiftDown()) {
            input.replaceSelection("\n");
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER && !event.isAltDown()) {
            if (empty) {
                keys.enter();
            } else {
                presenter.onSend(event.isShortcutDown() ? WhenBusy.STEER : WhenBusy.QUEUE);
            }
            event.consume();
        } else if (event.getCode() == KeyCode.PAGE_UP || event.getCode() == KeyCode.PAGE_DOWN) {
            // A text area would take them, though what is written is hardly longer than its box.
            keys.page(event.getCode() == KeyCode.PAGE_UP ? -1 : 1);
            event.consume();
        } else if (event.getCode() == KeyCode.ESCAPE && empty && keys.escape()) {
            event.consume();
        } else if (event.getCode() == KeyCode.TAB && !presenter.suggestions().isEmpty()) {
            presenter.onSuggestion(presenter.suggestions().get(0));
            input.end();
            event.consume();
        }
    }

    /** As tall as its text, up to a point; measured by a text of the same width, since the area scrolls its own. */
    private void grow() {
        double width = Math.max(80, input.getWidth() - 28);
        Text measure = new Text(input.getText() + " ");
        measure.setFont(input.getFont());
        measure.setWrappingWidth(width);
        double lines = Math.max(
                1,
                Math.round(
                        measure.getLayoutBounds().getHeight() / (input.getFont().getSize() * 1.21)));
        double height =
                Math.min(MOST_LINES, lines) * Math.max(LINE, input.getFont().getSize() * 1.3) + 16;
        input.setMinHeight(height);
        input.setPrefHeight(height);
        input.setMaxHeight(height);
    }

    private void suggest() {
        List<AgentCommand> found = presenter.suggestions();
        suggestions.getChildren().setAll(found.stream().map(this::suggestion).toList());
        show(suggestions, !found.isEmpty());
    }

    private HBox suggestion(AgentCommand command) {
        Label name = new Label("/" + command.name());
        name.getStyleClass().add("suggestion-name");
        name.setMinWidth(Region.USE_PREF_SIZE);
        Label words = new Label(command.description());
        words.getStyleClass().add("meta");
        HBox row = new HBox(name, words);
        row.getStyleClass().addAll("suggestion", "openable");
        row.setAlignment(Pos.BASELINE_LEFT);
        row.setOnMouseClicked(event -> {
            presenter.onSuggestion(command);
            input.requestFocus();
            input.end();
        });
        return row;
    }

    private void render(ComposerPresenter.State state) {
        show(box, state.enabled());
        if (state.enabled() && focusWanted) {
            focusInput();
        }
        why.setText(state.why());
        show(reason, !state.why().isEmpty());
        show(resume, state.mayResume());
        prompt();
        choice(mode, state.mode());
        choice(model, state.model());
        show(options, !state.options().isEmpty());
        show(stop, state.working());
        steer.visibleProperty().unbind();
        steer.managedProperty().bind(steer.visibleProperty());
        if (state.working()) {
            steer.visibleProperty()
                    .bind(Bindings.createBooleanBinding(
                            () -> !presenter.draftProperty().get().isBlank(), presenter.draftProperty()));
        } else {
            steer.setVisible(false);
        }
        queue.getChildren().setAll(state.queue().stream().map(this::queued).toList());
        show(queue, !state.queue().isEmpty());
    }

    private HBox queued(QueuedPrompt prompt) {
        Label text = new Label(prompt.text().replace('\n', ' '));
        text.getStyleClass().add("queue-text");
        text.setMinWidth(0);
        text.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(text, Priority.ALWAYS);
        Button edit = button(Glyph.EDIT, "composer.queueEdit", "queue-button");
        edit.setOnAction(event -> presenter.onEditQueued(prompt));
        Button remove = button(Glyph.CLOSE, "composer.queueRemove", "queue-button");
        remove.setOnAction(event -> presenter.onRemoveQueued(prompt));
        HBox row = new HBox(Glyph.PENDING.node("queue-icon"), text, edit, remove);
        row.getStyleClass().add("queue-row");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private static void choice(Button button, ComposerPresenter.Choice choice) {
        show(button, choice != null);
        if (choice != null) {
            button.setText(choice.name());
            button.setAccessibleText(choice.name());
        }
    }

    private static void show(Region node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    /** A phone has no room for a long hint. */
    public void setPhone(boolean onPhone) {
        phone = onPhone;
        prompt();
    }

    private void prompt() {
        input.setPromptText(
                phone
                        ? Texts.text("composer.input")
                        : presenter.stateProperty().get().placeholder());
    }

    /** Puts the caret into the box. */
    public void focusInput() {
        // What a session allows may be known only a moment after it is opened.
        focusWanted = !box.isVisible();
        input.requestFocus();
        input.end();
    }

    public boolean isEmpty() {
        return input.getText().isBlank();
    }
}
