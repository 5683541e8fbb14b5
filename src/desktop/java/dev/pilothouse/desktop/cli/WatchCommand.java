package dev.pilothouse.desktop.cli;

import dev.pilothouse.bridge.UpdateSink;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.UpdateKinds;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.SessionGateway;
import dev.pilothouse.session.SessionState;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints the updates of a session, and reconnects after lost connections. */
@Command(
        name = "watch",
        description = {
            "Prints what happens in a session: each update once, in order, beginning with the first after --after.",
            "Where the host no longer has single updates, because they lie too far back, it prints what they led to:"
                    + " each prompt, message, thought, tool call, question with its answer, note and end of a turn once,"
                    + " complete, in the order of their last change. Changes of the plan, the queue, the mode, the model"
                    + " and of the agent's process are not among them. A line on the error output says so.",
            "Connects again by itself when the link is lost. Ends with Ctrl-C, or with --until."
        })
final class WatchCommand implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(paramLabel = "SESSION", description = SessionArgument.HELP)
    private String session;

    @Option(
            names = "--after",
            paramLabel = "SEQ",
            defaultValue = "0",
            description = {
                "Begin after this seq (default: 0, the beginning).",
                "If all of it cannot be printed, the command says so and ends with exit code 1."
            })
    private long after;

    @Option(
            names = "--until",
            paramLabel = "KIND",
            description = "End after the first update of this kind, such as turnEnded.")
    private String until;

    private volatile boolean over;
    /** The reason why not all can be printed; null while complete. */
    private volatile @Nullable String incomplete;

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        if (after < 0) {
            throw CommandFailure.usage("A seq counts from 0, so --after cannot be " + after + ".");
        }
        if (until != null && !UpdateKinds.all().contains(until)) {
            throw CommandFailure.usage(
                    "There is no kind " + until + ". The kinds are: " + String.join(", ", UpdateKinds.all()) + ".");
        }
        try (HostConnection host = ctl.connect()) {
            SessionId sessionId = host.session(session);
            UpdatePrinter printer = ctl.json()
                    ? new JsonUpdatePrinter(ctl.terminal(), sessionId)
                    : new TextUpdatePrinter(ctl.terminal(), sessionId);
            try (SessionGateway.Subscription following = host.client().follow(sessionId, after, new Sink(printer))) {
                await(host, sessionId);
            }
            if (incomplete != null) {
                throw new CommandFailure(CommandFailure.OTHER, "incomplete", incomplete);
            }
            return 0;
        }
    }

    private void await(HostConnection host, SessionId sessionId) throws CommandFailure, InterruptedException {
        ConnectionState seen = host.view().connection();
        boolean told = false;
        while (!over && !ctl.terminal().isGone()) {
            ConnectionState now = host.awaitLink(seen);
            if (now instanceof ConnectionState.Refused refused) {
                throw CommandFailure.of(refused.code(), refused.text());
            }
            if (now instanceof ConnectionState.Lost lost && !told) {
                told = true;
                ctl.terminal().note(Terminal.plainLine("The link is lost and is tried again: " + lost.reason()));
            } else if (now instanceof ConnectionState.Live && told) {
                told = false;
                ctl.terminal().note("The link is back.");
            }
            seen = now;
            if (now instanceof ConnectionState.Live
                    && host.view().sessions().stream()
                            .noneMatch(each -> each.sessionId().equals(sessionId))) {
                throw CommandFailure.of(ErrorCode.NO_SUCH_SESSION, "Session " + sessionId + " was deleted.");
            }
        }
    }

    /** Called on the client-state lane. */
    private final class Sink implements UpdateSink {
        private final UpdatePrinter printer;

        Sink(UpdatePrinter printer) {
            this.printer = printer;
        }

        @Override
        public void updates(List<JournaledUpdate> updates) {
            for (JournaledUpdate update : updates) {
                if (over) {
                    return;
                }
                printer.print(update);
                over = UpdateKinds.of(update.update()).equals(until);
            }
        }

        @Override
        public void skipped(long from, SessionState state) {
            ctl.terminal()
                    .note("The updates " + (from + 1) + " to " + state.seq()
                            + " are printed as the items that they led to.");
            updates(ItemUpdates.of(state, from));
        }

        @Override
        public void incomplete(String reason) {
            incomplete = reason;
            over = true;
        }
    }
}
