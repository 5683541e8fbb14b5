package dev.pilothouse.desktop.git;

import dev.pilothouse.desktop.git.KeptTree.Left;
import dev.pilothouse.desktop.git.KeptTree.Reason;
import dev.pilothouse.desktop.git.WorkingTreeReader.Trees;
import dev.pilothouse.desktop.journal.PrivateFolders;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots of working trees that can be brought back. A snapshot is a commit under {@code refs/pilothouse/kept/ID}:
 * its tree is the working tree with untracked files, its parents are HEAD and a commit that describes the index. Taking
 * one changes neither the working tree nor the index, and runs no program of the repository.
 *
 * <p>Owns the folder {@code kept} in the host's data folder: scratch folders, private files, marks of restores that have
 * not finished, and the list of repositories with snapshots. Any thread; blocks for git. At most one operation that
 * changes files runs on a working tree.
 */
public final class KeptStore {
    /** How long a snapshot is kept. */
    public static final Duration LIFETIME = Duration.ofDays(30);

    /** The newest snapshots of turns that a repository keeps. */
    static final int MAX_TURNS = 1_000;

    static final int MAX_LISTED = 5_000;
    /** The owner of the snapshot of a state that an edit is about to make. */
    private static final String WANTED = "edit";

    static final String REFS = "refs/pilothouse/kept/";

    private static final Logger LOG = LoggerFactory.getLogger(KeptStore.class);
    private static final int MAX_REPOSITORIES = 2_000;
    private static final int STRIPES = 64;
    /** Attempts of an edit while others change files. */
    private static final int EDIT_ROUNDS = 5;

    private static final int MAX_OWNER = 200;
    /** A snapshot that is about to expire is not used again for an unchanged tree. */
    private static final Duration REUSE = LIFETIME.dividedBy(2);

    private static final Duration RECENT = Duration.ofHours(1);

    /** A file that changed this long after the beginning of a restore was not changed by it. */
    private static final Duration SETTLED = Duration.ofMinutes(10);

    private final GitRunner git;
    private final Path folder;
    /** Of this run of the host. */
    private final Path scratch;

    private final KeptPrivateFiles privateFiles;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock[] locks = new ReentrantLock[STRIPES];

    /**
     * A snapshot to take.
     *
     * @param owner the session or worktree, for the list; may be empty
     * @param largest size in bytes of the largest changed or untracked file that is included; larger ones are named
     * @param cancelled checked every few milliseconds
     */
    public record Request(Path directory, Reason reason, String owner, long largest, BooleanSupplier cancelled) {
        public Request(Path directory, Reason reason, String owner) {
            this(directory, reason, owner, Long.MAX_VALUE, () -> false);
        }
    }

    /**
     * A file that a snapshot changes when it is brought back.
     *
     * @param kind {@code A} appears, {@code D} disappears, {@code M} changes
     * @param path for people
     */
    public record Change(char kind, String path) {}

    /**
     * The result of bringing a snapshot back.
     *
     * @param before the snapshot of the state before
     * @param index whether the index was replaced
     * @param left paths that did not come back as they were
     */
    public record Restored(KeptTree before, List<Change> changes, boolean index, List<Left> left) {}

    /** @param fresh false if an earlier snapshot holds the same state */
    public record Kept(KeptTree snapshot, boolean fresh) {}

    /** @param folder private to the host; created when it is needed */
    public KeptStore(GitRunner git, Path folder, Clock clock) {
        this.git = git;
        this.folder = folder;
        this.scratch = folder.resolve("scratch").resolve(HexFormat.of().toHexDigits(random.nextLong()));
        this.privateFiles = new KeptPrivateFiles(folder.resolve("private"));
        this.clock = clock;
        for (int i = 0; i < STRIPES; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    GitRunner git() {
        return git;
    }

    Path folder() {
        return folder;
    }

    Clock clock() {
        return clock;
    }

    ReentrantLock lockOf(RepositoryPaths place) {
        return locks[Math.floorMod(place.gitDirectory().hashCode(), STRIPES)];
    }

    // --- taking

    /** Takes a snapshot, or finds the last one if nothing has changed since. */
    public Kept keep(Request request) throws KeptException {
        RepositoryPaths place = RepositoryPaths.of(git, request.directory(), request.cancelled());
        ReentrantLock lock = lockOf(place);
        lock.lock();
        try (ScratchFolder scratch = scratch(place, request.reason() != Reason.TURN, request.cancelled())) {
            Kept kept = commit(place, scratch, capture(place, scratch, request.largest()), request);
            if (request.reason() == Reason.REMOVAL) {
                keepPrivately(place, kept.snapshot().id(), request.cancelled());
            }
            return kept;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes the working tree, with its untracked files, as a commit on HEAD. No reference names it, so git's next
     * cleaning may remove it.
     *
     * @param largest size in bytes of the largest changed or untracked file that is included
     */
    String commitOf(RepositoryPaths place, long largest, BooleanSupplier cancelled) throws KeptException {
        try (ScratchFolder scratch = scratch(place, false, cancelled)) {
            List<String> command = new ArrayList<>(
                    List.of("commit-tree", capture(place, scratch, largest).tree()));
            if (!place.head().isEmpty()) {
                command.addAll(List.of("-p", place.head()));
            }
            return scratch.line(
                    ScratchFolder.WORK, GitPath.bytes("The working tree\n"), command.toArray(new String[0]));
        }
    }

    /**
     * Identifies the files of a working tree, with untracked ones. The same files have the same id.
     *
     * @return empty outside of a repository
     */
    public Optional<String> treeOf(Path directory, long largest, BooleanSupplier cancelled) throws KeptException {
        if (WorkingTree.containing(directory).isEmpty()) {
            return Optional.empty();
        }
        RepositoryPaths place = RepositoryPaths.of(git, directory, cancelled);
        try (ScratchFolder scratch = scratch(place, false, cancelled)) {
            return Optional.of(capture(place, scratch, largest).tree());
        }
    }

    /** Files of settings that git ignores would be lost with a removed worktree. */
    private void keepPrivately(RepositoryPaths place, String id, BooleanSupplier cancelled) throws KeptException {
        GitResult listed =
                git.read(place.request("ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory")
                        .withCancelled(cancelled));
        if (!listed.succeeded()) {
            throw ScratchFolder.failure(listed, "ls-files");
        }
        try {
            privateFiles.keep(id, place.top(), GitPath.fields(listed.output()));
        } catch (IOException e) {
            throw new KeptException(HostText.of(HostTextCode.KEPT_PRIVATE_UNWRITABLE, folder), e);
        }
    }

    ScratchFolder scratch(RepositoryPaths place, boolean durable, BooleanSupplier cancelled) throws KeptException {
        try {
            return ScratchFolder.create(git, place, scratch, folder.resolveSibling(""), durable, cancelled);
        } catch (IOException e) {
            throw new KeptException(HostText.of(HostTextCode.KEPT_PRIVATE_UNWRITABLE, folder), e);
        }
    }

    Trees capture(RepositoryPaths place, ScratchFolder scratch, long largest) throws KeptException {
        return new WorkingTreeReader(git, place, scratch, largest).capture();
    }

    Kept commit(RepositoryPaths place, ScratchFolder scratch, Trees trees, Request request) throws KeptException {
        Optional<KeptTree> last = snapshots(place, "").stream()
                .filter(one -> one.gitDirectory().equals(place.gitDirectory()))
                .reduce((first, second) -> second)
                .filter(one -> holds(one, place, trees, request.reason()));
        if (last.isPresent()) {
            return new Kept(last.get(), false);
        }
        remember(place);
        String id = KeptTree.id(clock.instant(), random.nextInt());
        KeptTree snapshot = new KeptTree(
                id,
                "",
                request.reason(),
                TextCutter.line(PlainText.line(request.owner()), MAX_OWNER),
                KeptTree.time(id),
                place.gitDirectory(),
                place.top(),
                place.branch(),
                place.head(),
                trees.tree(),
                trees.index(),
                trees.files(),
                trees.bytes(),
                request.largest(),
                trees.left());
        String index = scratch.line(
                ScratchFolder.WORK, GitPath.bytes("The index of a snapshot\n"), "commit-tree", trees.index());
        List<String> command = new ArrayList<>(List.of("commit-tree", trees.tree()));
        if (!place.head().isEmpty()) {
            command.addAll(List.of("-p", place.head()));
        }
        command.addAll(List.of("-p", index));
        String commit = scratch.line(
                ScratchFolder.WORK,
                KeptMessage.write(snapshot).getBytes(StandardCharsets.UTF_8),
                command.toArray(new String[0]));
        addReference(place, id, commit);
        return new Kept(KeptMessage.withCommit(snapshot, commit), true);
    }

    /** Whether a new snapshot would be the same. One that goes sooner does not stand for one that must stay. */
    private boolean holds(KeptTree one, RepositoryPaths place, Trees trees, Reason reason) {
        boolean lasting = reason == Reason.REMOVAL || reason == Reason.REQUEST;
        boolean staysLongEnough = lasting
                ? one.reason() == reason && one.at().isAfter(clock.instant().minus(RECENT))
                : one.at().isAfter(clock.instant().minus(REUSE));
        return staysLongEnough
                && one.tree().equals(trees.tree())
                && one.index().equals(trees.index())
                && one.head().equals(place.head())
                && one.branch().equals(place.branch());
    }

    /** A killed git leaves either no reference or the whole one, and perhaps the lock of this reference. */
    private void addReference(RepositoryPaths place, String id, String commit) throws KeptException {
        String name = REFS + id;
        GitResult added = git.read(
                GitRequest.of(place.top(), "update-ref", "--no-deref", name, commit, "0".repeat(2 * place.oidBytes())));
        if (!added.succeeded()) {
            unlock(place.common().resolve(name + ".lock"));
            GitResult there = git.read(place.top(), "rev-parse", "--verify", "--quiet", name);
            if (!there.succeeded() || !there.line().equals(commit)) {
                throw ScratchFolder.failure(added, "update-ref");
            }
        }
    }

    private static void unlock(Path lock) {
        try {
            Files.deleteIfExists(lock);
        } catch (IOException left) {
            LOG.debug("A lock stays", left);
        }
    }

    // --- listing

    /** The snapshots of the repository, oldest first. */
    public List<KeptTree> list(Path directory) throws KeptException {
        return snapshots(RepositoryPaths.of(git, directory, () -> false), "");
    }

    Optional<KeptTree> find(RepositoryPaths place, String id) throws KeptException {
        return KeptTree.isId(id) ? snapshots(place, id).stream().findFirst() : Optional.empty();
    }

    private List<KeptTree> snapshots(RepositoryPaths place, String id) throws KeptException {
        return snapshots(GitRequest.of(place.top(), listing(id)));
    }

    private static List<String> listing(String id) {
        return List.of(
                "for-each-ref",
                "--sort=-refname",
                "--count=" + (id.isEmpty() ? MAX_LISTED : 1),
                "--format=%(refname)%00%(objectname)%00%(tree)%00%(contents)%00",
                id.isEmpty() ? REFS.substring(0, REFS.length() - 1) : REFS + id);
    }

    private List<KeptTree> snapshots(GitRequest request) throws KeptException {
        GitResult listed = git.read(request.withBytes(32 * 1024 * 1024));
        if (!listed.succeeded()) {
            throw ScratchFolder.failure(listed, "for-each-ref");
        }
        List<String> fields = listed.fields();
        List<KeptTree> snapshots = new ArrayList<>();
        for (int i = 0; i + 3 < fields.size(); i += 4) {
            KeptMessage.read(
                            fields.get(i).strip().substring(REFS.length()),
                            fields.get(i + 1),
                            fields.get(i + 2),
                            fields.get(i + 3))
                    .ifPresent(snapshots::add);
        }
        snapshots.sort(Comparator.comparing(KeptTree::id));
        return snapshots;
    }

    // --- forgetting

    /** Forgets a snapshot. Its objects go with git's next cleaning. @return whether there was one */
    public boolean forget(Path directory, String id) throws KeptException {
        RepositoryPaths place = RepositoryPaths.of(git, directory, () -> false);
        Optional<KeptTree> found = find(place, id);
        if (found.isPresent()) {
            delete(place.top(), found.stream().toList());
            privateFiles.forget(id);
        }
        return found.isPresent();
    }

    private void delete(Path directory, List<KeptTree> snapshots) throws KeptException {
        StringBuilder lines = new StringBuilder();
        snapshots.forEach(one -> lines.append("delete ")
                .append(REFS)
                .append(one.id())
                .append(' ')
                .append(one.commit())
                .append('\n'));
        GitResult deleted =
                git.read(GitRequest.of(directory, "update-ref", "--stdin").withInput(GitPath.bytes(lines.toString())));
        if (!deleted.succeeded()) {
            throw ScratchFolder.failure(deleted, "update-ref");
        }
    }

    /** Forgets the snapshots whose time is over, in each repository that has some. */
    public void expire() {
        List<Path> without = new ArrayList<>();
        for (Path common : repositories()) {
            if (!expire(common)) {
                without.add(common);
            }
        }
        leaveOut(without);
        privateFiles.expire(clock.instant().minus(LIFETIME));
    }

    /** @return whether the repository may have snapshots */
    private boolean expire(Path common) {
        if (!Files.isDirectory(common)) {
            // On a disk that is not there now, or deleted. A repository that returns is added with its next snapshot.
            return Files.exists(common);
        }
        try {
            List<KeptTree> all = snapshots(GitRequest.of(common, listing("")));
            Instant limit = clock.instant().minus(LIFETIME);
            long turns = all.stream().filter(one -> one.reason() == Reason.TURN).count();
            List<KeptTree> over = new ArrayList<>();
            for (KeptTree one : all) {
                boolean turn = one.reason() == Reason.TURN;
                if (one.at().isBefore(limit) || turn && turns > MAX_TURNS) {
                    over.add(one);
                }
                turns -= turn ? 1 : 0;
            }
            if (!over.isEmpty()) {
                delete(common, over);
            }
            return over.size() < all.size();
        } catch (KeptException e) {
            LOG.debug("Snapshots of {} were not looked at: {}", common, e.text());
            return true;
        }
    }

    // --- the list of repositories

    private Path repositoriesFile() {
        return folder.resolve("repositories");
    }

    private synchronized List<Path> repositories() {
        try {
            return Files.readAllLines(repositoriesFile()).stream()
                    .filter(line -> !line.isBlank())
                    .map(Path::of)
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} cannot be read: {}", repositoriesFile(), e.getMessage());
            return List.of();
        }
    }

    private synchronized void remember(RepositoryPaths place) throws KeptException {
        List<Path> known = repositories();
        if (known.contains(place.common())) {
            return;
        }
        List<Path> more = new ArrayList<>(known);
        more.add(place.common());
        writeRepositories(more.subList(Math.max(0, more.size() - MAX_REPOSITORIES), more.size()));
    }

    /** Those that were added meanwhile stay. */
    private synchronized void leaveOut(List<Path> without) {
        if (!without.isEmpty()) {
            List<Path> remaining = new ArrayList<>(repositories());
            remaining.removeAll(without);
            writeRepositories(remaining);
        }
    }

    private synchronized void writeRepositories(List<Path> repositories) {
        StringBuilder text = new StringBuilder();
        repositories.forEach(one -> text.append(one).append('\n'));
        try {
            PrivateFolders.create(folder);
            new PrivateFile(repositoriesFile()).write(text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("The list of repositories with snapshots cannot be written: {}", e.getMessage());
        }
    }

    // --- bringing back

    /** The changes that {@link #restore} would make to files; it changes nothing. */
    public List<Change> preview(Path directory, String id, BooleanSupplier cancelled) throws KeptException {
        RepositoryPaths place = RepositoryPaths.of(git, directory, cancelled);
        KeptTree target = require(place, id);
        try (ScratchFolder scratch = scratch(place, false, cancelled)) {
            return new KeptRestore(this, place, target).preview(scratch);
        }
    }

    /**
     * Brings the files and the index back as they were. A snapshot of the current state is taken first. HEAD stays.
     */
    public Restored restore(Path directory, String id, String owner) throws KeptException {
        RepositoryPaths place = RepositoryPaths.of(git, directory, () -> false);
        KeptTree target = require(place, id);
        ReentrantLock lock = lockOf(place);
        lock.lock();
        try {
            Restored restored = new KeptRestore(this, place, target).restore(owner);
            privateFiles.restore(id, place.top());
            return restored;
        } catch (IOException e) {
            throw new KeptException(HostText.of(HostTextCode.KEPT_IGNORED_NOT_BACK, String.valueOf(e.getMessage())), e);
        } finally {
            lock.unlock();
        }
    }

    /** A change of single files. Runs while nothing else changes files through this store. */
    public interface Edit {
        /** @return false to leave everything as it is */
        boolean apply(TreeEdit edit) throws KeptException;
    }

    /**
     * Changes single files, and nothing else. A snapshot of the current state is taken first. A kill of the host leaves
     * either nothing or something that {@link #recover} finishes.
     *
     * @param owner unique to this edit, for {@link #edited}
     * @return empty if the edit has changed nothing
     */
    public Optional<Restored> edit(Path directory, String owner, Edit edit) throws KeptException {
        RepositoryPaths place = RepositoryPaths.of(git, directory, () -> false);
        ReentrantLock lock = lockOf(place);
        lock.lock();
        try {
            for (int round = 0; round < EDIT_ROUNDS; round++) {
                Kept wanted;
                Trees now;
                try (ScratchFolder scratch = scratch(place, true, () -> false)) {
                    now = capture(place, scratch, Long.MAX_VALUE);
                    TreeEdit trees = new TreeEdit(place, scratch, now);
                    if (!edit.apply(trees)) {
                        return Optional.empty();
                    }
                    wanted = commit(place, scratch, trees.result(), new Request(place.top(), Reason.RESTORE, WANTED));
                }
                Optional<Restored> restored = new KeptRestore(this, place, wanted.snapshot()).restore(owner, now);
                if (wanted.fresh()) {
                    delete(place.top(), List.of(wanted.snapshot()));
                }
                if (restored.isPresent()) {
                    return restored;
                }
            }
            throw new KeptException(HostText.of(HostTextCode.KEPT_FILES_CHANGE));
        } finally {
            lock.unlock();
        }
    }

    /** The snapshot of the state before the edit of that owner, if it has begun. */
    public Optional<String> edited(Path directory, String owner) throws KeptException {
        return list(directory).stream()
                .filter(one -> one.reason() == Reason.RESTORE && one.owner().equals(owner))
                .map(KeptTree::id)
                .findFirst();
    }

    private KeptTree require(RepositoryPaths place, String id) throws KeptException {
        KeptTree target =
                find(place, id).orElseThrow(() -> new KeptException(HostText.of(HostTextCode.SNAPSHOT_MISSING)));
        boolean ofOther = !target.gitDirectory().equals(place.gitDirectory())
                && !target.directory().equals(place.top())
                && Files.exists(target.gitDirectory());
        if (ofOther) {
            throw new KeptException(HostText.of(HostTextCode.KEPT_OTHER_WORKTREE, target.directory()));
        }
        return target;
    }

    // --- restores that a killed host has begun

    private Path markOf(RepositoryPaths place) {
        return folder.resolve("restoring")
                .resolve(HexFormat.of()
                        .toHexDigits(place.gitDirectory().toString().hashCode()));
    }

    void mark(RepositoryPaths place, KeptTree target, KeptTree before) throws KeptException {
        String text = place.top() + "\n" + place.gitDirectory() + "\n" + target.id() + "\n" + before.id() + "\n"
                + clock.millis() + "\n";
        try {
            PrivateFolders.create(folder);
            new PrivateFile(markOf(place)).write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new KeptException(HostText.of(HostTextCode.KEPT_PRIVATE_UNWRITABLE, folder), e);
        }
    }

    void unmark(RepositoryPaths place) {
        unlock(markOf(place));
    }

    // --- the start of a host

    /**
     * Removes what a killed host left, and finishes its restores where nothing else has changed since.
     *
     * @return a sentence for each restore that stays unfinished
     */
    public List<String> recover() {
        try (Stream<Path> left = Files.list(folder.resolve("scratch"))) {
            left.filter(one -> !one.equals(scratch)).forEach(ScratchFolder::delete);
        } catch (IOException none) {
            LOG.debug("No scratch folder", none);
        }
        for (Path common : repositories()) {
            try (Stream<Path> references = Files.list(common.resolve(REFS))) {
                references
                        .filter(file -> String.valueOf(file.getFileName()).endsWith(".lock"))
                        .forEach(KeptStore::unlock);
            } catch (IOException none) {
                LOG.debug("No snapshots in {}", common);
            }
        }
        List<String> unfinished = new ArrayList<>();
        try (Stream<Path> marks = Files.list(folder.resolve("restoring"))) {
            marks.forEach(mark -> recover(mark).ifPresent(unfinished::add));
        } catch (IOException none) {
            LOG.debug("No unfinished restore", none);
        }
        return unfinished;
    }

    private Optional<String> recover(Path mark) {
        String directory = "a repository";
        try {
            List<String> lines = Files.readAllLines(mark);
            directory = lines.get(0);
            Path top = Path.of(directory);
            KeptRestore.clean(Path.of(lines.get(1)));
            RepositoryPaths place = RepositoryPaths.of(git, top, () -> false);
            KeptTree target = require(place, lines.get(2));
            KeptTree before = require(place, lines.get(3));
            Instant begun = Instant.ofEpochMilli(Long.parseLong(lines.get(4)));
            ReentrantLock lock = lockOf(place);
            lock.lock();
            try {
                KeptRestore restore = new KeptRestore(this, place, target);
                if (restore.isUntouched(before, begun.plus(SETTLED))) {
                    restore.resume(before.owner());
                    return Optional.empty();
                }
            } finally {
                lock.unlock();
            }
            unlock(mark);
            return Optional.of("The host ended while it brought files back in " + directory
                    + ", and files were changed since. The state before is the snapshot " + before.id() + ".");
        } catch (KeptException | IOException | RuntimeException e) {
            LOG.warn("A restore in {} cannot be finished: {}", directory, e.getMessage());
            return Optional.of("The host ended while it brought files back in " + directory
                    + ", and could not finish it. " + (e instanceof KeptException kept ? kept.text() : ""));
        }
    }
}
