package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.PushForm;
import dev.pilothouse.model.PushOrder;
import dev.pilothouse.model.RemoteState;
import dev.pilothouse.model.SessionId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Pushes a session's branch. */
@Command(
        name = "push",
        description = {
            "Says what goes where, pushes a session's branch, and waits for it.",
            "Pushes no tag and no other branch."
        })
final class PushCommand implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(paramLabel = "SESSION", description = SessionArgument.HELP)
    private String session;

    @Option(names = "--to-default", description = "Also to the default branch or another protected one.")
    private boolean toDefault;

    @Option(
            names = "--force-with-lease",
            description = "Replaces the remote's branch, if it still has the commit of the last fetch.")
    private boolean force;

    @Option(names = "--dry-run", description = "Only says what would go where.")
    private boolean dryRun;

    @Override
    public Integer call() throws CommandFailure {
        try (HostConnection host = ctl.connect()) {
            SessionId sessionId = host.session(session);
            RemoteState state = host.value(host.client().host().remote(sessionId));
            RemoteState.Push push = state.push();
            if (push.form() == PushForm.NO_REMOTE || push.form() == PushForm.NO_BRANCH) {
                throw new CommandFailure(
                        CommandFailure.NO_SUCH_THING,
                        "nothingToPush",
                        push.form() == PushForm.NO_REMOTE
                                ? "The repository has no remote."
                                : "No branch is checked out, or git is in the middle of an operation.");
            }
            if (!ctl.json()) {
                describe(state);
            }
            if (push.form() == PushForm.UP_TO_DATE || dryRun) {
                return 0;
            }
            if (push.form() == PushForm.DIVERGED && !force) {
                throw refused(
                        "diverged",
                        "The remote's branch has " + push.lost()
                                + " commits that this one does not have. Pull first, or"
                                + " replace it with --force-with-lease.");
            }
            if (push.guarded() && !toDefault) {
                throw refused(
                        "toDefault",
                        push.target() + " is the default branch or a protected one. Add --to-default to push to it.");
            }
            PushOrder order = PushOrder.of(state)
                    .toDefault(toDefault)
                    .replacing(push.form() == PushForm.DIVERGED ? push.seen() : "");
            return JobWatcher.await(ctl, host, host.value(host.client().host().push(sessionId, order)));
        }
    }

    private static CommandFailure refused(String code, String text) {
        return new CommandFailure(CommandFailure.REFUSED, code, text);
    }

    private void describe(RemoteState state) {
        RemoteState.Push push = state.push();
        String form = switch (push.form()) {
            case UP_TO_DATE -> "up to date";
            case NEW_BRANCH -> "new branch";
            case FAST_FORWARD -> "fast-forward";
            case DIVERGED -> "diverged";
            default -> "unknown";
        };
        ctl.terminal()
                .line(state.branch().name() + " -> " + push.remote() + "/" + push.target() + " at " + push.url() + " ("
                        + form + ", " + push.total() + (push.total() == 1 ? " commit" : " commits") + ")");
        push.commits()
                .forEach(commit -> ctl.terminal()
                        .line("  "
                                + commit.id()
                                        .substring(0, Math.min(10, commit.id().length())) + " " + commit.subject()));
        if (push.total() > push.commits().size()) {
            ctl.terminal().line("  and " + (push.total() - push.commits().size()) + " more");
        }
    }
}
