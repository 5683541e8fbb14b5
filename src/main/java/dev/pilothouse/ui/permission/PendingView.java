package dev.pilothouse.ui.permission;

import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/**
 * The cards of a list of questions, in a column. Above the composer only the first card is shown, to leave room for the
 * conversation.
 *
 * <p>Owns its cards. Confined to the FX thread. Ends with the shell.
 */
public final class PendingView extends VBox {
    private final ObservableList<PendingItem> items;
    private final PendingActions actions;
    private final Consumer<String> openLink;
    private final boolean inInbox;
    private final Label rest = Widgets.label("", "meta");
    private final ObservableValue<String> acceptKey;
    private final LongSupplier ticker;

    /** The cards of all sessions. The composer's keys do not answer them. */
    static PendingView inbox(
            ObservableList<PendingItem> items, PendingActions actions, Consumer<String> openLink, LongSupplier ticker) {
        return new PendingView(items, actions, openLink, true, new SimpleStringProperty(""), ticker);
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
        items.addListener((ListChangeListener<PendingItem>) change -> draw());
        draw();
    }

    private void draw() {
        List<Node> cards = new ArrayList<>();
        List<PendingItem> wanted = inInbox ? items : items.subList(0, Math.min(1, items.size()));
        for (PendingItem item : wanted) {
            cards.add(existing(item));
        }
        for (Node node : getChildren()) {
            if (node instanceof PendingCardView card && !cards.contains(card)) {
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
    }

    private PendingCardView existing(PendingItem item) {
        for (Node node : getChildren()) {
            if (node instanceof PendingCardView card && card.item() == item) {
                return card;
            }
        }
        return new PendingCardView(item, actions, openLink, inInbox, acceptKey, ticker);
    }

    /**
     * Moves the focus to the first answer of another question.
     *
     * @param on how many questions to move down from the focused one; negative for up
     */
    void step(int on) {
        List<PendingCardView> cards = getChildren().stream()
                .filter(PendingCardView.class::isInstance)
                .map(PendingCardView.class::cast)
                .toList();
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
        return !items.isEmpty() && ((PendingCardView) getChildren().get(0)).acceptByKey();
    }

    /**
     * Handles the Escape key when nothing else uses it.
     *
     * @return whether it answered a card
     */
    public boolean refuseByKey() {
        return !items.isEmpty() && ((PendingCardView) getChildren().get(0)).refuseByKey();
    }
}
