package dev.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.ManualClock;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoticesPresenterTest {
    private final ManualClock clock = new ManualClock(SampleHosts.NOW);
    private final List<Duration> wakes = new ArrayList<>();
    private final List<SessionKey> opened = new ArrayList<>();
    private final NoticesPresenter notices = new NoticesPresenter(clock, wakes::add, opened::add, page -> {});

    private static SessionKey session(String id) {
        return new SessionKey(new HostId("h1"), new SessionId(id));
    }

    private static Notice done(String id) {
        return Notice.of(session(id), Notice.Tone.DONE, id + " is done");
    }

    private void pass(Duration time) {
        clock.advance(time);
        notices.onTime();
    }

    @Test
    void newsGoesByItselfAfterAWhile() {
        notices.show(done("s1"));
        assertThat(wakes).as("asks to be woken").hasSize(1);

        pass(wakes.get(0));

        assertThat(notices.shown()).isEmpty();
    }

    @Test
    void newsGoesByItselfAlsoIfTheClockIsSetBackMeanwhile() {
        notices.show(done("s1"));
        clock.set(Duration.ofDays(-1));

        pass(wakes.get(0));

        assertThat(notices.shown()).isEmpty();
    }

    @Test
    void aProblemStaysUntilItIsDismissed() {
        notices.show(Notice.problem("The host refused it."));
        pass(Duration.ofHours(3));
        assertThat(notices.shown()).extracting(Notice::text).containsExactly("The host refused it.");

        notices.dismiss(notices.shown().get(0).key());

        assertThat(notices.shown()).isEmpty();
    }

    @Test
    void newsWaitsForWhoeverIsAway() {
        notices.attendedProperty().set(false);
        notices.show(done("s1"));
        pass(Duration.ofMinutes(30));
        assertThat(notices.shown()).hasSize(1);

        notices.attendedProperty().set(true);
        pass(Duration.ofSeconds(7));
        assertThat(notices.shown()).as("the while begins with the coming back").hasSize(1);
        pass(Duration.ofSeconds(1));

        assertThat(notices.shown()).isEmpty();
    }

    @Test
    void theSameProblemAgainIsCountedAndNotRepeated() {
        notices.show(Notice.problem("No."));
        notices.show(Notice.problem("No."));

        assertThat(notices.shown()).extracting(Notice::times).containsExactly(2);
    }

    @Test
    void laterNewsOfASessionTakesThePlaceOfEarlier() {
        notices.show(done("s1"));
        notices.show(Notice.of(session("s1"), Notice.Tone.NEEDS_YOU, "s1 waits"));

        assertThat(notices.shown()).extracting(Notice::text).containsExactly("s1 waits");
    }

    @Test
    void moreThanFitWaitBehindAndProblemsOutliveNews() {
        for (int i = 0; i < 15; i++) {
            notices.show(Notice.problem("problem " + i));
        }
        for (int i = 0; i < 15; i++) {
            notices.show(done("s" + i));
        }

        assertThat(notices.shown()).hasSize(4);
        assertThat(notices.behindProperty().get()).isEqualTo(16);
        pass(Duration.ofSeconds(8));
        pass(Duration.ofSeconds(8));
        assertThat(notices.shown()).as("the news is gone").allMatch(notice -> notice.tone() == Notice.Tone.PROBLEM);
        assertThat(notices.shown().size() + notices.behindProperty().get()).isEqualTo(15);
    }

    @Test
    void aNoticeLeadsToItsSession() {
        notices.show(done("s1"));
        notices.onOpen(notices.shown().get(0));

        assertThat(opened).containsExactly(session("s1"));
        assertThat(notices.shown()).isEmpty();
    }
}
