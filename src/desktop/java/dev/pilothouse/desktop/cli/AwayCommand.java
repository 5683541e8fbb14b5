package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.push.NotificationConfig;
import dev.pilothouse.desktop.push.NotificationKind;
import dev.pilothouse.desktop.push.NotificationTarget;
import dev.pilothouse.desktop.push.OkHttpWebhookClient;
import dev.pilothouse.desktop.push.PushNotification;
import dev.pilothouse.desktop.push.WebhookClient;
import dev.pilothouse.protocol.WireEnum;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists the targets of notifications while nobody uses the app. Reads the user's file; needs no running host. */
@Command(
        name = "away",
        description =
                "Lists where the host tells what happens while nobody looks, as away.json in the data folder says.",
        subcommands = AwayCommand.Test.class)
final class AwayCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

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

    @Override
    public Integer call() throws CommandFailure {
        List<NotificationTarget> targets = targets();
        if (root.json()) {
            JsonArray array = new JsonArray();
            for (NotificationTarget target : targets) {
                JsonObject json = new JsonObject();
                json.addProperty("name", target.name());
                json.addProperty("form", WireEnum.toWire(target.form()));
                json.addProperty("host", target.url().getHost());
                json.addProperty("transcript", target.transcript());
                JsonArray events = new JsonArray();
                kinds(target).forEach(events::add);
                json.add("events", events);
                array.add(json);
            }
            root.terminal().json(array);
            return 0;
        }
        if (targets.isEmpty()) {
            root.terminal()
                    .note("Nobody is told. " + data.folder().resolve(NotificationConfig.FILE)
                            + " names who is; see docs/away.md.");
            return 0;
        }
        Table table = new Table("NAME", "FORM", "AT", "EVENTS", "TRANSCRIPT");
        for (NotificationTarget target : targets) {
            table.row(
                    target.name(),
                    WireEnum.toWire(target.form()),
                    target.url().getHost(),
                    String.join(" ", kinds(target)),
                    target.transcript() ? "yes" : "no");
        }
        table.print(root.terminal());
        return 0;
    }

    private static List<String> kinds(NotificationTarget target) {
        return target.kinds().stream().sorted().map(WireEnum::toWire).toList();
    }

    @Command(name = "test", description = "Tells all of them, or one, that this is a test.")
    static final class Test implements Callable<Integer> {
        @ParentCommand
        private AwayCommand away;

        @Parameters(paramLabel = "NAME", arity = "0..1", description = "Which one (default: all).")
        private String name;

        @Override
        public Integer call() throws CommandFailure {
            List<NotificationTarget> targets = away.targets().stream()
                    .filter(target -> name == null || target.name().equals(name))
                    .toList();
            if (targets.isEmpty()) {
                throw new CommandFailure(
                        CommandFailure.NO_SUCH_THING,
                        "noSuchTarget",
                        name == null ? "away.json names nobody." : "away.json names nobody " + name + '.');
            }
            PushNotification notice = new PushNotification(
                    "test-" + UUID.randomUUID(),
                    NotificationKind.NEEDS_YOU,
                    "test",
                    "Pilothouse",
                    "Test",
                    "This is a test. Your sessions can reach you.",
                    "",
                    Instant.now());
            JsonArray array = new JsonArray();
            boolean all = true;
            try (WebhookClient post = new OkHttpWebhookClient("test", TIMEOUT)) {
                for (NotificationTarget target : targets) {
                    WebhookClient.Outcome outcome = post.post(target, notice);
                    boolean sent = outcome.fate() == WebhookClient.Fate.SENT;
                    all &= sent;
                    JsonObject json = new JsonObject();
                    json.addProperty("name", target.name());
                    json.addProperty("told", sent);
                    json.addProperty("words", outcome.words());
                    array.add(json);
                    if (!away.root().json()) {
                        away.root()
                                .terminal()
                                .line(target.name()
                                        + (sent ? " was told." : " was not told: " + outcome.words() + '.'));
                    }
                }
            }
            if (away.root().json()) {
                away.root().terminal().json(array);
            }
            return all ? 0 : CommandFailure.OTHER;
        }
    }
}
