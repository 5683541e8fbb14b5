package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.model.ChangeContent;
import dev.pilothouse.model.ChangePart;
import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.DiffHunk;
import dev.pilothouse.model.FileChanges;
import dev.pilothouse.model.FileDiff;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.RepositoryCodec;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints a patch of one changed file of a session, or of all of them. */
@Command(name = "diff", description = "Prints a patch of a session's git working tree, of one file or of all.")
final class DiffCommand implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(index = "0", paramLabel = "SESSION", description = SessionArgument.HELP)
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

    @Option(names = "--hunks", description = "Lists the hunks of PATH with their numbers, for 'stage' and 'reject'.")
    private boolean hunks;

    @Override
    public Integer call() throws CommandFailure {
        if (hunks && path == null) {
            throw CommandFailure.usage("--hunks needs a path. 'changes' lists them.");
        }
        ComparisonTarget target = ChangesCommand.target(uncommitted);
        String wanted = path;
        try (HostConnection host = ctl.connect()) {
            SessionId sessionId = host.session(session);
            FileChanges changes = host.value(host.client().host().changes(sessionId, target));
            List<ChangedFile> files = changes.files().stream()
                    .filter(file -> wanted == null || file.path().equals(wanted))
                    .toList();
            if (wanted != null && files.isEmpty()) {
                throw new CommandFailure(
                        CommandFailure.NO_SUCH_THING, "notChanged", "This file has no changes: " + wanted);
            }
            if (hunks) {
                print(HunkArgument.list(
                        host, sessionId, files.get(0).path(), files.get(0).oldPath(), target));
            } else if (ctl.json()) {
                JsonArray array = new JsonArray();
                for (ChangedFile file : files) {
                    pages(host, sessionId, target, file, array);
                }
                ctl.terminal().json(array);
            } else {
                patch(host, sessionId, target, wanted == null ? "" : wanted);
            }
        }
        return 0;
    }

    private void print(List<DiffHunk> found) {
        if (ctl.json()) {
            JsonArray array = new JsonArray();
            for (int i = 0; i < found.size(); i++) {
                JsonObject json = new JsonObject();
                json.addProperty("number", i + 1);
                json.addProperty("oldStart", found.get(i).oldStart());
                json.addProperty("newStart", found.get(i).newStart());
                json.addProperty("heading", found.get(i).heading());
                JsonArray lines = new JsonArray();
                found.get(i).lines().forEach(lines::add);
                json.add("lines", lines);
                array.add(json);
            }
            ctl.terminal().json(array);
            return;
        }
        if (found.isEmpty()) {
            ctl.terminal().note("This file has no hunks.");
        }
        for (int i = 0; i < found.size(); i++) {
            DiffHunk hunk = found.get(i);
            ctl.terminal()
                    .line("hunk " + (i + 1) + ", from line " + hunk.newStart()
                            + (hunk.heading().isEmpty() ? "" : ": " + hunk.heading()));
            hunk.lines().forEach(ctl.terminal()::line);
        }
    }

    private static void pages(
            HostConnection host, SessionId sessionId, ComparisonTarget target, ChangedFile file, JsonArray array)
            throws CommandFailure {
        boolean more = true;
        for (int page = 0; more; page++) {
            FileDiff diff =
                    host.value(host.client().host().diff(sessionId, file.path(), file.oldPath(), target, page, ""));
            JsonObject json = RepositoryCodec.DIFF.encode(diff);
            json.addProperty("path", file.path());
            json.addProperty("page", page);
            array.add(json);
            more = diff.more();
        }
    }

    /** Prints a patch that git apply accepts, and on standard error what it does not have. */
    private void patch(HostConnection host, SessionId sessionId, ComparisonTarget target, String wanted)
            throws CommandFailure {
        ByteArrayOutputStream patch = new ByteArrayOutputStream();
        List<String> omitted = new ArrayList<>();
        String content = "";
        long total = -1;
        while (patch.size() != total) {
            ChangeContent piece = host.value(
                    host.client().host().readChange(sessionId, wanted, "", target, ChangePart.PATCH, patch.size()));
            byte[] bytes = Base64.getDecoder().decode(piece.data());
            if (total >= 0 && !piece.content().equals(content) || bytes.length == 0 && piece.total() > patch.size()) {
                throw new CommandFailure(
                        CommandFailure.OTHER, "changed", "The files changed while they were read. Try again.");
            }
            content = piece.content();
            total = piece.total();
            omitted.addAll(piece.omitted());
            patch.writeBytes(bytes);
        }
        ctl.terminal().bytes(patch.toByteArray());
        omitted.forEach(
                file -> ctl.terminal().note("Not in the patch, because it is binary or cannot be read: " + file));
    }
}
