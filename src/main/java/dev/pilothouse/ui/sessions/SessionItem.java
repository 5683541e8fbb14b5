package dev.pilothouse.ui.sessions;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** A list item whose row is replaced by newer ones. Confined to the FX thread. Ends when its list removes it. */
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
