package dev.pilothouse.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.platform.Preferences;
import dev.pilothouse.platform.ReleaseFeed;
import dev.pilothouse.platform.ReleaseFeed.Answer;
import dev.pilothouse.platform.ReleaseFeed.Reason;
import dev.pilothouse.pulse.ManualClock;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.text.Language;
import dev.pilothouse.ui.text.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UpdatesPresenterTest {
    private final ManualClock clock = new ManualClock();
    private final Preferences kept = new TestShell().keptValues();
    private final List<Consumer<Answer>> asked = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private final ReleaseFeed feed = asked::add;
    private UpdatesPresenter presenter = open("1.2.0");

    private UpdatesPresenter open(String version) {
        return new UpdatesPresenter(
                feed, kept, clock, version, Runnable::run, (text, page) -> notices.add(text + " " + page));
    }

    @BeforeEach
    void english() {
        Texts.setLanguage(Language.ENGLISH);
    }

    private void answer(Answer answer) {
        asked.remove(0).accept(answer);
    }

    private static Answer newest(String version) {
        return new Answer.Newest(version, "https://example.org/" + version);
    }

    @Test
    void nobodyIsAskedUnlessThePersonWantsIt() {
        presenter.onTime();
        clock.advance(Duration.ofDays(10));
        presenter.onTime();
        assertThat(asked).isEmpty();
        assertThat(presenter.statusProperty().get()).isEmpty();
    }

    @Test
    void itAsksOnceADayOverRestartsAndTogglings() {
        presenter.enabledProperty().set(true);
        assertThat(asked).hasSize(1);
        answer(new Answer.None());
        presenter.enabledProperty().set(false);
        presenter.enabledProperty().set(true);
        clock.advance(Duration.ofHours(23));
        presenter.onTime();
        presenter = open("1.2.0");
        presenter.onTime();
        assertThat(asked).isEmpty();
        clock.advance(Duration.ofHours(1));
        presenter.onTime();
        presenter.onTime();
        assertThat(asked).hasSize(1);
    }

    @Test
    void aNewerReleaseIsToldOnceAndStaysOnTheScreen() {
        presenter.enabledProperty().set(true);
        answer(newest("1.3.0"));
        assertThat(notices).containsExactly("Pilothouse 1.3.0 is available https://example.org/1.3.0");
        assertThat(presenter.pageProperty().get()).isEqualTo("https://example.org/1.3.0");
        clock.advance(UpdatesPresenter.EVERY);
        presenter.onTime();
        answer(newest("1.3.0"));
        assertThat(notices).hasSize(1);
        presenter = open("1.2.0");
        assertThat(presenter.statusProperty().get()).isEqualTo("Pilothouse 1.3.0 is available");
        // After the update there is no newer release.
        presenter = open("1.3.0");
        assertThat(presenter.pageProperty().get()).isEmpty();
    }

    @Test
    void aNewerReleaseThatIsKnownStaysToBeHadWhenNobodyAnswers() {
        presenter.enabledProperty().set(true);
        answer(newest("1.3.0"));
        clock.advance(UpdatesPresenter.EVERY);
        presenter.onTime();

        answer(new Answer.Failed(Reason.UNREACHABLE, 0));

        assertThat(presenter.pageProperty().get()).isEqualTo("https://example.org/1.3.0");
    }

    @Test
    void whatIsHeardAfterTheEndIsToldByTheNext() {
        presenter.enabledProperty().set(true);
        presenter.close();
        answer(newest("1.3.0"));
        assertThat(notices).as("nobody would see it").isEmpty();

        presenter = open("1.2.0");
        assertThat(presenter.pageProperty().get()).isEqualTo("https://example.org/1.3.0");
        clock.advance(UpdatesPresenter.EVERY);
        presenter.onTime();
        answer(newest("1.3.0"));
        assertThat(notices).hasSize(1);
    }

    @Test
    void theSameOrAnOlderReleaseIsNoNews() {
        for (String version : List.of("1.2.0", "1.1.9", "v1.2.0-rc.1", "nonsense")) {
            presenter = open("1.2.0");
            presenter.enabledProperty().set(true);
            presenter.onTime();
            answer(newest(version));
            assertThat(notices).as(version).isEmpty();
            assertThat(presenter.statusProperty().get()).isEqualTo("Pilothouse is up to date");
            presenter.enabledProperty().set(false);
            clock.advance(UpdatesPresenter.EVERY);
        }
    }

    @Test
    void aSnapshotIsOlderThanItsRelease() {
        presenter = open("1.3.0-SNAPSHOT");
        presenter.enabledProperty().set(true);
        answer(newest("1.3.0"));
        assertThat(notices).hasSize(1);
    }

    @Test
    void aFailureStandsOnTheScreenAloneAndIsNotRepeatedThatDay() {
        presenter.enabledProperty().set(true);
        answer(new Answer.Failed(Reason.STATUS, 503));
        assertThat(presenter.statusProperty().get()).isEqualTo("Could not check: server error 503");
        assertThat(notices).isEmpty();
        presenter.onTime();
        assertThat(asked).isEmpty();
    }

    @Test
    void everyReasonHasItsWordsInEveryLanguage() {
        for (Language language : Language.values()) {
            Texts.setLanguage(language);
            for (Reason reason : Reason.values()) {
                assertThat(Texts.has("updates.failed." + reason.name())).isTrue();
            }
        }
        Texts.setLanguage(Language.ENGLISH);
    }

    @Test
    void aClockThatWasSetBackKeepsNobodyWaiting() {
        clock.advance(Duration.ofDays(400));
        presenter.enabledProperty().set(true);
        answer(new Answer.None());
        UpdatesPresenter earlier = new UpdatesPresenter(
                feed, kept, new ManualClock(), "1.2.0", Runnable::run, (text, page) -> notices.add(text));
        earlier.onTime();
        assertThat(asked).hasSize(1);
    }
}
