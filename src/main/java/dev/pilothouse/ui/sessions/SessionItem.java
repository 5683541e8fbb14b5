package dev.pilothouse.ui.sessions;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** A place in the list whose row may become a newer one. Confined to the FX thread; ends when the list drops it. */
public final class SessionItem {
    private final ReadOnlyObjectWrapper<SessionRow> row;

    SessionItem(SessionRow first) {
        row = new ReadOnlyObjectWrapper<>(this, "row", first);
    }

    public SessionRow row() {
        return row.get();
    }

    ReadOnlyObjectProperty<SessionRow> rowProperty() {
        return row.getReadOnlyProperty();
    }

    void show(SessionRow newer) {
        row.set(newer);
    }
}
