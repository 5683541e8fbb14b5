package dev.pilothouse.ui.schedule;

import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.Schedule;
import dev.pilothouse.model.ScheduleAction;
import dev.pilothouse.model.ScheduleId;
import dev.pilothouse.model.ScheduleOccurrence;
import dev.pilothouse.model.ScheduleOccurrence.State;
import dev.pilothouse.model.ScheduleStatus;
import dev.pilothouse.model.ScheduleTiming;
import dev.pilothouse.model.Scope;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway.Done;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The schedules of all connected hosts, and the form of one. Notices when a host pauses a schedule. Confined to the FX
 * thread. There is nothing to close.
 */
public final class SchedulesPresenter {
    private final Supplier<List<HostLink>> links;
    private final Supplier<ZoneId> zone;
    private final Executor fx;
    private final Consumer<String> notice;
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(this, "shown", Shown.NONE);
    private final ReadOnlyObjectWrapper<@Nullable ScheduleForm> form = new ReadOnlyObjectWrapper<>(this, "form");
    /** Whether each known schedule was paused when it was last seen. */
    private final Map<String, Boolean> paused = new HashMap<>();

    private boolean open;
    private @Nullable String historyOf;
    private List<String> history = List.of();
    private String problem = "";

    /** A schedule of a host. */
    record Key(HostLink link, ScheduleId id) {
        /** The same for each link to the host. */
        String name() {
            return link.hostId() + "/" + id;
        }
    }

    /**
     * A schedule.
     *
     * @param when its times, for people
     * @param next the next time, or why there is none
     * @param last the last time and its outcome; empty without one
     * @param state of the last time; null without one
     * @param history lines of its history; empty while it is not shown
     * @param editable whether this device may change it
     */
    public record Row(
            Key key,
            ScheduleStatus status,
            String title,
            String when,
            String next,
            String last,
            @Nullable State state,
            List<String> history,
            boolean editable) {}

    /** The content of the sheet. @param problem empty if there is none */
    public record Shown(List<Row> rows, String problem, boolean mayAdd) {
        static final Shown NONE = new Shown(List.of(), "", false);

        public Shown {
            rows = List.copyOf(rows);
        }
    }

    /**
     * @param zone of new schedules
     * @param notice shows a sentence over the window
     */
    public SchedulesPresenter(
            Supplier<List<HostLink>> links, Supplier<ZoneId> zone, Executor fx, Consumer<String> notice) {
        this.links = links;
        this.zone = zone;
        this.fx = fx;
        this.notice = notice;
    }

    public ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** The open form; null while the list is shown. */
    public ReadOnlyObjectProperty<@Nullable ScheduleForm> formProperty() {
        return form.getReadOnlyProperty();
    }

    /** The sheet is open from now on. A form that was left open returns with its input. */
    public void onOpen() {
        open = true;
        problem = "";
        hideHistory();
    }

    public void onClose() {
        open = false;
    }

    private List<HostLink> live() {
        return links.get().stream()
                .filter(link -> link.reader().host().connection() instanceof ConnectionState.Live)
                .toList();
    }

    private static boolean maySteer(HostLink link) {
        return link.reader().host().scope().covers(Scope.STEER);
    }

    /** The hosts have changed. The rows are made only while the sheet is open. */
    public void render() {
        List<HostLink> live = live();
        live.forEach(this::noticePauses);
        if (open) {
            draw(live);
        }
    }

    private void noticePauses(HostLink link) {
        for (ScheduleStatus status : link.reader().host().schedules()) {
            Boolean before = paused.put(new Key(link, status.schedule().id()).name(), status.paused());
            if (Boolean.FALSE.equals(before) && !status.pausedBecause().isEmpty()) {
                notice.accept(Texts.text(
                        "schedules.pausedNotice", status.schedule().title(), HostTexts.text(status.pausedBecause())));
            }
        }
    }

    private void draw(List<HostLink> live) {
        List<Row> rows = new ArrayList<>();
        for (HostLink link : live) {
            for (ScheduleStatus status : link.reader().host().schedules()) {
                rows.add(row(new Key(link, status.schedule().id()), status));
            }
        }
        rows.sort(Comparator.comparing(Row::title));
        String told = live.isEmpty() ? Texts.text("schedules.offline") : problem;
        shown.set(new Shown(rows, told, live.stream().anyMatch(SchedulesPresenter::maySteer)));
    }

    private Row row(Key key, ScheduleStatus status) {
        Schedule schedule = status.schedule();
        ScheduleOccurrence last =
                status.occurrences().isEmpty() ? null : status.occurrences().get(0);
        String title = links.get().size() > 1
                ? schedule.title() + " \u00b7 " + key.link().reader().host().hostName()
                : schedule.title();
        return new Row(
                key,
                status,
                title,
                when(schedule.timing()),
                next(status),
                last == null ? "" : Texts.text("schedules.last", outcome(schedule, last)),
                last == null ? null : last.state(),
                key.name().equals(historyOf) ? history : List.of(),
                maySteer(key.link()));
    }

    private static String when(ScheduleTiming timing) {
        return switch (timing.kind()) {
            case ONCE -> Texts.text("schedules.kind.ONCE");
            case INTERVAL -> every(timing.everyMinutes());
            case DAILY -> Texts.text("schedules.daily", timing.at());
            case WEEKLY ->
                Texts.text(
                        "schedules.weekly",
                        timing.days().stream().map(SchedulesPresenter::dayName).collect(Collectors.joining(", ")),
                        timing.at());
            case CRON -> Texts.text("schedules.cronAt", timing.cron());
        };
    }

    private static String every(int minutes) {
        if (minutes % ScheduleForm.Unit.DAYS.minutes() == 0) {
            return Texts.counted("schedules.everyDays", minutes / ScheduleForm.Unit.DAYS.minutes());
        }
        return minutes % ScheduleForm.Unit.HOURS.minutes() == 0
                ? Texts.counted("schedules.everyHours", minutes / ScheduleForm.Unit.HOURS.minutes())
                : Texts.counted("schedules.everyMinutes", minutes);
    }

    static String dayName(DayOfWeek day) {
        return day.getDisplayName(TextStyle.SHORT, Texts.formats());
    }

    private String next(ScheduleStatus status) {
        if (status.paused()) {
            return status.pausedBecause().isEmpty()
                    ? Texts.text("schedules.paused")
                    : HostTexts.text(status.pausedBecause());
        }
        return status.next().isEmpty()
                ? Texts.text("schedules.over")
                : Texts.text(
                        "schedules.next",
                        time(status.next().get(0), status.schedule().timing().zone()));
    }

    /** A time on the clock of a zone, which is named if it is not this device's. */
    String time(Instant time, String zoneName) {
        ZoneId shownIn;
        try {
            shownIn = ZoneId.of(zoneName);
        } catch (DateTimeException unknownHere) {
            shownIn = zone.get();
        }
        LocalDateTime local = LocalDateTime.ofInstant(time, shownIn);
        String text = dayName(local.getDayOfWeek()) + " "
                + DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .withLocale(Texts.formats())
                        .format(local);
        return shownIn.equals(zone.get()) ? text : text + " (" + shownIn.getId() + ")";
    }

    private String outcome(Schedule schedule, ScheduleOccurrence occurrence) {
        String text = time(occurrence.due(), schedule.timing().zone()) + ": "
                + Texts.text("schedules.state." + occurrence.state());
        return occurrence.reason().isEmpty() ? text : text + " \u00b7 " + HostTexts.text(occurrence.reason());
    }

    // --- actions

    public void onPause(Row row, boolean pause) {
        act(row, pause ? ScheduleAction.PAUSE : ScheduleAction.RESUME);
    }

    public void onRun(Row row) {
        act(row, ScheduleAction.RUN);
    }

    private void act(Row row, ScheduleAction action) {
        sent(row.key().link().host().actOnSchedule(row.key().id(), action), () -> {});
    }

    private void sent(CompletionStage<Reply<Done>> request, Runnable then) {
        problem = "";
        request.thenAcceptAsync(
                reply -> {
                    if (reply instanceof Reply.Refused<?> refused) {
                        problem = HostTexts.text(refused.sentence());
                    } else {
                        then.run();
                    }
                    render();
                },
                fx);
    }

    /** Shows the history of a schedule, or hides it. */
    public void onHistory(Row row) {
        if (row.key().name().equals(historyOf)) {
            hideHistory();
            return;
        }
        historyOf = row.key().name();
        history = List.of();
        row.key().link().host().schedules(row.key().id()).thenAcceptAsync(reply -> historyFound(row, reply), fx);
    }

    private void hideHistory() {
        historyOf = null;
        history = List.of();
        render();
    }

    private void historyFound(Row row, Reply<List<ScheduleStatus>> reply) {
        if (!row.key().name().equals(historyOf)) {
            return;
        }
        if (reply instanceof Reply.Refused<?> refused) {
            problem = HostTexts.text(refused.sentence());
        } else if (reply instanceof Reply.Value<List<ScheduleStatus>> value) {
            history = value.value().stream()
                    .flatMap(status -> status.occurrences().stream().map(each -> outcome(status.schedule(), each)))
                    .toList();
            if (history.isEmpty()) {
                history = List.of(Texts.text("schedules.noHistory"));
            }
        }
        render();
    }

    // --- the form

    public void onAdd() {
        live().stream()
                .filter(SchedulesPresenter::maySteer)
                .findFirst()
                .ifPresent(link -> show(new ScheduleForm(link, null, zone.get().getId(), fx)));
    }

    public void onEdit(Row row) {
        show(new ScheduleForm(
                row.key().link(), row.status().schedule(), zone.get().getId(), fx));
    }

    private void show(ScheduleForm opened) {
        problem = "";
        opened.onChange(() -> preview(opened));
        form.set(opened);
        preview(opened);
    }

    /** Hosts on which a schedule may be made. */
    public List<HostLink> hosts() {
        return live().stream().filter(SchedulesPresenter::maySteer).toList();
    }

    /** Agents of the form's host. */
    public List<AgentInfo> agents(ScheduleForm opened) {
        return opened.link().reader().host().agents().stream()
                .filter(AgentInfo::installed)
                .toList();
    }

    private void preview(ScheduleForm opened) {
        int asked = opened.nextPreview();
        ScheduleTiming timing = opened.timing();
        opened.link()
                .host()
                .previewSchedule(timing)
                .thenAcceptAsync(
                        reply -> {
                            if (opened == form.get() && opened.isLatest(asked)) {
                                found(opened, timing, reply);
                            }
                        },
                        fx);
    }

    private void found(ScheduleForm opened, ScheduleTiming timing, Reply<List<Instant>> reply) {
        if (reply instanceof Reply.Value<List<Instant>> value) {
            opened.showTimes(
                    value.value().stream()
                            .map(time -> time(time, timing.zone()))
                            .toList(),
                    "");
        } else if (reply instanceof Reply.Refused<?> refused) {
            opened.showTimes(List.of(), HostTexts.text(refused.sentence()));
        }
    }

    /** Saves the form and returns to the list; on a refusal the form stays. */
    public void onSave() {
        ScheduleForm opened = form.get();
        if (opened == null) {
            return;
        }
        if (opened.agent.get().isEmpty()) {
            opened.problemProperty().set(Texts.text("schedules.noAgent"));
            return;
        }
        opened.link()
                .host()
                .saveSchedule(opened.schedule())
                .thenAcceptAsync(
                        reply -> {
                            if (reply instanceof Reply.Refused<?> refused) {
                                opened.problemProperty().set(HostTexts.text(refused.sentence()));
                            } else if (opened == form.get()) {
                                onBack();
                            }
                        },
                        fx);
    }

    /** Deletes the schedule of the form. */
    public void onDelete() {
        ScheduleForm opened = form.get();
        if (opened != null && opened.isEdit()) {
            sent(
                    opened.link().host().actOnSchedule(opened.schedule().id(), ScheduleAction.REMOVE),
                    () -> paused.remove(new Key(opened.link(), opened.schedule().id()).name()));
            onBack();
        }
    }

    /** Returns to the list. */
    public void onBack() {
        form.set(null);
        render();
    }
}
