package dev.pilothouse.ui.permission;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** A list item whose card is replaced by newer ones. Confined to the FX thread. Ends when its list removes it. */
public final class PendingItem {
    private final ReadOnlyObjectWrapper<PendingCard> card;

    PendingItem(PendingCard first) {
        card = new ReadOnlyObjectWrapper<>(this, "card", first);
    }

    public PendingCard card() {
        return card.get();
    }

    public ReadOnlyObjectProperty<PendingCard> cardProperty() {
        return card.getReadOnlyProperty();
    }

    void show(PendingCard newer) {
        card.set(newer);
    }
}
