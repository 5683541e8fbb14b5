package dev.pilothouse.desktop.remote;

import dev.pilothouse.desktop.git.GitFolder;
import dev.pilothouse.desktop.git.GitResult;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.git.KeptException;
import dev.pilothouse.desktop.git.KeptStore;
import dev.pilothouse.desktop.git.KeptTree;
import dev.pilothouse.desktop.git.RepositoryReader.UnreadableException;
import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.desktop.job.JobResult;
import dev.pilothouse.desktop.job.JobRun;
import dev.pilothouse.model.GitActivity;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PullMode;
import dev.pilothouse.model.RemoteState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the upstream of a branch and joins it with the branch, after a snapshot. Nothing is stashed: changed files
 * that stand in the way are named. Stateless; any thread.
 */
final class PullRunner extends RemoteRunner {
    static final String METHOD = "method";
    static final String SESSION = "session";
    static final String AFTER_TURN = "afterTurn";

    /** The upstream is being fetched, or the snapshot taken; the branch is as it was. */
    static final String FETCHING = "fetching";

    /** Git joins the commits. Followed by the commits of the branch and of the upstream. */
    static final String JOINING = "joining ";

    private static final int NAMED = 5;

    private final KeptStore kept;

    PullRunner(GitRunner git, KeptStore kept, Function<Path, Optional<String>> turns) {
        super(git, turns);
        this.kept = kept;
    }

    @Override
    public Optional<HostText> waitsFor(JobRun run) {
        return run.parameter(AFTER_TURN).isEmpty()
                ? Optional.empty()
                : WorkingTree.containing(Path.of(run.parameter(DIRECTORY)))
                        .flatMap(this::turn)
                        .map(session -> HostText.of(HostTextCode.WAITS_FOR_TURN, session));
    }

    @Override
    public JobResult run(JobRun run) throws IOException, InterruptedException {
        return in(run, place -> {
            Optional<JobResult> fault = fault(place);
            if (fault.isPresent()) {
                return fault.get();
            }
            run.begin(FETCHING);
            RemoteConfig config = place.reading().config();
            String branch = place.reading().status().branch();
            if (!config.followsLocal(branch)) {
                String remote = config.remote(branch);
                GitResult fetched = FetchRunner.fetch(place, remote);
                if (!fetched.succeeded()) {
                    return place.commands().failure(fetched, remote, RemoteUrl.shown(config.url(remote)));
                }
            }
            return join(run, place.tree());
        });
    }

    /** @return the reason why the branch cannot be pulled */
    private static Optional<JobResult> fault(Place place) {
        RemoteState state = place.reading().state();
        RemoteConfig config = place.reading().config();
        if (!state.pull().turn().isEmpty()) {
            return Optional.of(
                    RemoteCommands.failed(HostTextCode.REMOTE_TURN, state.pull().turn()));
        }
        if (state.pull().operation() != GitActivity.NONE) {
            return Optional.of(RemoteCommands.failed(HostTextCode.PULL_IN_OPERATION));
        }
        String branch = place.reading().status().branch();
        if (branch.isEmpty()) {
            return Optional.of(RemoteCommands.failed(HostTextCode.REMOTE_NO_BRANCH));
        }
        if (!config.follows(branch)) {
            return Optional.of(RemoteCommands.failed(HostTextCode.PULL_NO_UPSTREAM, branch));
        }
        return config.followsLocal(branch) || !config.remote(branch).isEmpty()
                ? Optional.empty()
                : Optional.of(RemoteCommands.failed(HostTextCode.REMOTE_MISSING));
    }

    /** Joins what was fetched with the branch. */
    private JobResult join(JobRun run, WorkingTree tree) throws IOException, InterruptedException {
        Place place;
        try {
            place = place(run, tree);
        } catch (UnreadableException unreadable) {
            return run.isCancelled() ? JobResult.stopped(HostText.NONE) : JobResult.failed(unreadable.sentence());
        }
        Optional<JobResult> fault = fault(place);
        if (fault.isPresent()) {
            return fault.get();
        }
        String branch = place.reading().status().branch();
        GitResult named = git.read(
                tree.request("rev-parse", "--verify", "--quiet", "--symbolic-full-name", branch + "@{upstream}"));
        GitResult found = git.read(
                tree.request("rev-parse", "--verify", "--quiet", "--end-of-options", named.line() + "^{commit}"));
        if (!named.succeeded() || !found.succeeded()) {
            return RemoteCommands.failed(HostTextCode.PULL_UPSTREAM_GONE, branch);
        }
        RemoteState.Pull pull = place.reading().state().pull();
        if (pull.behind() == 0) {
            return RemoteCommands.done(HostTextCode.PULL_UP_TO_DATE);
        }
        PullMode method = pull.ahead() == 0 ? PullMode.MERGE : chosen(run, pull.method());
        if (method == null) {
            return RemoteCommands.failed(HostTextCode.PULL_CHOOSE);
        }
        boolean rebase = method == PullMode.REBASE;
        if (rebase && place.reading().state().branch().uncommitted() > 0) {
            return RemoteCommands.failed(
                    HostTextCode.PULL_UNCOMMITTED,
                    named(place.reading().status().changed().stream().sorted().toList()));
        }
        try {
            KeptTree snapshot = kept.keep(new KeptStore.Request(
                            tree.root(),
                            KeptTree.Reason.REQUEST,
                            run.parameter(SESSION),
                            Long.MAX_VALUE,
                            run::isCancelled))
                    .snapshot();
            run.record("snapshot", snapshot.id());
        } catch (KeptException e) {
            endIfInterrupted();
            return run.isCancelled()
                    ? JobResult.stopped(HostText.NONE)
                    : RemoteCommands.failed(HostTextCode.REMOTE_NOT_KEPT, e.text());
        }
        endIfInterrupted();
        Optional<String> turn = turn(tree);
        if (turn.isPresent()) {
            return RemoteCommands.failed(HostTextCode.REMOTE_TURN, turn.get());
        }
        String head = place.reading().state().branch().head();
        run.record("before", head);
        run.begin(JOINING + head + " " + found.line());
        List<String> command = new ArrayList<>();
        if (rebase) {
            command.addAll(List.of("rebase", "--no-autostash"));
            if (place.reading().config().keepsMerges(branch)) {
                command.add("--rebase-merges");
            }
            command.add(found.line());
        } else {
            command.addAll(List.of("merge", "--no-edit", "--no-autostash"));
            if (pull.ahead() == 0) {
                command.add("--ff-only");
            }
            command.add(spoken(place, named.line(), found.line()));
        }
        GitResult joined = place.commands().local(true, command.toArray(String[]::new));
        return joined(run, place, joined, pull.behind());
    }

    /** The short name of the upstream, which git writes into its message; the whole one if the short one is ambiguous. */
    private String spoken(Place place, String name, String commit) {
        String brief = place.reading().status().upstream();
        GitResult meant = git.read(
                place.tree().request("rev-parse", "--verify", "--quiet", "--end-of-options", brief + "^{commit}"));
        boolean clear = meant.succeeded() && meant.line().equals(commit) && !brief.startsWith("-");
        return clear ? brief : name;
    }

    private static void endIfInterrupted() throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
        }
    }

    private static @Nullable PullMode chosen(JobRun run, @Nullable PullMode configured) {
        return switch (run.parameter(METHOD)) {
            case "rebase" -> PullMode.REBASE;
            case "merge" -> PullMode.MERGE;
            default -> configured;
        };
    }

    private JobResult joined(JobRun run, Place place, GitResult joined, int commits)
            throws IOException, InterruptedException {
        if (joined.succeeded()) {
            run.begin("");
            return RemoteCommands.done(HostTextCode.PULL_DONE, commits);
        }
        GitActivity operation =
                RemoteReader.operation(GitFolder.of(place.tree()).own());
        if (joined.outcome() != GitResult.Outcome.ENDED && operation != GitActivity.NONE) {
            // A person has cancelled it, or it took too long.
            boolean back = PullAbortRunner.abort(place, operation).succeeded();
            run.begin("");
            return back
                    ? place.commands().failure(joined, "git", "")
                    : RemoteCommands.failed(HostTextCode.PULL_INTERRUPTED);
        }
        run.begin("");
        if (operation != GitActivity.NONE) {
            return conflicts(run, place.tree());
        }
        List<String> inTheWay = inTheWay(joined.message());
        return inTheWay.isEmpty()
                ? place.commands().failure(joined, "git", "")
                : RemoteCommands.failed(HostTextCode.PULL_IN_THE_WAY, named(inTheWay));
    }

    /** The files that git names, each after a tab. */
    static List<String> inTheWay(String message) {
        return message.contains("would be overwritten")
                ? message.lines()
                        .filter(line -> line.startsWith("\t"))
                        .map(String::strip)
                        .toList()
                : List.of();
    }

    private JobResult conflicts(JobRun run, WorkingTree tree) throws IOException {
        try {
            RemoteState.Pull pull = place(run, tree).reading().state().pull();
            run.record("conflicts", Integer.toString(pull.conflicted()));
            pull.conflicts().forEach(path -> run.print(HostText.of(HostTextCode.JOB_CONFLICT, path)));
            return pull.conflicted() == 0
                    ? RemoteCommands.failed(HostTextCode.PULL_INTERRUPTED)
                    : RemoteCommands.failed(HostTextCode.PULL_CONFLICTS, named(pull.conflicts(), pull.conflicted()));
        } catch (UnreadableException unreadable) {
            return JobResult.failed(unreadable.sentence());
        }
    }

    /** The first ones, and how many more there are. */
    static String named(List<String> files) {
        return named(files, files.size());
    }

    private static String named(List<String> files, int total) {
        String names = String.join(", ", files.subList(0, Math.min(NAMED, files.size())));
        return total > NAMED ? names + " (+" + (total - NAMED) + ")" : names;
    }

    /** A rebase or a merge that had begun is not continued: its state is told, and a person decides. */
    @Override
    public JobResult recover(JobRun run) throws IOException, InterruptedException {
        if (!run.step().startsWith(JOINING)) {
            return run(run);
        }
        String[] commits = run.step().substring(JOINING.length()).split(" ");
        return in(run, place -> {
            String head = place.reading().state().branch().head();
            if (place.reading().state().pull().operation() != GitActivity.NONE) {
                run.begin("");
                return conflicts(run, place.tree());
            }
            boolean there = commits.length == 2
                    && git.read(place.tree().request("merge-base", "--is-ancestor", commits[1], "HEAD"))
                            .succeeded();
            if (there) {
                run.begin("");
                return JobResult.done(HostText.NONE);
            }
            run.begin("");
            boolean untouched =
                    head.equals(commits[0]) && place.reading().state().branch().uncommitted() == 0;
            return untouched
                    ? RemoteCommands.failed(HostTextCode.PULL_NOT_BEGUN)
                    : RemoteCommands.failed(HostTextCode.PULL_INTERRUPTED);
        });
    }
}
