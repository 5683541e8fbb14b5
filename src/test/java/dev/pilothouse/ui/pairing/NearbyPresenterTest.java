package dev.pilothouse.ui.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.platform.HostFinder;
import dev.pilothouse.platform.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class NearbyPresenterTest {
    private final List<Consumer<HostFinder.Nearby>> listening = new ArrayList<>();
    private final NearbyPresenter presenter =
            new NearbyPresenter(Optional.of(this::find), Runnable::run, "h-known"::equals);

    private Subscription find(Consumer<HostFinder.Nearby> found) {
        listening.add(found);
        return () -> listening.remove(found);
    }

    private static HostFinder.Nearby host(String id) {
        return new HostFinder.Nearby(id, "desk " + id, "192.168.1.20", 7717);
    }

    private void say(String id) {
        List.copyOf(listening).forEach(each -> each.accept(host(id)));
    }

    @Test
    void nobodyListensUntilThePersonLooksNorAfterwards() {
        assertThat(listening).isEmpty();
        presenter.onSearch();
        presenter.onSearch();
        assertThat(listening).hasSize(1);
        assertThat(presenter.searchingProperty().get()).isTrue();
        presenter.onStop();
        presenter.onStop();
        assertThat(listening).isEmpty();
        assertThat(presenter.searchingProperty().get()).isFalse();
    }

    @Test
    void eachHostThatIsNotKnownIsShownOnce() {
        presenter.onSearch();
        say("h1");
        say("h-known");
        say("h2");
        say("h1");
        assertThat(presenter.foundProperty().get()).containsExactly(host("h1"), host("h2"));
    }

    @Test
    void aNetworkFullOfHostsFillsNothing() {
        presenter.onSearch();
        for (int i = 0; i < 1_000; i++) {
            say("h" + i);
        }
        assertThat(presenter.foundProperty().get()).hasSize(NearbyPresenter.MAX);
    }

    @Test
    void whatAnEarlierLookingStillSaysIsNoNews() {
        presenter.onSearch();
        Consumer<HostFinder.Nearby> late = listening.get(0);
        presenter.onStop();
        presenter.onSearch();
        late.accept(host("h9"));
        assertThat(presenter.foundProperty().get()).isEmpty();
    }

    @Test
    void whatIsHeardAtOnceCounts() {
        NearbyPresenter quick = new NearbyPresenter(
                Optional.of(found -> {
                    found.accept(host("h1"));
                    return () -> {};
                }),
                Runnable::run,
                id -> false);
        quick.onSearch();
        assertThat(quick.foundProperty().get()).containsExactly(host("h1"));
    }

    @Test
    void aDeviceThatCannotLookDoesNotOfferIt() {
        NearbyPresenter none = new NearbyPresenter(Optional.empty(), Runnable::run, id -> false);
        none.onSearch();
        assertThat(none.isOffered()).isFalse();
        assertThat(none.searchingProperty().get()).isFalse();
    }
}
