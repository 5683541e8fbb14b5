package dev.pilothouse.ui.pairing;

import dev.pilothouse.platform.HostFinder;
import dev.pilothouse.platform.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Finds hosts that announce themselves in this network, while the person searches. It only lists them: pairing needs a
 * ticket of the host.
 *
 * <p>Owns the subscription to announcements, and at most {@value #MAX} found hosts. Confined to the FX thread. Ends
 * with {@link #onStop()}.
 */
public final class NearbyPresenter {
    /** A bound is needed, because any machine in a network can announce anything. */
    static final int MAX = 8;

    private final Optional<HostFinder> finder;
    private final Executor fx;
    private final Predicate<String> isKnown;
    private final ReadOnlyObjectWrapper<List<HostFinder.Nearby>> found = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyBooleanWrapper searching = new ReadOnlyBooleanWrapper();
    private @Nullable Subscription listening;
    /** The number of the current search, so that late announcements of an earlier one are ignored. */
    private int number;

    /** @param isKnown whether the host of that id is paired already */
    NearbyPresenter(Optional<HostFinder> finder, Executor fx, Predicate<String> isKnown) {
        this.finder = finder;
        this.fx = fx;
        this.isKnown = isKnown;
    }

    /** Whether this device can search. */
    public boolean isOffered() {
        return finder.isPresent();
    }

    public ReadOnlyBooleanProperty searchingProperty() {
        return searching.getReadOnlyProperty();
    }

    /** The hosts found since the search began, each once. */
    public ReadOnlyObjectProperty<List<HostFinder.Nearby>> foundProperty() {
        return found.getReadOnlyProperty();
    }

    public void onSearch() {
        if (listening != null || finder.isEmpty()) {
            return;
        }
        found.set(List.of());
        searching.set(true);
        int mine = ++number;
        AtomicInteger told = new AtomicInteger();
        listening = finder.get().find(nearby -> {
            // A flood of announcements must not fill the FX thread's queue.
            if (told.incrementAndGet() <= MAX * MAX) {
                fx.execute(() -> onFound(mine, nearby));
            }
        });
    }

    private void onFound(int of, HostFinder.Nearby nearby) {
        List<HostFinder.Nearby> before = found.get();
        if (of != number
                || before.size() >= MAX
                || isKnown.test(nearby.hostId())
                || before.stream().anyMatch(each -> each.hostId().equals(nearby.hostId()))) {
            return;
        }
        List<HostFinder.Nearby> now = new ArrayList<>(before);
        now.add(nearby);
        found.set(List.copyOf(now));
    }

    /** Ends the search. Found hosts stay on screen. */
    public void onStop() {
        if (listening != null) {
            listening.close();
            listening = null;
            number++;
            searching.set(false);
        }
    }
}
