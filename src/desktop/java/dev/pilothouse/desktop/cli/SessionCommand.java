package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionSummary;
import java.util.concurrent.Callable;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** A command about one session that a person names. */
abstract class SessionCommand implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(index = "0", paramLabel = "SESSION", description = SessionArgument.HELP)
    private String session;

    @Override
    public final Integer call() throws CommandFailure {
        check();
        try (HostConnection host = ctl.connect()) {
            return run(host, find(host, session));
        }
    }

    /** Refuses wrong usage before the host is contacted. */
    void check() throws CommandFailure {
        // Most commands have nothing to check.
    }

    SessionSummary find(HostConnection host, String name) throws CommandFailure {
        return SessionArgument.find(host.view().sessions(), name);
    }

    /** Runs the command and returns its exit code. */
    abstract int run(HostConnection host, SessionSummary summary) throws CommandFailure;

    CtlCommand ctl() {
        return ctl;
    }

    /** Submits an intent and prints its outcome. */
    int submit(HostConnection host, Intent intent, String done) throws CommandFailure {
        return ctl.done(host.submit(intent), done);
    }

    static SessionId id(SessionSummary summary) {
        return summary.sessionId();
    }
}
