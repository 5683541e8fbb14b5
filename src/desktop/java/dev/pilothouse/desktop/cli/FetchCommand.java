package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.SessionId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Fetches the remote of a session's branch. */
@Command(name = "fetch", description = "Fetches the remote of a session's branch, and waits for it.")
final class FetchCommand implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(paramLabel = "SESSION", description = "The session's id.")
    private String session;

    @Override
    public Integer call() throws CommandFailure {
        SessionId sessionId = CtlCommand.session(session);
        try (HostConnection host = ctl.connect()) {
            CancelCommand.summary(host, sessionId);
            return JobWatcher.await(ctl, host, host.value(host.client().host().fetch(sessionId)));
        }
    }
}
