package dev.pilothouse.desktop.cli;

import com.google.gson.JsonObject;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.PullRequestInfo;
import dev.pilothouse.model.PullRequestStatus;
import dev.pilothouse.model.PullRequestStatus.Proposal;
import dev.pilothouse.model.PullRequestTrouble;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.RepositoryCodec;
import dev.pilothouse.protocol.WireEnum;
import dev.pilothouse.session.HostGateway.NewPullRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows the pull request of a session's branch, or creates one. */
@Command(
        name = "pr",
        description = {
            "Shows the pull request of a session's branch with its checks.",
            "With --create: creates one. The branch must be pushed."
        })
final class PrCommand implements Callable<Integer> {
    @ParentCommand
    private CtlCommand ctl;

    @Parameters(paramLabel = "SESSION", description = SessionArgument.HELP)
    private String session;

    @Option(names = "--failed-checks", description = "Prints the last lines of the failed checks.")
    private boolean failedChecks;

    @ArgGroup(exclusive = false)
    private @Nullable Creation creation;

    /** Options of a new one. */
    static final class Creation {
        @Option(names = "--create", required = true, description = "Creates a pull request, unless one is open.")
        private boolean create;

        @Option(names = "--title", paramLabel = "T", description = "Its title (default: from the commits).")
        private @Nullable String title;

        @Option(
                names = "--body-file",
                paramLabel = "FILE",
                description = "Its description, or - for standard input (default: the repository's template, or the"
                        + " commits).")
        private @Nullable String bodyFile;

        @Option(
                names = "--base",
                paramLabel = "BRANCH",
                description = "The branch that it is for (default: the default).")
        private @Nullable String base;

        @Option(names = "--draft", description = "Creates it as a draft.")
        private boolean draft;
    }

    @Override
    public Integer call() throws CommandFailure {
        Creation wanted = creation;
        if (failedChecks && wanted != null) {
            throw CommandFailure.usage("--failed-checks creates nothing.");
        }
        String body = wanted == null || wanted.bodyFile == null ? null : body(wanted.bodyFile);
        try (HostConnection host = ctl.connect()) {
            SessionId sessionId = host.session(session);
            if (failedChecks) {
                printFailed(host.value(host.client().host().failedChecks(sessionId)));
                return 0;
            }
            PullRequestStatus status = host.value(host.client().host().pullRequest(sessionId));
            if (wanted == null) {
                print(status);
                return 0;
            }
            requireForge(status);
            Proposal proposal = status.proposal();
            JobId jobId = host.value(host.client()
                    .host()
                    .createPullRequest(
                            sessionId,
                            new NewPullRequest(
                                    status.place().branch(),
                                    wanted.base == null ? proposal.base() : wanted.base,
                                    wanted.title == null ? proposal.title() : wanted.title,
                                    body == null ? proposal.body() : body,
                                    wanted.draft)));
            printCreated(host.awaitJob(jobId));
            return 0;
        }
    }

    private void printFailed(String lines) {
        if (ctl.json()) {
            JsonObject json = new JsonObject();
            json.addProperty("text", lines);
            ctl.terminal().json(json);
        } else if (lines.isEmpty()) {
            ctl.terminal().note("No check has failed.");
        } else {
            ctl.terminal().line(Terminal.plain(lines));
        }
    }

    private String body(String file) throws CommandFailure {
        if (file.equals("-")) {
            return ctl.terminal().textOf(file);
        }
        try (InputStream stream = Files.newInputStream(Path.of(file))) {
            String text = new String(stream.readNBytes(4 * Proposal.MAX_BODY), StandardCharsets.UTF_8);
            if (text.length() > Proposal.MAX_BODY) {
                throw CommandFailure.usage(file + " has more than " + Proposal.MAX_BODY + " characters.");
            }
            return text;
        } catch (IOException | InvalidPathException e) {
            throw CommandFailure.usage("The file " + file + " cannot be read.");
        }
    }

    private static void requireForge(PullRequestStatus status) throws CommandFailure {
        if (status.problem().trouble() != PullRequestTrouble.NONE) {
            throw new CommandFailure(
                    status.problem().trouble() == PullRequestTrouble.NO_FORGE
                            ? CommandFailure.NO_SUCH_THING
                            : CommandFailure.OTHER,
                    WireEnum.toWire(status.problem().trouble()),
                    status.problem().sentence().text());
        }
    }

    private void print(PullRequestStatus status) throws CommandFailure {
        if (ctl.json()) {
            ctl.terminal().json(RepositoryCodec.PULL_REQUEST_STATUS.encode(status));
            return;
        }
        requireForge(status);
        PullRequestInfo info = status.pullRequest();
        if (info == null) {
            ctl.terminal()
                    .line("The branch " + Terminal.plainLine(status.place().branch()) + " has no pull request"
                            + (status.place().pushed() ? "." : ", and is not pushed."));
            return;
        }
        ctl.terminal().line("#" + info.number() + " " + Terminal.plainLine(info.title()));
        PullRequestInfo.Checks checks = info.checks();
        ctl.terminal()
                .line(WireEnum.toWire(info.state()) + ", for " + Terminal.plainLine(info.base()) + ", checks: "
                        + checks.failed() + " failed, " + checks.running() + " running, " + checks.passed()
                        + " passed");
        status.failed().forEach(name -> ctl.terminal().line("failed: " + Terminal.plainLine(name)));
        ctl.terminal().line(info.url());
    }

    private void printCreated(Job job) throws CommandFailure {
        if (job.state() != JobState.DONE) {
            String text = job.status().text();
            throw new CommandFailure(
                    CommandFailure.OTHER,
                    "jobFailed",
                    (text.isEmpty() ? "The pull request was not created." : text) + " (job " + job.jobId() + ")");
        }
        Map<String, String> facts = job.status().evidence();
        if (ctl.json()) {
            JsonObject json = new JsonObject();
            json.addProperty("jobId", job.jobId().value());
            json.addProperty("number", facts.getOrDefault("number", ""));
            json.addProperty("url", facts.getOrDefault("url", ""));
            json.addProperty("text", job.status().text());
            ctl.terminal().json(json);
        } else {
            ctl.terminal().line(Terminal.plainLine(job.status().text()));
            ctl.terminal().line(facts.getOrDefault("url", ""));
        }
    }
}
