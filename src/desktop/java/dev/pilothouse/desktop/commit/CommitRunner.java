package dev.pilothouse.desktop.commit;

import dev.pilothouse.desktop.commit.CommitReader.Status;
import dev.pilothouse.desktop.git.GitRequest;
import dev.pilothouse.desktop.git.GitResult;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.git.RepositoryReader.UnreadableException;
import dev.pilothouse.desktop.git.WorkingSessions;
import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.desktop.job.JobResult;
import dev.pilothouse.desktop.job.JobRun;
import dev.pilothouse.desktop.job.JobRunner;
import dev.pilothouse.desktop.journal.PrivateFolders;
import dev.pilothouse.model.CommitOrder;
import dev.pilothouse.model.GitActivity;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.TextCutter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Commits. Git works on a copy of the index, so a hook that hangs locks nobody out, and a commit that fails leaves the
 * index as it was. The log of the branch gets a mark, by which a commit is found again after the end of the host.
 * One at a time in a working tree; any thread.
 */
final class CommitRunner implements JobRunner {
    static final String DIRECTORY = "directory";
    static final String MESSAGE = "message";
    static final String FILES = "files";
    /** Followed by a number: the named paths, separated by line feeds. */
    static final String PATHS = "paths.";

    static final String AMEND = "amend";
    static final String SIGN_OFF = "signOff";
    static final String SEEN = "seen";
    static final String AFTER_TURN = "afterTurn";

    /** Followed by the id of the commit before, and by the time in milliseconds. */
    static final String COMMITTING = "committing ";

    private static final String MARK = "pilothouse ";
    private static final int PATHS_LENGTH = 4_000;
    private static final int LAST_LINES = 8;
    private static final int REASON = 1_500;
    private static final int SHORT_ID = 10;
    private static final int SHOWN = 5;
    private static final int LOG_ENTRIES = 50;
    private static final int INDEX_TRIES = 30;
    private static final long INDEX_PAUSE_MILLIS = 100;
    private static final long LOOK_MILLIS = 200;
    /** A lock that stays as it is for a second is nobody's any more. */
    private static final int LOCK_LOOKS = 5;
    /** File systems record the times of files coarsely. */
    private static final long CLOCK_MILLIS = 2_000;

    private final GitRunner git;
    private final CommitReader reader;
    private final Path folder;
    private final Duration time;
    /** The git folders of the working trees in which a commit is made. Guarded by itself. */
    private final Set<Path> committing = new HashSet<>();

    /**
     * @param folder private to the host; the copies of indexes
     * @param time for hooks and signing
     */
    CommitRunner(GitRunner git, CommitReader reader, Path folder, Duration time) {
        this.git = git;
        this.reader = reader;
        this.folder = folder;
        this.time = time;
    }

    static Map<String, String> parameters(Path directory, CommitOrder order) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(DIRECTORY, directory.toString());
        parameters.put(MESSAGE, order.message());
        parameters.put(FILES, order.files().name());
        List<String> pieces = TextCutter.pieces(String.join("\n", order.paths()), PATHS_LENGTH);
        for (int i = 0; i < pieces.size(); i++) {
            parameters.put(PATHS + i, pieces.get(i));
        }
        parameters.put(AMEND, order.amend() ? "1" : "");
        parameters.put(SIGN_OFF, order.signOff() ? "1" : "");
        parameters.put(SEEN, order.seen());
        parameters.put(AFTER_TURN, order.afterTurn() ? "1" : "");
        return parameters;
    }

    private static List<String> paths(JobRun run) {
        StringBuilder paths = new StringBuilder();
        for (int i = 0; !run.parameter(PATHS + i).isEmpty(); i++) {
            paths.append(run.parameter(PATHS + i));
        }
        return paths.toString().lines().toList();
    }

    @Override
    public Optional<HostText> waitsFor(JobRun run) {
        return turn(reader.working(), run);
    }

    /** The turn for whose end a job was told to wait. */
    static Optional<HostText> turn(WorkingSessions working, JobRun run) {
        return run.parameter(AFTER_TURN).isEmpty()
                ? Optional.empty()
                : working.in(Path.of(run.parameter(DIRECTORY)))
                        .map(session -> HostText.of(HostTextCode.WAITS_FOR_TURN, session));
    }

    @Override
    public JobResult run(JobRun run) throws IOException, InterruptedException {
        if (run.isCancelled()) {
            return stopped();
        }
        Path directory = Path.of(run.parameter(DIRECTORY));
        Optional<String> working = reader.working().in(directory);
        if (working.isPresent() && run.parameter(AFTER_TURN).isEmpty()) {
            return failed(HostTextCode.AGENT_WORKS_HERE, working.get());
        }
        Optional<WorkingTree> tree = WorkingTree.containing(directory);
        if (tree.isEmpty()) {
            return failed(HostTextCode.NO_REPOSITORY_HERE);
        }
        try {
            Path gitFolder = reader.folder(tree.get());
            if (!enter(gitFolder, run::isCancelled)) {
                return stopped();
            }
            try {
                Status status = reader.status(tree.get(), run::isCancelled);
                Optional<HostText> fault = fault(run, tree.get(), status, gitFolder);
                return fault.isPresent() ? JobResult.failed(fault.get()) : commit(run, tree.get(), status, gitFolder);
            } finally {
                leave(gitFolder);
            }
        } catch (UnreadableException e) {
            endIfInterrupted();
            return JobResult.failed(e.sentence());
        }
    }

    /** Waits for another commit in the working tree, over which this one would write. @return false if cancelled */
    private boolean enter(Path gitFolder, BooleanSupplier cancelled) throws InterruptedException {
        synchronized (committing) {
            while (!committing.add(gitFolder)) {
                if (cancelled.getAsBoolean()) {
                    return false;
                }
                committing.wait(LOOK_MILLIS);
            }
            return true;
        }
    }

    private void leave(Path gitFolder) {
        synchronized (committing) {
            committing.remove(gitFolder);
            committing.notifyAll();
        }
    }

    private static void endIfInterrupted() throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
        }
    }

    private static JobResult failed(HostTextCode code, Object... values) {
        return JobResult.failed(HostText.of(code, values));
    }

    private static JobResult stopped() {
        return JobResult.stopped(HostText.of(HostTextCode.COMMIT_STOPPED));
    }

    private static CommitOrder.Files files(JobRun run) {
        return CommitOrder.Files.valueOf(run.parameter(FILES));
    }

    private Optional<HostText> fault(JobRun run, WorkingTree tree, Status status, Path gitFolder) {
        boolean amends = !run.parameter(AMEND).isEmpty();
        GitActivity operation = CommitReader.operation(gitFolder);
        HostTextCode code = null;
        if (!status.conflicts().isEmpty()) {
            String some = status.conflicts().stream().limit(SHOWN).collect(Collectors.joining(", "));
            return Optional.of(HostText.of(HostTextCode.COMMIT_CONFLICTS, some));
        } else if (files(run) == CommitOrder.Files.NAMED && operation != GitActivity.NONE) {
            return Optional.of(
                    HostText.of(HostTextCode.COMMIT_OPERATION, operation.name().toLowerCase(Locale.ROOT)));
        } else if (amends && status.commit().isEmpty()) {
            code = HostTextCode.COMMIT_AMEND_NOTHING;
        } else if (amends && reader.isPushed(tree)) {
            code = HostTextCode.COMMIT_AMEND_PUSHED;
        } else if (!reader.author(tree).isKnown()) {
            code = HostTextCode.COMMIT_AUTHOR_MISSING;
        } else if (!run.parameter(SEEN).isEmpty() && !run.parameter(SEEN).equals(status.seen())) {
            code = HostTextCode.COMMIT_NOT_AS_SEEN;
        } else if (!amends
                && operation == GitActivity.NONE
                && !(files(run) == CommitOrder.Files.STAGED ? status.hasStaged() : status.hasChanges())) {
            code = HostTextCode.COMMIT_NOTHING;
        }
        return Optional.ofNullable(code).map(HostText::of);
    }

    // --- the commit

    private Path copyOf(JobRun run) {
        return folder.resolve(run.jobId().value().replaceAll("[^A-Za-z0-9_-]", "_"));
    }

    private JobResult commit(JobRun run, WorkingTree tree, Status status, Path gitFolder)
            throws IOException, InterruptedException, UnreadableException {
        GitActivity operation = CommitReader.operation(gitFolder);
        Path copy = copyOf(run);
        PrivateFolders.create(folder);
        delete(copy);
        Files.createDirectory(copy);
        try {
            Path index = copy.resolve("index");
            if (Files.exists(gitFolder.resolve("index"))) {
                // The time matters: git compares a file anew that is not older than the index.
                Files.copy(gitFolder.resolve("index"), index, StandardCopyOption.COPY_ATTRIBUTES);
            }
            Optional<JobResult> notStaged = stage(run, tree, status, index);
            if (notStaged.isPresent()) {
                return notStaged.get();
            }
            run.begin(COMMITTING + status.commit() + " " + System.currentTimeMillis());
            // Files that somebody else has committed since would be as before in this commit.
            Optional<Written> written = write(run, tree, index, () -> isAsBefore(tree, status, gitFolder, operation));
            JobResult result =
                    written.isPresent() ? made(run, tree, status, written.get()) : failed(HostTextCode.COMMIT_MOVED);
            if (result.state() != JobState.DONE && found(run, tree).isEmpty()) {
                // Another attempt begins anew.
                run.begin("");
            }
            return result;
        } finally {
            delete(copy);
        }
    }

    private boolean isAsBefore(WorkingTree tree, Status status, Path gitFolder, GitActivity operation) {
        String branch =
                git.read(tree.request("symbolic-ref", "--quiet", "HEAD")).line();
        return head(tree).equals(status.commit())
                && (branch.equals(status.branch()) || branch.equals("refs/heads/" + status.branch()))
                && CommitReader.operation(gitFolder) == operation;
    }

    private GitRequest request(WorkingTree tree, Path index, String... arguments) {
        return GitRequest.of(tree.root(), arguments)
                .withVariable("GIT_INDEX_FILE", index.toString())
                .withVariable("GIT_LITERAL_PATHSPECS", "1");
    }

    private Optional<JobResult> stage(JobRun run, WorkingTree tree, Status status, Path index)
            throws InterruptedException {
        if (files(run) == CommitOrder.Files.STAGED) {
            return Optional.empty();
        }
        List<GitRequest> requests = new ArrayList<>();
        if (files(run) == CommitOrder.Files.NAMED) {
            if (!status.commit().isEmpty()) {
                requests.add(request(tree, index, "read-tree", "HEAD"));
            } else {
                requests.add(request(tree, index, "read-tree", "--empty"));
            }
            requests.add(request(tree, index, "add", "-A", "--pathspec-from-file=-", "--pathspec-file-nul")
                    .withInput((String.join("\0", paths(run)) + "\0").getBytes(StandardCharsets.UTF_8)));
        } else {
            requests.add(request(tree, index, "add", "-A"));
        }
        for (GitRequest each : requests) {
            GitResult added = git.write(
                    each.withTime(time).withCancelled(run::isCancelled).withProgress(run::print));
            endIfInterrupted();
            if (!added.succeeded()) {
                return Optional.of(run.isCancelled() ? stopped() : failed(HostTextCode.COMMIT_FAILED, added.message()));
            }
        }
        return Optional.empty();
    }

    /** A commit with its last lines of output. */
    private record Written(GitResult result, String lines) {}

    /** Commits, if the condition holds just before. @return empty if it did not */
    private Optional<Written> write(JobRun run, WorkingTree tree, Path index, BooleanSupplier condition) {
        List<String> arguments = new ArrayList<>(List.of("commit", "-F", "-", "--no-status"));
        if (!run.parameter(AMEND).isEmpty()) {
            arguments.add("--amend");
        }
        if (!run.parameter(SIGN_OFF).isEmpty()) {
            arguments.add("--signoff");
        }
        Deque<String> last = new ArrayDeque<>();
        GitRequest request = request(tree, index, arguments.toArray(String[]::new))
                .withVariable("GIT_REFLOG_ACTION", MARK + run.jobId())
                // No program asks on a terminal, or works on when the commit is there.
                .withVariable("GPG_TTY", "")
                .withVariable("GIT_CONFIG_COUNT", "2")
                .withVariable("GIT_CONFIG_KEY_0", "maintenance.auto")
                .withVariable("GIT_CONFIG_VALUE_0", "false")
                .withVariable("GIT_CONFIG_KEY_1", "gc.auto")
                .withVariable("GIT_CONFIG_VALUE_1", "0")
                .withInput(run.parameter(MESSAGE).getBytes(StandardCharsets.UTF_8))
                .withTime(time)
                .withCancelled(run::isCancelled)
                .withProgress(line -> {
                    run.print(line);
                    synchronized (last) {
                        last.addLast(line);
                        if (last.size() > LAST_LINES) {
                            last.removeFirst();
                        }
                    }
                });
        Optional<GitResult> result = git.writeIf(request, condition);
        synchronized (last) {
            return result.map(one -> new Written(one, TextCutter.excerpt(String.join("\n", last), REASON)));
        }
    }

    private JobResult made(JobRun run, WorkingTree tree, Status before, Written written)
            throws InterruptedException, UnreadableException {
        endIfInterrupted();
        Optional<String> commit = found(run, tree);
        if (commit.isEmpty() && written.result().succeeded()) {
            // The repository keeps no log of its branches.
            commit = Optional.of(head(tree)).filter(now -> !now.equals(before.commit()));
        }
        if (commit.isPresent()) {
            synchronize(run, tree, before.commit());
            return done(run, before.branch(), commit.get());
        }
        GitResult result = written.result();
        if (result.outcome() == GitResult.Outcome.CANCELLED) {
            return stopped();
        }
        if (result.outcome() == GitResult.Outcome.TIMED_OUT) {
            return failed(HostTextCode.COMMIT_TIMED_OUT, time.toMinutes());
        }
        String reason = written.lines().isEmpty() ? result.message() : written.lines();
        boolean signing = reason.contains("gpg failed to sign") || reason.contains("failed to write commit object");
        return failed(signing ? HostTextCode.COMMIT_NOT_SIGNED : HostTextCode.COMMIT_FAILED, reason);
    }

    private static JobResult done(JobRun run, String branch, String commit) {
        run.record("commit", commit);
        run.record("branch", branch);
        String shown = TextCutter.head(commit, SHORT_ID);
        return JobResult.done(
                branch.isEmpty()
                        ? HostText.of(HostTextCode.COMMIT_MADE_DETACHED, shown)
                        : HostText.of(HostTextCode.COMMIT_MADE, shown, branch));
    }

    private String head(WorkingTree tree) {
        return git.read(tree.request("rev-parse", "--verify", "--quiet", "HEAD^{commit}"))
                .line();
    }

    /** The commit of this job, by its mark in the log of HEAD. */
    private Optional<String> found(JobRun run, WorkingTree tree) {
        GitResult log = git.read(tree.request("log", "--walk-reflogs", "-" + LOG_ENTRIES, "--format=%H %gs", "HEAD"));
        String mark = " " + MARK + run.jobId() + ":";
        return log.text()
                .lines()
                .filter(line -> line.contains(mark))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .findFirst();
    }

    /** Brings the repository's index up to the commit, where that has other files than were staged. */
    private void synchronize(JobRun run, WorkingTree tree, String before) throws InterruptedException {
        if (git.read(tree.request("diff-index", "--cached", "--quiet", "HEAD")).succeeded()) {
            return;
        }
        String from = before.isEmpty()
                ? git.read(tree.request("hash-object", "-t", "tree", "--stdin").withInput(new byte[0]))
                        .line()
                : before;
        GitResult changed =
                git.read(tree.request("diff-tree", "-r", "-z", "--name-only", "--no-renames", from, "HEAD"));
        if (!changed.succeeded() || changed.output().length == 0) {
            return;
        }
        for (int i = 0; i < INDEX_TRIES; i++) {
            GitResult reset =
                    git.write(GitRequest.of(tree.root(), "reset", "-q", "--pathspec-from-file=-", "--pathspec-file-nul")
                            .withVariable("GIT_LITERAL_PATHSPECS", "1")
                            .withTime(Duration.ofMinutes(1))
                            .withInput(changed.output()));
            if (reset.succeeded()) {
                return;
            }
            if (!StageRunner.isLocked(reset) || i + 1 == INDEX_TRIES) {
                run.print(HostText.of(HostTextCode.JOB_INDEX_AS_BEFORE, reset.message()));
                return;
            }
            Thread.sleep(INDEX_PAUSE_MILLIS);
        }
    }

    // --- after the end of the host

    @Override
    public JobResult recover(JobRun run) throws IOException, InterruptedException {
        Optional<WorkingTree> tree = WorkingTree.containing(Path.of(run.parameter(DIRECTORY)));
        delete(copyOf(run));
        if (!run.step().startsWith(COMMITTING) || tree.isEmpty()) {
            return run(run);
        }
        String[] step = run.step().substring(COMMITTING.length()).split(" ", 2);
        String before = step[0];
        // A host of an earlier version recorded no time.
        long since = step.length > 1 ? Long.parseLong(step[1]) : 0;
        try {
            Path gitFolder = reader.folder(tree.get());
            enter(gitFolder, () -> false);
            try {
                unlock(tree.get(), since);
                return settled(run, tree.get(), before);
            } finally {
                leave(gitFolder);
            }
        } catch (UnreadableException e) {
            endIfInterrupted();
            return JobResult.unknown(e.sentence());
        }
    }

    private JobResult settled(JobRun run, WorkingTree tree, String before)
            throws IOException, InterruptedException, UnreadableException {
        Optional<String> commit = found(run, tree);
        endIfInterrupted();
        if (commit.isPresent()) {
            synchronize(run, tree, before);
            return done(run, reader.status(tree, run::isCancelled).branch(), commit.get());
        }
        if (!head(tree).equals(before)) {
            return JobResult.unknown(HostText.of(HostTextCode.COMMIT_UNCLEAR));
        }
        // Another attempt begins anew.
        run.begin("");
        return failed(HostTextCode.COMMIT_INTERRUPTED);
    }

    /**
     * A git that was killed while it wrote the branch may have left its locks. No git of this job runs any more.
     *
     * @param since the time in milliseconds at which this job began to commit; an older lock is not of it
     */
    private void unlock(WorkingTree tree, long since) throws UnreadableException, IOException, InterruptedException {
        List<Path> locks = new ArrayList<>(List.of(reader.folder(tree).resolve("HEAD.lock")));
        String branch =
                git.read(tree.request("symbolic-ref", "--quiet", "HEAD")).line();
        String common = git.read(tree.request("rev-parse", "--path-format=absolute", "--git-common-dir"))
                .line();
        if (branch.startsWith("refs/heads/") && !common.isEmpty()) {
            locks.add(Path.of(common).resolve(branch + ".lock"));
        }
        for (Path lock : locks) {
            Optional<FileTime> seen = changed(lock);
            if (seen.isEmpty() || seen.get().toMillis() + CLOCK_MILLIS < since) {
                continue;
            }
            // Another program's lock goes within milliseconds.
            for (int i = 0; i < LOCK_LOOKS && changed(lock).equals(seen); i++) {
                Thread.sleep(LOOK_MILLIS);
            }
            if (changed(lock).equals(seen)) {
                Files.deleteIfExists(lock);
            }
        }
    }

    private static Optional<FileTime> changed(Path lock) {
        try {
            return Optional.of(Files.getLastModifiedTime(lock));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static void delete(Path copy) throws IOException {
        if (!Files.isDirectory(copy)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(copy)) {
            files = all.toList();
        }
        for (Path each : files) {
            Files.deleteIfExists(each);
        }
        Files.deleteIfExists(copy);
    }
}
