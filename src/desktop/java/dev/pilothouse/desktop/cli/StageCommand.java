package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.model.CommitFile;
import dev.pilothouse.model.CommitState;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.FileMark;
import dev.pilothouse.model.HunkMark;
import dev.pilothouse.protocol.WireEnum;
import dev.pilothouse.session.SessionSummary;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what a commit would have, or stages and unstages files. */
@Command(
        name = "stage",
        description = {
            "Lists the files of a session's git working tree that differ from the last commit, and what is staged.",
            "With paths or --all: stages them, or unstages them with --remove.",
            "With one path and --hunk: that hunk alone, of the file's differences from the last commit."
        })
final class StageCommand extends SessionCommand {

    @Parameters(index = "1..*", paramLabel = "PATH", arity = "0..*", description = "Paths as they are listed.")
    private List<String> paths = List.of();

    @Option(names = "--all", description = "All listed files.")
    private boolean all;

    @Option(names = "--remove", description = "Unstages instead. The files stay as they are.")
    private boolean remove;

    @Mixin
    private HunkArgument hunk;

    @Override
    void check() throws CommandFailure {
        if (hunk.isGiven() && paths.size() != 1) {
            throw CommandFailure.usage("--hunk needs one path.");
        }
        if (all && !paths.isEmpty()) {
            throw CommandFailure.usage("Give either --all or paths.");
        } else if (remove && !all && paths.isEmpty()) {
            throw CommandFailure.usage("--remove needs paths or --all.");
        }
    }

    @Override
    int run(HostConnection host, SessionSummary summary) throws CommandFailure {
        CommitState state = host.value(host.client().host().commitState(id(summary)));
        if (all || !paths.isEmpty()) {
            List<FileMark> marks = new ArrayList<>();
            for (String path :
                    all ? state.files().stream().map(CommitFile::path).toList() : paths) {
                marks.add(FileMark.of(state.files().stream()
                        .filter(file -> file.path().equals(path))
                        .findFirst()
                        .orElseThrow(() -> new CommandFailure(
                                CommandFailure.NO_SUCH_THING, "notChanged", "This file has no changes: " + path))));
            }
            HunkMark part = paths.size() == 1 && !marks.isEmpty()
                    ? hunk.find(
                            host, id(summary), marks.get(0).path(), marks.get(0).oldPath(), ComparisonTarget.HEAD)
                    : null;
            state = host.value(host.client().host().stage(id(summary), !remove, marks, part));
        }
        print(state);
        return 0;
    }

    private void print(CommitState state) {
        if (ctl().json()) {
            JsonArray files = new JsonArray();
            for (CommitFile file : state.files()) {
                JsonObject json = new JsonObject();
                json.addProperty("path", file.path());
                json.addProperty("oldPath", file.oldPath());
                json.addProperty("state", WireEnum.toWire(file.state()));
                json.addProperty("staged", WireEnum.toWire(file.staging()));
                files.add(json);
            }
            JsonObject json = new JsonObject();
            json.addProperty("branch", state.head().branch());
            json.addProperty("commit", state.head().commit());
            json.add("files", files);
            json.addProperty("total", state.total());
            ctl().terminal().json(json);
            return;
        }
        if (state.total() == 0) {
            ctl().terminal().note("Nothing differs from the last commit.");
            return;
        }
        Table table = new Table("STAGED", "STATE", "PATH");
        state.files()
                .forEach(
                        file -> table.row(WireEnum.toWire(file.staging()), WireEnum.toWire(file.state()), file.path()));
        table.print(ctl().terminal());
        if (state.total() > state.files().size()) {
            ctl().terminal().note((state.total() - state.files().size()) + " more files are not listed.");
        }
    }
}
