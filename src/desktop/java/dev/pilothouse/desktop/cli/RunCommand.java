package dev.pilothouse.desktop.cli;

import com.google.gson.JsonObject;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
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
            "The file is a JSON object with 'kind' and 'parameters'; docs/runs.md has the kinds."
        })
final class RunCommand implements Callable<Integer> {
    private static final long MAX_FILE = 1_000_000;

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(index = "0", paramLabel = "start|stop|ACTION", description = "What to do.")
    private String action;

    @Parameters(index = "1", paramLabel = "FILE|RUN", description = "The file of a new run, or the id of a run.")
    private String what;

    @Option(names = "--member", paramLabel = "KEY", description = "The member that the action is about.")
    private @Nullable String member;

    @Option(
            names = "--message",
            paramLabel = "TEXT",
            description = "For 'merge': the message of a commit of files that are not committed.")
    private @Nullable String message;

    @Override
    public Integer call() throws CommandFailure {
        return action.equals("start") ? start() : act();
    }

    private int start() throws CommandFailure {
        JsonObject file = read();
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

    private JsonObject read() throws CommandFailure {
        try {
            Path path = Path.of(what);
            if (Files.size(path) > MAX_FILE) {
                throw CommandFailure.usage("The file is too large: " + what);
            }
            return StrictJson.parseObject(Files.readString(path));
        } catch (IOException | InvalidPathException e) {
            throw CommandFailure.usage("The file cannot be read: " + what);
        } catch (CodecException e) {
            throw CommandFailure.usage("The file is no JSON object: " + e.getMessage());
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
        } else if (action.equals("keep") || action.equals("merge")) {
            throw CommandFailure.usage("Which one? Name it with --member. 'pilothouse ctl runs' lists the members.");
        }
        if (message != null) {
            parameters.addProperty("message", message);
        }
        try (HostConnection host = ctl.connect()) {
            host.value(host.client().host().actOnRun(runId, action, StrictJson.write(parameters)));
            ctl.done("runId", runId.value(), action.equals(ClientMessage.ActOnRun.STOP) ? "Stopping." : "Done.");
            return 0;
        }
    }

    private RunId id() throws CommandFailure {
        try {
            return new RunId(what);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("This is not a run's id: " + what);
        }
    }
}
