package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.FileChanges;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.RepositoryCodec;
import dev.pilothouse.protocol.WireEnum;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists the changed files of a session's git working tree. */
@Command(name = "changes", description = "Lists the changed files of a session's git working tree.")
final class ChangesCommand implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(paramLabel = "SESSION", description = SessionArgument.HELP)
    private String session;

    @Option(
            names = "--uncommitted",
            description = "Compares with the last commit instead of the point at which the branch left its base.")
    private boolean uncommitted;

    @Override
    public Integer call() throws CommandFailure {
        FileChanges changes;
        try (HostConnection host = ctl.connect()) {
            SessionId sessionId = host.session(session);
            changes = host.value(host.client().host().changes(sessionId, target(uncommitted)));
        }
        if (ctl.json()) {
            ctl.terminal().json(RepositoryCodec.CHANGES.encode(changes));
            return 0;
        }
        if (changes.total() == 0) {
            ctl.terminal().note("Nothing has changed.");
            return 0;
        }
        Table table = new Table("STATE", "ADDED", "REMOVED", "PATH");
        for (ChangedFile file : changes.files()) {
            table.row(
                    WireEnum.toWire(file.state()),
                    file.binary() ? "binary" : Integer.toString(file.added()),
                    file.binary() ? "" : Integer.toString(file.removed()),
                    file.oldPath().isEmpty() ? file.path() : file.oldPath() + " -> " + file.path());
        }
        table.print(ctl.terminal());
        if (changes.total() > changes.files().size()) {
            ctl.terminal().note((changes.total() - changes.files().size()) + " more files are not listed.");
        }
        return 0;
    }

    static ComparisonTarget target(boolean uncommitted) {
        return uncommitted ? ComparisonTarget.HEAD : ComparisonTarget.BASE;
    }
}
