package dev.pilothouse.ui.permission;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** A card's place, whose card may become a newer one. Confined to the FX thread; ends when its list drops it. */
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
