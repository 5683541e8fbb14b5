package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.FileMark;
import dev.pilothouse.model.HunkMark;
import dev.pilothouse.session.SessionSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a changed file back. */
@Command(
        name = "reject",
        description = {
            "Puts a changed file, or one hunk of it with --hunk, of a session's git working tree back to what 'changes' compares it with.",
            "The host keeps the present file first."
        })
final class RejectCommand extends SessionCommand {

    @Parameters(index = "1", paramLabel = "PATH", description = "A path that 'changes' lists.")
    private String path;

    @Option(
            names = "--uncommitted",
            description = "Puts it back to the last commit instead of the point at which the branch left its base.")
    private boolean uncommitted;

    @Mixin
    private HunkArgument hunk;

    @Option(names = "--after-turn", description = "Waits for the end of the agent's turn.")
    private boolean afterTurn;

    @Override
    int run(HostConnection host, SessionSummary summary) throws CommandFailure {
        ComparisonTarget target = ChangesCommand.target(uncommitted);
        ChangedFile file = host.value(host.client().host().changes(id(summary), target)).files().stream()
                .filter(each -> each.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        CommandFailure.NO_SUCH_THING, "notChanged", "This file has no changes: " + path));
        HunkMark part = hunk.find(host, id(summary), path, file.oldPath(), target);
        return JobWatcher.await(
                ctl(),
                host,
                host.value(host.client().host().reject(id(summary), target, FileMark.of(file), part, afterTurn)));
    }
}
