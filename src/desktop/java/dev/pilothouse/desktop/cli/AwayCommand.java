package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.push.NotificationCheck;
import dev.pilothouse.desktop.push.NotificationConfig;
import dev.pilothouse.desktop.push.NotificationTarget;
import dev.pilothouse.model.PushRules;
import dev.pilothouse.model.QuietHours;
import dev.pilothouse.protocol.WireEnum;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists the targets of notifications while nobody uses the app. Reads the user's file; needs no running host. */
@Command(
        name = "away",
        description =
                "Lists where the host tells what happens while nobody looks, as away.json in the data folder says.",
        subcommands = AwayCommand.Test.class)
final class AwayCommand implements Callable<Integer> {
    private static final int MAX_SECONDS = 600;

    @ParentCommand
    private RootCommand root;

    @Mixin
    private DataFolderOption data;

    RootCommand root() {
        return root;
    }

    private List<NotificationTarget> targets() throws CommandFailure {
        Path folder = data.folder();
        try {
            return NotificationConfig.read(folder);
        } catch (NotificationConfig.InvalidException e) {
            throw new CommandFailure(CommandFailure.OTHER, "badConfig", e.getMessage());
        }
    }

    private NotificationCheck check() throws CommandFailure {
        try {
            return new NotificationCheck(data.folder());
        } catch (NotificationConfig.InvalidException e) {
            throw new CommandFailure(CommandFailure.OTHER, "badConfig", e.getMessage());
        }
    }

    @Override
    public Integer call() throws CommandFailure {
        Path folder = data.folder();
        List<NotificationTarget> targets = targets();
        if (root.json()) {
            JsonArray array = new JsonArray();
            targets.forEach(target -> array.add(json(target, NotificationCheck.lastResult(folder, target))));
            root.terminal().json(array);
            return 0;
        }
        if (targets.isEmpty()) {
            root.terminal()
                    .note("Nobody is told. Add a target in the settings under “Notifications”, or in "
                            + data.folder().resolve(NotificationConfig.FILE) + "; see docs/away.md.");
            return 0;
        }
        Table table = new Table("TARGET", "NAME", "FORM", "AT", "EVENTS", "TRANSCRIPT", "QUIET", "BUTTONS", "LAST");
        for (NotificationTarget target : targets) {
            QuietHours quiet = target.settings().rules().quiet();
            NotificationCheck.LastResult last = NotificationCheck.lastResult(folder, target);
            table.row(
                    target.id(),
                    target.name(),
                    WireEnum.toWire(target.kind()),
                    target.server(),
                    String.join(" ", kinds(target)),
                    target.transcript() ? "yes" : "no",
                    quiet.isSet() ? quiet.from() + "-" + quiet.to() : "no",
                    target.settings().answersAs() == null ? "no" : "yes",
                    last.at() == null ? "never" : last.at() + " " + last.text());
        }
        table.print(root.terminal());
        return 0;
    }

    private static JsonObject json(NotificationTarget target, NotificationCheck.LastResult last) {
        JsonObject json = new JsonObject();
        json.addProperty("id", target.id());
        json.addProperty("name", target.name());
        json.addProperty("form", WireEnum.toWire(target.kind()));
        json.addProperty("host", target.server());
        json.addProperty("transcript", target.transcript());
        json.addProperty("tokenSet", !target.token().isEmpty());
        JsonArray events = new JsonArray();
        kinds(target).forEach(events::add);
        json.add("events", events);
        PushRules rules = target.settings().rules();
        if (rules.quiet().isSet()) {
            JsonObject quiet = new JsonObject();
            quiet.addProperty("from", rules.quiet().from());
            quiet.addProperty("to", rules.quiet().to());
            quiet.addProperty("zone", rules.quiet().zone());
            json.add("quiet", quiet);
        }
        if (!rules.escalateTo().isEmpty()) {
            json.addProperty("escalateTo", rules.escalateTo());
            json.addProperty("escalateMinutes", rules.escalateMinutes());
        }
        json.addProperty("buttons", target.settings().answersAs() != null);
        if (last.at() != null) {
            JsonObject result = new JsonObject();
            result.addProperty("at", last.at().toString());
            result.addProperty("delivered", last.delivered());
            result.addProperty("text", last.text());
            json.add("last", result);
        }
        return json;
    }

    private static List<String> kinds(NotificationTarget target) {
        return target.kinds().stream().sorted().map(WireEnum::toWire).toList();
    }

    @Command(name = "test", description = "Tells all of them, or one, that this is a test.")
    static final class Test implements Callable<Integer> {
        @ParentCommand
        private AwayCommand away;

        @Parameters(paramLabel = "NAME", arity = "0..1", description = "Which one, by id or name (default: all).")
        private String name;

        @Option(
                names = "--round-trip",
                paramLabel = "SECONDS",
                arity = "0..1",
                fallbackValue = "60",
                description = "Send a button too, and wait so long for its press (default: 60).")
        private @Nullable Integer seconds;

        @Override
        public Integer call() throws CommandFailure {
            if (seconds != null && (seconds < 1 || seconds > MAX_SECONDS)) {
                throw CommandFailure.usage("--round-trip takes 1 to " + MAX_SECONDS + " seconds.");
            }
            List<NotificationTarget> targets = away.targets().stream()
                    .filter(target -> name == null
                            || target.id().equals(name)
                            || target.name().equals(name))
                    .toList();
            if (targets.isEmpty()) {
                throw new CommandFailure(
                        CommandFailure.NO_SUCH_THING,
                        "noSuchTarget",
                        name == null ? "away.json names nobody." : "away.json names nobody " + name + '.');
            }
            JsonArray array = new JsonArray();
            boolean all = true;
            try (NotificationCheck check = away.check()) {
                for (NotificationTarget target : targets) {
                    NotificationCheck.Result result =
                            check.run(target, seconds == null ? Duration.ZERO : Duration.ofSeconds(seconds));
                    all &= seconds == null ? result.sent() : result.answeredMillis() >= 0;
                    array.add(json(target, result));
                    if (!away.root().json()) {
                        away.root().terminal().line(line(target, result));
                    }
                }
            }
            if (away.root().json()) {
                away.root().terminal().json(array);
            }
            return all ? 0 : CommandFailure.OTHER;
        }

        private JsonObject json(NotificationTarget target, NotificationCheck.Result result) {
            JsonObject json = new JsonObject();
            json.addProperty("name", target.id());
            json.addProperty("told", result.sent());
            json.addProperty("words", result.words());
            json.addProperty("sentMillis", result.sentMillis());
            if (seconds != null && result.answeredMillis() >= 0) {
                json.addProperty("answeredMillis", result.answeredMillis());
            }
            return json;
        }

        private String line(NotificationTarget target, NotificationCheck.Result result) {
            if (!result.sent()) {
                return target.id() + " was not told: " + result.words() + '.';
            }
            String told = target.id() + " was told.";
            if (seconds == null) {
                return told;
            }
            return result.answeredMillis() < 0
                    ? told + " Its button was not pressed in " + seconds + " s."
                    : told + " Accepted after " + result.sentMillis() + " ms, its button pressed after "
                            + result.answeredMillis() + " ms.";
        }
    }
}
