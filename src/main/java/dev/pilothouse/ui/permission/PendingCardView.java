package dev.pilothouse.ui.permission;

import dev.pilothouse.model.Answer;
import dev.pilothouse.model.BrowserLink;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.QuestionField;
import dev.pilothouse.model.Scope;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.markdown.Block;
import dev.pilothouse.ui.markdown.BlockView;
import dev.pilothouse.ui.text.ActionText;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;

/**
 * One question as a card: the request, further text, and the agent's own options in the agent's order, or a form.
 *
 * <p>Owns its nodes. Confined to the FX thread. Ends when its question is answered.
 */
final class PendingCardView extends VBox {
    private static final double MIN_SCROLL = 80;

    private final PendingItem item;
    private final PendingActions actions;
    private final Consumer<String> openLink;
    private final boolean inInbox;
    private final InvalidationListener newer = card -> render();
    private final EarlyInputGuard guard;
    /** The name of the key that chooses the first answer; empty while keys do not answer this card. */
    private String acceptKey = "";

    /** The buttons that a key presses, with the name of their key for the name of the accept key. */
    private final Map<Button, UnaryOperator<String>> hints = new HashMap<>();
    /** The button that the accept key presses, null if there is none. */
    private @Nullable Button acceptButton;
    /** Moves the focus to another card, because this one is about to be disabled. */
    private final Runnable leave;

    private final Hyperlink session = new Hyperlink();
    private final Label place = Widgets.label("", "meta");
    private final Label stale = Widgets.label("", "pending-stale");
    private final Label work = Widgets.wrapped("", "meta");
    private final ChangesView changes;
    private final VBox body = Widgets.column("pending-body");
    private @Nullable QuestionForm form;
    private PendingCard drawn;

    /** @param leave moves the focus from this card to another one, when its answer is being sent */
    PendingCardView(
            PendingItem item,
            PendingActions actions,
            Consumer<String> openLink,
            boolean inInbox,
            Runnable leave,
            LongSupplier ticker) {
        this.item = item;
        this.leave = leave;
        this.guard = new EarlyInputGuard(ticker);
        guard.watch(this);
        this.actions = actions;
        this.openLink = openLink;
        this.inInbox = inInbox;
        getStyleClass().add("pending-card");
        changes = new ChangesView(inInbox, () -> actions.openSession(item.card().key()));
        session.getStyleClass().add("pending-session");
        session.setOnAction(event -> actions.openSession(item.card().key()));
        place.setWrapText(true);
        stale.setWrapText(true);
        stale.managedProperty().bind(stale.visibleProperty());
        item.cardProperty().addListener(newer);
        render();
    }

    PendingItem item() {
        return item;
    }

    void release() {
        item.cardProperty().removeListener(newer);
    }

    private void render() {
        PendingCard card = item.card();
        // The input of a form is kept while the question stays the same.
        boolean sameQuestion = drawn != null
                && drawn.pending().equals(card.pending())
                && drawn.allowed() == card.allowed()
                && Objects.equals(drawn.asker(), card.asker());
        if (!sameQuestion || drawn.sending() && !card.sending()) {
            guard.restart();
        }
        drawn = card;
        if (!sameQuestion) {
            draw(card);
        }
        changes.show(card.changes());
        session.setText(card.source().session());
        work.setText(card.source().work());
        place.setText(card.source().place());
        stale.setText(card.source().stale());
        stale.setVisible(!card.source().stale().isEmpty());
        if (card.sending() && hasFocus()) {
            leave.run();
        }
        setDisable(card.sending());
    }

    private void draw(PendingCard card) {
        body.getChildren().clear();
        getChildren().setAll(inInbox ? body : scroll());
        if (inInbox) {
            body.getChildren().add(new VBox(2, session, place, stale));
        }
        boolean permission = card.pending().kind() == PendingKind.PERMISSION;
        TextFlow title = title(card.deed());
        HBox head = new HBox((permission ? Glyph.SHIELD : Glyph.QUESTION).node("pending-icon"), title);
        head.getStyleClass().add("pending-head");
        body.getChildren().add(head);
        if (!inInbox && permission) {
            body.getChildren().add(work);
        }
        if (card.pending().host() == null
                && !card.deed().covers(card.pending().title(), card.pending().object())) {
            body.getChildren()
                    .add(Widgets.wrapped(HostTexts.title(card.pending().title()), "pending-words"));
        }
        card.detail().forEach(block -> {
            if (card.pending().host() != null && block.content() instanceof Block.Code code) {
                // Wrapped, because a part of a command that is out of view could be overlooked.
                body.getChildren().add(Widgets.wrapped(code.text(), "pending-commands"));
                return;
            }
            BlockView view = new BlockView(openLink, text -> {});
            view.getStyleClass().add("pending-detail");
            view.show(block);
            body.getChildren().add(view);
        });
        body.getChildren().add(changes);
        if (!card.allowed()) {
            body.getChildren().add(Widgets.wrapped(mayNot(card), "meta"));
            return;
        }
        if (!isQuestion(card)
                && card.pending().host() == null
                && card.pending().options().stream()
                        .anyMatch(option -> OptionText.check(option) == OptionText.Name.CONTRADICTS)) {
            body.getChildren().add(Widgets.wrapped(Texts.text("pending.contradicted"), "pending-stale"));
        }
        form = null;
        boolean offered = offersItsOnlyField(card);
        if (!card.pending().fields().isEmpty() && !offered) {
            form = new QuestionForm(card.pending().fields(), this::submitForm);
            body.getChildren().add(form);
        }
        // Below the scrolling part, so that an answer is in view however long the change is.
        getChildren().add(buttons(card, offered));
    }

    private static String mayNot(PendingCard card) {
        return Texts.text(card.pending().scope() == Scope.ANSWER ? "pending.mayNot" : "pending.mayNotSteer");
    }

    private SheetScroll scroll() {
        SheetScroll scroll = new SheetScroll(body);
        // Otherwise the pane leaves room for a bar that it never shows.
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.minHeightProperty().bind(Bindings.min(MIN_SCROLL, body.heightProperty()));
        return scroll;
    }

    private static TextFlow title(ActionText deed) {
        TextFlow title = new TextFlow();
        title.getStyleClass().add("pending-title");
        title.setMinHeight(Region.USE_PREF_SIZE);
        title.setAccessibleRole(AccessibleRole.TEXT);
        title.setAccessibleText(deed.sentence());
        HBox.setHgrow(title, Priority.ALWAYS);
        Text verb = new Text(deed.object().isEmpty() ? deed.verb() : deed.verb() + " ");
        verb.getStyleClass().add("pending-verb");
        title.getChildren().add(verb);
        if (!deed.object().isEmpty()) {
            Text object = new Text(deed.object());
            object.getStyleClass().add("pending-object");
            title.getChildren().add(object);
        }
        return title;
    }

    /** The options of a question are its choices; those of other requests allow or refuse. */
    private static boolean isQuestion(PendingCard card) {
        return card.pending().kind() == PendingKind.QUESTION;
    }

    /** Whether the options equal the choices of the only field. Then a button answers, and a form would ask twice. */
    private static boolean offersItsOnlyField(PendingCard card) {
        List<QuestionField> fields = card.pending().fields();
        return fields.size() == 1
                && fields.get(0).type() != QuestionField.Type.MULTIPLE
                && !fields.get(0).choices().isEmpty()
                && fields.get(0).choices().stream()
                        .map(QuestionField.Choice::value)
                        .toList()
                        .equals(card.pending().options().stream()
                                .map(PendingOption::optionId)
                                .toList());
    }

    private FlowPane buttons(PendingCard card, boolean mayDecline) {
        FlowPane buttons = new FlowPane();
        buttons.getStyleClass().add("pending-buttons");
        buttons.setAlignment(Pos.CENTER_LEFT);
        // Long options wrap. Otherwise the pane would be as wide as its widest button and exceed a phone's screen.
        buttons.setMinWidth(0);
        acceptButton = null;
        hints.clear();
        if (inInbox && card.pending().host() != null && card.pending().options().isEmpty()) {
            // It is not whole here, and a person must see all of it before an answer.
            buttons.getChildren()
                    .add(Widgets.button(
                            Texts.text("notices.open"),
                            "primary-button",
                            () -> actions.openSession(item.card().key())));
        }
        Optional<PendingOption> primary = primary(card);
        Optional<PendingOption> refusal = refusal(card);
        for (PendingOption option : card.pending().options()) {
            boolean isPrimary = primary.filter(option::equals).isPresent();
            Button button = new Button(
                    card.pending().host() != null
                            ? HostTexts.option(card.pending(), option)
                            : isQuestion(card) ? option.name() : OptionText.label(option));
            button.getStyleClass().add(isPrimary ? "primary-button" : "plain-button");
            if (isPrimary) {
                acceptButton = button;
                hint(button, key -> key);
            } else if (refusal.filter(option::equals).isPresent()) {
                hint(button, key -> Texts.text("key.esc"));
            }
            button.setContentDisplay(ContentDisplay.RIGHT);
            wrapWithin(button, buttons);
            button.setOnAction(event -> actions.answer(item.card(), new Answer.Option(option.optionId())));
            buttons.getChildren().add(button);
            if (card.asker() != null && primary.filter(option::equals).isPresent()) {
                buttons.getChildren().add(allowForRun(buttons));
            }
        }
        QuestionForm shown = form;
        if (shown != null && isLink(card)) {
            shown.link().ifPresent(link -> addLink(link, buttons));
        } else if (shown != null) {
            Button send = Widgets.button(Texts.text("question.answer"), "primary-button", this::submitForm);
            buttons.getChildren().add(send);
        }
        if (form != null || mayDecline) {
            Button decline = Widgets.button(
                    Texts.text("question.decline"),
                    form != null ? "plain-button" : "quiet-button",
                    () -> actions.answer(item.card(), new Answer.Decline()));
            buttons.getChildren().add(decline);
        }
        return buttons;
    }

    private static boolean isLink(PendingCard card) {
        return card.pending().fields().stream().anyMatch(field -> field.type() == QuestionField.Type.LINK);
    }

    /** Opening the link on this device is the answer. A copied one may be opened elsewhere. */
    private void addLink(BrowserLink link, FlowPane buttons) {
        Button open = Widgets.button(Texts.text("question.openLink"), "primary-button", () -> {
            openLink.accept(link.address());
            submitForm();
        });
        open.setId("question-open-link");
        open.setAccessibleText(open.getText() + ": " + link.address());
        Button copy = Widgets.copyTextButton(
                Texts.text("question.copyLink"),
                Texts.text("question.copyLink") + ": " + link.address(),
                () -> {
                    ClipboardContent content = new ClipboardContent();
                    content.putString(link.address());
                    Clipboard.getSystemClipboard().setContent(content);
                },
                "plain-button");
        copy.setId("question-copy-link");
        buttons.getChildren().addAll(open, copy);
    }

    private Button allowForRun(FlowPane buttons) {
        Button button =
                Widgets.button(Texts.text("runs.allowForRun"), "plain-button", () -> actions.allowForRun(item.card()));
        button.getStyleClass().add("pending-allow-run");
        button.setAccessibleText(button.getText() + ": " + item.card().pending().object());
        wrapWithin(button, buttons);
        return button;
    }

    private static void wrapWithin(Button button, FlowPane buttons) {
        button.setWrapText(true);
        button.setMinHeight(USE_PREF_SIZE);
        button.maxWidthProperty()
                .bind(Bindings.when(buttons.widthProperty().greaterThan(0))
                        .then(buttons.widthProperty())
                        .otherwise(Double.MAX_VALUE));
    }

    /** Restarts the guard: until now another card was in this place. */
    void guard() {
        guard.restart();
    }

    boolean hasFocus() {
        return getScene() != null && PendingView.isWithin(this, getScene().getFocusOwner());
    }

    /** Moves the focus to the first answer, or to the first field of a form. */
    void focusFirst() {
        Node answer = form != null ? form : lookup(".pending-buttons .button");
        if (answer != null) {
            answer.requestFocus();
        }
    }

    /** Moves the focus to the first answer. A form opens the on-screen keyboard of a phone, so its fields are left out. */
    void focusAnswer() {
        Node answer = form != null ? session : lookup(".pending-buttons .button");
        if (answer != null) {
            answer.requestFocus();
        }
    }

    /** Shows the key that chooses the first answer, or no keys if empty. */
    void showKey(String name) {
        acceptKey = name;
        hints.forEach(this::showHint);
    }

    /** Whether this is the button that the accept key presses anyway. */
    boolean isAcceptButton(Node node) {
        return node == acceptButton;
    }

    /** Whether the card has fields to fill in. */
    boolean hasForm() {
        return form != null;
    }

    /** Shows the key on the button while the key does the same as the button. */
    private void hint(Button button, UnaryOperator<String> words) {
        hints.put(button, words);
        showHint(button, words);
    }

    private void showHint(Button button, UnaryOperator<String> words) {
        if (!acceptKey.isEmpty()) {
            button.setGraphic(Widgets.label(words.apply(acceptKey), "key-hint"));
        } else if (!hasFocus()) {
            button.setGraphic(null);
        } else if (button.getGraphic() != null) {
            // Keeps the space: a press that moves the focus must not move the buttons from under the pointer.
            button.getGraphic().setVisible(false);
        }
    }

    private void submitForm() {
        if (form != null) {
            form.answer().ifPresent(answer -> actions.answer(item.card(), answer));
        }
    }

    /**
     * Answers as the Enter key does: with the first option that allows once.
     *
     * @return whether there is one
     */
    boolean acceptByKey() {
        return answerByKey(primary(item.card()));
    }

    /**
     * Answers as the Escape key does: with the first option that refuses once.
     *
     * @return whether there is one
     */
    boolean refuseByKey() {
        return answerByKey(refusal(item.card()));
    }

    private boolean answerByKey(Optional<PendingOption> option) {
        if (option.isEmpty()
                || !guard.isSafe()
                || item.card().sending()
                || !item.card().allowed()) {
            return false;
        }
        actions.answer(item.card(), new Answer.Option(option.get().optionId()));
        return true;
    }

    private static Optional<PendingOption> primary(PendingCard card) {
        return first(card, PendingOption.Kind.ALLOW_ONCE);
    }

    private static Optional<PendingOption> refusal(PendingCard card) {
        return first(card, PendingOption.Kind.REJECT_ONCE);
    }

    private static Optional<PendingOption> first(PendingCard card, PendingOption.Kind kind) {
        return card.pending().options().stream()
                .filter(option -> option.kind() == kind)
                // A key must not choose an option whose name contradicts its effect.
                .filter(option -> OptionText.check(option) != OptionText.Name.CONTRADICTS)
                .findFirst();
    }
}
