package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.DiffHunk;
import dev.pilothouse.model.FileDiff;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.RepositoryCodec;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints the differences of one changed file of a session, or of all of them. */
@Command(name = "diff", description = "Prints the differences of a session's git working tree, of one file or of all.")
final class DiffCommand implements Callable<Integer> {

    private static final String NO_FILE = "/dev/null";

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(index = "0", paramLabel = "SESSION", description = "The session's id.")
    private String session;

    @Parameters(
            index = "1",
            paramLabel = "PATH",
            arity = "0..1",
            description = "A path that 'changes' lists (default: all of them).")
    private @Nullable String path;

    @Option(
            names = "--uncommitted",
            description = "Compares with the last commit instead of the point at which the branch left its base.")
    private boolean uncommitted;

    @Override
    public Integer call() throws CommandFailure {
        SessionId sessionId = CtlCommand.session(session);
        ComparisonTarget target = ChangesCommand.target(uncommitted);
        String wanted = path;
        JsonArray array = new JsonArray();
        try (HostConnection host = ctl.connect()) {
            List<ChangedFile> files = host.value(host.client().host().changes(sessionId, target)).files().stream()
                    .filter(file -> wanted == null || file.path().equals(wanted))
                    .toList();
            if (wanted != null && files.isEmpty()) {
                throw new CommandFailure(
                        CommandFailure.NO_SUCH_THING, "notChanged", "This file has no changes: " + wanted);
            }
            for (ChangedFile file : files) {
                print(host, sessionId, target, file, array);
            }
        }
        if (ctl.json()) {
            ctl.terminal().json(array);
        }
        return 0;
    }

    private void print(
            HostConnection host, SessionId sessionId, ComparisonTarget target, ChangedFile file, JsonArray array)
            throws CommandFailure {
        if (!ctl.json()) {
            ctl.terminal().line("--- " + before(file));
            ctl.terminal().line("+++ " + (file.state() == ChangedFile.State.DELETED ? NO_FILE : file.path()));
        }
        boolean more = true;
        for (int page = 0; more; page++) {
            FileDiff diff = host.value(host.client().host().diff(sessionId, file.path(), file.oldPath(), target, page));
            if (ctl.json()) {
                JsonObject json = RepositoryCodec.DIFF.encode(diff);
                json.addProperty("path", file.path());
                json.addProperty("page", page);
                array.add(json);
            } else if (diff.binary()) {
                ctl.terminal().line("Binary file");
            } else {
                diff.hunks().forEach(this::print);
            }
            more = diff.more();
        }
    }

    private static String before(ChangedFile file) {
        return switch (file.state()) {
            case ADDED, UNTRACKED -> NO_FILE;
            default -> file.oldPath().isEmpty() ? file.path() : file.oldPath();
        };
    }

    private void print(DiffHunk hunk) {
        String old = range(hunk.oldStart(), hunk, '-');
        String now = range(hunk.newStart(), hunk, '+');
        ctl.terminal().line(("@@ -" + old + " +" + now + " @@ " + hunk.heading()).stripTrailing());
        hunk.lines().forEach(ctl.terminal()::line);
    }

    /** The first line and the number of lines of one side, as in a patch: a number of 1 is omitted. */
    private static String range(int start, DiffHunk hunk, char side) {
        long lines = hunk.lines().stream()
                .filter(line -> line.charAt(0) == ' ' || line.charAt(0) == side)
                .count();
        return lines == 1 ? String.valueOf(start) : start + "," + lines;
    }
}
