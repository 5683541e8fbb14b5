package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.model.KeptInfo;
import dev.pilothouse.session.HostGateway;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists the snapshots of a repository's files, brings one back, or deletes it. */
@Command(
        name = "kept",
        description = {
            "Lists the snapshots of the files of a repository, newest first.",
            "With SNAPSHOT: puts the files back as they are in it, or deletes it."
        })
final class KeptCommand implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(paramLabel = "SNAPSHOT", arity = "0..1", description = "The snapshot's id.")
    private @Nullable String snapshot;

    @Option(
            names = "--cwd",
            paramLabel = "DIR",
            defaultValue = "",
            description = "A directory of the repository, on the host. Default: the current one.")
    private String cwd;

    @ArgGroup
    private @Nullable Change change;

    /** At most one of the two. */
    static final class Change {
        @Option(names = "--restore", description = "Puts the files back. Their present state is kept first.")
        private boolean restore;

        @Option(names = "--forget", description = "Deletes the snapshot.")
        private boolean forget;
    }

    @Override
    public Integer call() throws CommandFailure {
        Change wanted = change;
        String id = snapshot;
        if (id == null && wanted != null) {
            throw CommandFailure.usage("Which snapshot? 'pilothouse ctl kept' lists them.");
        }
        if (id != null && wanted == null) {
            throw CommandFailure.usage("Say --restore or --forget.");
        }
        String directory = cwd.isEmpty() ? Path.of("").toAbsolutePath().toString() : cwd;
        try (HostConnection host = ctl.connect()) {
            HostGateway gateway = host.client().host();
            if (id == null || wanted == null) {
                print(host.value(gateway.kept(directory)));
            } else if (wanted.restore) {
                HostGateway.Restored restored = host.value(gateway.restoreKept(directory, id));
                ctl.done(
                        "before",
                        restored.snapshot(),
                        restored.sentence().text() + "\nThe state before is the snapshot " + restored.snapshot() + ".");
            } else {
                host.value(gateway.forgetKept(directory, id));
                ctl.done("snapshot", id, "Deleted.");
            }
            return 0;
        }
    }

    private void print(List<KeptInfo> snapshots) {
        if (ctl.json()) {
            JsonArray array = new JsonArray();
            snapshots.forEach(each -> array.add(json(each)));
            ctl.terminal().json(array);
            return;
        }
        if (snapshots.isEmpty()) {
            ctl.terminal().note("There are no snapshots.");
            return;
        }
        Table table = new Table("SNAPSHOT", "REASON", "TAKEN", "FILES", "BYTES", "DIRECTORY");
        for (KeptInfo each : snapshots) {
            table.row(
                    each.snapshot(),
                    each.reason(),
                    each.at().toString(),
                    Integer.toString(each.files()),
                    Long.toString(each.bytes()),
                    each.directory());
        }
        table.print(ctl.terminal());
    }

    private static JsonObject json(KeptInfo each) {
        JsonObject json = new JsonObject();
        json.addProperty("snapshot", each.snapshot());
        json.addProperty("reason", each.reason());
        json.addProperty("owner", each.owner());
        json.addProperty("at", each.at().toString());
        json.addProperty("directory", each.directory());
        json.addProperty("branch", each.branch());
        json.addProperty("files", each.files());
        json.addProperty("bytes", each.bytes());
        return json;
    }
}
