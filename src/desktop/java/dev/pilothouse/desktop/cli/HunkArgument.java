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
        DiffHunk last = null;
        boolean more = true;
        for (int page = 0; more; page++) {
            FileDiff diff = host.value(host.client().host().diff(sessionId, path, oldPath, target, page, ""));
            DiffHunk before = last;
            hunks.addAll(diff.hunks().stream()
                    .filter(hunk -> before == null || !continues(before, hunk))
                    .toList());
            last = diff.hunks().isEmpty() ? last : diff.hunks().get(diff.hunks().size() - 1);
            more = diff.more();
        }
        return hunks;
    }

    /** Whether a hunk is the rest of one that did not fit on the page before. Between two hunks are unchanged lines. */
    static boolean continues(DiffHunk before, DiffHunk next) {
        return next.oldStart() == before.oldStart() + count(before, '+')
                && next.newStart() == before.newStart() + count(before, '-');
    }

    /** The lines that do not begin with a sign. */
    private static int count(DiffHunk hunk, char except) {
        return (int)
                hunk.lines().stream().filter(line -> line.charAt(0) != except).count();
    }
}
