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

    @Parameters(paramLabel = "SESSION", arity = "0..1", description = SessionArgument.HELP)
    private @Nullable String session;

    @Option(
            names = "--all",
            description = {
                "Prints the updates of all sessions from now on, also of new ones, in no order between sessions.",
                "With --json a session that is deleted has a line with the kind 'deleted'."
            })
    private boolean all;

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

    private boolean lossTold;
    private volatile boolean over;
    /** The reason why not all can be printed; null while complete. */
    private volatile @Nullable String incomplete;

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        if (all == (session != null)) {
            throw CommandFailure.usage("Name a session, or use --all.");
        } else if (all && after != 0) {
            throw CommandFailure.usage("--all begins with now, so it takes no --after.");
        } else if (after < 0) {
            throw CommandFailure.usage("A seq counts from 0, so --after cannot be " + after + ".");
        }
        if (until != null && !UpdateKinds.all().contains(until)) {
            throw CommandFailure.usage(
                    "There is no kind " + until + ". The kinds are: " + String.join(", ", UpdateKinds.all()) + ".");
        }
        try (HostConnection host = ctl.connect()) {
            if (session == null) {
                return watchAll(host);
            }
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

    private int watchAll(HostConnection host) throws CommandFailure, InterruptedException {
        try (AllSessionsWatcher watcher = new AllSessionsWatcher(host, ctl.terminal(), ctl.json(), until)) {
            watcher.look(host.view());
            ctl.terminal()
                    .note("Watching all sessions, " + host.view().sessions().size() + " now.");
            ConnectionState seen = host.view().connection();
            while (!watcher.isOver() && !ctl.terminal().isGone()) {
                seen = awaitLink(host, seen);
                if (seen instanceof ConnectionState.Live) {
                    watcher.look(host.view());
                }
            }
            return 0;
        }
    }

    private void await(HostConnection host, SessionId sessionId) throws CommandFailure, InterruptedException {
        ConnectionState seen = host.view().connection();
        while (!over && !ctl.terminal().isGone()) {
            seen = awaitLink(host, seen);
            if (seen instanceof ConnectionState.Live
                    && host.view().sessions().stream()
                            .noneMatch(each -> each.sessionId().equals(sessionId))) {
                throw CommandFailure.of(ErrorCode.NO_SUCH_SESSION, "Session " + sessionId + " was deleted.");
            }
        }
    }

    /** Waits for news, and says when the link is lost and when it is back. */
    private ConnectionState awaitLink(HostConnection host, ConnectionState seen)
            throws CommandFailure, InterruptedException {
        ConnectionState now = host.awaitLink(seen);
        if (now instanceof ConnectionState.Refused refused) {
            throw CommandFailure.of(refused.code(), refused.text());
        }
        if (now instanceof ConnectionState.Lost lost && !lossTold) {
            lossTold = true;
            ctl.terminal().note(Terminal.plainLine("The link is lost and is tried again: " + lost.reason()));
        } else if (now instanceof ConnectionState.Live && lossTold) {
            lossTold = false;
            ctl.terminal().note("The link is back.");
        }
        return now;
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
