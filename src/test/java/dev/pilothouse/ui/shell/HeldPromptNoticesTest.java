package dev.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.ManualClock;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.PendingIntent;
import dev.pilothouse.session.WhenBusy;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.status.SessionKey;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HeldPromptNoticesTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final NoticesPresenter notices =
            new NoticesPresenter(new ManualClock(SampleHosts.NOW), wait -> {}, session -> {}, page -> {});
    private final Navigation navigation = new Navigation(session -> true);
    private final HeldPromptNotices held = new HeldPromptNotices(notices, navigation);
    private final SessionId session = sample.local().host().sessions().get(0).sessionId();

    private List<Notice> holding(String... requests) {
        sample.local()
                .unconfirmed(
                        session,
                        Stream.of(requests)
                                .map(request -> new PendingIntent(
                                        new RequestId(request),
                                        new Intent.Prompt(session, "later", WhenBusy.QUEUE),
                                        SampleHosts.NOW,
                                        null,
                                        PendingIntent.Stage.HELD))
                                .toArray(PendingIntent[]::new));
        held.render(sample.hosts().links());
        return List.copyOf(notices.shown());
    }

    @Test
    void whereAPromptIsHeldIsSaidOnceAndTakenBackWhenNoneIs() {
        assertThat(holding()).isEmpty();
        assertThat(holding("r1")).singleElement().satisfies(notice -> {
            assertThat(notice.text())
                    .contains(sample.local().host().sessions().get(0).name());
            assertThat(notice.session()).contains(new SessionKey(sample.local().hostId(), session));
            assertThat(notice.isTransient()).isFalse();
        });
        assertThat(holding("r1"))
                .singleElement()
                .satisfies(notice -> assertThat(notice.times()).isOne());
        assertThat(holding()).isEmpty();
    }

    @Test
    void whoHasDismissedItIsToldOnlyOfAFurtherOne() {
        notices.dismiss(holding("r1").get(0).key());
        assertThat(holding("r1")).isEmpty();
        assertThat(holding("r1", "r2")).hasSize(1);
    }

    @Test
    void whoLooksAtTheSessionSeesThePromptItself() {
        holding("r1");
        navigation.open(new SessionKey(sample.local().hostId(), session));
        assertThat(holding("r1")).isEmpty();
        assertThat(holding("r1", "r2")).isEmpty();
    }
}
