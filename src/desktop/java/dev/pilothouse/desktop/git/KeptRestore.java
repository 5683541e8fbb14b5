package dev.pilothouse.desktop.git;

import dev.pilothouse.desktop.git.IndexFile.Entry;
import dev.pilothouse.desktop.git.KeptTree.Left;
import dev.pilothouse.desktop.git.KeptTree.Reason;
import dev.pilothouse.desktop.git.KeptTree.Why;
import dev.pilothouse.desktop.git.WorkingTreeReader.Trees;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.secure.AtomicFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Brings a snapshot back into a working tree. The state before is kept first. Git merges from there to the snapshot
 * without the settings of the repository, so the bytes come back as they were. The index is then replaced under git's
 * own lock.
 *
 * <p>Used by one thread, once. The caller holds the lock of the working tree.
 */
final class KeptRestore {
    /** Files of the repository's folder while its index is replaced. */
    static final String PREPARED = "pilothouse-index-";

    private static final int ROUNDS = 3;
    private static final int LOCK_TRIES = 20;
    private static final long LOCK_PAUSE_MILLIS = 100;
    private static final String NEW = "new-index";

    private final KeptStore store;
    private final RepositoryPaths place;
    private final KeptTree target;

    KeptRestore(KeptStore store, RepositoryPaths place, KeptTree target) {
        this.store = store;
        this.place = place;
        this.target = target;
    }

    /** The changes that bringing it back would make to files. Changes nothing. */
    List<KeptStore.Change> preview(ScratchFolder scratch) throws KeptException {
        return shown(changes(scratch, now(scratch).tree(), target.tree()));
    }

    private static List<KeptStore.Change> shown(Map<String, Character> changes) {
        return changes.entrySet().stream()
                .map(change -> new KeptStore.Change(change.getValue(), GitPath.shown(change.getKey())))
                .toList();
    }

    KeptStore.Restored restore(String owner) throws KeptException {
        return restore(owner, null).orElseThrow();
    }

    /**
     * Brings it back only if the current state is still the expected one, so that nothing else changes.
     *
     * @param expected null for any
     * @return empty if it is another one; then nothing has changed
     */
    Optional<KeptStore.Restored> restore(String owner, @Nullable Trees expected) throws KeptException {
        KeptStore.Request request = request(owner);
        List<Left> notSeen;
        KeptTree before;
        Map<String, Character> changes;
        try (ScratchFolder scratch = scratch()) {
            requireObjects(scratch);
            Trees captured = store.capture(place, scratch, target.largest());
            if (expected != null
                    && !(captured.tree().equals(expected.tree())
                            && captured.index().equals(expected.index()))) {
                return Optional.empty();
            }
            Trees now = withCovered(scratch, captured);
            before = store.commit(place, scratch, now, request).snapshot();
            notSeen = now.left();
            changes = changes(scratch, now.tree(), target.tree());
            store.mark(place, target, before);
            merge(scratch, now.tree());
        }
        // An index that the edit does not change stays, with all that is staged meanwhile.
        boolean index = (expected == null || !expected.index().equals(target.index())) && restoreIndex();
        store.unmark(place);
        return Optional.of(new KeptStore.Restored(before, shown(changes), index, left(notSeen, changes.keySet())));
    }

    /** Continues a restore that was interrupted. The state between is kept too. */
    void resume(String owner) throws KeptException {
        try (ScratchFolder scratch = scratch()) {
            Trees now = now(scratch);
            if (!now.tree().equals(target.tree())) {
                store.commit(place, scratch, now, request(owner));
                merge(scratch, now.tree());
            }
        }
        restoreIndex();
        store.unmark(place);
    }

    private KeptStore.Request request(String owner) {
        return new KeptStore.Request(place.top(), Reason.RESTORE, owner, target.largest(), () -> false);
    }

    private ScratchFolder scratch() throws KeptException {
        return store.scratch(place, true, () -> false);
    }

    /**
     * The current state. It includes the ignored files that the snapshot would overwrite, and the bytes of files under a
     * filter that it changes. Files that were too large for the snapshot stay out of both.
     */
    private Trees now(ScratchFolder scratch) throws KeptException {
        return withCovered(scratch, store.capture(place, scratch, target.largest()));
    }

    private Trees withCovered(ScratchFolder scratch, Trees now) throws KeptException {
        Map<String, Character> changes = changes(scratch, now.tree(), target.tree());
        Set<String> covered = new LinkedHashSet<>();
        for (Map.Entry<String, Character> change : changes.entrySet()) {
            if (change.getValue() != 'D') {
                cover(change.getKey(), change.getValue(), changes, covered);
            }
        }
        // Their entries have the form of the repository. Git would compare them, and find them changed.
        List<String> filtered = names(scratch, now.index(), WorkingTreeReader.FILTERED).stream()
                .filter(path -> changes.containsKey(path) && isFile(path))
                .toList();
        // Without an entry, git reads the file also if its time and size are those of the index.
        set(scratch, ScratchFolder.WORK, "--force-remove", filtered.stream());
        covered.addAll(filtered);
        if (covered.isEmpty()) {
            return now;
        }
        scratch.git(
                ScratchFolder.WORK,
                GitPath.bytes(String.join("\0", covered) + "\0"),
                "update-index",
                "--add",
                "--replace",
                "-z",
                "--stdin");
        String tree = scratch.line(ScratchFolder.WORK, null, "write-tree", "--missing-ok");
        return new Trees(tree, now.index(), now.files() + covered.size(), now.bytes(), now.left());
    }

    private void cover(String path, char kind, Map<String, Character> changes, Set<String> covered)
            throws KeptException {
        Optional<Path> file = GitPath.in(place.top(), path);
        if (file.isEmpty()) {
            return;
        }
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String above = path.substring(0, slash);
            if (isFile(above)) {
                if (!changes.containsKey(above)) {
                    covered.add(above);
                }
                return;
            }
        }
        if (isFile(path)) {
            if (kind == 'A' || isLarge(file.get())) {
                covered.add(path);
            }
        } else if (kind == 'A' && Files.isDirectory(file.get())) {
            requireEmptied(file.get(), changes);
        }
    }

    private boolean isLarge(Path file) {
        try {
            return Files.size(file) > target.largest();
        } catch (IOException gone) {
            return false;
        }
    }

    /** Git would delete an ignored folder to make room for a file. */
    private void requireEmptied(Path folder, Map<String, Character> changes) throws KeptException {
        try (Stream<Path> files = Files.walk(folder)) {
            Optional<Path> other = files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                            && !Character.valueOf('D').equals(changes.get(GitPath.of(place.top(), file))))
                    .findFirst();
            if (other.isPresent()) {
                throw new KeptException(HostText.of(
                        HostTextCode.KEPT_FOLDER_IN_THE_WAY, GitPath.shown(GitPath.of(place.top(), folder))));
            }
        } catch (IOException e) {
            throw new KeptException(HostText.of(HostTextCode.KEPT_FOLDER_UNREADABLE, folder), e);
        }
    }

    /** A file or a link that is not below another link. */
    private boolean isFile(String path) {
        return GitPath.in(place.top(), path)
                .filter(file -> Files.isSymbolicLink(file) || Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                .filter(file -> !GitPath.isBelowLink(place.top(), file))
                .isPresent();
    }

    /**
     * Merges to the snapshot. If git fails or is killed in between, it continues from the state that git left, and
     * finally goes back.
     */
    private void merge(ScratchFolder scratch, String before) throws KeptException {
        GitResult merged = merge(scratch, before, target.tree());
        for (int round = 1; !merged.succeeded(); round++) {
            try (ScratchFolder next = scratch()) {
                Trees now = now(next);
                boolean refused = merged.outcome() == GitResult.Outcome.ENDED
                        && now.tree().equals(before);
                if (refused
                        || round >= ROUNDS && merge(next, now.tree(), before).succeeded()) {
                    store.unmark(place);
                    throw new KeptException(HostText.of(HostTextCode.KEPT_NOT_BACK, merged.sentence()));
                }
                if (round > 2 * ROUNDS) {
                    throw new KeptException(HostText.of(HostTextCode.KEPT_GIT_FAILS, merged.sentence(), before));
                }
                merged = merge(next, now.tree(), target.tree());
            }
        }
    }

    private static GitResult merge(ScratchFolder scratch, String from, String to) {
        // Files with another time and the same content would stop the merge. Exit code 1: some differ.
        scratch.run(ScratchFolder.WORK, null, List.of("update-index", "-q", "--refresh"));
        return scratch.run(ScratchFolder.WORK, null, List.of("read-tree", "-m", "-u", from, to));
    }

    private void requireObjects(ScratchFolder scratch) throws KeptException {
        GitResult found = scratch.run(
                ScratchFolder.WORK,
                GitPath.bytes(target.tree() + "\n" + target.index() + "\n"),
                List.of("cat-file", "--batch-check"));
        if (!found.succeeded() || found.text().contains("missing")) {
            throw new KeptException(HostText.of(HostTextCode.KEPT_DAMAGED, target.id()));
        }
    }

    private static Map<String, Character> changes(ScratchFolder scratch, String from, String to) throws KeptException {
        List<String> fields = GitPath.fields(
                scratch.git(ScratchFolder.WORK, null, "diff-tree", "-r", "-z", "--no-renames", from, to));
        Map<String, Character> changes = new LinkedHashMap<>();
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            char kind = fields.get(i).charAt(fields.get(i).length() - 1);
            changes.put(fields.get(i + 1), kind == 'T' ? 'M' : kind);
        }
        return changes;
    }

    /** The paths that did not come back as they were. */
    private List<Left> left(List<Left> notSeen, Set<String> changed) throws KeptException {
        List<Left> left = new ArrayList<>(Stream.concat(target.left().stream(), notSeen.stream())
                .filter(one -> one.why() != Why.FILTERED)
                .distinct()
                .limit(KeptTree.MAX_LEFT)
                .toList());
        try (ScratchFolder scratch = scratch()) {
            String staged = target.index() + ":" + WorkingTreeReader.STAGED;
            Set<String> bytes = changes(scratch, staged, target.tree()).keySet();
            for (String path : names(scratch, target.index(), WorkingTreeReader.FILTERED)) {
                if (changed.contains(path) && !bytes.contains(path) && left.size() < KeptTree.MAX_LEFT) {
                    left.add(new Left(Why.FILTERED, GitPath.shown(path)));
                }
            }
        }
        return left;
    }

    // --- the index

    private boolean restoreIndex() throws KeptException {
        for (int round = 0; round < ROUNDS; round++) {
            try (ScratchFolder scratch = scratch()) {
                Path seen = scratch.file("seen-index");
                if (Files.exists(scratch.file(ScratchFolder.WORK))) {
                    Files.copy(scratch.file(ScratchFolder.WORK), seen);
                    // The time matters: git compares a file anew that is not older than the index.
                    Files.copy(scratch.file(ScratchFolder.WORK), scratch.file(NEW), StandardCopyOption.COPY_ATTRIBUTES);
                }
                if (store.capture(place, scratch, target.largest()).index().equals(target.index())) {
                    return round > 0;
                }
                build(scratch);
                if (install(scratch.file(NEW), seen)) {
                    return true;
                }
            } catch (IOException e) {
                throw new KeptException(HostText.of(HostTextCode.KEPT_INDEX_FAILED, String.valueOf(e.getMessage())), e);
            }
        }
        throw new KeptException(HostText.of(HostTextCode.KEPT_INDEX_CHANGES, target.id()));
    }

    private void build(ScratchFolder scratch) throws KeptException, IOException {
        scratch.git(NEW, null, "read-tree", "--reset", target.index() + ":" + WorkingTreeReader.STAGED);
        Map<String, String> flags = new HashMap<>();
        for (String line : names(scratch, target.index(), WorkingTreeReader.FLAGS)) {
            flags.put(line.substring(3), line.substring(0, 3));
        }
        List<Entry> entries =
                IndexFile.read(scratch.file(NEW), place.oidBytes()).entries();
        set(
                scratch,
                NEW,
                "--no-assume-unchanged",
                entries.stream().filter(Entry::valid).map(Entry::path));
        set(
                scratch,
                NEW,
                "--no-skip-worktree",
                entries.stream().filter(Entry::skip).map(Entry::path));
        List<String> intended = with(flags, 'i').stream().filter(this::isFile).toList();
        if (!intended.isEmpty()) {
            scratch.git(
                    NEW,
                    GitPath.bytes(String.join("\0", intended) + "\0"),
                    "add",
                    "--intent-to-add",
                    "--force",
                    "--pathspec-from-file=-",
                    "--pathspec-file-nul");
        }
        set(scratch, NEW, "--assume-unchanged", with(flags, 'v').stream());
        set(scratch, NEW, "--skip-worktree", with(flags, 's').stream());
        stages(scratch);
        // Exit code 1: some files differ from the index.
        scratch.run(NEW, null, List.of("update-index", "-q", "--refresh"));
    }

    private static List<String> with(Map<String, String> flags, char flag) {
        return flags.entrySet().stream()
                .filter(entry -> entry.getValue().indexOf(flag) >= 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void set(ScratchFolder scratch, String index, String flag, Stream<String> paths)
            throws KeptException {
        List<String> all = paths.toList();
        if (!all.isEmpty()) {
            scratch.git(index, GitPath.bytes(String.join("\0", all) + "\0"), "update-index", flag, "-z", "--stdin");
        }
    }

    private void stages(ScratchFolder scratch) throws KeptException {
        StringBuilder lines = new StringBuilder();
        Set<String> paths = new LinkedHashSet<>();
        for (int stage = 1; stage <= 3; stage++) {
            String name = target.index() + ":" + WorkingTreeReader.STAGE + stage;
            GitResult listed = scratch.run(NEW, null, List.of("ls-tree", "-r", "-z", "--full-tree", name));
            if (!listed.succeeded()) {
                continue;
            }
            for (String line : GitPath.fields(listed.output())) {
                String[] parts = line.substring(0, line.indexOf('\t')).split(" ");
                String path = line.substring(line.indexOf('\t') + 1);
                if (paths.add(path)) {
                    lines.insert(0, "0 " + "0".repeat(2 * place.oidBytes()) + "\t" + path + "\0");
                }
                lines.append(parts[0])
                        .append(' ')
                        .append(parts[2])
                        .append(' ')
                        .append(stage)
                        .append('\t')
                        .append(path)
                        .append('\0');
            }
        }
        if (lines.length() > 0) {
            scratch.git(NEW, GitPath.bytes(lines.toString()), "update-index", "-z", "--index-info");
        }
    }

    /** The entries of a list in the tree of the index; none if it is not there. */
    private static List<String> names(ScratchFolder scratch, String index, String list) {
        GitResult found = scratch.run(ScratchFolder.WORK, null, List.of("cat-file", "blob", index + ":" + list));
        return found.succeeded() ? GitPath.fields(found.output()) : List.of();
    }

    /**
     * Replaces the index under git's lock.
     *
     * @param seen the index from which the new one was made
     * @return false if it has changed since
     */
    private boolean install(Path made, Path seen) throws IOException, KeptException {
        Path index = place.index();
        Path prepared = place.gitDirectory().resolve(PREPARED + target.id());
        Path lock = place.gitDirectory().resolve("index.lock");
        Files.copy(made, prepared, StandardCopyOption.REPLACE_EXISTING);
        try {
            lock(lock, prepared);
            boolean locked = true;
            try {
                boolean same = Files.exists(seen) == Files.exists(index)
                        && (!Files.exists(index) || Files.mismatch(seen, index) < 0);
                if (same) {
                    AtomicFiles.replace(lock, index);
                    locked = false;
                }
                return same;
            } finally {
                if (locked) {
                    Files.deleteIfExists(lock);
                }
            }
        } finally {
            Files.deleteIfExists(prepared);
        }
    }

    /** The lock appears with its whole content, and is the same file as {@code prepared}. */
    private static void lock(Path lock, Path prepared) throws IOException, KeptException {
        for (int i = 0; i < LOCK_TRIES; i++) {
            try {
                Files.createLink(lock, prepared);
                return;
            } catch (UnsupportedOperationException noLinks) {
                Files.copy(prepared, lock);
                return;
            } catch (FileAlreadyExistsException taken) {
                pause();
            }
        }
        throw new KeptException(HostText.of(HostTextCode.KEPT_INDEX_LOCKED, lock));
    }

    private static void pause() throws KeptException {
        try {
            Thread.sleep(LOCK_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeptException(HostText.of(HostTextCode.HOST_ENDING), e);
        }
    }

    /** Removes what a killed host left in the folder of a repository. */
    static void clean(Path gitDirectory) {
        Path lock = gitDirectory.resolve("index.lock");
        try (Stream<Path> files = Files.list(gitDirectory)) {
            for (Path prepared : files.filter(
                            file -> String.valueOf(file.getFileName()).startsWith(PREPARED))
                    .toList()) {
                if (Files.exists(lock) && Files.isSameFile(lock, prepared)) {
                    Files.delete(lock);
                }
                Files.delete(prepared);
            }
        } catch (IOException left) {
            return;
        }
    }

    /** Whether only this restore has changed files since {@code before}, as far as it can be seen. */
    boolean isUntouched(KeptTree before, Instant until) throws KeptException {
        try (ScratchFolder scratch = scratch()) {
            String now = now(scratch).tree();
            Set<String> expected =
                    changes(scratch, before.tree(), target.tree()).keySet();
            Set<String> changed = changes(scratch, before.tree(), now).keySet();
            Set<String> open =
                    new HashSet<>(changes(scratch, now, target.tree()).keySet());
            open.retainAll(changed);
            return expected.containsAll(changed) && open.stream().noneMatch(path -> isLater(path, until));
        }
    }

    private boolean isLater(String path, Instant until) {
        Optional<Path> file = GitPath.in(place.top(), path);
        try {
            return file.isPresent()
                    && Files.getLastModifiedTime(file.get(), LinkOption.NOFOLLOW_LINKS)
                            .toInstant()
                            .isAfter(until);
        } catch (IOException gone) {
            return false;
        }
    }
}
