package dev.pilothouse.ui.schedule;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Schedule;
import dev.pilothouse.model.Schedule.MissedRule;
import dev.pilothouse.model.Schedule.OverlapRule;
import dev.pilothouse.model.ScheduleId;
import dev.pilothouse.model.ScheduleTask;
import dev.pilothouse.model.ScheduleTiming;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.status.ProfilePicker;
import java.time.DayOfWeek;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableSet;
import org.jspecify.annotations.Nullable;

/** The values of the form of a schedule. The host checks them. Confined to the FX thread. */
public final class ScheduleForm {
    private final ScheduleId id;
    private final @Nullable Schedule edited;
    private final ObjectProperty<HostLink> link = new SimpleObjectProperty<>(this, "link");
    final StringProperty title = new SimpleStringProperty(this, "title", "");
    final StringProperty agent = new SimpleStringProperty(this, "agent", "");
    final StringProperty directory = new SimpleStringProperty(this, "directory", "");
    final StringProperty prompt = new SimpleStringProperty(this, "prompt", "");
    final BooleanProperty worktree = new SimpleBooleanProperty(this, "worktree");
    final ObjectProperty<ScheduleTiming.Kind> kind =
            new SimpleObjectProperty<>(this, "kind", ScheduleTiming.Kind.DAILY);
    final StringProperty date = new SimpleStringProperty(this, "date", "");
    final StringProperty time = new SimpleStringProperty(this, "time", "09:00");
    final StringProperty every = new SimpleStringProperty(this, "every", "1");
    final ObjectProperty<Unit> unit = new SimpleObjectProperty<>(this, "unit", Unit.HOURS);
    final ObservableSet<DayOfWeek> days = FXCollections.observableSet(DayOfWeek.MONDAY);
    final StringProperty cron = new SimpleStringProperty(this, "cron", "0 9 * * 1-5");
    final StringProperty zone = new SimpleStringProperty(this, "zone", "");
    final ObjectProperty<MissedRule> missed = new SimpleObjectProperty<>(this, "missed", MissedRule.CATCH_UP);
    final ObjectProperty<OverlapRule> overlap = new SimpleObjectProperty<>(this, "overlap", OverlapRule.SKIP);
    final StringProperty keep = new SimpleStringProperty(this, "keep", String.valueOf(Schedule.USUAL_KEEP));
    final ProfilePicker profile;
    private final ReadOnlyObjectWrapper<List<String>> times = new ReadOnlyObjectWrapper<>(this, "times", List.of());
    private final StringProperty timesProblem = new SimpleStringProperty(this, "timesProblem", "");
    private final StringProperty problem = new SimpleStringProperty(this, "problem", "");
    private int previews;

    /** The unit of an interval. */
    enum Unit {
        MINUTES(1),
        HOURS(60),
        DAYS(60 * 24);

        private final int minutes;

        Unit(int minutes) {
            this.minutes = minutes;
        }

        int minutes() {
            return minutes;
        }
    }

    /**
     * @param edited null for a new schedule
     * @param ownZone the zone of this device
     */
    ScheduleForm(HostLink link, @Nullable Schedule edited, String ownZone, Executor fx) {
        this.edited = edited;
        this.link.set(link);
        zone.set(ownZone);
        id = edited == null ? new ScheduleId(UUID.randomUUID().toString()) : edited.id();
        profile = new ProfilePicker(fx);
        if (edited != null) {
            fill(edited);
            profile.begin(edited.task().profile());
        }
        profile.follow(this.link, directory);
    }

    private void fill(Schedule schedule) {
        ScheduleTask task = schedule.task();
        ScheduleTiming timing = schedule.timing();
        title.set(schedule.title());
        agent.set(task.agentId().value());
        directory.set(task.directory());
        prompt.set(task.prompt());
        worktree.set(task.worktree());
        kind.set(timing.kind());
        zone.set(timing.zone());
        missed.set(schedule.missed());
        overlap.set(schedule.overlap());
        keep.set(String.valueOf(schedule.keep()));
        switch (timing.kind()) {
            case ONCE -> {
                int middle = timing.at().indexOf('T');
                date.set(timing.at().substring(0, Math.max(0, middle)));
                time.set(timing.at().substring(middle + 1));
            }
            case INTERVAL -> {
                Unit largest = Unit.MINUTES;
                for (Unit each : Unit.values()) {
                    largest = timing.everyMinutes() % each.minutes() == 0 ? each : largest;
                }
                unit.set(largest);
                every.set(String.valueOf(timing.everyMinutes() / largest.minutes()));
            }
            case DAILY -> time.set(timing.at());
            case WEEKLY -> {
                time.set(timing.at());
                days.clear();
                days.addAll(timing.days());
            }
            case CRON -> cron.set(timing.cron());
        }
    }

    /** @param changed called when the times may be other ones */
    void onChange(Runnable changed) {
        for (Observable each : List.of(link, kind, date, time, every, unit, days, cron, zone)) {
            each.addListener(observable -> changed.run());
        }
    }

    boolean isEdit() {
        return edited != null;
    }

    HostLink link() {
        return link.get();
    }

    ObjectProperty<HostLink> linkProperty() {
        return link;
    }

    /** The next times, for people. */
    ReadOnlyObjectProperty<List<String>> timesProperty() {
        return times.getReadOnlyProperty();
    }

    /** The reason why there are no times; empty if there are. */
    StringProperty timesProblemProperty() {
        return timesProblem;
    }

    /** The reason why the form was not saved; empty if there is none. */
    StringProperty problemProperty() {
        return problem;
    }

    int nextPreview() {
        return ++previews;
    }

    boolean isLatest(int preview) {
        return preview == previews;
    }

    void showTimes(List<String> found, String why) {
        times.set(found);
        timesProblem.set(why);
    }

    ScheduleTiming timing() {
        String in = zone.get().strip();
        String at = clock(time.get());
        return switch (kind.get()) {
            case ONCE -> ScheduleTiming.once(in, date.get().strip() + "T" + at);
            case INTERVAL ->
                ScheduleTiming.every(in, number(every.get()) * unit.get().minutes());
            case DAILY -> ScheduleTiming.daily(in, at);
            case WEEKLY -> ScheduleTiming.weekly(in, at, List.copyOf(days));
            case CRON -> ScheduleTiming.cron(in, cron.get().strip());
        };
    }

    /** Accepts 9:00 for 09:00. */
    private static String clock(String text) {
        String stripped = text.strip();
        return stripped.matches("\\d:.*") ? "0" + stripped : stripped;
    }

    /** A small number; 0 if it is none, which the host refuses. */
    private static int number(String text) {
        String stripped = text.strip();
        return stripped.matches("\\d{1,5}") ? Integer.parseInt(stripped) : 0;
    }

    Schedule schedule() {
        return new Schedule(
                id,
                title.get().strip(),
                new ScheduleTask(
                        new AgentId(agent.get()),
                        edited == null ? "" : edited.task().mode(),
                        edited == null ? "" : edited.task().model(),
                        directory.get().strip(),
                        worktree.get(),
                        prompt.get(),
                        profile.name()),
                timing(),
                missed.get(),
                overlap.get(),
                number(keep.get()));
    }
}
