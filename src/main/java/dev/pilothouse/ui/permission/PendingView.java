package dev.pilothouse.ui.permission;

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
 * The cards of a list of questions, one below the other. Above the composer only the first is drawn whole, so that the
 * conversation keeps its room.
 *
 * <p>Owns its cards; confined to the FX thread; ends with the shell.
 */
public final class PendingView extends VBox {
    private final ObservableList<PendingItem> items;
    private final PendingActions actions;
    private final Consumer<String> openLink;
    private final boolean inInbox;
    private final Label rest = new Label();
    private final ObservableValue<String> acceptKey;
    private final LongSupplier nanoTime;

    /** The cards of all sessions, which take no keys of a composer. */
    static PendingView inbox(
            ObservableList<PendingItem> items,
            PendingActions actions,
            Consumer<String> openLink,
            LongSupplier nanoTime) {
        return new PendingView(items, actions, openLink, true, new SimpleStringProperty(""), nanoTime);
    }

    /** @param acceptKey the key that answers from an empty composer, as it stands on the keyboard; empty while none does */
    public static PendingView aboveTheComposer(
            ObservableList<PendingItem> items,
            PendingActions actions,
            Consumer<String> openLink,
            ObservableValue<String> acceptKey,
            LongSupplier nanoTime) {
        return new PendingView(items, actions, openLink, false, acceptKey, nanoTime);
    }

    PendingView(
            ObservableList<PendingItem> items,
            PendingActions actions,
            Consumer<String> openLink,
            boolean inInbox,
            ObservableValue<String> acceptKey,
            LongSupplier nanoTime) {
        this.acceptKey = acceptKey;
        this.nanoTime = nanoTime;
        this.items = items;
        this.actions = actions;
        this.openLink = openLink;
        this.inInbox = inInbox;
        getStyleClass().add(inInbox ? "pending-inbox" : "pending-pinned");
        rest.getStyleClass().add("meta");
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
        // What moves may come to lie under a pointer or a key that was meant for another one.
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
        return new PendingCardView(item, actions, openLink, inInbox, acceptKey, nanoTime);
    }

    /** Puts the focus on the first answer of the question that comes so many after the one that has it. */
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

    /** The Enter key, pressed where it means nothing else. @return whether it answered a card */
    public boolean acceptByKey() {
        return !items.isEmpty() && ((PendingCardView) getChildren().get(0)).acceptByKey();
    }

    /** The Escape key, pressed where it means nothing else. @return whether it answered a card */
    public boolean refuseByKey() {
        return !items.isEmpty() && ((PendingCardView) getChildren().get(0)).refuseByKey();
    }
}
