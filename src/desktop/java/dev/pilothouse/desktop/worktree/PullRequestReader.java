package dev.pilothouse.desktop.worktree;

import dev.pilothouse.desktop.git.GitRequest;
import dev.pilothouse.desktop.git.GitResult;
import dev.pilothouse.desktop.git.RepositoryReader;
import dev.pilothouse.desktop.job.JobRun;
import dev.pilothouse.desktop.remote.RemoteUrl;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PullRequestSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Fetches the commit of a pull request, also of one from a fork. Forges offer it as a reference of the repository. It is
 * fetched into a reference of the job, so that an interrupted job continues from the same commit. Stateless; any thread.
 */
final class PullRequestReader {
    static final String REMOTE = "remote";
    static final String NUMBER = "pullRequest";
    static final String MERGE = "merge";

    /** The commit is being fetched; nothing is at the place yet. */
    static final String FETCHING = "fetching";

    private static final Duration ASK_TIME = Duration.ofMinutes(1);
    private static final Duration TIME = Duration.ofMinutes(15);

    /** The result. @param commit empty if there is a {@code problem}, or if the job was cancelled */
    record Outcome(String commit, Optional<HostText> problem) {
        private static final Outcome CANCELLED = new Outcome("", Optional.empty());

        static Outcome failed(HostTextCode code, Object... values) {
            return new Outcome("", Optional.of(HostText.of(code, values)));
        }
    }

    private PullRequestReader() {}

    /** The pull request of a job; empty if it is about a commit of the repository. */
    static Optional<PullRequestSource> of(JobRun run) {
        String number = run.parameter(NUMBER);
        return number.isEmpty()
                ? Optional.empty()
                : Optional.of(new PullRequestSource(
                        run.parameter(REMOTE),
                        Integer.parseInt(number),
                        !run.parameter(MERGE).isEmpty()));
    }

    private static String reference(JobRun run) {
        return "refs/pilothouse/fetched/" + run.jobId();
    }

    /** The commit that an earlier run has fetched. */
    static Optional<String> fetched(JobRun run, GitRepository repository) {
        return repository.commit(reference(run));
    }

    /** Fetches it. Nothing but the job's reference changes. */
    static Outcome fetch(JobRun run, GitRepository repository, PullRequestSource source) {
        List<String> names = source.merge()
                ? List.of(merge(source.number()), pull(source.number()))
                : List.of(pull(source.number()), merge(source.number()));
        GitResult listed = repository.change(
                GitRequest.of(repository.main(), "ls-remote", "--", source.remote(), names.get(0), names.get(1))
                        .withTime(ASK_TIME)
                        .withCancelled(run::isCancelled));
        if (listed.outcome() == GitResult.Outcome.CANCELLED) {
            return Outcome.CANCELLED;
        }
        if (!listed.succeeded()) {
            return Outcome.failed(HostTextCode.REMOTE_UNREADABLE, source.remote(), clean(listed));
        }
        List<String> offered = listed.text()
                .lines()
                .map(line -> line.substring(line.indexOf('\t') + 1))
                .toList();
        Optional<String> name = names.stream().filter(offered::contains).findFirst();
        if (name.isEmpty()) {
            return Outcome.failed(HostTextCode.PULL_REQUEST_MISSING, source.remote(), source.label());
        }
        run.print(HostText.of(HostTextCode.JOB_FETCHES, name.get(), source.remote()));
        GitResult fetched = repository.change(GitRequest.of(
                        repository.main(),
                        "fetch",
                        "--no-tags",
                        "--no-write-fetch-head",
                        "--no-recurse-submodules",
                        "--progress",
                        "--",
                        source.remote(),
                        "+" + name.get() + ":" + reference(run))
                .withTime(TIME)
                .withCancelled(run::isCancelled)
                .withProgress(line -> run.print(RemoteUrl.withoutCredentials(line))));
        if (fetched.outcome() == GitResult.Outcome.CANCELLED) {
            return Outcome.CANCELLED;
        }
        return fetched(run, repository)
                .filter(commit -> fetched.succeeded())
                .map(commit -> new Outcome(commit, Optional.empty()))
                .orElseGet(() -> Outcome.failed(
                        HostTextCode.PULL_REQUEST_NOT_FETCHED, source.remote(), source.label(), clean(fetched)));
    }

    private static String clean(GitResult result) {
        return RemoteUrl.withoutCredentials(result.message());
    }

    private static String pull(int number) {
        return "refs/pull/" + number + "/head";
    }

    private static String merge(int number) {
        return "refs/merge-requests/" + number + "/head";
    }

    /** Records the number and the commit with the branch, where they stay as long as the branch. */
    static void record(JobRun run, GitRepository repository, String branch, PullRequestSource source) {
        GitResult written = repository.change(GitRequest.of(
                repository.main(),
                "config",
                "--local",
                "branch." + branch + "." + RemoteFinder.PULL_REQUEST_KEY,
                source.label()));
        Optional<String> head = fetched(run, repository);
        if (written.succeeded() && head.isPresent()) {
            // Without it, replacing a commit of the pull request would be offered: no remote branch here has it.
            written = repository.change(GitRequest.of(
                    repository.main(), "config", "--local", RepositoryReader.pullRequestHeadKey(branch), head.get()));
        }
        if (!written.succeeded()) {
            run.print(HostText.of(HostTextCode.JOB_NUMBER_NOT_RECORDED, written.message()));
        }
    }

    /** Removes the job's reference. The branch has the commit, or nothing needs it. */
    static void forget(JobRun run, GitRepository repository) {
        repository.git().read(repository.main(), "update-ref", "-d", reference(run));
    }
}
