package dev.pilothouse.desktop.remote;

import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.bridge.RemoteOperations;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.git.KeptStore;
import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.desktop.job.JobOrder;
import dev.pilothouse.desktop.job.JobRegistry;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.PullMode;
import dev.pilothouse.model.PushOrder;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Starts the jobs that fetch, pull and push. At most one of them works in a working tree at a time. Thread-safe. Owns
 * nothing that must be closed; the jobs end with their registry.
 */
public final class RemoteService implements RemoteOperations {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Set<JobKind> TRANSFERS =
            Set.of(JobKind.FETCH, JobKind.PULL, JobKind.PULL_ABORT, JobKind.PUSH, JobKind.MERGE);
    /** The kinds that change files and the branch too. */
    private static final Set<JobKind> CHANGES = Set.of(
            JobKind.FETCH,
            JobKind.PULL,
            JobKind.PULL_ABORT,
            JobKind.PUSH,
            JobKind.MERGE,
            JobKind.COMMIT,
            JobKind.CHANGE_REJECT);

    private final JobRegistry jobs;
    private final Function<SessionId, Optional<WorkingTree>> trees;

    /**
     * @param trees the working tree of a session; empty if its agent runs elsewhere
     * @param turns the name of a session whose agent works in a directory now
     */
    public RemoteService(
            GitRunner git,
            JobRegistry jobs,
            KeptStore kept,
            Function<SessionId, Optional<WorkingTree>> trees,
            Function<Path, Optional<String>> turns) {
        this.jobs = jobs;
        this.trees = trees;
        jobs.register(JobKind.FETCH, new FetchRunner(git, turns));
        jobs.register(JobKind.PULL, new PullRunner(git, kept, turns));
        jobs.register(JobKind.PULL_ABORT, new PullAbortRunner(git, kept, turns));
        jobs.register(JobKind.PUSH, new PushRunner(git, turns));
        jobs.register(JobKind.MERGE, new MergeRunner(git, kept, turns));
    }

    /**
     * The parameters of a job that merges a branch into another one. Its arguments are the two branches.
     *
     * @param repository a working tree of it
     * @param base the branch that gets the commits
     */
    public static Map<String, String> merge(Path repository, String branch, String base, SessionId sessionId) {
        return Map.of(
                RemoteRunner.DIRECTORY,
                repository.toString(),
                MergeRunner.BRANCH,
                branch,
                MergeRunner.BASE,
                base,
                MergeRunner.SESSION,
                sessionId.value());
    }

    @Override
    public void fetch(ClientMessage.FetchRemote order, JobRequest requester) throws RefusedException {
        submit(order.jobId(), JobKind.FETCH, order.sessionId(), null, Map.of(), requester);
    }

    @Override
    public void pull(ClientMessage.PullRemote order, JobRequest requester) throws RefusedException {
        PullMode method = order.method();
        submit(
                order.jobId(),
                JobKind.PULL,
                order.sessionId(),
                null,
                Map.of(
                        PullRunner.METHOD,
                        method == null ? "" : method.name().toLowerCase(Locale.ROOT),
                        PullRunner.AFTER_TURN,
                        order.afterTurn() ? "1" : "",
                        PullRunner.SESSION,
                        order.sessionId().value()),
                requester);
    }

    @Override
    public void abort(ClientMessage.AbortPull order, JobRequest requester) throws RefusedException {
        submit(
                order.jobId(),
                JobKind.PULL_ABORT,
                order.sessionId(),
                null,
                Map.of(PullRunner.SESSION, order.sessionId().value()),
                requester);
    }

    @Override
    public void push(ClientMessage.PushRemote message, JobRequest requester) throws RefusedException {
        PushOrder order = message.order();
        // A name would stand for what was fetched last, not for what the person saw.
        if (!order.replaces().isEmpty() && !COMMIT.matcher(order.replaces()).matches()) {
            throw new RefusedException(
                    ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.PUSH_STALE, order.remote() + "/" + order.target()));
        }
        submit(
                message.jobId(),
                JobKind.PUSH,
                message.sessionId(),
                List.of(order.branch(), order.remote() + "/" + order.target()),
                Map.of(
                        PushRunner.BRANCH, order.branch(),
                        PushRunner.HEAD, order.head(),
                        PushRunner.REMOTE, order.remote(),
                        PushRunner.URL, RemoteUrl.shown(order.url()),
                        PushRunner.TARGET, order.target(),
                        PushRunner.TO_DEFAULT, order.toDefault() ? "1" : "",
                        PushRunner.REPLACES, order.replaces()),
                requester);
    }

    /** @param arguments null for the name of the folder */
    private synchronized void submit(
            JobId jobId,
            JobKind kind,
            SessionId sessionId,
            @Nullable List<String> arguments,
            Map<String, String> parameters,
            JobRequest requester)
            throws RefusedException {
        WorkingTree tree = trees.apply(sessionId)
                .orElseThrow(() ->
                        new RefusedException(ErrorCode.NO_REPOSITORY, HostText.of(HostTextCode.REMOTE_NO_REPOSITORY)));
        String directory = tree.root().toString();
        Set<JobKind> others = kind == JobKind.PULL || kind == JobKind.PULL_ABORT ? CHANGES : TRANSFERS;
        if (jobs.find(jobId).isEmpty()
                && jobs.open(RemoteRunner.DIRECTORY, others).stream().anyMatch(tree::isOf)) {
            throw new RefusedException(ErrorCode.BUSY, HostText.of(HostTextCode.REMOTE_BUSY));
        }
        Map<String, String> all = new HashMap<>(parameters);
        all.put(RemoteRunner.DIRECTORY, directory);
        jobs.submit(new JobOrder(
                jobId,
                kind,
                arguments == null
                        ? List.of(String.valueOf(
                                Optional.ofNullable(tree.root().getFileName()).orElse(tree.root())))
                        : arguments,
                all,
                new JobRequest(
                        requester.deviceId(), requester.deviceName(), requester.scope(), sessionId, requester.at())));
    }
}
