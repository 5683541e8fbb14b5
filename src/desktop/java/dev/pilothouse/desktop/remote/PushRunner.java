package dev.pilothouse.desktop.remote;

import dev.pilothouse.desktop.git.GitRequest;
import dev.pilothouse.desktop.git.GitResult;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.job.JobResult;
import dev.pilothouse.desktop.job.JobRun;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.PushForm;
import dev.pilothouse.model.RemoteState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Pushes one commit to one branch of a remote, as the person saw it, and nothing else. Stateless; any thread.
 *
 * <p>A push that was interrupted is not repeated: the runner asks the remote whether the commit is there.
 */
final class PushRunner extends RemoteRunner {
    static final String BRANCH = "branch";
    static final String HEAD = "head";
    static final String REMOTE = "remote";
    static final String URL = "url";
    static final String TARGET = "target";
    static final String TO_DEFAULT = "toDefault";
    static final String REPLACES = "replaces";

    /** Git pushes. The commit may be at the remote wholly or not at all. */
    static final String PUSHING = "pushing";

    private static final String HEADS = "refs/heads/";
    /** A remote of this name is defined for one command, so that its URL is in no list of processes. */
    private static final String ASKED = "pilothouse-asked";

    PushRunner(GitRunner git, Function<Path, Optional<String>> turns) {
        super(git, turns);
    }

    @Override
    public JobResult run(JobRun run) throws IOException, InterruptedException {
        return in(run, place -> {
            Optional<JobResult> fault = fault(run, place.reading().state());
            if (fault.isPresent()) {
                return fault.get();
            }
            RemoteConfig config = place.reading().config();
            String branch = place.reading().status().branch();
            String remote = config.pushRemote(branch);
            String target = config.target(branch);
            List<String> command = new ArrayList<>(List.of(
                    "push",
                    "--porcelain",
                    "--progress",
                    "--no-follow-tags",
                    "--recurse-submodules=" + (config.checksSubmodules() ? "check" : "no")));
            String replaces = run.parameter(REPLACES);
            if (!replaces.isEmpty()) {
                command.add("--force-with-lease=" + HEADS + target + ":" + replaces);
            }
            // The commit itself, so that nothing is pushed that was added meanwhile.
            command.addAll(List.of("--", remote, run.parameter(HEAD) + ":" + HEADS + target));
            run.begin(PUSHING);
            GitResult pushed = place.commands().remote(command);
            if (!pushed.succeeded()) {
                if (pushed.outcome() == GitResult.Outcome.ENDED) {
                    run.begin("");
                    return refused(place, pushed, remote, target);
                }
                // It was stopped, so the commit may be there all the same.
                JobResult settled = settle(run, place);
                return settled.state() == JobState.FAILED
                        ? place.commands().failure(pushed, remote, run.parameter(URL))
                        : settled;
            }
            follow(place, branch, remote, target);
            run.begin("");
            return RemoteCommands.done(HostTextCode.PUSH_DONE, remote + "/" + target);
        });
    }

    /** @return the reason why this is not the push that the person saw */
    private static Optional<JobResult> fault(JobRun run, RemoteState state) {
        RemoteState.Push push = state.push();
        if (push.form() == PushForm.NO_BRANCH) {
            return Optional.of(RemoteCommands.failed(HostTextCode.REMOTE_NO_BRANCH));
        }
        if (push.form() == PushForm.NO_REMOTE) {
            return Optional.of(RemoteCommands.failed(HostTextCode.REMOTE_MISSING));
        }
        if (!state.branch().name().equals(run.parameter(BRANCH))
                || !state.branch().head().equals(run.parameter(HEAD))) {
            return Optional.of(RemoteCommands.failed(HostTextCode.PUSH_MOVED, run.parameter(BRANCH)));
        }
        if (!push.remote().equals(run.parameter(REMOTE))
                || !push.url().equals(run.parameter(URL))
                || !push.target().equals(run.parameter(TARGET))) {
            return Optional.of(RemoteCommands.failed(HostTextCode.PUSH_ELSEWHERE, push.remote(), push.url()));
        }
        return push.guarded() && run.parameter(TO_DEFAULT).isEmpty()
                ? Optional.of(RemoteCommands.failed(HostTextCode.PUSH_GUARDED, push.target()))
                : Optional.empty();
    }

    private static JobResult refused(Place place, GitResult pushed, String remote, String target) {
        String reason = pushed.text()
                .lines()
                .filter(line -> line.startsWith("!\t"))
                .map(line -> line.substring(line.lastIndexOf('\t') + 1))
                .findFirst()
                .orElse("");
        String at = remote + "/" + target;
        if (reason.contains("non-fast-forward") || reason.contains("fetch first")) {
            return RemoteCommands.failed(HostTextCode.PUSH_BEHIND, at);
        }
        if (reason.contains("stale info")) {
            return RemoteCommands.failed(HostTextCode.PUSH_STALE, at);
        }
        if (!reason.isEmpty()) {
            String told = place.commands().fromRemote();
            return RemoteCommands.failed(
                    HostTextCode.PUSH_REFUSED,
                    at,
                    place.commands().redacted(told.isEmpty() ? reason : reason + " " + told));
        }
        return place.commands().failure(pushed, remote, place.reading().config().shownPushUrl(remote));
    }

    /** The first push of a branch makes the remote's branch its upstream. */
    private void follow(Place place, String branch, String remote, String target) {
        if (!place.reading().config().follows(branch)) {
            Path root = place.tree().root();
            git.write(GitRequest.of(root, "config", "branch." + branch + ".remote", remote));
            git.write(GitRequest.of(root, "config", "branch." + branch + ".merge", HEADS + target));
        }
    }

    @Override
    public JobResult recover(JobRun run) throws IOException, InterruptedException {
        return run.step().equals(PUSHING) ? in(run, place -> settle(run, place)) : run(run);
    }

    /** Asks each place to which the remote pushes whether it has the commit. It is pushed when all of them have it. */
    private JobResult settle(JobRun run, Place place) throws IOException, InterruptedException {
        String remote = run.parameter(REMOTE);
        String at = remote + "/" + run.parameter(TARGET);
        List<String> urls = place.reading().config().pushUrls(remote);
        if (urls.isEmpty()) {
            return JobResult.unknown(HostText.of(HostTextCode.PUSH_UNKNOWN, at, ""));
        }
        JobResult missing = null;
        for (String url : urls) {
            JobResult one = settle(run, place, url, at);
            if (one.state() == JobState.UNKNOWN) {
                return one;
            }
            missing = one.state() == JobState.DONE ? missing : one;
        }
        run.begin("");
        if (missing != null) {
            return missing;
        }
        follow(place, run.parameter(BRANCH), remote, run.parameter(TARGET));
        return RemoteCommands.done(HostTextCode.PUSH_DONE, at);
    }

    private JobResult settle(JobRun run, Place place, String url, String at) throws InterruptedException {
        String target = run.parameter(TARGET);
        GitResult asked = place.commands()
                .ask(
                        Map.of(
                                "GIT_CONFIG_COUNT",
                                "1",
                                "GIT_CONFIG_KEY_0",
                                "remote." + ASKED + ".url",
                                "GIT_CONFIG_VALUE_0",
                                url),
                        List.of("ls-remote", "--", ASKED, HEADS + target));
        if (!asked.succeeded()) {
            return JobResult.unknown(
                    HostText.of(HostTextCode.PUSH_UNKNOWN, at, place.commands().redacted(asked.message())));
        }
        String there = asked.line().split("\t", 2)[0];
        String head = run.parameter(HEAD);
        boolean has = there.equals(head)
                || !there.isEmpty()
                        && git.read(place.tree().request("merge-base", "--is-ancestor", head, there))
                                .succeeded();
        if (has) {
            return RemoteCommands.done(HostTextCode.PUSH_DONE, at);
        }
        boolean known = there.isEmpty()
                || git.read(place.tree().request("cat-file", "-e", there + "^{commit}"))
                        .succeeded();
        if (!known) {
            return JobResult.unknown(HostText.of(HostTextCode.PUSH_OTHERS, at));
        }
        return RemoteCommands.failed(HostTextCode.PUSH_NOT_ARRIVED, at);
    }
}
