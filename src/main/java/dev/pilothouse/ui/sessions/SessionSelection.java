package dev.pilothouse.ui.sessions;

import dev.pilothouse.ui.status.SessionKey;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that the person has selected in the list, to act on all of them at once. It contains only sessions that
 * are listed: one that is filtered away, folded away or removed leaves it. It survives updates and another order.
 *
 * <p>Owns the selection. Confined to the FX thread. Ends with its presenter.
 */
public final class SessionSelection {
    private final ReadOnlyObjectWrapper<Set<SessionKey>> keys = new ReadOnlyObjectWrapper<>(this, "keys", Set.of());
    /** The listed sessions in their order. */
    private List<SessionKey> listed = List.of();
    /** The end of a range that stays while the other one moves. */
    private @Nullable SessionKey anchor;

    /** The selected sessions. Each change sets a new set. */
    public ReadOnlyObjectProperty<Set<SessionKey>> keysProperty() {
        return keys.getReadOnlyProperty();
    }

    public boolean contains(SessionKey key) {
        return keys.get().contains(key);
    }

    public boolean isEmpty() {
        return keys.get().isEmpty();
    }

    /** The listed sessions in their order. */
    List<SessionKey> listed() {
        return listed;
    }

    /** Adds a session to the selection, or removes it. The next range starts at it. */
    public void toggle(SessionKey key) {
        Set<SessionKey> next = new LinkedHashSet<>(keys.get());
        if (!next.remove(key)) {
            next.add(key);
        }
        anchor = key;
        set(next);
    }

    /**
     * Selects exactly the range from the anchor to a session.
     *
     * @param from the anchor if there is none yet
     */
    void extend(@Nullable SessionKey from, SessionKey to) {
        if (anchor == null || isEmpty() || !listed.contains(anchor)) {
            anchor = from != null && listed.contains(from) ? from : to;
        }
        int one = listed.indexOf(anchor);
        int other = listed.indexOf(to);
        if (other >= 0) {
            set(listed.subList(Math.min(one, other), Math.max(one, other) + 1));
        }
    }

    /** Selects all listed sessions. */
    void all() {
        set(listed);
    }

    public void clear() {
        anchor = null;
        set(Set.of());
    }

    /** Sets the listed sessions in their order. The others leave the selection. */
    void list(List<SessionKey> now) {
        listed = List.copyOf(now);
        if (!isEmpty()) {
            Set<SessionKey> next = new LinkedHashSet<>(keys.get());
            next.retainAll(Set.copyOf(listed));
            set(next);
        }
    }

    private void set(Collection<SessionKey> next) {
        if (!Set.copyOf(next).equals(keys.get())) {
            keys.set(Set.copyOf(next));
        }
    }
}
