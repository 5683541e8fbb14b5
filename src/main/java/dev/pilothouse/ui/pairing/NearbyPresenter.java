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

/**
 * Hosts that announce themselves in this network, while the person looks for some. Only shows that they are there: to pair
 * with one, a ticket of it is needed.
 *
 * <p>Owns the listening, and at most {@value #MAX} of what is heard. Confined to the FX thread; ends with {@link
 * #onStop()}.
 */
public final class NearbyPresenter {
    /** Anybody in a network can announce anything. */
    static final int MAX = 8;

    private final Optional<HostFinder> finder;
    private final Executor fx;
    private final Predicate<String> isKnown;
    private final ReadOnlyObjectWrapper<List<HostFinder.Nearby>> found = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyBooleanWrapper looking = new ReadOnlyBooleanWrapper();
    private Subscription listening;
    /** Which listening it is, so that what an earlier one still says is not taken for news. */
    private int number;

    /** @param isKnown whether a host of that id needs no pairing */
    NearbyPresenter(Optional<HostFinder> finder, Executor fx, Predicate<String> isKnown) {
        this.finder = finder;
        this.fx = fx;
        this.isKnown = isKnown;
    }

    /** Whether this device can look at all. */
    public boolean isOffered() {
        return finder.isPresent();
    }

    public ReadOnlyBooleanProperty lookingProperty() {
        return looking.getReadOnlyProperty();
    }

    /** What was heard since the looking began, each host once. */
    public ReadOnlyObjectProperty<List<HostFinder.Nearby>> foundProperty() {
        return found.getReadOnlyProperty();
    }

    public void onLook() {
        if (listening != null || finder.isEmpty()) {
            return;
        }
        found.set(List.of());
        looking.set(true);
        int mine = ++number;
        AtomicInteger told = new AtomicInteger();
        listening = finder.get().find(nearby -> {
            // A network full of announcements must not fill the queue of this thread.
            if (told.incrementAndGet() <= MAX * MAX) {
                fx.execute(() -> heard(mine, nearby));
            }
        });
    }

    private void heard(int of, HostFinder.Nearby nearby) {
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

    /** Ends the looking; what was found stays on screen. */
    public void onStop() {
        if (listening != null) {
            listening.close();
            listening = null;
            number++;
            looking.set(false);
        }
    }
}
