package dev.pilothouse.ui.composer;

import dev.pilothouse.platform.AttachmentPicker;
import dev.pilothouse.session.WhenBusy;
import dev.pilothouse.ui.attachment.AttachmentSource;
import dev.pilothouse.ui.attachment.DropAndPaste;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.TabTraversal;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/**
 * The view of the composer. Its text field grows with the text, completes commands and files, and accepts pictures. The
 * queue is shown above it.
 *
 * <p>Owns its nodes; confined to the FX thread; lives as long as the shell.
 */
public final class ComposerView extends VBox {
    private static final double LINE = 20;
    private static final double MAX_LINES = 10;
    private static final double MAX_LINES_PHONE = 6;

    /** The width of the button that sends now, mode and model, in widths of that button, which depends on the text. */
    private static final double WIDTHS_OF_STEER = 3.2;

    private static final double WIDTH_OF_ICONS = 180;

    private final ComposerPresenter presenter;
    private final TextArea input = new TextArea();
    private final QueueView queue;
    private final CompletionView suggestions;
    private final SnippetsView snippets;
    private final AttachmentTray tray;
    private final ComposerMenu menu;
    private final Label why = Widgets.wrapped("", "reason-why");
    private final Button resume = new Button(Texts.text("session.resume"));
    private final Button restart = new Button(Texts.text("session.restart"));
    private final VBox reasonWords = Widgets.column("reason-words", why);
    private final HBox reason = Widgets.row("reason", Glyph.NOTE.node("reason-icon"), reasonWords, resume, restart);
    private final VBox box = Widgets.column("composer-box");
    private final HBox buttons = Widgets.row("composer-buttons");
    private final Label obstacle = Widgets.label("", "attachment-problem");
    private final Label goes = Widgets.wrapped("", "send-goes");
    private final Button add = Widgets.iconButton(Glyph.ADD.node(), Texts.text("composer.add"), "add-button");
    private final Button mode = menuButton("composer.mode");
    private final Button model = menuButton("composer.model");
    private final Button options =
            Widgets.iconButton(Glyph.OPTIONS.node(), Texts.text("composer.options"), "options-button");
    private final Button stop = Widgets.iconButton(Glyph.STOP.node(), Texts.text("composer.stop"), "stop-button");
    private final Button steer = new Button(Texts.text("composer.steer"));
    private final Button send = Widgets.iconButton(Glyph.SEND.node(), Texts.text("composer.send"), "send-button");
    private final ComposerKeys keys;
    private boolean phone;
    private boolean focusWanted;
    /** The focus owner after the last request for the focus. */
    private @Nullable Node focused;

    /**
     * Handles keys that are not for the text: paging, and Enter and Escape in the empty text field. {@link #enter} and
     * {@link #escape} return whether they did something.
     */
    public interface OtherKeys {
        /** Scrolls the conversation by this many screens, up if negative. */
        void page(int screens);

        boolean enter();

        boolean escape();
    }

    /** @param picker lets the user choose files, if the device supports it */
    public ComposerView(
            ComposerPresenter presenter, OtherKeys otherKeys, Optional<AttachmentPicker> picker, LongSupplier ticker) {
        this.presenter = presenter;
        getStyleClass().add("composer");
        queue = new QueueView(presenter);
        suggestions = new CompletionView(presenter.completion(), this::take);
        snippets = new SnippetsView(presenter.snippets(), this::insert, this::focusInput);
        tray = new AttachmentTray(presenter.attachments(), presenter::picture);
        menu = new ComposerMenu(presenter, picker, new Places());
        keys = new ComposerKeys(presenter, input, otherKeys, this::take, ticker);
        new DropAndPaste(new FromOutside(), "composer-dropping").to(input, this);
        setUpInput();
        obstacle.setWrapText(true);
        goes.setId("composer-goes");
        Widgets.setChildren(box, List.of(tray, obstacle, input, goes, buttons), tray, obstacle, goes);
        setUpButtons();
        input.focusedProperty().addListener((property, before, now) -> {
            box.getStyleClass().removeAll("composer-focused");
            if (now) {
                box.getStyleClass().add("composer-focused");
            }
        });
        reasonWords.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(reasonWords, Priority.ALWAYS);
        why.setMaxWidth(Double.MAX_VALUE);
        resume.setId("resume-agent");
        resume.getStyleClass().add("plain-button");
        resume.setMinWidth(Region.USE_PREF_SIZE);
        resume.setOnAction(event -> presenter.onResume());
        restart.setId("restart-agent");
        restart.getStyleClass().add("plain-button");
        restart.setMinWidth(Region.USE_PREF_SIZE);
        Widgets.hint(restart, Texts.text("session.restartHint"));
        restart.setOnAction(event -> presenter.onRestart());
        Widgets.setChildren(
                this, List.of(queue, snippets, suggestions, reason, box), queue, snippets, suggestions, reason);
        presenter.stateProperty().addListener((property, before, now) -> render(now));
        presenter.sendingProperty().addListener((property, before, now) -> renderSending(now));
        render(presenter.stateProperty().get());
        renderSending(presenter.sendingProperty().get());
        grow();
    }

    private void setUpInput() {
        input.setId("composer-input");
        input.getStyleClass().add("composer-input");
        input.setWrapText(true);
        NonBlinkingCaret.install(input);
        input.setPrefRowCount(1);
        input.textProperty().bindBidirectional(presenter.draftProperty());
        input.setAccessibleText(Texts.text("composer.input"));
        // Keyboard navigation is more useful than a tab character in a prompt.
        TabTraversal.install(input);
        input.textProperty().addListener((property, before, now) -> {
            grow();
            presenter.onCaret(input.getCaretPosition());
        });
        input.caretPositionProperty().addListener((property, before, now) -> presenter.onCaret(now.intValue()));
        input.widthProperty().addListener((property, before, now) -> grow());
        // A new font size changes the height at once.
        input.fontProperty().addListener((property, before, now) -> grow());
    }

    private void setUpButtons() {
        add.setId("composer-add");
        add.setOnAction(event -> menu.show(add, phone));
        mode.setOnAction(event -> choose(mode, presenter.stateProperty().get().modes(), presenter::onMode));
        model.setOnAction(event -> choose(model, presenter.stateProperty().get().models(), presenter::onModel));
        options.setOnAction(
                event -> OptionsMenu.of(presenter.stateProperty().get().options(), presenter::onOption)
                        .show(options, Side.TOP, 0, -4));
        stop.setOnAction(event -> presenter.onStop());
        steer.getStyleClass().addAll("plain-button", "steer-button");
        widthProperty()
                .addListener((property, before, now) ->
                        renderChoices(presenter.stateProperty().get()));
        steer.setId("composer-steer");
        steer.setMinHeight(Region.USE_PREF_SIZE);
        steer.setOnAction(event -> presenter.onSend(WhenBusy.STEER));
        steer.managedProperty().bind(steer.visibleProperty());
        send.setOnAction(event -> presenter.onSend(WhenBusy.QUEUE));
        Widgets.setChildren(
                buttons,
                List.of(add, mode, model, options, Widgets.spacer(), stop, steer, send),
                mode,
                model,
                options,
                stop);
    }

    private final class FromOutside implements DropAndPaste.Taker {
        @Override
        public boolean isOpen() {
            return presenter.stateProperty().get().enabled();
        }

        @Override
        public void onFiles(List<Path> files) {
            presenter.onFiles(files);
        }

        @Override
        public void onPicture(AttachmentSource.OfPixels picture) {
            presenter.onPicture(picture);
        }
    }

    private static Button menuButton(String key) {
        Button button = new Button();
        button.getStyleClass().addAll("choice-button");
        Widgets.hint(button, Texts.text(key));
        button.setGraphic(Glyph.COLLAPSE.node());
        button.setContentDisplay(ContentDisplay.RIGHT);
        button.setMinWidth(0);
        return button;
    }

    private static void choose(
            Button owner, List<ComposerPresenter.Choice> choices, Consumer<ComposerPresenter.Choice> chosen) {
        ContextMenu menu = new ContextMenu();
        choices.forEach(choice -> {
            Label name = new Label(choice.name());
            Label words = Widgets.label(choice.description(), "meta");
            MenuItem item = new MenuItem();
            item.setGraphic(choice.description().isEmpty() ? name : new VBox(name, words));
            item.setOnAction(event -> chosen.accept(choice));
            menu.getItems().add(item);
        });
        menu.show(owner, Side.TOP, 0, -4);
    }

    /**
     * Sets the height to that of the text, up to a limit. A separate text node of the same width measures it, since a
     * text area scrolls its own text.
     */
    private void grow() {
        double width = Math.max(80, input.getWidth() - 28);
        Text measure = new Text(input.getText() + " ");
        measure.setFont(input.getFont());
        measure.setWrappingWidth(width);
        double lines = Math.max(
                1,
                Math.round(
                        measure.getLayoutBounds().getHeight() / (input.getFont().getSize() * 1.21)));
        double height = Math.min(phone ? MAX_LINES_PHONE : MAX_LINES, lines)
                        * Math.max(LINE, input.getFont().getSize() * 1.3)
                + 16;
        input.setMinHeight(height);
        input.setPrefHeight(height);
        input.setMaxHeight(height);
    }

    private void take(CompletionPresenter.Suggestion suggestion) {
        int caret = presenter.onSuggestion(suggestion);
        input.requestFocus();
        input.positionCaret(caret);
    }

    /** Inserts the text at the caret and focuses the text field. */
    private void insert(String text) {
        focusInput();
        input.replaceSelection(text);
    }

    private void render(ComposerPresenter.State state) {
        show(box, state.enabled());
        if (state.enabled() && focusWanted) {
            focusWanted = false;
            if (!isTypingElsewhere()) {
                focusInput();
            }
        }
        why.setText(state.why());
        show(reason, !state.why().isEmpty());
        resume.setText(Texts.text(state.queue().isEmpty() ? "session.resume" : "turn.retry"));
        show(resume, state.mayResume());
        show(restart, state.mayRestart());
        prompt();
        show(stop, state.working());
        queue.render(state.queue());
        renderSending(presenter.sendingProperty().get());
        sendName();
    }

    private void renderSending(ComposerPresenter.Sending sending) {
        send.setDisable(!sending.possible());
        boolean told = presenter.attachments().entriesProperty().get().stream()
                .anyMatch(entry -> entry.problem().equals(sending.obstacle()));
        obstacle.setText(sending.obstacle());
        show(obstacle, !sending.obstacle().isEmpty() && !told);
        ComposerPresenter.State state = presenter.stateProperty().get();
        steer.setVisible(state.effect().maySteer() && sending.possible());
        goes.setText(state.goesText());
        show(goes, sending.possible() && !goes.getText().isEmpty());
        renderChoices(state);
    }

    /**
     * In a narrow window, hides mode, model and options while the button that sends now is shown, because there is no
     * room for both.
     */
    private void renderChoices(ComposerPresenter.State state) {
        boolean wide = !phone && getWidth() > steer.prefWidth(-1) * WIDTHS_OF_STEER + WIDTH_OF_ICONS;
        boolean room = wide || !steer.isVisible();
        choice(mode, room ? state.mode() : null);
        choice(model, room ? state.model() : null);
        show(options, room && !state.options().isEmpty());
    }

    /** Updates the label of the send button. */
    private void sendName() {
        ComposerPresenter.State state = presenter.stateProperty().get();
        boolean enter = presenter.sendKey().enterSends(phone);
        String verb = Texts.text(
                state.effect().isDelayed()
                        ? enter ? "composer.queue" : "composer.queueOther"
                        : enter ? "composer.send" : "composer.sendOther");
        String goes = state.goesText();
        String words = goes.isEmpty() ? verb : verb + ". " + goes;
        send.setAccessibleText(words);
        String stops = state.effect().steerWords();
        steer.setAccessibleText(steer.getText() + ". " + stops);
        Widgets.hint(steer, stops);
        Widgets.hint(send, words);
    }

    /** The actions of the composer's menu. */
    private final class Places implements ComposerMenu.Places {
        @Override
        public void mention() {
            focusInput();
            String text = input.getText();
            int caret = input.getCaretPosition();
            boolean apart = caret == 0 || Character.isWhitespace(text.charAt(caret - 1));
            input.replaceSelection(apart ? "@" : " @");
        }

        @Override
        public void snippets() {
            openSnippets();
        }

        @Override
        public void sendKeyChanged() {
            sendName();
        }
    }

    private static void choice(Button button, ComposerPresenter.@Nullable Choice choice) {
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

    /** Sets the layout. On a phone there is no room for a long hint. */
    public void setPhone(boolean onPhone) {
        phone = onPhone;
        queue.setPhone(onPhone);
        steer.setMinWidth(onPhone ? Region.USE_COMPUTED_SIZE : Region.USE_PREF_SIZE);
        keys.setPhone(onPhone);
        placeResume();
        renderChoices(presenter.stateProperty().get());
        sendName();
        prompt();
        grow();
    }

    /** Places the buttons beside the reason, or below it on a phone, where the text would become too narrow. */
    private void placeResume() {
        reason.getChildren().removeAll(resume, restart);
        reasonWords.getChildren().removeAll(resume, restart);
        (phone ? reasonWords : reason).getChildren().addAll(resume, restart);
        reason.setAlignment(phone ? Pos.TOP_LEFT : Pos.CENTER_LEFT);
    }

    private void prompt() {
        input.setPromptText(
                phone
                        ? Texts.text("composer.input")
                        : Texts.text(
                                presenter.stateProperty().get().commandsOffered()
                                        ? "composer.promptCommands"
                                        : "composer.prompt",
                                presenter.stateProperty().get().agent()));
    }

    /** Call this after the setting of the Enter key was changed elsewhere. */
    public void onSendKey() {
        sendName();
    }

    /** Shows the user's saved prompts. */
    public void openSnippets() {
        snippets.open(input.getText());
    }

    /** Moves the focus to the text field. */
    public void focusInput() {
        // The session's state may arrive shortly after the session is opened; the focus is then set later.
        focusWanted = !box.isVisible();
        input.requestFocus();
        input.end();
        focused = focusOwner();
    }

    /** Whether the person has moved to another text field since the focus was requested; a slow host must not take it. */
    public boolean isTypingElsewhere() {
        Node owner = focusOwner();
        return owner instanceof TextInputControl && owner != input && owner != focused;
    }

    private @Nullable Node focusOwner() {
        return getScene() == null ? null : getScene().getFocusOwner();
    }
}
