package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.model.OwnPreset;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.TeamRequest;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.RunCodec;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.session.HostView;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Starts a run, stops it, or requests one of its actions. */
@Command(
        name = "run",
        description = {
            "Starts a run from a file, stops it, or requests an action of it. 'pilothouse ctl runs' lists the runs.",
            "The file is a JSON object with 'kind' and 'parameters'; docs/runs.md has the kinds.",
            "  run presets: lists one's own presets of teams",
            "  run save-preset NAME FILE: saves one; the file has the parameters of a team",
            "  run rename-preset NAME NEW | run remove-preset NAME"
        })
final class RunCommand implements Callable<Integer> {
    /** The jobs of a merge have limits of their own, so this is for a host that is gone. */
    private static final Duration MERGE_LIMIT = Duration.ofHours(2);

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(index = "0", paramLabel = "start|stop|presets|ACTION", description = "What to do.")
    private String action;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE|RUN|NAME",
            description = "The file of a new run, the id of a run, or the name of a preset.")
    private @Nullable String what;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "FILE|NEW",
            description = "The file of a preset, or its new name.")
    private @Nullable String second;

    @Option(names = "--member", paramLabel = "KEY", description = "The member that the action is about.")
    private @Nullable String member;

    @Option(
            names = "--message",
            paramLabel = "TEXT",
            description = "For 'merge': the message of a commit of files that are not committed.")
    private @Nullable String message;

    @Option(names = "--no-wait", description = "For 'merge': does not wait for its outcome.")
    private boolean noWait;

    @Option(
            names = "--pending",
            paramLabel = "ID",
            description = "For 'allow': the question, if the member has several. 'pilothouse ctl pending' lists them.")
    private @Nullable String pending;

    @Override
    public Integer call() throws CommandFailure {
        return switch (action) {
            case "start" -> start();
            case "presets" -> presets();
            case "save-preset", "rename-preset", "remove-preset" -> preset();
            default -> act();
        };
    }

    private static String required(@Nullable String value, String sentence) throws CommandFailure {
        if (value == null) {
            throw CommandFailure.usage(sentence);
        }
        return value;
    }

    private int presets() throws CommandFailure {
        try (HostConnection host = ctl.connect()) {
            List<OwnPreset> presets = host.value(host.client().host().presets());
            if (ctl.json()) {
                JsonArray array = new JsonArray();
                for (OwnPreset preset : presets) {
                    JsonObject object = new JsonObject();
                    object.addProperty("name", preset.name());
                    object.add("team", JsonParser.parseString(preset.team()));
                    array.add(object);
                }
                ctl.terminal().json(array);
            } else if (presets.isEmpty()) {
                ctl.terminal().note("There are no presets of your own.");
            } else {
                Table table = new Table("NAME", "WORKERS");
                for (OwnPreset preset : presets) {
                    table.row(
                            preset.name(),
                            RunCodec.team(preset)
                                    .map(team -> team.workers().stream()
                                            .map(TeamRequest.Member::name)
                                            .collect(Collectors.joining(", ")))
                                    .orElse("?"));
                }
                table.print(ctl.terminal());
            }
            return 0;
        }
    }

    private int preset() throws CommandFailure {
        String name = required(what, "Which preset? 'pilothouse ctl run presets' lists them.");
        try (HostConnection host = ctl.connect()) {
            String before = name;
            OwnPreset preset = null;
            if (action.equals("save-preset")) {
                before = "";
                preset = new OwnPreset(
                        name, StrictJson.write(ctl.terminal().objectOf(required(second, "Which file has the team?"))));
            } else if (action.equals("rename-preset")) {
                OwnPreset old = host.value(host.client().host().presets()).stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new CommandFailure(
                                CommandFailure.NO_SUCH_THING,
                                "noSuchPreset",
                                "There is no preset " + name + ". 'pilothouse ctl run presets' lists them."));
                preset = new OwnPreset(required(second, "What is its new name?"), old.team());
            }
            host.value(host.client().host().savePreset(before, preset));
            ctl.done("preset", preset == null ? name : preset.name(), "Done.");
            return 0;
        }
    }

    private int start() throws CommandFailure {
        JsonObject file = ctl.terminal().objectOf(required(what, "Which file has the run?"));
        RunKind kind = kind(file);
        if (!(file.get("parameters") instanceof JsonObject given)) {
            throw CommandFailure.usage("The file needs 'parameters', a JSON object.");
        }
        String parameters = StrictJson.write(given);
        try (HostConnection host = ctl.connect()) {
            RunId runId = host.value(host.client().host().startRun(kind, parameters));
            ctl.done("runId", runId.value(), runId.value());
            return 0;
        }
    }

    private static RunKind kind(JsonObject file) throws CommandFailure {
        String word = file.get("kind") != null && file.get("kind").isJsonPrimitive()
                ? file.get("kind").getAsString()
                : "";
        try {
            return RunKind.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("The file needs a 'kind': try, review, team or goal.");
        }
    }

    private int act() throws CommandFailure {
        RunId runId = id();
        JsonObject parameters = new JsonObject();
        if (member != null) {
            parameters.addProperty("member", member);
        } else if (action.equals("keep") || action.equals("merge") || action.equals(ClientMessage.ActOnRun.ALLOW)) {
            throw CommandFailure.usage("Which one? Name it with --member. 'pilothouse ctl runs' lists the members.");
        }
        if (pending != null) {
            parameters.addProperty("pending", pending);
        }
        if (message != null) {
            parameters.addProperty("message", message);
        }
        try (HostConnection host = ctl.connect()) {
            Run before = run(host.value(host.client().host().runs()), runId).orElse(null);
            host.value(host.client().host().actOnRun(runId, action, StrictJson.write(parameters)));
            if (action.equals("merge") && before != null && !noWait) {
                return merged(host, before);
            }
            ctl.done("runId", runId.value(), accepted(action));
            return 0;
        }
    }

    private static Optional<Run> run(List<Run> runs, RunId runId) {
        return runs.stream().filter(each -> each.runId().equals(runId)).findFirst();
    }

    /** Waits for the outcome of a merge. One that is refused adds a note to its run, which goes on. */
    private int merged(HostConnection host, Run before) throws CommandFailure {
        RunId runId = before.runId();
        HostView view = host.awaitView(
                each -> run(each.runs(), runId)
                        .filter(run -> run.state() != RunState.RUNNING)
                        .filter(run -> !run.fact("merged").isEmpty()
                                || !run.notes().equals(before.notes())
                                || !Objects.equals(
                                        run.status().endedAt(), before.status().endedAt()))
                        .isPresent(),
                MERGE_LIMIT,
                "The merge did not end in time. 'pilothouse ctl runs' shows what comes of it.");
        Run after = run(view.runs(), runId).orElseThrow();
        if (after.fact("merged").isEmpty()) {
            boolean noted = !after.notes().isEmpty() && !after.notes().equals(before.notes());
            throw new CommandFailure(
                    CommandFailure.OTHER,
                    "notMerged",
                    (noted
                                    ? after.notes()
                                            .get(after.notes().size() - 1)
                                            .sentence()
                                    : after.status().sentence())
                            .text());
        }
        ctl.done("runId", runId.value(), after.status().sentence().text());
        return 0;
    }

    /** An answer to an action means that the host has it. What needs a job, such as a merge, is done or refused later. */
    private static String accepted(String action) {
        return switch (action) {
            case ClientMessage.ActOnRun.STOP -> "Stopping.";
            case ClientMessage.ActOnRun.ALLOW -> "Done.";
            default -> "The host has it. 'pilothouse ctl runs' shows what comes of it.";
        };
    }

    private RunId id() throws CommandFailure {
        String id = required(what, "Which run? 'pilothouse ctl runs' lists them.");
        try {
            return new RunId(id);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("This is not a run's id: " + id);
        }
    }
}
