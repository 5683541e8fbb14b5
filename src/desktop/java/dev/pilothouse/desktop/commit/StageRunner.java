package dev.pilothouse.desktop.commit;

import dev.pilothouse.desktop.git.ContentReader;
import dev.pilothouse.desktop.git.GitRequest;
import dev.pilothouse.desktop.git.GitResult;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.git.HunkEdit;
import dev.pilothouse.desktop.git.LineMerge;
import dev.pilothouse.desktop.git.RepositoryReader;
import dev.pilothouse.desktop.git.RepositoryReader.Reference;
import dev.pilothouse.desktop.git.RepositoryReader.UnreadableException;
import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.FileMark;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.HunkMark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Stages and unstages files and hunks in the repository's own index. In a working tree it handles one request after the
 * other, because a hunk is merged with what is staged. Any thread.
 */
final class StageRunner {
    /** Working trees share locks by chance, which costs time alone. */
    private static final int LOCKS = 16;

    private static final Duration TIME = Duration.ofMinutes(2);
    private static final long MAX_LINES_BYTES = 16L * 1024 * 1024;

    private final GitRunner git;
    private final RepositoryReader reader;
    private final ContentReader contents;
    private final LineMerge merge;
    private final List<Lock> locks =
            Stream.<Lock>generate(ReentrantLock::new).limit(LOCKS).toList();

    StageRunner(GitRunner git, RepositoryReader reader, ContentReader contents, LineMerge merge) {
        this.git = git;
        this.reader = reader;
        this.contents = contents;
        this.merge = merge;
    }

    static boolean isLocked(GitResult result) {
        return result.message().contains("index.lock");
    }

    /** @return the reason why nothing or not all was done; empty if it was */
    Optional<HostText> files(WorkingTree tree, List<FileMark> files, boolean stage, BooleanSupplier cancelled) {
        Lock lock = lockOf(tree);
        lock.lock();
        try {
            return filesInTurn(tree, files, stage, cancelled);
        } finally {
            lock.unlock();
        }
    }

    private Lock lockOf(WorkingTree tree) {
        return locks.get(Math.floorMod(tree.hashCode(), LOCKS));
    }

    private Optional<HostText> filesInTurn(
            WorkingTree tree, List<FileMark> files, boolean stage, BooleanSupplier cancelled) {
        Set<String> paths = new LinkedHashSet<>();
        for (FileMark file : files) {
            if (stage && !isAsSeen(tree, file)) {
                return Optional.of(HostText.of(HostTextCode.FILE_NOT_AS_SEEN, file.path()));
            }
            paths.add(file.path());
            if (!file.oldPath().isEmpty()) {
                paths.add(file.oldPath());
            }
        }
        List<String> arguments = new ArrayList<>(stage ? List.of("add", "-A") : List.of("reset", "-q"));
        arguments.addAll(List.of("--pathspec-from-file=-", "--pathspec-file-nul"));
        return refusal(git.write(GitRequest.of(tree.root(), arguments)
                .withVariable("GIT_LITERAL_PATHSPECS", "1")
                .withTime(TIME)
                .withCancelled(cancelled)
                .withInput((String.join("\0", paths) + "\0").getBytes(StandardCharsets.UTF_8))));
    }

    private static Optional<HostText> refusal(GitResult result) {
        if (result.succeeded()) {
            return Optional.empty();
        }
        return Optional.of(
                isLocked(result)
                        ? HostText.of(HostTextCode.INDEX_LOCKED)
                        : HostText.of(HostTextCode.STAGING_FAILED, result.message()));
    }

    private boolean isAsSeen(WorkingTree tree, FileMark file) {
        Path path = tree.root().resolve(file.path());
        if (file.content().isEmpty()) {
            // Deleted, or no regular file.
            return !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
        }
        if (reader.contentId(tree, file.path()).equals(file.content())) {
            return true;
        }
        try {
            if (Files.isSymbolicLink(path)) {
                byte[] target = Files.readSymbolicLink(path).toString().getBytes(StandardCharsets.UTF_8);
                return contents.isContent(tree, file.path(), target, file.content());
            }
            return tree.file(file.path()).isPresent()
                    && Files.size(path) <= MAX_LINES_BYTES
                    && contents.isContent(tree, file.path(), Files.readAllBytes(path), file.content());
        } catch (IOException unreadable) {
            return false;
        }
    }

    /**
     * Stages or unstages a hunk of the differences from the last commit.
     *
     * @return the reason why nothing was done; empty if it was
     */
    Optional<HostText> hunk(WorkingTree tree, FileMark file, HunkMark mark, boolean stage, BooleanSupplier cancelled)
            throws UnreadableException, IOException {
        Lock lock = lockOf(tree);
        lock.lock();
        try {
            return hunkInTurn(tree, file, mark, stage, cancelled);
        } finally {
            lock.unlock();
        }
    }

    private Optional<HostText> hunkInTurn(
            WorkingTree tree, FileMark file, HunkMark mark, boolean stage, BooleanSupplier cancelled)
            throws UnreadableException, IOException {
        Optional<Path> there = tree.file(file.path());
        Reference head = reader.resolve(tree, ComparisonTarget.HEAD, cancelled);
        Optional<Entry> old = listed(tree.request(
                "ls-tree",
                "-z",
                "--full-tree",
                head.tree(),
                "--",
                file.oldPath().isEmpty() ? file.path() : file.oldPath()));
        Optional<Entry> staged = listed(tree.request("ls-files", "-z", "--stage", "--", file.path()));
        if (there.isEmpty() || old.isEmpty() || staged.isEmpty()) {
            // The hunk is all of the file.
            return filesInTurn(tree, List.of(file), stage, cancelled);
        }
        if (staged.get().conflicted()) {
            return Optional.of(HostText.of(HostTextCode.FILE_HAS_CONFLICTS, file.path()));
        }
        if (Files.size(there.get()) > MAX_LINES_BYTES) {
            return Optional.of(HostText.of(HostTextCode.HUNK_NOT_APART, file.path()));
        }
        byte[] now = Files.readAllBytes(there.get());
        if (!contents.isContent(tree, file.path(), now, file.content())) {
            return Optional.of(HostText.of(HostTextCode.FILE_NOT_AS_SEEN, file.path()));
        }
        Optional<HunkEdit> hunk = new HunkFinder(reader).find(tree, head, file, mark, cancelled);
        byte[] before = content(tree, old.get());
        Optional<byte[]> with =
                hunk.flatMap(edit -> edit.accept(before, now, contents.isConverted(tree, file.path(), now)));
        if (with.isEmpty()) {
            return Optional.of(HostText.of(HostTextCode.FILE_NOT_AS_SEEN, file.path()));
        }
        byte[] index = content(tree, staged.get());
        Optional<byte[]> wanted =
                stage ? merge.merge(index, before, with.get()) : merge.merge(index, with.get(), before);
        if (wanted.isEmpty()) {
            return Optional.of(HostText.of(HostTextCode.HUNK_NOT_APART, file.path()));
        }
        return write(tree, file.path(), staged.get().mode(), wanted.get());
    }

    private Optional<HostText> write(WorkingTree tree, String path, String mode, byte[] content) {
        GitResult stored = git.write(
                GitRequest.of(tree.root(), "hash-object", "-w", "--stdin").withInput(content));
        return stored.succeeded()
                ? refusal(git.write(GitRequest.of(
                        tree.root(), "update-index", "--add", "--cacheinfo", mode + "," + stored.line() + "," + path)))
                : refusal(stored);
    }

    private record Entry(String mode, String oid, boolean conflicted) {}

    /** Reads the first entry of {@code ls-tree} or {@code ls-files --stage}. */
    private Optional<Entry> listed(GitRequest request) throws UnreadableException {
        GitResult result = git.read(request);
        if (!result.succeeded()) {
            throw new UnreadableException(result.sentence());
        }
        return result.fields().stream()
                .filter(line -> line.contains("\t"))
                .findFirst()
                .map(line -> {
                    String[] parts = line.substring(0, line.indexOf('\t')).split(" ");
                    boolean tree = request.subcommand().equals("ls-tree");
                    return new Entry(parts[0], parts[tree ? 2 : 1], !tree && !parts[2].equals("0"));
                });
    }

    private byte[] content(WorkingTree tree, Entry entry) throws UnreadableException {
        GitResult result = git.read(tree.request("cat-file", "blob", entry.oid()));
        if (!result.succeeded()) {
            throw new UnreadableException(result.sentence());
        }
        return result.output();
    }
}
