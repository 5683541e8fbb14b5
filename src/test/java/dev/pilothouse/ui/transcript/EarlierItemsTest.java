package dev.pilothouse.ui.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.Transcript;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EarlierItemsTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final FakeHost host = sample.local();
    private final SessionId session = sample.main();
    private final SessionState whole = host.holdOnly(session, 4);
    private final List<String> notices = new ArrayList<>();
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

    private void show() {
        presenter.show(host.link(), key);
    }

    private TranscriptRow first() {
        projections.runAll();
        presenter.render();
        return presenter.rows().get(0).row();
    }

    private void lose() {
        host.connection(new ConnectionState.Lost("gone", SampleHosts.NOW, SampleHosts.NOW.plusSeconds(8)));
        presenter.renderHeading();
    }

    private void reconnect() {
        host.connection(new ConnectionState.Live(SampleHosts.NOW.plusSeconds(9), Duration.ofMillis(2)));
        presenter.renderHeading();
    }

    @Test
    void aWindowThatDoesNotStartAtTheBeginningOffersWhatLiesBefore() {
        show();

        assertThat(first()).isEqualTo(new TranscriptRow.Earlier(false));
        assertThat(host.earlierAsked()).as("before anybody asks").isEmpty();
    }

    @Test
    void aWholeConversationOffersNothing() {
        host.hold(whole);
        show();

        assertThat(first()).isNotInstanceOf(TranscriptRow.Earlier.class);
        presenter.onTopReached();
        assertThat(host.earlierAsked()).isEmpty();
    }

    @Test
    void askingShowsThatItLoadsUntilThePageIsThere() {
        show();
        List<RowItem> before = List.copyOf(presenter.rows());

        presenter.showEarlier();
        assertThat(host.earlierAsked()).containsExactly(session);
        assertThat(first()).isEqualTo(new TranscriptRow.Earlier(true));

        host.hold(whole.window(8));
        feed.changed(key, false);
        projections.runAll();
        presenter.render();
        assertThat(first()).isEqualTo(new TranscriptRow.Earlier(false));
        assertThat(presenter.rows()).hasSizeGreaterThan(before.size());
    }

    @Test
    void scrollingToTheTopAsksOnceForEachPage() {
        show();

        presenter.onTopReached();
        presenter.onTopReached();

        assertThat(host.earlierAsked()).hasSize(1);
    }

    @Test
    void aFullTranscriptAsksForNothingAndSaysWhyWhenAsked() {
        List<Item> notes = LongStream.range(2, 5_002)
                .<Item>mapToObj(
                        seq -> new Item.NoteItem(new ItemId(seq), seq, SampleHosts.NOW, NoteLevel.INFO, "", "note", ""))
                .toList();
        host.hold(whole.withTranscript(Transcript.of(notes, 2)));
        show();

        presenter.onTopReached();
        assertThat(notices).as("scrolling says nothing").isEmpty();
        presenter.showEarlier();
        assertThat(notices).hasSize(1);
        assertThat(host.earlierAsked()).isEmpty();
        assertThat(first()).isEqualTo(new TranscriptRow.Earlier(false));
    }

    @Test
    void aPageThatWasLostWithTheConnectionIsNotWaitedFor() {
        show();
        presenter.showEarlier();

        lose();

        assertThat(first()).isEqualTo(new TranscriptRow.Earlier(false));
        presenter.onTopReached();
        assertThat(notices).as("scrolling says nothing").isEmpty();
        presenter.showEarlier();
        assertThat(notices).hasSize(1);
        assertThat(host.earlierAsked()).hasSize(1);
    }

    @Test
    void aReconnectBetweenTwoFramesIsNoticedToo() {
        show();
        presenter.showEarlier();

        reconnect();

        assertThat(first()).isEqualTo(new TranscriptRow.Earlier(false));
        presenter.onTopReached();
        assertThat(host.earlierAsked()).hasSize(2);
    }
}
