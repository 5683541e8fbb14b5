package dev.pilothouse.ui.permission;

import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The cards of a list of questions, in a column. Above the composer only the first card is shown, to leave room for the
 * conversation.
 *
 * <p>Owns its cards. Confined to the FX thread. Ends with the shell.
 */
public final class PendingView extends VBox {
    private static final String ENTER = "\u23ce";

    private final ObservableList<PendingItem> items;
    private final PendingActions actions;
    private final Consumer<String> openLink;
    private final boolean inInbox;
    private final Label rest = Widgets.label("", "meta");
    private final ObservableValue<String> acceptKey;
    /** Keys that are pressed in here and that nothing else uses are for the cards. */
    private Node area = this;

    private final InvalidationListener keys = changed -> showKeys();
    private final LongSupplier ticker;

    /** The cards of all sessions. */
    static PendingView inbox(
            ObservableList<PendingItem> items, PendingActions actions, Consumer<String> openLink, LongSupplier ticker) {
        return new PendingView(items, actions, openLink, true, new SimpleStringProperty(ENTER), ticker);
    }

    /** @param acceptKey the name of the key that answers from an empty composer; empty while no key does */
    public static PendingView forComposer(
            ObservableList<PendingItem> items,
            PendingActions actions,
            Consumer<String> openLink,
            ObservableValue<String> acceptKey,
            LongSupplier ticker) {
        return new PendingView(items, actions, openLink, false, acceptKey, ticker);
    }

    PendingView(
            ObservableList<PendingItem> items,
            PendingActions actions,
            Consumer<String> openLink,
            boolean inInbox,
            ObservableValue<String> acceptKey,
            LongSupplier ticker) {
        this.acceptKey = acceptKey;
        this.ticker = ticker;
        this.items = items;
        this.actions = actions;
        this.openLink = openLink;
        this.inInbox = inInbox;
        getStyleClass().add(inInbox ? "pending-inbox" : "pending-pinned");
        acceptKey.addListener(keys);
        sceneProperty().addListener((property, before, now) -> {
            if (before != null) {
                before.focusOwnerProperty().removeListener(keys);
            }
            if (now != null) {
                now.focusOwnerProperty().addListener(keys);
            }
            showKeys();
        });
        items.addListener((ListChangeListener<PendingItem>) change -> draw());
        draw();
    }

    private void draw() {
        List<Node> cards = new ArrayList<>();
        List<PendingItem> wanted = inInbox ? items : items.subList(0, Math.min(1, items.size()));
        for (PendingItem item : wanted) {
            cards.add(existing(item));
        }
        Node owner = getScene() == null ? null : getScene().getFocusOwner();
        boolean focusIsFree = owner == null || owner == this;
        for (Node node : getChildren()) {
            if (node instanceof PendingCardView card && !cards.contains(card)) {
                focusIsFree |= card.hasFocus();
                card.release();
            }
        }
        int more = items.size() - wanted.size();
        rest.setText(more > 0 ? Texts.counted("pending.more", more) : "");
        List<Node> shown = new ArrayList<>(cards);
        if (more > 0) {
            shown.add(rest);
        }
        // A card that has moved may be under a pointer or a key that was meant for another card.
        for (int i = 0; i < cards.size(); i++) {
            if (i >= getChildren().size() || getChildren().get(i) != cards.get(i)) {
                ((PendingCardView) cards.get(i)).guard();
            }
        }
        getChildren().setAll(shown);
        setVisible(!cards.isEmpty());
        setManaged(!cards.isEmpty());
        if (inInbox && focusIsFree && getScene() != null && !cards.isEmpty()) {
            ((PendingCardView) cards.get(0)).focusAnswer();
        }
        showKeys();
    }

    /** @param within the part of the window in which keys are for the cards if nothing else uses them */
    public void answerFrom(Node within) {
        area = within;
        showKeys();
    }

    private List<PendingCardView> cards() {
        return getChildren().stream()
                .filter(PendingCardView.class::isInstance)
                .map(PendingCardView.class::cast)
                .toList();
    }

    /** The card that the keys answer: the one with the focus, or else the first. */
    private Optional<PendingCardView> active() {
        List<PendingCardView> cards = cards();
        return cards.stream()
                .filter(PendingCardView::hasFocus)
                .findFirst()
                .or(() -> cards.stream().filter(card -> !card.isDisabled()).findFirst());
    }

    private void showKeys() {
        Optional<PendingCardView> active = keysAreForCards() ? active() : Optional.empty();
        cards().forEach(card -> card.showKey(active.filter(card::equals).isPresent() ? acceptKey.getValue() : ""));
    }

    /** Whether an Enter key press now answers a card. Many controls use the key themselves. */
    private boolean keysAreForCards() {
        Node owner = getScene() == null ? null : getScene().getFocusOwner();
        return owner == null
                || isWithin(area, owner)
                        && (!usesEnter(owner)
                                || active().filter(card -> card.isAcceptButton(owner))
                                        .isPresent());
    }

    static boolean isWithin(Node area, @Nullable Node inner) {
        Node node = inner;
        while (node != null && node != area) {
            node = node.getParent();
        }
        return node != null;
    }

    private static boolean usesEnter(Node owner) {
        return owner instanceof ButtonBase
                || owner instanceof TextField
                || owner instanceof ComboBoxBase
                || owner instanceof ListView;
    }

    /** Moves the focus from a card that is about to be disabled to the next one that can be answered. */
    private void leave(PendingCardView from) {
        if (!inInbox) {
            return;
        }
        List<PendingCardView> cards = cards();
        int at = cards.indexOf(from);
        Optional<PendingCardView> next = Stream.concat(
                        cards.stream().skip(at + 1), cards.stream().limit(at))
                .filter(card -> !card.isDisabled())
                .findFirst();
        next.ifPresentOrElse(
                card -> {
                    card.guard();
                    card.focusAnswer();
                },
                this::requestFocus);
    }

    private PendingCardView existing(PendingItem item) {
        for (Node node : getChildren()) {
            if (node instanceof PendingCardView card && card.item() == item) {
                return card;
            }
        }
        PendingCardView[] made = new PendingCardView[1];
        made[0] = new PendingCardView(item, actions, openLink, inInbox, () -> leave(made[0]), ticker);
        return made[0];
    }

    /**
     * Moves the focus to the first answer of another question.
     *
     * @param on how many questions to move down from the focused one; negative for up
     */
    void step(int on) {
        List<PendingCardView> cards = cards();
        int from = -1;
        for (int i = 0; i < cards.size(); i++) {
            from = cards.get(i).hasFocus() ? i : from;
        }
        int to = from < 0 ? 0 : from + on;
        if (to >= 0 && to < cards.size()) {
            cards.get(to).focusFirst();
        }
    }

    /** Moves the focus to the fields of the first card, if it has any. */
    public void focusForm() {
        if (!items.isEmpty() && getChildren().get(0) instanceof PendingCardView card && card.hasForm()) {
            card.focusFirst();
        }
    }

    /**
     * Handles the Enter key when nothing else uses it.
     *
     * @return whether it answered a card
     */
    public boolean acceptByKey() {
        return !acceptKey.getValue().isEmpty()
                && keysAreForCards()
                && active().filter(PendingCardView::acceptByKey).isPresent();
    }

    /**
     * Handles the Escape key when nothing else uses it.
     *
     * @return whether it answered a card
     */
    public boolean refuseByKey() {
        return !acceptKey.getValue().isEmpty()
                && keysAreForCards()
                && active().filter(PendingCardView::refuseByKey).isPresent();
    }
}
