package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.DiffHunk;
import dev.pilothouse.model.FileDiff;
import dev.pilothouse.model.HunkMark;
import dev.pilothouse.model.SessionId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names one hunk of a file by its number, from 1. Used on the command's thread. */
final class HunkArgument {
    @Option(
            names = "--hunk",
            paramLabel = "NUMBER",
            description = "One hunk of the file, by its number. 'diff --hunks' lists them.")
    private @Nullable Integer number;

    boolean isGiven() {
        return number != null;
    }

    /** Returns the hunk as the host knows it now; null for the whole file. */
    @Nullable
    HunkMark find(HostConnection host, SessionId sessionId, String path, String oldPath, ComparisonTarget target)
            throws CommandFailure {
        if (number == null) {
            return null;
        }
        List<DiffHunk> hunks = list(host, sessionId, path, oldPath, target);
        if (number < 1 || number > hunks.size()) {
            throw new CommandFailure(
                    CommandFailure.NO_SUCH_THING,
                    "noSuchHunk",
                    hunks.isEmpty()
                            ? "This file has no hunks: " + path
                            : "This file has the hunks 1 to " + hunks.size() + ": " + path);
        }
        return HunkMark.of(hunks.get(number - 1));
    }

    /** The hunks of a file. One that continues on the next page has the lines of its first page. */
    static List<DiffHunk> list(
            HostConnection host, SessionId sessionId, String path, String oldPath, ComparisonTarget target)
            throws CommandFailure {
        List<DiffHunk> hunks = new ArrayList<>();
        boolean more = true;
        for (int page = 0; more; page++) {
            FileDiff diff = host.value(host.client().host().diff(sessionId, path, oldPath, target, page, ""));
            for (DiffHunk hunk : diff.hunks()) {
                DiffHunk last = hunks.isEmpty() ? null : hunks.get(hunks.size() - 1);
                boolean continues =
                        last != null && last.oldStart() == hunk.oldStart() && last.newStart() == hunk.newStart();
                if (!continues) {
                    hunks.add(hunk);
                }
            }
            more = diff.more();
        }
        return hunks;
    }
}
