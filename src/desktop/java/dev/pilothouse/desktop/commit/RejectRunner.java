package dev.pilothouse.desktop.commit;

import dev.pilothouse.desktop.git.ContentReader;
import dev.pilothouse.desktop.git.HunkEdit;
import dev.pilothouse.desktop.git.KeptException;
import dev.pilothouse.desktop.git.KeptStore;
import dev.pilothouse.desktop.git.LineMerge;
import dev.pilothouse.desktop.git.RepositoryReader;
import dev.pilothouse.desktop.git.RepositoryReader.Reference;
import dev.pilothouse.desktop.git.RepositoryReader.UnreadableException;
import dev.pilothouse.desktop.git.TreeEdit;
import dev.pilothouse.desktop.git.TreeEdit.Entry;
import dev.pilothouse.desktop.git.WorkingSessions;
import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.desktop.job.JobResult;
import dev.pilothouse.desktop.job.JobRun;
import dev.pilothouse.desktop.job.JobRunner;
import dev.pilothouse.desktop.journal.IoErrorText;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.FileMark;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.HunkMark;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.SessionId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts a file, or one hunk of it, back to the old side of a comparison. The file must have the content that the person
 * saw. A snapshot is taken first. What was staged of the change is unstaged. Stateless; any thread.
 */
final class RejectRunner implements JobRunner {
    static final String DIRECTORY = "directory";
    static final String AGAINST = "against";
    static final String PATH = "path";
    static final String OLD_PATH = "oldPath";
    static final String CONTENT = "content";
    static final String OLD_START = "oldStart";
    static final String NEW_START = "newStart";
    static final String LINES = "lines";
    static final String AFTER_TURN = "afterTurn";

    /**
     * Followed by the id of the content that the file will have, and by that of its pointer in Git LFS; alone if it will
     * be removed.
     */
    static final String CHANGING = "changing ";

    private static final Set<String> NOT_SET = Set.of("unspecified", "unset");

    private final Parts parts;

    /**
     * The services of the host that it uses.
     *
     * @param beforeTurn the commit with the files before the session's last turn
     */
    record Parts(
            RepositoryReader reader,
            KeptStore kept,
            ContentReader contents,
            LineMerge merge,
            WorkingSessions working,
            BiFunction<SessionId, Path, Optional<String>> beforeTurn) {}

    RejectRunner(Parts parts) {
        this.parts = parts;
    }

    /** The parameters of a job. */
    static Map<String, String> parameters(
            Path directory, ComparisonTarget against, FileMark file, @Nullable HunkMark hunk, boolean afterTurn) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(DIRECTORY, directory.toString());
        parameters.put(AGAINST, against.name());
        parameters.put(PATH, file.path());
        parameters.put(OLD_PATH, file.oldPath());
        parameters.put(CONTENT, file.content());
        if (hunk != null) {
            parameters.put(OLD_START, Integer.toString(hunk.oldStart()));
            parameters.put(NEW_START, Integer.toString(hunk.newStart()));
            parameters.put(LINES, hunk.lines());
        }
        parameters.put(AFTER_TURN, afterTurn ? "1" : "");
        return parameters;
    }

    private static FileMark file(JobRun run) {
        return new FileMark(run.parameter(PATH), run.parameter(OLD_PATH), run.parameter(CONTENT));
    }

    private static Optional<HunkMark> hunk(JobRun run) {
        return run.parameter(LINES).isEmpty()
                ? Optional.empty()
                : Optional.of(new HunkMark(
                        Integer.parseInt(run.parameter(OLD_START)),
                        Integer.parseInt(run.parameter(NEW_START)),
                        run.parameter(LINES)));
    }

    @Override
    public Optional<HostText> waitsFor(JobRun run) {
        return CommitRunner.turn(parts.working(), run);
    }

    @Override
    public boolean isQuick() {
        return true;
    }

    @Override
    public JobResult run(JobRun run) throws IOException, InterruptedException {
        if (run.isCancelled()) {
            return JobResult.stopped(HostText.NONE);
        }
        Path directory = Path.of(run.parameter(DIRECTORY));
        Optional<String> working = parts.working().in(directory);
        if (working.isPresent() && run.parameter(AFTER_TURN).isEmpty()) {
            return failed(HostTextCode.AGENT_WORKS_HERE, working.get());
        }
        Optional<WorkingTree> tree = WorkingTree.containing(directory);
        if (tree.isEmpty()) {
            return failed(HostTextCode.NO_REPOSITORY_HERE);
        }
        Rejection rejection = new Rejection(run, tree.get());
        try {
            Optional<KeptStore.Restored> restored =
                    parts.kept().edit(tree.get().root(), run.jobId().value(), rejection::apply);
            if (restored.isEmpty()) {
                return JobResult.failed(rejection.refusal());
            }
            if (rejection.converted) {
                parts.contents().noteSize(tree.get(), run.parameter(PATH));
            }
            return rejected(run, restored.get().before().id());
        } catch (KeptException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            return JobResult.failed(e.sentence());
        }
    }

    private static JobResult failed(HostTextCode code, Object... values) {
        return JobResult.failed(HostText.of(code, values));
    }

    private static JobResult rejected(JobRun run, String snapshot) {
        run.record("snapshot", snapshot);
        return JobResult.done(HostText.of(HostTextCode.CHANGE_REJECTED, run.parameter(PATH)));
    }

    @Override
    public JobResult recover(JobRun run) throws IOException, InterruptedException {
        Path directory = Path.of(run.parameter(DIRECTORY));
        Optional<WorkingTree> tree = WorkingTree.containing(directory);
        if (!run.step().startsWith(CHANGING) || tree.isEmpty()) {
            return run(run);
        }
        try {
            Optional<String> before =
                    parts.kept().edited(tree.get().root(), run.jobId().value());
            if (before.isEmpty()) {
                // No file was changed: the snapshot comes first.
                return run(run);
            }
            parts.kept().recover();
            String wanted = run.step().substring(CHANGING.length());
            boolean[] done = {false};
            parts.kept().edit(tree.get().root(), run.jobId().value(), edit -> {
                String oid = edit.file(run.parameter(PATH)).map(Entry::oid).orElse("");
                done[0] = List.of(wanted.split(" ")).contains(oid);
                return false;
            });
            if (done[0]) {
                return rejected(run, before.get());
            }
            // The host may have ended between the snapshot and the change. Only a file as it was seen is changed.
            JobResult again = run(run);
            return again.state() == JobState.FAILED
                    ? JobResult.unknown(HostText.of(HostTextCode.REJECT_INTERRUPTED))
                    : again;
        } catch (KeptException e) {
            return JobResult.unknown(e.sentence());
        }
    }

    /** One change of the trees. Used by one thread, once. */
    private final class Rejection {
        private final JobRun run;
        private final WorkingTree tree;
        private final FileMark file;
        private HostText refusal = HostText.NONE;
        private boolean converted;

        Rejection(JobRun run, WorkingTree tree) {
            this.run = run;
            this.tree = tree;
            this.file = file(run);
        }

        HostText refusal() {
            return refusal;
        }

        private boolean refuse(HostTextCode code, Object... values) {
            refusal = HostText.of(code, values);
            return false;
        }

        boolean apply(TreeEdit edit) throws KeptException {
            Map<String, String> attributes = parts.contents().attributes(tree, file.path());
            Map<String, String> oldAttributes =
                    file.oldPath().isEmpty() ? attributes : parts.contents().attributes(tree, file.oldPath());
            if (isFiltered(attributes) || isFiltered(oldAttributes)) {
                return refuse(HostTextCode.FILE_IS_FILTERED, file.path());
            }
            boolean lfs = isInLfs(attributes) || isInLfs(oldAttributes);
            Optional<Entry> now = edit.file(file.path());
            if (!isAsSeen(edit, now)) {
                return refuse(HostTextCode.FILE_NOT_AS_SEEN, file.path());
            }
            if (edit.hasConflicts(file.path())) {
                return refuse(HostTextCode.FILE_HAS_CONFLICTS, file.path());
            }
            Reference against;
            Optional<HunkEdit> hunk = Optional.empty();
            try {
                against = against();
                Optional<HunkMark> wanted = hunk(run);
                if (wanted.isPresent()) {
                    hunk = new HunkFinder(parts.reader()).find(tree, against, file, wanted.get(), run::isCancelled);
                    if (hunk.isEmpty()) {
                        return refuse(HostTextCode.FILE_NOT_AS_SEEN, file.path());
                    }
                }
            } catch (UnreadableException e) {
                refusal = e.sentence();
                return false;
            }
            Optional<Entry> old = edit.entry(against.tree(), oldPath());
            if (now.filter(Entry::isSubmodule).isPresent()
                    || old.filter(Entry::isSubmodule).isPresent()) {
                return refuse(HostTextCode.FILE_IS_REPOSITORY, file.path());
            }
            if (lfs && hunk.isPresent() && !file.oldPath().isEmpty()) {
                return refuse(HostTextCode.HUNK_NOT_APART, file.path());
            }
            // The hunk of a pointer is the whole file.
            boolean lines = hunk.isPresent()
                    && !lfs
                    && now.filter(Entry::isFile).isPresent()
                    && old.filter(Entry::isFile).isPresent();
            try {
                boolean changed = lines
                        ? rejectLines(edit, hunk.get(), old.orElseThrow(), now.orElseThrow())
                        : rejectFile(edit, old, oldAttributes);
                if (changed) {
                    String wanted = edit.wanted(file.path()).map(Entry::oid).orElse("");
                    run.begin(CHANGING
                            + wanted
                            + (lfs ? old.map(each -> " " + each.oid()).orElse("") : ""));
                }
                return changed;
            } catch (IOException e) {
                refusal = HostText.of(HostTextCode.JOB_IO_FAILED, IoErrorText.sentence(e));
                return false;
            }
        }

        private boolean isFiltered(Map<String, String> attributes) {
            return Stream.of("filter", "working-tree-encoding", "ident")
                    .filter(name -> !name.equals("filter") || !isInLfs(attributes))
                    .anyMatch(name -> !NOT_SET.contains(attributes.getOrDefault(name, "unset")));
        }

        private boolean isInLfs(Map<String, String> attributes) {
            return attributes.getOrDefault("filter", "unset").equals("lfs");
        }

        private String oldPath() {
            return file.oldPath().isEmpty() ? file.path() : file.oldPath();
        }

        private boolean isAsSeen(TreeEdit edit, Optional<Entry> now) throws KeptException {
            if (now.isEmpty() || !now.get().isFile()) {
                return file.content().isEmpty()
                        || now.isPresent()
                                && parts.contents()
                                        .isContent(tree, file.path(), edit.content(now.get()), file.content());
            }
            return parts.contents().isContent(tree, file.path(), edit.content(now.get()), file.content())
                    || parts.reader().contentId(tree, file.path()).equals(file.content());
        }

        private Reference against() throws UnreadableException {
            ComparisonTarget target = ComparisonTarget.valueOf(run.parameter(AGAINST));
            SessionId session = run.request().sessionId();
            if (target != ComparisonTarget.BEFORE_TURN || session == null) {
                return parts.reader().resolve(tree, target, run::isCancelled);
            }
            return parts.beforeTurn()
                    .apply(session, tree.root())
                    .map(commit -> new Reference("", commit))
                    .orElseThrow(() -> new UnreadableException(HostText.of(HostTextCode.SNAPSHOT_BEFORE_TURN_MISSING)));
        }

        private boolean rejectLines(TreeEdit edit, HunkEdit hunk, Entry old, Entry now)
                throws KeptException, IOException {
            byte[] before = edit.content(old);
            byte[] seen = edit.content(now);
            converted = parts.contents().isConverted(tree, file.path(), seen);
            Optional<byte[]> without = hunk.reject(before, seen, converted);
            Optional<byte[]> alone = hunk.accept(before, seen, converted);
            if (without.isEmpty() || alone.isEmpty()) {
                return refuse(HostTextCode.FILE_NOT_AS_SEEN, file.path());
            }
            edit.setFile(file.path(), Optional.of(new Entry(now.mode(), edit.store(without.get()))));
            Optional<Entry> staged = edit.staged(file.path());
            if (staged.filter(Entry::isFile).isPresent() && !staged.equals(edit.committed(file.path()))) {
                Optional<byte[]> less = parts.merge().merge(edit.content(staged.get()), alone.get(), before);
                if (less.isPresent()) {
                    edit.setStaged(
                            file.path(), Optional.of(new Entry(staged.get().mode(), edit.store(less.get()))));
                }
            }
            return true;
        }

        private boolean rejectFile(TreeEdit edit, Optional<Entry> old, Map<String, String> attributes)
                throws KeptException {
            boolean copied =
                    !file.oldPath().isEmpty() && edit.file(file.oldPath()).isPresent();
            Optional<Entry> back = copied ? Optional.empty() : old;
            if (back.filter(Entry::isFile).isPresent()) {
                byte[] stored = edit.content(back.get());
                boolean lfs = isInLfs(attributes);
                Optional<byte[]> content = lfs
                        ? parts.contents().fromLfs(tree, stored)
                        : Optional.of(parts.contents().checkedOut(tree, attributes, stored));
                if (content.isEmpty()) {
                    return refuse(HostTextCode.FILE_NOT_IN_LFS, oldPath());
                }
                converted = !lfs && content.get() != stored;
                back = Optional.of(new Entry(back.get().mode(), edit.store(content.get())));
            }
            Set<String> paths = new LinkedHashSet<>(Set.of(file.path()));
            if (!file.oldPath().isEmpty() && !copied) {
                edit.setFile(file.path(), Optional.empty());
                edit.setFile(file.oldPath(), back);
                paths.add(file.oldPath());
            } else {
                edit.setFile(file.path(), back);
            }
            for (String path : paths) {
                Optional<Entry> committed = edit.committed(path);
                if (!edit.staged(path).equals(committed)) {
                    edit.setStaged(path, committed);
                }
            }
            return edit.changesSomething() || refuse(HostTextCode.FILE_NOT_CHANGED, file.path());
        }
    }
}
