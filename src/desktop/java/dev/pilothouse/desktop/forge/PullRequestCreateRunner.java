package dev.pilothouse.desktop.forge;

import dev.pilothouse.desktop.forge.Forge.Proposal;
import dev.pilothouse.desktop.forge.Forge.PullRequest;
import dev.pilothouse.desktop.forge.ForgeException.Cause;
import dev.pilothouse.desktop.forge.ForgeLocator.Kind;
import dev.pilothouse.desktop.forge.ForgeLocator.Place;
import dev.pilothouse.desktop.job.JobResult;
import dev.pilothouse.desktop.job.JobRun;
import dev.pilothouse.desktop.job.JobRunner;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.PullRequestInfo;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.protocol.ClientMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Creates pull requests. A branch has one open pull request at most: the forge is asked before, after an unclear answer
 * and after an interrupted run. Nothing is pushed. Stateless; any thread.
 */
final class PullRequestCreateRunner implements JobRunner {
    /** The request may have reached the forge. */
    static final String CREATING = "creating";

    private static final String DIRECTORY = "directory";
    private static final String BRANCH = "branch";
    private static final String BASE = "base";
    private static final String TITLE = "title";
    private static final String BODY = "body";
    private static final String DRAFT = "draft";
    /** The longest value of a parameter of a job. A body has as many as it needs. */
    private static final int PART = 4_000;

    private final ForgeLocator locator;
    private final Function<Kind, Forge> forges;
    private final BiConsumer<Path, PullRequestInfo> created;

    /** @param created receives a new pull request with the directory of its branch */
    PullRequestCreateRunner(
            ForgeLocator locator, Function<Kind, Forge> forges, BiConsumer<Path, PullRequestInfo> created) {
        this.locator = locator;
        this.forges = forges;
        this.created = created;
    }

    static Map<String, String> parameters(Path directory, ClientMessage.CreatePullRequest order, String title) {
        Map<String, String> parameters = new HashMap<>(Map.of(
                DIRECTORY, directory.toString(),
                BRANCH, order.branch(),
                BASE, order.base(),
                TITLE, title,
                DRAFT, order.draft() ? "1" : ""));
        String body = PlainText.note(order.body());
        List<String> parts = TextCutter.pieces(body, PART);
        for (int part = 0; part < parts.size(); part++) {
            parameters.put(BODY + part, parts.get(part));
        }
        return parameters;
    }

    private static Proposal proposal(JobRun run) {
        StringBuilder body = new StringBuilder();
        for (int part = 0; !run.parameter(BODY + part).isEmpty(); part++) {
            body.append(run.parameter(BODY + part));
        }
        return new Proposal(
                run.parameter(BASE),
                run.parameter(TITLE),
                body.toString(),
                !run.parameter(DRAFT).isEmpty());
    }

    @Override
    public JobResult run(JobRun run) throws IOException, InterruptedException {
        if (run.isCancelled()) {
            return JobResult.stopped(HostText.NONE);
        }
        Optional<Place> located = locator.locate(Path.of(run.parameter(DIRECTORY)));
        endIfInterrupted();
        if (located.isEmpty()) {
            return JobResult.failed(HostText.of(HostTextCode.PULL_REQUEST_NO_FORGE));
        }
        Place place = located.get();
        if (!place.head().branch().equals(run.parameter(BRANCH))) {
            return JobResult.failed(HostText.of(
                    HostTextCode.PULL_REQUEST_OTHER_BRANCH, place.head().branch()));
        }
        if (place.isBase()
                || run.parameter(BASE).equals(place.head().branch())
                        && !place.head().isFork()) {
            return JobResult.failed(
                    HostText.of(HostTextCode.PULL_REQUEST_OF_BASE, place.head().branch()));
        }
        if (!place.isPushed()) {
            return JobResult.failed(HostText.of(
                    HostTextCode.PULL_REQUEST_NOT_PUSHED, place.head().branch()));
        }
        Forge forge = forges.apply(place.kind());
        try {
            Optional<PullRequest> open = open(forge, place);
            if (open.isPresent()) {
                boolean ours = run.step().equals(CREATING);
                return done(
                        run, open.get(), ours ? HostTextCode.PULL_REQUEST_CREATED : HostTextCode.PULL_REQUEST_EXISTS);
            }
            if (run.isCancelled()) {
                return JobResult.stopped(HostText.NONE);
            }
            run.begin(CREATING);
            run.print(HostText.of(
                    HostTextCode.JOB_CREATES_PULL_REQUEST, place.head().branch(), run.parameter(BASE)));
            return create(run, forge, place);
        } catch (ForgeException told) {
            endIfInterrupted(told);
            return JobResult.failed(told.sentence());
        }
    }

    private JobResult create(JobRun run, Forge forge, Place place) throws ForgeException, InterruptedException {
        try {
            return done(run, forge.create(place.head(), proposal(run)), HostTextCode.PULL_REQUEST_CREATED);
        } catch (ForgeException told) {
            endIfInterrupted(told);
            if (told.why() != Cause.UNCLEAR && told.why() != Cause.OTHER) {
                throw told;
            }
            // The request may have arrived, or somebody else was faster.
            Optional<PullRequest> made = open(forge, place);
            if (made.isPresent()) {
                return done(
                        run,
                        made.get(),
                        told.why() == Cause.UNCLEAR
                                ? HostTextCode.PULL_REQUEST_CREATED
                                : HostTextCode.PULL_REQUEST_EXISTS);
            }
            throw told;
        }
    }

    private static Optional<PullRequest> open(Forge forge, Place place) throws ForgeException {
        return forge.find(place.head()).filter(each -> each.info().state().isOpen());
    }

    private JobResult done(JobRun run, PullRequest pullRequest, HostTextCode code) {
        run.record("number", String.valueOf(pullRequest.info().number()));
        run.record("url", pullRequest.info().url());
        created.accept(Path.of(run.parameter(DIRECTORY)), pullRequest.info());
        return JobResult.done(HostText.of(code, pullRequest.info().number()));
    }

    /** @throws InterruptedException if the host ends, so that the next start settles it */
    private static void endIfInterrupted() throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
        }
    }

    /** Only the end of the host stops a forge's program before its time. */
    private static void endIfInterrupted(ForgeException told) throws InterruptedException {
        endIfInterrupted();
        if (told.why() == Cause.CANCELLED) {
            throw new InterruptedException();
        }
    }

    /** Asks the forge first, so that a request that arrived is not sent again. */
    @Override
    public JobResult recover(JobRun run) throws IOException, InterruptedException {
        return run(run);
    }
}
