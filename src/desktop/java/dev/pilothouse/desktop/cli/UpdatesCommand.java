package dev.pilothouse.desktop.cli;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.platform.OkHttpReleaseFeed;
import dev.pilothouse.platform.ReleaseFeed;
import dev.pilothouse.platform.SemanticVersion;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Checks once for a newer release. Needs no host; downloads nothing. */
@Command(
        name = "updates",
        description = "Asks the project's page once whether there is a newer release. Downloads nothing.")
final class UpdatesCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Override
    public Integer call() throws CommandFailure {
        OkHttpReleaseFeed feed = OkHttpReleaseFeed.ofThisBuild()
                .orElseThrow(() -> new CommandFailure(
                        CommandFailure.OTHER,
                        "noFeed",
                        "This build does not know where releases are told of. JAVA_TOOL_OPTIONS=-D"
                                + OkHttpReleaseFeed.PROPERTY + "=https://… names the address."));
        try (feed) {
            return print(feed.ask());
        }
    }

    private int print(ReleaseFeed.Answer answer) throws CommandFailure {
        if (answer instanceof ReleaseFeed.Answer.Failed failed) {
            throw new CommandFailure(CommandFailure.OTHER, "couldNotAsk", "Could not ask: " + text(failed) + ".");
        }
        String own = ProgramVersion.version();
        String newest = answer instanceof ReleaseFeed.Answer.Newest found ? found.version() : "";
        String page = answer instanceof ReleaseFeed.Answer.Newest found ? found.page() : "";
        boolean newer = SemanticVersion.parse(own)
                .flatMap(version -> SemanticVersion.parse(newest).map(found -> found.compareTo(version) > 0))
                .orElse(false);
        if (root.json()) {
            JsonObject json = new JsonObject();
            json.addProperty("version", own);
            json.addProperty("newest", newest);
            json.addProperty("newer", newer);
            json.addProperty("page", page);
            root.terminal().json(json);
        } else if (newer) {
            root.terminal().line("There is Pilothouse " + newest + "; this is " + own + ". " + page);
        } else {
            root.terminal().line("There is no release newer than " + own + ".");
        }
        return 0;
    }

    private static String text(ReleaseFeed.Answer.Failed failed) {
        return switch (failed.reason()) {
            case UNREACHABLE -> "the server could not be reached";
            case TIMED_OUT -> "it did not answer in time";
            case STATUS -> "the server answered with " + failed.status();
            case ELSEWHERE -> "the server sends elsewhere, which was not followed";
            case TOO_LARGE, UNREADABLE ->
                "the answer is "
                        + failed.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            case BUSY -> "too much is going on just now";
        };
    }
}
