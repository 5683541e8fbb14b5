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

    @Parameters(paramLabel = "SESSION", description = SessionArgument.HELP)
    private String session;

    @Override
    public Integer call() throws CommandFailure {
        try (HostConnection host = ctl.connect()) {
            SessionId sessionId = host.session(session);
            return JobWatcher.await(ctl, host, host.value(host.client().host().fetch(sessionId)));
        }
    }
}
