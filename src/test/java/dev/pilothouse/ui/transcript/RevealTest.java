package dev.pilothouse.ui.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scrolling to an item of a conversation, loaded or not. */
class RevealTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final FakeHost host = sample.local();
    private final SessionId session = sample.main();
    private final SessionState whole = host.holdOnly(session, 4);
    private final List<String> notices = new ArrayList<>();
    private final List<String> shown = new ArrayList<>();
    private final ManualLane projections = new ManualLane("projection");
    private final TranscriptFeed feed = new TranscriptFeed(projections, (key, critical) -> {});
    private final SessionKey key = new SessionKey(host.hostId(), session);
    private final TranscriptPresenter presenter = new TranscriptPresenter(
            feed, Clock.fixed(SampleHosts.NOW, ZoneOffset.UTC), Runnable::run, new TranscriptPresenter.Outside() {
                @Override
                public void openLink(String target) {}

                @Override
                public void copy(String text) {}

                @Override
                public void notice(String text) {
                    notices.add(text);
                }
            });

    @BeforeEach
    void listen() {
        presenter.setOnReveal(row -> shown.add(row.row().id()));
    }

    private ItemId first() {
        return whole.transcript().items().get(0).id();
    }

    private void pageComes(SessionState more) {
        host.hold(more);
        feed.changed(key, false);
        projections.runAll();
        presenter.render();
    }

    @Test
    void anItemThatIsThereIsShownAtOnce() {
        presenter.show(host.link(), key);
        Item last = whole.transcript().items().get(whole.transcript().items().size() - 2);

        presenter.reveal(last.id());

        assertThat(shown).hasSize(1);
        assertThat(host.earlierAsked()).isEmpty();
    }

    @Test
    void whatLiesBeforeTheWindowIsFetchedPageByPage() {
        presenter.show(host.link(), key);
        presenter.reveal(first());
        assertThat(host.earlierAsked()).hasSize(1);
        assertThat(shown).isEmpty();

        pageComes(whole.window(8));
        assertThat(host.earlierAsked()).hasSize(2);
        pageComes(whole);

        assertThat(shown).containsExactly("user-" + first());
        assertThat(host.earlierAsked()).hasSize(2);
    }

    @Test
    void whatCannotBeFetchedIsSaidOnceAndNotWaitedFor() {
        host.connection(new ConnectionState.Lost("gone", SampleHosts.NOW, SampleHosts.NOW.plusSeconds(8)));
        presenter.show(host.link(), key);
        presenter.reveal(first());
        assertThat(notices).hasSize(1);

        pageComes(whole);

        assertThat(shown).isEmpty();
    }

    @Test
    void anotherSessionForgetsWhatWasToBeShown() {
        presenter.show(host.link(), key);
        presenter.reveal(first());
        presenter.show(host.link(), new SessionKey(host.hostId(), new SessionId("s12")));
        presenter.show(host.link(), key);

        pageComes(whole);

        assertThat(shown).isEmpty();
    }
}
