package dev.pilothouse.desktop.forge;

import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.bridge.PullRequestOperations;
import dev.pilothouse.desktop.forge.Forge.CheckList;
import dev.pilothouse.desktop.forge.Forge.FailedCheck;
import dev.pilothouse.desktop.forge.Forge.PullRequest;
import dev.pilothouse.desktop.forge.ForgeException.Cause;
import dev.pilothouse.desktop.forge.ForgeLocator.Kind;
import dev.pilothouse.desktop.forge.ForgeLocator.Place;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.job.JobOrder;
import dev.pilothouse.desktop.job.JobRegistry;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.PullRequestInfo;
import dev.pilothouse.model.PullRequestStatus;
import dev.pilothouse.model.PullRequestStatus.Proposal;
import dev.pilothouse.model.PullRequestTrouble;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.NamedThreads;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pull requests of sessions' branches: answers to requests, the job that creates one, and the poll for those that a
 * device looks at.
 *
 * <p>Owns the threads {@code forge-n}, which wait for git and for the forges' programs. Thread-safe. Ends with
 * {@link #close()}.
 */
public final class PullRequestService implements PullRequestOperations, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PullRequestService.class);
    private static final int THREADS = 2;
    private static final int WAITING = 16;
    /** Failed checks whose lines are read, and the characters of all. */
    private static final int MAX_LOGS = 3;

    private static final int MAX_LOG = 8_000;

    private final ForgeLocator locator;
    private final JobRegistry jobs;
    private final Function<SessionId, Optional<Path>> directories;
    private final Map<Kind, ForgeProgram> programs = new EnumMap<>(Kind.class);
    private final Map<Kind, Forge> forges = new EnumMap<>(Kind.class);
    private final ThreadPoolExecutor threads;
    private final PullRequestWatch watch;

    /**
     * The processes of the host.
     *
     * @param home a directory in no repository, in which the forges' programs run
     * @param environment the host's own
     */
    public record Programs(
            ProcessRegistry ledger, String hostMark, Path home, Supplier<Map<String, String>> environment) {}

    /** @param directories of sessions whose agents run on this machine */
    public PullRequestService(
            GitRunner git,
            JobRegistry jobs,
            Programs processes,
            Clock clock,
            Function<SessionId, Optional<Path>> directories) {
        this.locator = new ForgeLocator(git, new LoginHosts(processes.environment()));
        this.jobs = jobs;
        this.directories = directories;
        for (Kind kind : Kind.values()) {
            ForgeProgram program = new ForgeProgram(
                    new ForgeProgram.Settings(
                            kind.program(), processes.ledger(), processes.hostMark(), processes.environment()),
                    processes.home(),
                    clock);
            programs.put(kind, program);
            forges.put(kind, kind == Kind.GITHUB ? new GhForge(program) : new GlabForge(program));
        }
        this.threads = NamedThreads.pool(THREADS, Duration.ofSeconds(30), WAITING, NamedThreads.numbered("forge"));
        this.watch = new PullRequestWatch(this::look, threads, clock);
        jobs.register(
                JobKind.PULL_REQUEST_CREATE,
                new PullRequestCreateRunner(
                        locator, this::forge, (directory, made) -> watch.known(directory, Optional.of(made))));
    }

    /** The poll. */
    public PullRequestWatch watch() {
        return watch;
    }

    private Forge forge(Kind kind) {
        Forge forge = forges.get(kind);
        if (forge == null) {
            throw new IllegalStateException("No forge of kind " + kind);
        }
        return forge;
    }

    private void requireInstalled(Kind kind) throws ForgeException {
        ForgeProgram program = programs.get(kind);
        if (program == null || !program.isInstalled()) {
            throw ForgeException.of(Cause.NO_PROGRAM, HostTextCode.FORGE_NO_PROGRAM, kind.program());
        }
    }

    private Optional<PullRequest> find(Place place) throws ForgeException {
        requireInstalled(place.kind());
        Forge forge = forge(place.kind());
        Optional<PullRequest> own = place.isPushed() && !place.isBase() ? forge.find(place.head()) : Optional.empty();
        return own.isPresent() || place.number() == 0
                ? own
                : forge.read(place.head().repository(), place.number());
    }

    /** Answers the poll about a directory. */
    private Optional<PullRequestInfo> look(Path directory) throws ForgeException {
        Optional<Place> place = locator.locate(directory);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        Optional<PullRequest> found = find(place.get());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        PullRequestInfo info = found.get().info();
        return Optional.of(
                info.state().isOpen()
                        ? info.with(forge(place.get().kind())
                                .checks(place.get().head().repository(), found.get())
                                .counts())
                        : info);
    }

    // --- requests

    private interface Reading {
        HostMessage read(Path directory) throws ForgeException;
    }

    private void answer(RequestId requestId, SessionId sessionId, Consumer<HostMessage> answer, Reading reading) {
        Optional<Path> directory = directories.apply(sessionId);
        if (directory.isEmpty()) {
            answer.accept(new HostMessage.Failure(
                    requestId, 0, ErrorCode.NO_SUCH_SESSION, HostText.of(HostTextCode.PULL_REQUEST_NO_FORGE)));
            return;
        }
        try {
            threads.execute(() -> {
                HostMessage message;
                try {
                    message = reading.read(directory.get());
                } catch (ForgeException told) {
                    message = new HostMessage.Failure(requestId, 0, ErrorCode.NO_REPOSITORY, told.sentence());
                } catch (RuntimeException bug) {
                    LOG.error("A pull request could not be read", bug);
                    message = new HostMessage.Failure(
                            requestId, 0, ErrorCode.INTERNAL, HostText.of(HostTextCode.HOST_DEFECT));
                }
                answer.accept(message);
            });
        } catch (RejectedExecutionException busy) {
            answer.accept(new HostMessage.Failure(requestId, 0, ErrorCode.BUSY, HostText.of(HostTextCode.HOST_BUSY)));
        }
    }

    @Override
    public void read(ClientMessage.ReadPullRequest question, Consumer<HostMessage> answer) {
        answer(
                question.requestId(),
                question.sessionId(),
                answer,
                directory -> new HostMessage.PullRequest(question.requestId(), status(directory)));
    }

    private PullRequestStatus status(Path directory) {
        Optional<Place> located = locator.locate(directory);
        if (located.isEmpty()) {
            return new PullRequestStatus(
                    PullRequestStatus.Place.NONE,
                    null,
                    List.of(),
                    Proposal.NONE,
                    new PullRequestStatus.Problem(
                            PullRequestTrouble.NO_FORGE, HostText.of(HostTextCode.PULL_REQUEST_NO_FORGE), null));
        }
        Place place = located.get();
        Forge forge = forge(place.kind());
        PullRequestStatus.Place shown = new PullRequestStatus.Place(
                place.head().repository().toString(),
                place.kind().program(),
                place.head().branch(),
                place.isPushed(),
                place.unpushed());
        Proposal proposal = locator.proposal(
                directory,
                place,
                TemplateFinder.find(directory, place.kind()),
                place.isBase() || place.base().isEmpty() ? "" : forge.comparePage(place.head(), place.base()));
        try {
            Optional<PullRequest> found = find(place);
            CheckList checks = found.isPresent()
                    ? forge.checks(place.head().repository(), found.get())
                    : new CheckList(PullRequestInfo.Checks.NONE, List.of());
            Optional<PullRequestInfo> info = found.map(PullRequest::info).map(each -> each.with(checks.counts()));
            watch.known(directory, info);
            return new PullRequestStatus(
                    shown,
                    info.orElse(null),
                    checks.failed().stream().map(FailedCheck::name).toList(),
                    proposal,
                    PullRequestStatus.Problem.NONE);
        } catch (ForgeException told) {
            return new PullRequestStatus(
                    shown,
                    null,
                    List.of(),
                    proposal,
                    new PullRequestStatus.Problem(trouble(told.why()), told.sentence(), told.until()));
        }
    }

    private static PullRequestTrouble trouble(Cause why) {
        return switch (why) {
            case NO_PROGRAM -> PullRequestTrouble.NO_PROGRAM;
            case LOGGED_OUT -> PullRequestTrouble.LOGGED_OUT;
            case LIMITED -> PullRequestTrouble.LIMITED;
            case CANCELLED, UNCLEAR, OTHER -> PullRequestTrouble.OTHER;
        };
    }

    @Override
    public void failedChecks(ClientMessage.ReadFailedChecks question, Consumer<HostMessage> answer) {
        answer(
                question.requestId(),
                question.sessionId(),
                answer,
                directory -> new HostMessage.FailedChecks(question.requestId(), failedLines(directory)));
    }

    private String failedLines(Path directory) throws ForgeException {
        Optional<Place> place = locator.locate(directory);
        if (place.isEmpty()) {
            return "";
        }
        Optional<PullRequest> found = find(place.get());
        if (found.isEmpty()) {
            return "";
        }
        Forge forge = forge(place.get().kind());
        List<String> parts = new ArrayList<>();
        List<FailedCheck> failed =
                forge.checks(place.get().head().repository(), found.get()).failed();
        for (FailedCheck check : failed) {
            List<String> lines = List.of();
            if (parts.size() < MAX_LOGS) {
                try {
                    lines = forge.failedLines(place.get().head().repository(), check);
                } catch (ForgeException told) {
                    if (told.why() == Cause.CANCELLED) {
                        throw told;
                    }
                    // The log is gone, or not complete yet. The name and the address still help.
                    LOG.debug("No log of {}: {}", check.name(), told.sentence().text());
                }
            }
            parts.add(part(check, lines));
        }
        return TextCutter.head(String.join("\n\n", parts), MAX_LOG);
    }

    private static String part(FailedCheck check, List<String> lines) {
        StringBuilder text = new StringBuilder(check.name());
        if (!check.url().isEmpty()) {
            text.append(" (").append(check.url()).append(')');
        }
        if (!lines.isEmpty()) {
            String all = String.join("\n", lines);
            // The end of a log says most.
            int room = MAX_LOG / MAX_LOGS - 400;
            text.append("\n```\n")
                    .append(all.length() > room ? all.substring(all.indexOf('\n', all.length() - room) + 1) : all)
                    .append("\n```");
        }
        return text.toString();
    }

    @Override
    public void create(ClientMessage.CreatePullRequest order, JobRequest requester) throws RefusedException {
        Optional<Path> directory = directories.apply(order.sessionId());
        if (directory.isEmpty()) {
            throw new RefusedException(ErrorCode.NO_SUCH_SESSION, HostText.of(HostTextCode.PULL_REQUEST_NO_FORGE));
        }
        String title = PlainText.line(order.title()).strip();
        if (title.isEmpty()
                || title.length() > Proposal.MAX_TITLE
                || order.body().length() > Proposal.MAX_BODY) {
            throw new RefusedException(
                    ErrorCode.BAD_REQUEST,
                    HostText.of(HostTextCode.PULL_REQUEST_TEXT_LENGTH, Proposal.MAX_TITLE, Proposal.MAX_BODY));
        }
        jobs.submit(new JobOrder(
                order.jobId(),
                JobKind.PULL_REQUEST_CREATE,
                List.of(TextCutter.line(PlainText.line(order.branch()), 200), title),
                PullRequestCreateRunner.parameters(directory.get(), order, title),
                requester));
    }

    @Override
    public void close() {
        programs.values().forEach(ForgeProgram::close);
        threads.shutdownNow();
    }
}
