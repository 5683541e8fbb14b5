package dev.pilothouse.ui.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Schedule;
import dev.pilothouse.model.ScheduleAction;
import dev.pilothouse.model.ScheduleId;
import dev.pilothouse.model.ScheduleOccurrence;
import dev.pilothouse.model.ScheduleStatus;
import dev.pilothouse.model.ScheduleTask;
import dev.pilothouse.model.ScheduleTiming;
import dev.pilothouse.model.Scope;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.schedule.SchedulesPresenter.Row;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchedulesPresenterTest {
    private static final Instant NOW = Instant.parse("2026-11-24T23:30:00Z");
    private static final Instant NEXT = Instant.parse("2026-11-25T08:00:00Z");

    private final FakeHost desk = new FakeHost("h1", "desk", true, NOW);
    private final List<HostLink> links = new ArrayList<>(List.of(desk.link()));
    private final List<String> notices = new ArrayList<>();
    private final SchedulesPresenter presenter =
            new SchedulesPresenter(() -> links, () -> ZoneId.of("Europe/Berlin"), Runnable::run, notices::add);

    private static ScheduleStatus status(ScheduleTiming timing, HostText pausedBecause, ScheduleOccurrence... past) {
        return new ScheduleStatus(
                new Schedule(
                        new ScheduleId("a"),
                        "Tests",
                        new ScheduleTask(new AgentId("claude"), "plan", "opus", "/src/shop", true, "Test it"),
                        timing),
                !pausedBecause.isEmpty(),
                pausedBecause,
                pausedBecause.isEmpty() ? List.of(NEXT) : List.of(),
                List.of(past));
    }

    private Row row(ScheduleStatus status) {
        desk.schedules(status);
        presenter.onOpen();
        return presenter.shownProperty().get().rows().get(0);
    }

    private static ScheduleTiming daily() {
        return ScheduleTiming.daily("Europe/Berlin", "09:00");
    }

    private ScheduleForm add() {
        presenter.onOpen();
        presenter.onAdd();
        return presenter.formProperty().get();
    }

    @Test
    void aRowHasItsTimesInWords() {
        assertThat(row(status(daily(), HostText.NONE)).when()).isEqualTo("Daily at 09:00");
        assertThat(row(status(ScheduleTiming.every("UTC", 120), HostText.NONE)).when())
                .isEqualTo("Every 2 hours");
        assertThat(row(status(ScheduleTiming.every("UTC", 90), HostText.NONE)).when())
                .isEqualTo("Every 90 minutes");
        assertThat(row(status(
                                ScheduleTiming.weekly("UTC", "18:00", List.of(DayOfWeek.FRIDAY, DayOfWeek.MONDAY)),
                                HostText.NONE))
                        .when())
                .isEqualTo("Mon, Fri at 18:00");
    }

    @Test
    void aTimeOfAnotherZoneNamesIt() {
        assertThat(row(status(daily(), HostText.NONE)).next())
                .startsWith("Next: Wed ")
                .doesNotContain("(");
        assertThat(row(status(ScheduleTiming.daily("Asia/Kolkata", "13:30"), HostText.NONE))
                        .next())
                .endsWith("(Asia/Kolkata)");
    }

    @Test
    void theLastOutcomeHasItsReason() {
        ScheduleOccurrence skipped = new ScheduleOccurrence(
                NOW, ScheduleOccurrence.State.SKIPPED, NOW, HostText.of(HostTextCode.SCHEDULE_OVERLAP), null);

        assertThat(row(status(daily(), HostText.NONE, skipped)).last())
                .contains("skipped")
                .endsWith("The session before was still working.");
    }

    @Test
    void aScheduleThatItsHostPausesIsNoticedOnce() {
        HostText why = HostText.of(HostTextCode.SCHEDULE_FAILED_THRICE, HostText.of(HostTextCode.SCHEDULE_TURN_FAILED));
        row(status(daily(), HostText.NONE));
        assertThat(notices).isEmpty();
        row(status(daily(), why));
        row(status(daily(), why));

        assertThat(notices).containsExactly("Schedule “Tests”: Paused after three failures in a row: The turn failed.");
    }

    @Test
    void aScheduleThatWasPausedBeforeIsNotNoticed() {
        row(status(daily(), HostText.of(HostTextCode.SCHEDULE_TURN_FAILED)));

        assertThat(notices).isEmpty();
    }

    @Test
    void aViewerMayChangeNothing() {
        desk.scope(Scope.VIEW);
        assertThat(row(status(daily(), HostText.NONE)).editable()).isFalse();
        assertThat(presenter.shownProperty().get().mayAdd()).isFalse();
    }

    @Test
    void theActionsAreSent() {
        Row row = row(status(daily(), HostText.NONE));
        presenter.onPause(row, true);
        presenter.onPause(row, false);
        presenter.onRun(row);
        presenter.onEdit(row);
        presenter.onDelete();

        assertThat(desk.scheduleActions())
                .containsExactly(
                        ScheduleAction.PAUSE, ScheduleAction.RESUME, ScheduleAction.RUN, ScheduleAction.REMOVE);
        assertThat(presenter.shownProperty().get().rows()).isEmpty();
        assertThat(presenter.formProperty().get()).isNull();
    }

    @Test
    void theHistoryIsShownOnRequest() {
        Row row = row(status(
                daily(),
                HostText.NONE,
                new ScheduleOccurrence(NOW, ScheduleOccurrence.State.DONE, NOW, HostText.NONE, null)));
        assertThat(row.history()).isEmpty();
        presenter.onHistory(row);

        Row shown = presenter.shownProperty().get().rows().get(0);
        assertThat(shown.history()).singleElement().asString().endsWith("finished");
        presenter.onHistory(shown);
        assertThat(presenter.shownProperty().get().rows().get(0).history()).isEmpty();
    }

    @Test
    void theNextTimesFollowTheForm() {
        desk.scheduleTimes(NEXT);
        ScheduleForm form = add();

        assertThat(form.timesProperty().get()).singleElement().asString().startsWith("Wed ");
        desk.scheduleTimes();
        form.kind.set(ScheduleTiming.Kind.CRON);
        assertThat(form.timesProperty().get()).isEmpty();
    }

    @Test
    void aNewScheduleIsSavedAndShown() {
        ScheduleForm form = add();
        form.title.set(" Tests ");
        form.agent.set("claude");
        form.directory.set("/src/shop");
        form.prompt.set("Test it");
        form.time.set("9:00");
        presenter.onSave();

        assertThat(presenter.formProperty().get()).isNull();
        Schedule saved = desk.host().schedules().get(0).schedule();
        assertThat(saved.title()).isEqualTo("Tests");
        assertThat(saved.timing()).isEqualTo(daily());
        assertThat(saved.keep()).isEqualTo(Schedule.USUAL_KEEP);
    }

    @Test
    void aScheduleHasTheProfileOfTheDirectoryAndAnEditedOneItsOwn() {
        desk.profiles("web", FakeHost.emptyProfile("web"), FakeHost.emptyProfile("short"));
        ScheduleForm form = add();
        form.agent.set("claude");
        form.directory.set("/src/shop");
        presenter.onSave();
        Schedule saved = desk.host().schedules().get(0).schedule();
        assertThat(saved.task().profile()).isEqualTo("web");

        presenter.onEdit(row(status(daily(), HostText.NONE)));
        ScheduleForm edited = presenter.formProperty().get();
        assertThat(edited.schedule().task().profile()).isEmpty();
        edited.profile.chosenProperty().set(edited.profile.profiles().get(2));
        assertThat(edited.schedule().task().profile()).isEqualTo("short");
    }

    @Test
    void aProfileThatTheHostLacksStaysUntilAnotherIsChosen() {
        Schedule before = status(daily(), HostText.NONE).schedule();
        ScheduleTask task = new ScheduleTask(new AgentId("claude"), "", "", "/src/shop", false, "Test it", "gone");
        presenter.onEdit(row(new ScheduleStatus(
                new Schedule(before.id(), "Tests", task, before.timing()),
                false,
                HostText.NONE,
                List.of(NEXT),
                List.of())));
        ScheduleForm edited = presenter.formProperty().get();

        assertThat(edited.schedule().task().profile()).isEqualTo("gone");
        assertThat(edited.profile.noteProperty().get()).isEqualTo("This host has no profile gone.");
        edited.profile.chosenProperty().set(edited.profile.profiles().get(0));
        assertThat(edited.schedule().task().profile()).isEmpty();
    }

    @Test
    void withoutAnAgentNothingIsSaved() {
        ScheduleForm form = add();
        form.title.set("Tests");
        presenter.onSave();

        assertThat(form.problemProperty().get()).isEqualTo("This host has no agent installed.");
        assertThat(desk.host().schedules()).isEmpty();
    }

    @Test
    void anEditedScheduleKeepsWhatTheFormDoesNotShow() {
        for (ScheduleTiming timing : List.of(
                daily(),
                ScheduleTiming.once("UTC", "2026-12-24T18:00"),
                ScheduleTiming.every("UTC", 90),
                ScheduleTiming.every("UTC", 2880),
                ScheduleTiming.weekly("UTC", "18:00", List.of(DayOfWeek.FRIDAY)),
                ScheduleTiming.cron("UTC", "0 9 * * 1-5"))) {
            ScheduleStatus status = status(timing, HostText.NONE);
            presenter.onEdit(row(status));
            presenter.onSave();

            assertThat(desk.host().schedules().get(0).schedule()).isEqualTo(status.schedule());
        }
    }

    @Test
    void aFormThatWasLeftOpenReturnsWithItsInput() {
        add().prompt.set("Test everything");
        presenter.onClose();
        presenter.onOpen();

        assertThat(presenter.formProperty().get().prompt.get()).isEqualTo("Test everything");
    }

    @Test
    void whileTheSheetIsClosedAPauseIsStillNoticed() {
        row(status(daily(), HostText.NONE));
        presenter.onClose();
        desk.schedules(status(daily(), HostText.of(HostTextCode.SCHEDULE_TURN_FAILED)));
        presenter.render();

        assertThat(notices).hasSize(1);
        assertThat(presenter.shownProperty().get().rows().get(0).status().paused())
                .isFalse();
    }
}
