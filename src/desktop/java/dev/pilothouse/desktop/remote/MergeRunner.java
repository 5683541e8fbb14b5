package dev.pilothouse.desktop.remote;

import dev.pilothouse.desktop.git.GitFolder;
import dev.pilothouse.desktop.git.GitRequest;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Merges a branch into another one of the repository. Where that one is checked out, git merges there, with hooks and
 * signing, after a snapshot; elsewhere only the branch moves. A merge with conflicts, or into changed files, is refused
 * and changes nothing. Stateless; any thread.
 */
final class MergeRunner extends RemoteRunner {
    static final String BRANCH = "branch";
    static final String BASE = "base";
    static final String SESSION = "session";

    /** Followed by the commits of the base and of the branch, the snapshot or {@code -}, and the time in milliseconds. */
    static final String MERGING = "merging ";

    private static final String HEADS = "refs/heads/";
    private static final String NO_SNAPSHOT = "-";
    private static final int PARTS = 4;
    private static final int HAS_CONFLICTS = 1;
    private static final long LOOK_MILLIS = 200;
    private static final int LOCK_LOOKS = 5;
    /** File systems record the times of files coarsely. */
    private static final long CLOCK_MILLIS = 2_000;

    private final KeptStore kept;

    MergeRunner(GitRunner git, KeptStore kept, Function<Path, Optional<String>> turns) {
        super(git, turns);
        this.kept = kept;
    }

    /** The two branches as they are now. @param clash the files with conflicts @param tree of the merge; may be empty */
    private record Sides(String base, String head, String branch, String tip, List<String> clash, String tree) {}

    @Override
    public JobResult run(JobRun run) throws IOException, InterruptedException {
        if (run.isCancelled()) {
            return JobResult.stopped(HostText.NONE);
        }
        Path directory = Path.of(run.parameter(DIRECTORY));
        Optional<WorkingTree> repository = WorkingTree.containing(directory);
        if (repository.isEmpty()) {
            return JobResult.failed(HostText.of(HostTextCode.WORKTREE_NO_REPOSITORY, directory));
        }
        WorkingTree tree = repository.get();
        for (String branch : List.of(run.parameter(BASE), run.parameter(BRANCH))) {
            if (commit(tree, branch).isEmpty()) {
                return RemoteCommands.failed(HostTextCode.MERGE_NO_BRANCH, branch);
            }
        }
        Sides sides = sides(tree, run.parameter(BASE), run.parameter(BRANCH));
        if (isAncestor(tree, sides.tip(), sides.head())) {
            return RemoteCommands.done(HostTextCode.MERGE_NOTHING, sides.base(), sides.branch());
        }
        if (!sides.clash().isEmpty()) {
            return conflicts(run, sides, sides.clash());
        }
        Optional<WorkingTree> checkout = checkout(tree, sides.base());
        if (checkout.isEmpty()) {
            return moveBranch(run, tree, sides);
        }
        try {
            return merge(run, place(run, checkout.get()), sides);
        } catch (UnreadableException unreadable) {
            endIfInterrupted();
            return run.isCancelled() ? JobResult.stopped(HostText.NONE) : JobResult.failed(unreadable.sentence());
        }
    }

    private String commit(WorkingTree tree, String branch) {
        GitResult found = git.read(
                tree.request("rev-parse", "--verify", "--quiet", "--end-of-options", HEADS + branch + "^{commit}"));
        return found.succeeded() ? found.line() : "";
    }

    private boolean isAncestor(WorkingTree tree, String commit, String of) {
        return git.read(tree.request("merge-base", "--is-ancestor", commit, of)).succeeded();
    }

    /** Merges without a working tree, to know the conflicts. A git before 2.38 cannot; the merge itself then finds them. */
    private Sides sides(WorkingTree tree, String base, String branch) throws InterruptedException {
        String head = commit(tree, base);
        String tip = commit(tree, branch);
        GitResult merged = git.write(GitRequest.of(
                        tree.root(), "merge-tree", "--write-tree", "--no-messages", "--name-only", "-z", head, tip)
                .withTime(RemoteCommands.TIME));
        endIfInterrupted();
        List<String> fields = merged.fields();
        boolean known =
                merged.outcome() == GitResult.Outcome.ENDED && merged.code() <= HAS_CONFLICTS && !fields.isEmpty();
        List<String> clash = known && !merged.succeeded()
                ? fields.subList(1, fields.size()).stream()
                        .filter(path -> !path.isEmpty())
                        .distinct()
                        .toList()
                : List.of();
        return new Sides(base, head, branch, tip, clash, known && merged.succeeded() ? fields.get(0) : "");
    }

    /** The working tree that has a branch checked out. */
    private Optional<WorkingTree> checkout(WorkingTree tree, String branch) {
        GitResult found = git.read(tree.request("for-each-ref", "--format=%(worktreepath)", HEADS + branch));
        try {
            return found.succeeded() && !found.line().isEmpty()
                    ? WorkingTree.containing(Path.of(found.line()))
                    : Optional.empty();
        } catch (InvalidPathException unusual) {
            return Optional.empty();
        }
    }

    private static JobResult conflicts(JobRun run, Sides sides, List<String> files) {
        run.record("conflicts", Integer.toString(files.size()));
        files.forEach(path -> run.print(HostText.of(HostTextCode.JOB_CONFLICT, path)));
        return RemoteCommands.failed(
                HostTextCode.MERGE_CONFLICTS, sides.branch(), sides.base(), PullRunner.named(files));
    }

    // --- where the base is checked out

    private JobResult merge(JobRun run, Place place, Sides sides) throws IOException, InterruptedException {
        Optional<JobResult> fault = fault(place, sides);
        if (fault.isPresent()) {
            return fault.get();
        }
        WorkingTree tree = place.tree();
        String snapshot;
        try {
            snapshot = kept.keep(new KeptStore.Request(
                            tree.root(),
                            KeptTree.Reason.REQUEST,
                            run.parameter(SESSION),
                            Long.MAX_VALUE,
                            run::isCancelled))
                    .snapshot()
                    .id();
            run.record("snapshot", snapshot);
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
        run.record("before", sides.head());
        run.begin(step(sides, snapshot));
        GitResult merged = place.commands().local(true, "merge", "--no-edit", "--no-autostash", spoken(tree, sides));
        JobResult result = merged(run, place, sides, merged);
        run.begin("");
        return result;
    }

    private static String step(Sides sides, String snapshot) {
        return MERGING + sides.head() + " " + sides.tip() + " " + snapshot + " " + System.currentTimeMillis();
    }

    /** The name that git writes into its message; the whole one if the short one stands for something else. */
    private String spoken(WorkingTree tree, Sides sides) {
        GitResult meant = git.read(
                tree.request("rev-parse", "--verify", "--quiet", "--end-of-options", sides.branch() + "^{commit}"));
        boolean clear = meant.succeeded()
                && meant.line().equals(sides.tip())
                && !sides.branch().startsWith("-");
        return clear ? sides.branch() : HEADS + sides.branch();
    }

    /** @return the reason why nothing can be merged there */
    private static Optional<JobResult> fault(Place place, Sides sides) {
        String turn = place.reading().state().pull().turn();
        if (!turn.isEmpty()) {
            return Optional.of(RemoteCommands.failed(HostTextCode.REMOTE_TURN, turn));
        }
        if (place.reading().state().pull().operation() != GitActivity.NONE) {
            return Optional.of(RemoteCommands.failed(HostTextCode.PULL_IN_OPERATION));
        }
        List<String> changed =
                place.reading().status().changed().stream().sorted().toList();
        if (!changed.isEmpty()) {
            return Optional.of(RemoteCommands.failed(
                    HostTextCode.MERGE_DIRTY, sides.base(), place.tree().root(), PullRunner.named(changed)));
        }
        boolean same = place.reading().status().branch().equals(sides.base())
                && place.reading().status().commit().equals(sides.head());
        return same ? Optional.empty() : Optional.of(RemoteCommands.failed(HostTextCode.MERGE_MOVED, sides.base()));
    }

    private JobResult merged(JobRun run, Place place, Sides sides, GitResult merged) throws InterruptedException {
        if (merged.succeeded()) {
            return RemoteCommands.done(HostTextCode.MERGE_DONE, sides.branch(), sides.base());
        }
        GitActivity operation =
                RemoteReader.operation(GitFolder.of(place.tree()).own());
        if (operation != GitActivity.NONE) {
            List<String> files = conflicted(place.tree());
            if (!PullAbortRunner.abort(place, operation).succeeded()) {
                return RemoteCommands.failed(HostTextCode.PULL_INTERRUPTED);
            }
            return files.isEmpty() || merged.outcome() != GitResult.Outcome.ENDED
                    ? place.commands().failure(merged, "git", "")
                    : conflicts(run, sides, files);
        }
        List<String> inTheWay = PullRunner.inTheWay(merged.message());
        return inTheWay.isEmpty()
                ? place.commands().failure(merged, "git", "")
                : RemoteCommands.failed(HostTextCode.PULL_IN_THE_WAY, PullRunner.named(inTheWay));
    }

    private List<String> conflicted(WorkingTree tree) {
        GitResult found = git.read(tree.request("diff", "--name-only", "--diff-filter=U", "-z"));
        return found.succeeded() ? found.fields() : List.of();
    }

    // --- where the base is checked out nowhere

    private JobResult moveBranch(JobRun run, WorkingTree tree, Sides sides) throws IOException, InterruptedException {
        String commit = sides.tip();
        if (!isAncestor(tree, sides.head(), sides.tip())) {
            if (sides.tree().isEmpty()) {
                return RemoteCommands.failed(HostTextCode.MERGE_NOT_CHECKED_OUT, sides.base());
            }
            GitResult made = git.write(GitRequest.of(
                            tree.root(),
                            "commit-tree",
                            "-p",
                            sides.head(),
                            "-p",
                            sides.tip(),
                            "-m",
                            "Merge branch '" + sides.branch() + "' into " + sides.base(),
                            sides.tree())
                    .withTime(RemoteCommands.TIME));
            endIfInterrupted();
            if (!made.succeeded()) {
                return RemoteCommands.failed(HostTextCode.REMOTE_FAILED, made.message());
            }
            commit = made.line();
        }
        run.record("before", sides.head());
        run.begin(step(sides, NO_SNAPSHOT));
        // Git compares the branch with the commit that was merged.
        GitResult moved = git.write(GitRequest.of(
                        tree.root(),
                        "update-ref",
                        "-m",
                        "merge " + sides.branch(),
                        HEADS + sides.base(),
                        commit,
                        sides.head())
                .withTime(RemoteCommands.TIME));
        endIfInterrupted();
        run.begin("");
        return moved.succeeded()
                ? RemoteCommands.done(HostTextCode.MERGE_DONE, sides.branch(), sides.base())
                : RemoteCommands.failed(HostTextCode.MERGE_MOVED, sides.base());
    }

    // --- after the end of the host

    @Override
    public JobResult recover(JobRun run) throws IOException, InterruptedException {
        Optional<WorkingTree> repository = WorkingTree.containing(Path.of(run.parameter(DIRECTORY)));
        if (!run.step().startsWith(MERGING) || repository.isEmpty()) {
            return run(run);
        }
        String[] step = run.step().substring(MERGING.length()).split(" ");
        if (step.length != PARTS) {
            return JobResult.unknown(HostText.of(HostTextCode.PULL_INTERRUPTED));
        }
        WorkingTree tree = repository.get();
        if (isAncestor(tree, step[1], HEADS + run.parameter(BASE))) {
            run.begin("");
            return RemoteCommands.done(HostTextCode.MERGE_DONE, run.parameter(BRANCH), run.parameter(BASE));
        }
        Optional<WorkingTree> checkout = checkout(tree, run.parameter(BASE));
        if (step[2].equals(NO_SNAPSHOT) || checkout.isEmpty()) {
            run.begin("");
            return run(run);
        }
        try {
            return takenBack(run, checkout.get(), step);
        } catch (UnreadableException unreadable) {
            endIfInterrupted();
            return JobResult.failed(unreadable.sentence());
        }
    }

    /** Takes back what an interrupted git has left, and merges again if nothing was left. */
    private JobResult takenBack(JobRun run, WorkingTree checkout, String[] step)
            throws IOException, InterruptedException, UnreadableException {
        unlock(GitFolder.of(checkout).own().resolve("index.lock"), Long.parseLong(step[3]));
        Place place = place(run, checkout);
        GitActivity operation = place.reading().state().pull().operation();
        if (operation == GitActivity.MERGE) {
            if (!PullAbortRunner.abort(place, operation).succeeded()) {
                return RemoteCommands.failed(HostTextCode.PULL_INTERRUPTED);
            }
            place = place(run, checkout);
        }
        boolean unmoved = place.reading().status().commit().equals(step[0]);
        if (unmoved && hasLeftFiles(place, step)) {
            // Git was ended while it wrote files. They were unchanged before.
            try {
                kept.restore(checkout.root(), step[2], run.jobId().value());
            } catch (KeptException e) {
                endIfInterrupted();
                return RemoteCommands.failed(HostTextCode.PULL_INTERRUPTED);
            }
            run.begin("");
            return RemoteCommands.failed(HostTextCode.MERGE_TAKEN_BACK);
        }
        run.begin("");
        return run(run);
    }

    /** Whether there are changed files, or new ones of the branch. Git would have refused if they had been there before. */
    private boolean hasLeftFiles(Place place, String[] step) {
        if (!place.reading().status().changed().isEmpty()) {
            return true;
        }
        GitResult added = git.read(place.tree()
                .request("diff-tree", "-r", "-z", "--name-only", "--no-renames", "--diff-filter=A", step[0], step[1]));
        return added.succeeded()
                && added.fields().stream()
                        .anyMatch(path -> place.tree().file(path).isPresent());
    }

    /** Removes a lock that a killed git of this job has left. Another program's lock goes within milliseconds. */
    private static void unlock(Path lock, long since) throws IOException, InterruptedException {
        Optional<FileTime> seen = changed(lock);
        if (seen.isEmpty() || seen.get().toMillis() + CLOCK_MILLIS < since) {
            return;
        }
        for (int i = 0; i < LOCK_LOOKS && changed(lock).equals(seen); i++) {
            Thread.sleep(LOOK_MILLIS);
        }
        if (changed(lock).equals(seen)) {
            Files.deleteIfExists(lock);
        }
    }

    private static Optional<FileTime> changed(Path lock) {
        try {
            return Optional.of(Files.getLastModifiedTime(lock));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static void endIfInterrupted() throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
        }
    }
}
