package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Schedule;
import dev.pilothouse.model.Schedule.MissedRule;
import dev.pilothouse.model.Schedule.OverlapRule;
import dev.pilothouse.model.ScheduleAction;
import dev.pilothouse.model.ScheduleId;
import dev.pilothouse.model.ScheduleOccurrence;
import dev.pilothouse.model.ScheduleStatus;
import dev.pilothouse.model.ScheduleTask;
import dev.pilothouse.model.ScheduleTiming;
import dev.pilothouse.protocol.ScheduleCodec;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists, adds and changes the schedules of the host. */
@Command(
        name = "schedule",
        description = {
            "Sessions that the host starts at set times.",
            "  schedule list             lists them, with their next times (also without an action)",
            "  schedule add OPTIONS      adds one; say when with --once, --every, --daily, --weekly or --cron",
            "  schedule preview OPTIONS  prints the next times of these options, and adds nothing",
            "  schedule show ID          shows one with its history",
            "  schedule pause|resume ID",
            "  schedule run ID           starts a session now",
            "  schedule remove ID        deletes it; its sessions stay"
        })
final class ScheduleCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm", Locale.ENGLISH);

    private static final class Actions extends ActionArgument {
        Actions() {
            super("list", "add", "preview", "show", "pause", "resume", "run", "remove");
        }
    }

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ACTION",
            completionCandidates = Actions.class,
            defaultValue = "list",
            description = "list, add, preview, show, pause, resume, run or remove (default: list).")
    private String action;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "The schedule's id.")
    private @Nullable String id;

    @Option(names = "--title", paramLabel = "T", description = "The title, which is also the group of its sessions.")
    private @Nullable String title;

    @Option(names = "--agent", paramLabel = "ID", description = "Which agent, as 'agents' lists it.")
    private @Nullable String agent;

    @Option(names = "--cwd", paramLabel = "DIR", description = "The working directory: an absolute path on the host.")
    private @Nullable String cwd;

    @Option(names = "--prompt", paramLabel = "T", description = "The prompt, or - for standard input.")
    private @Nullable String prompt;

    @Option(
            names = "--use-profile",
            paramLabel = "NAME",
            defaultValue = "",
            description = "The profile of its sessions, as 'profiles' lists it (default: none).")
    private String profile;

    @Option(
            names = "--mode",
            paramLabel = "M",
            defaultValue = "",
            description = "The agent's mode (default: the one that asks).")
    private String mode;

    @Option(
            names = "--model",
            paramLabel = "M",
            defaultValue = "",
            description = "The agent's model (default: the agent's own).")
    private String model;

    @Option(names = "--worktree", description = "Each session works in a new git worktree, on a new branch.")
    private boolean worktree;

    @Option(names = "--once", paramLabel = "TIME", description = "Once, such as 2026-12-24T18:00.")
    private @Nullable String once;

    @Option(names = "--every", paramLabel = "SPAN", description = "Again and again, such as 30m, 2h or 1d.")
    private @Nullable String every;

    @Option(names = "--daily", paramLabel = "HH:MM", description = "Each day.")
    private @Nullable String daily;

    @Option(names = "--weekly", paramLabel = "DAYS@HH:MM", description = "On days of the week, such as mon,fri@09:00.")
    private @Nullable String weekly;

    @Option(
            names = "--cron",
            paramLabel = "FIELDS",
            description = "Five fields: minute, hour, day of month, month, day of week; such as '0 9 * * 1-5'.")
    private @Nullable String cron;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "The zone of these times, such as Europe/Berlin (default: the zone of this computer).")
    private @Nullable String zone;

    @Option(
            names = "--missed",
            paramLabel = "RULE",
            defaultValue = "catch-up",
            description = "After the host was off or asleep: catch-up starts one session, skip none"
                    + " (default: catch-up).")
    private String missed;

    @Option(
            names = "--overlap",
            paramLabel = "RULE",
            defaultValue = "skip",
            description = "While the session before still works: skip, queue (one) or cancel the former"
                    + " (default: skip).")
    private String overlap;

    @Option(
            names = "--keep",
            paramLabel = "N",
            defaultValue = "5",
            description = "Older sessions are ended and archived (default: 5).")
    private int keep;

    @Override
    public Integer call() throws CommandFailure {
        boolean needsId = !List.of("list", "add", "preview").contains(action);
        if (needsId == (id == null)) {
            throw CommandFailure.usage(needsId ? "Which schedule? Add its id." : "'" + action + "' takes no id.");
        }
        Schedule added = action.equals("add") ? schedule() : null;
        ScheduleTiming previewed = action.equals("preview") ? timing() : null;
        ScheduleId one = id == null ? null : idOf(id);
        ScheduleAction act = switch (action) {
            case "pause" -> ScheduleAction.PAUSE;
            case "resume" -> ScheduleAction.RESUME;
            case "run" -> ScheduleAction.RUN;
            case "remove" -> ScheduleAction.REMOVE;
            case "list", "add", "preview", "show" -> null;
            default ->
                throw CommandFailure.usage(
                        "The action must be list, add, preview, show, pause, resume, run or remove.");
        };
        try (HostConnection host = ctl.connect()) {
            if (previewed != null) {
                print(previewed, host.value(host.client().host().previewSchedule(previewed)));
                return 0;
            } else if (added != null) {
                host.value(host.client().host().saveSchedule(added));
                one = added.id();
            } else if (act != null) {
                host.value(host.client().host().actOnSchedule(Objects.requireNonNull(one), act));
                one = act == ScheduleAction.REMOVE ? null : one;
            }
            print(host.value(host.client().host().schedules(one)), one != null);
            return 0;
        }
    }

    private static ScheduleId idOf(String text) throws CommandFailure {
        try {
            return new ScheduleId(text);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("This is not a schedule's id: " + text);
        }
    }

    private Schedule schedule() throws CommandFailure {
        if (title == null || agent == null || cwd == null || prompt == null) {
            throw CommandFailure.usage("'add' needs --title, --agent, --cwd and --prompt.");
        }
        AgentId agentId;
        try {
            agentId = new AgentId(agent);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("This is not an agent's id: " + agent);
        }
        return new Schedule(
                new ScheduleId(UUID.randomUUID().toString()),
                title,
                new ScheduleTask(
                        agentId, mode, model, cwd, worktree, ctl.terminal().textOf(prompt), profile),
                timing(),
                constant(MissedRule.values(), missed, "--missed must be catch-up or skip."),
                constant(OverlapRule.values(), overlap, "--overlap must be skip, queue or cancel."),
                keep);
    }

    private static <E extends Enum<E>> E constant(E[] all, String word, String usage) throws CommandFailure {
        return Arrays.stream(all)
                .filter(each ->
                        each.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word))
                .findFirst()
                .orElseThrow(() -> CommandFailure.usage(usage));
    }

    private ScheduleTiming timing() throws CommandFailure {
        if (Stream.of(once, every, daily, weekly, cron).filter(Objects::nonNull).count() != 1) {
            throw CommandFailure.usage("Say when, with one of --once, --every, --daily, --weekly and --cron.");
        }
        String in = zone == null ? ZoneId.systemDefault().getId() : zone;
        if (once != null) {
            return ScheduleTiming.once(in, once);
        } else if (every != null) {
            return ScheduleTiming.every(in, minutes(every));
        } else if (daily != null) {
            return ScheduleTiming.daily(in, daily);
        } else if (weekly != null) {
            String[] parts = weekly.split("@", -1);
            if (parts.length != 2) {
                throw CommandFailure.usage("--weekly must be days and a time, such as mon,fri@09:00.");
            }
            return ScheduleTiming.weekly(in, parts[1], days(parts[0]));
        }
        return ScheduleTiming.cron(in, Objects.requireNonNull(cron));
    }

    private static int minutes(String span) throws CommandFailure {
        if (span.matches("[1-9][0-9]{0,5}[mhd]")) {
            int number = Integer.parseInt(span.substring(0, span.length() - 1));
            return number
                    * switch (span.charAt(span.length() - 1)) {
                        case 'm' -> 1;
                        case 'h' -> 60;
                        default -> 60 * 24;
                    };
        }
        throw CommandFailure.usage("--every must be a number with m, h or d, such as 30m.");
    }

    private static List<DayOfWeek> days(String text) throws CommandFailure {
        List<DayOfWeek> days = new ArrayList<>();
        for (String word : text.toLowerCase(Locale.ROOT).split(",", -1)) {
            days.add(Arrays.stream(DayOfWeek.values())
                    .filter(day -> word.length() >= 3
                            && day.name().toLowerCase(Locale.ROOT).startsWith(word))
                    .findFirst()
                    .orElseThrow(() -> CommandFailure.usage("“" + word + "” is no day. Write mon, tue and so on.")));
        }
        return days;
    }

    private void print(List<ScheduleStatus> schedules, boolean whole) {
        if (ctl.json()) {
            ctl.terminal().json(json(schedules, whole));
            return;
        }
        if (schedules.isEmpty()) {
            ctl.terminal().note("There are no schedules.");
            return;
        }
        if (whole) {
            show(schedules.get(0));
            return;
        }
        Table table = new Table("SCHEDULE", "TITLE", "NEXT", "LAST");
        for (ScheduleStatus status : schedules) {
            table.row(
                    status.schedule().id().value(),
                    status.schedule().title(),
                    next(status),
                    status.occurrences().isEmpty()
                            ? "-"
                            : state(status.occurrences().get(0)));
        }
        table.print(ctl.terminal());
    }

    private void print(ScheduleTiming timing, List<Instant> times) {
        if (ctl.json()) {
            JsonArray array = new JsonArray();
            times.forEach(time -> array.add(time.toString()));
            ctl.terminal().json(array);
            return;
        }
        times.forEach(time -> ctl.terminal().line(TIME.format(time.atZone(ZoneId.of(timing.zone())))));
        if (times.isEmpty()) {
            ctl.terminal().note("These times are over.");
        }
    }

    private static JsonElement json(List<ScheduleStatus> schedules, boolean whole) {
        JsonArray array = new JsonArray();
        schedules.forEach(status -> array.add(ScheduleCodec.STATUS.encode(status)));
        return whole && array.size() == 1 ? (JsonObject) array.get(0) : array;
    }

    private static String next(ScheduleStatus status) {
        return status.paused()
                ? "paused"
                : status.next().isEmpty() ? "over" : at(status, status.next().get(0));
    }

    private static String at(ScheduleStatus status, Instant time) {
        return TIME.format(time.atZone(ZoneId.of(status.schedule().timing().zone())));
    }

    private static String state(ScheduleOccurrence occurrence) {
        return occurrence.state().name().toLowerCase(Locale.ROOT);
    }

    private void show(ScheduleStatus status) {
        Schedule schedule = status.schedule();
        Terminal terminal = ctl.terminal();
        terminal.line(schedule.id() + "  " + schedule.title());
        terminal.line("zone " + schedule.timing().zone());
        if (status.paused()) {
            terminal.line(
                    status.pausedBecause().isEmpty()
                            ? "paused"
                            : status.pausedBecause().text());
        }
        status.next().forEach(time -> terminal.line("next " + at(status, time)));
        if (status.occurrences().isEmpty()) {
            return;
        }
        Table table = new Table("TIME", "STATE", "SESSION", "WHY");
        for (ScheduleOccurrence occurrence : status.occurrences()) {
            table.row(
                    at(status, occurrence.due()),
                    state(occurrence),
                    occurrence.sessionId() == null
                            ? "-"
                            : occurrence.sessionId().value(),
                    occurrence.reason().text());
        }
        table.print(terminal);
    }
}
