package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.WhenBusy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Sends a prompt to an agent. */
@Command(
        name = "prompt",
        description = {
            "Gives the agent of a session a prompt; it waits in the queue while a turn runs.",
            "If the agent is not running, it is started first."
        })
final class PromptCommand implements Callable<Integer> {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(index = "0", paramLabel = "SESSION", description = SessionArgument.HELP)
    private String session;

    @Parameters(
            index = "1",
            paramLabel = "TEXT",
            description = "The text as it is, or - for standard input. Put -- before one that begins with a dash.")
    private String text;

    @Option(names = "--steer", description = "Break off the turn that runs instead of waiting for its end.")
    private boolean steer;

    @Option(
            names = "--attach",
            paramLabel = "FILE",
            description = "Sends a picture or another file of this computer too; repeat it for several.")
    private List<String> files = List.of();

    @Option(
            names = "--file",
            paramLabel = "PATH",
            description = "Refers to a file of the session's directory, by its path there; repeat it for several.")
    private List<String> projectFiles = List.of();

    @Override
    public Integer call() throws CommandFailure {
        String prompt = ctl.terminal().textOf(text);
        AttachmentReader attached = new AttachmentReader(files, projectFiles);
        if (prompt.isBlank() && attached.isEmpty()) {
            throw CommandFailure.usage("The prompt is empty.");
        }
        try (HostConnection host = ctl.connect()) {
            SessionId sessionId = host.session(session);
            Intent intent = new Intent.Prompt(
                    sessionId, prompt, steer ? WhenBusy.STEER : WhenBusy.QUEUE, attached.store(host, sessionId));
            boolean ran = isRunning(host.view(), sessionId);
            IntentResult.Accepted accepted = host.submit(intent);
            if (!ran) {
                requireStart(host, sessionId, accepted.seq());
                return ctl.done(accepted, "Queued at " + accepted.seq() + ": the agent is started.");
            }
            return ctl.done(
                    accepted,
                    accepted.outcome() == IntentResult.Outcome.QUEUED
                            ? "Queued at " + accepted.seq() + ": the agent is busy."
                            : "Accepted at " + accepted.seq() + ".");
        }
    }

    /** The host starts an agent that is not running. Waits for the outcome, which comes after the acknowledgement. */
    private static void requireStart(HostConnection host, SessionId sessionId, long seq) throws CommandFailure {
        HostView view = host.awaitView(
                seen -> isRunning(seen, sessionId)
                        || seen.sessions().stream()
                                .anyMatch(each -> each.sessionId().equals(sessionId) && each.headSeq() > seq),
                START_TIMEOUT,
                "Queued at " + seq + ", but the host did not start the agent in time.");
        if (!isRunning(view, sessionId)) {
            throw new CommandFailure(
                    CommandFailure.OTHER,
                    "agentGone",
                    "Queued at " + seq + ", but the agent is not running. 'pilothouse ctl resume " + sessionId
                            + "' tries to start it.");
        }
    }

    private static boolean isRunning(HostView view, SessionId sessionId) {
        return view.sessions().stream()
                .filter(each -> each.sessionId().equals(sessionId))
                .allMatch(each -> switch (each.activity().phase()) {
                    case STARTING, IDLE, WORKING, WAITING -> true;
                    case GONE, FAILED, NEEDS_LOGIN -> false;
                });
    }
}
