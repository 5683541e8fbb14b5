package dev.pilothouse.desktop.check;

import dev.pilothouse.desktop.trust.CommandFileReader;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.TextCutter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A check to run, as a job of the kind {@link JobKind#CHECK}.
 *
 * @param directory where it runs
 * @param commands lines for the shell that a person has typed; empty: the check of the repository, in its top directory
 * @param limit for all commands together
 * @param afterTurn waits until a turn of its session has ended that follows this one; null to run it now
 */
public record CheckOrder(
        Path directory,
        List<String> commands,
        Duration limit,
        @Nullable AfterTurn afterTurn) {
    public static final Duration USUAL_LIMIT = Duration.ofMinutes(10);
    public static final Duration LONGEST_LIMIT = Duration.ofMinutes(120);

    private static final int TITLE = 100;

    /** @param last the last turn that is not waited for; 0 for none */
    public record AfterTurn(long last) {}

    public CheckOrder(Path directory, List<String> commands, Duration limit) {
        this(directory, commands, limit, null);
    }

    public CheckOrder {
        commands = List.copyOf(commands);
    }

    /** The arguments of its job. */
    public List<String> arguments() {
        return List.of(
                commands.isEmpty()
                        ? CommandFileReader.FILE
                        : TextCutter.line(PlainText.line(PlainText.exact(commands.get(0))), TITLE));
    }

    /** The parameters of its job. Check them with {@link CheckService#requireBounds} before. */
    public Map<String, String> parameters() {
        return CheckRunner.parameters(this);
    }
}
