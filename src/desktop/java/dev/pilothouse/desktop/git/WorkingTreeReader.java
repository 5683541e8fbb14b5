package dev.pilothouse.desktop.git;

import dev.pilothouse.desktop.git.IndexFile.Entry;
import dev.pilothouse.desktop.git.KeptTree.Left;
import dev.pilothouse.desktop.git.KeptTree.Why;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes the working tree and the index of a repository as two trees. Only objects are written. The private index of
 * the {@link ScratchFolder} matches the working tree afterwards.
 *
 * <p>Used by one thread, once.
 */
final class WorkingTreeReader {
    /** The entries of the tree that describes an index. */
    static final String STAGED = "index";

    static final String FLAGS = "flags";
    static final String FILTERED = "filtered";
    static final String STAGE = "stage";

    private final GitRunner git;
    private final RepositoryPaths place;
    private final ScratchFolder scratch;
    private final long largest;
    private final Set<Left> left = new LinkedHashSet<>();
    private final Map<String, Entry> tracked = new HashMap<>();
    private final Set<String> filtered = new TreeSet<>();
    private int files;
    private long bytes;

    /**
     * The trees.
     *
     * @param tree the working tree
     * @param index describes the index: {@link #STAGED} is its tree; the other entries are there if they are needed
     * @param files number of files that differ from the index
     */
    record Trees(String tree, String index, int files, long bytes, List<Left> left) {}

    /** @param largest size in bytes of the largest new or changed file that is included */
    WorkingTreeReader(GitRunner git, RepositoryPaths place, ScratchFolder scratch, long largest) {
        this.git = git;
        this.place = place;
        this.scratch = scratch;
        this.largest = largest;
    }

    Trees capture() throws KeptException {
        IndexFile index = readIndex();
        index.entries().forEach(entry -> tracked.put(entry.path(), entry));
        List<Entry> unmerged =
                index.entries().stream().filter(entry -> entry.stage() > 0).toList();
        remove(unmerged.stream().map(Entry::path).toList());
        String staged = scratch.line(ScratchFolder.WORK, null, "write-tree", "--missing-ok");
        Set<String> again = new LinkedHashSet<>();
        unmerged.forEach(entry -> again.add(entry.path()));
        index.entries().stream()
                .filter(entry -> entry.stage() == 0 && (entry.valid() || entry.skip() && isThere(entry.path())))
                .forEach(entry -> again.add(entry.path()));
        again.addAll(converted(index));
        remove(again);
        add(again);
        index.entries().stream().filter(Entry::isSubmodule).forEach(entry -> leave(Why.SUBMODULE, entry.path()));
        boolean same = files == 0 && again.isEmpty();
        String tree = same ? staged : scratch.line(ScratchFolder.WORK, null, "write-tree", "--missing-ok");
        return new Trees(tree, describe(index, staged, unmerged), files, bytes, List.copyOf(left));
    }

    private IndexFile readIndex() throws KeptException {
        Path file = scratch.file(ScratchFolder.WORK);
        try {
            IndexFile index = IndexFile.read(file, place.oidBytes());
            if (index.isSplit()) {
                scratch.git(ScratchFolder.WORK, null, "update-index", "--no-split-index");
                index = IndexFile.read(file, place.oidBytes());
            }
            return index;
        } catch (IOException e) {
            throw new KeptException(HostText.of(HostTextCode.KEPT_UNREADABLE, String.valueOf(e.getMessage())), e);
        }
    }

    private boolean isThere(String path) {
        return GitPath.in(place.top(), path)
                .map(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
                .orElse(true);
    }

    private void leave(Why why, String path) {
        if (left.size() < KeptTree.MAX_LEFT) {
            left.add(new Left(why, GitPath.shown(path)));
        }
    }

    // --- files whose bytes differ from the repository's

    /**
     * Unchanged files that git converted when it wrote them, such as line ends. A conversion changes the size. Those
     * under a filter keep the form of the repository: Git LFS would otherwise store each large file a second time.
     */
    private Set<String> converted(IndexFile index) throws KeptException {
        boolean attributes = place.mayConvert()
                || index.entries().stream().anyMatch(entry -> isAttributes(entry.path()))
                || Files.exists(place.top().resolve(".gitattributes"));
        List<Entry> files = index.entries().stream()
                .filter(entry -> attributes && entry.stage() == 0 && entry.isFile() && !entry.intended())
                .toList();
        if (files.isEmpty()) {
            return Set.of();
        }
        StringBuilder oids = new StringBuilder();
        files.forEach(entry -> oids.append(entry.oid()).append('\n'));
        String[] sizes = new String(
                        scratch.git(
                                ScratchFolder.WORK,
                                GitPath.bytes(oids.toString()),
                                "cat-file",
                                "--batch-check=%(objectsize)"),
                        StandardCharsets.UTF_8)
                .split("\n");
        Set<String> differing = new LinkedHashSet<>();
        for (int i = 0; i < files.size() && i < sizes.length; i++) {
            if (!sizes[i].equals(Long.toString(files.get(i).size()))) {
                differing.add(files.get(i).path());
            }
        }
        differing.removeAll(filtered(differing));
        return differing;
    }

    private static boolean isAttributes(String path) {
        return path.equals(".gitattributes") || path.endsWith("/.gitattributes");
    }

    private Set<String> filtered(Set<String> paths) throws KeptException {
        if (paths.isEmpty()) {
            return Set.of();
        }
        GitResult result = git.read(place.request("check-attr", "-z", "--stdin", "filter")
                .withInput(GitPath.bytes(String.join("\0", paths) + "\0")));
        if (!result.succeeded()) {
            throw ScratchFolder.failure(result, "check-attr");
        }
        List<String> fields = GitPath.fields(result.output());
        for (int i = 0; i + 2 < fields.size(); i += 3) {
            if (place.hasFilter(fields.get(i + 2))) {
                filtered.add(fields.get(i));
            }
        }
        return filtered;
    }

    // --- changes

    private void add(Set<String> again) throws KeptException {
        Set<String> gone = new LinkedHashSet<>();
        Set<String> changed = new LinkedHashSet<>(again);
        byte[] listed = scratch.git(
                ScratchFolder.WORK,
                null,
                "ls-files",
                "-z",
                "-t",
                "--others",
                "--modified",
                "--deleted",
                "--exclude-standard");
        for (String line : GitPath.fields(listed)) {
            String path = line.substring(2);
            if (line.startsWith("R")) {
                gone.add(path);
            } else if (path.endsWith("/")) {
                leave(Why.NESTED, path);
            } else {
                changed.add(path);
            }
        }
        changed.removeAll(gone);
        changed.removeIf(path -> filtered.contains(path) && isUnchanged(path));
        files += gone.size();
        List<String> added = new ArrayList<>();
        for (String path : changed) {
            if (isRemoved(path)) {
                gone.add(path);
            } else if (fits(path, !again.contains(path))) {
                added.add(path);
            }
        }
        remove(gone);
        filtered.removeAll(changed);
        filtered.removeAll(gone);
        if (!added.isEmpty()) {
            scratch.git(
                    ScratchFolder.WORK,
                    GitPath.bytes(String.join("\0", added) + "\0"),
                    "update-index",
                    "--add",
                    "--remove",
                    "--replace",
                    "-z",
                    "--stdin");
        }
    }

    /**
     * Whether a file under a filter is as it was when git wrote it. Git compares the content of a file that has the
     * index's age in seconds, and would find it changed, because no filter runs here.
     */
    private boolean isUnchanged(String path) {
        Entry entry = tracked.get(path);
        Optional<Path> file = GitPath.in(place.top(), path);
        if (entry == null || file.isEmpty()) {
            return false;
        }
        try {
            return Files.size(file.get()) == entry.size()
                    && Files.getLastModifiedTime(file.get()).toInstant().equals(entry.changed())
                    && entry.changed()
                            .isBefore(Files.getLastModifiedTime(place.index()).toInstant());
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a path that git lists has become a folder, or is below a symbolic link. */
    private boolean isRemoved(String path) {
        Optional<Path> file = GitPath.in(place.top(), path);
        if (file.isEmpty()) {
            return false;
        }
        Entry entry = tracked.get(path);
        boolean submodule = entry != null && entry.isSubmodule();
        return !submodule && Files.isDirectory(file.get(), LinkOption.NOFOLLOW_LINKS)
                || GitPath.isBelowLink(place.top(), file.get());
    }

    /** Whether the file is included. If not, it is named. */
    private boolean fits(String path, boolean counted) {
        long size = 0;
        Optional<Path> file =
                GitPath.in(place.top(), path).filter(one -> Files.isRegularFile(one, LinkOption.NOFOLLOW_LINKS));
        if (file.isPresent()) {
            if (!Files.isReadable(file.get())) {
                leave(Why.UNREADABLE, path);
                return false;
            }
            try {
                size = Files.size(file.get());
            } catch (IOException gone) {
                size = 0;
            }
            if (size > largest) {
                leave(Why.LARGE, path);
                return false;
            }
        }
        if (counted) {
            files++;
            bytes += size;
        }
        return true;
    }

    private void remove(Iterable<String> paths) throws KeptException {
        StringBuilder lines = new StringBuilder();
        String none = "0".repeat(2 * place.oidBytes());
        paths.forEach(path ->
                lines.append("0 ").append(none).append('\t').append(path).append('\0'));
        if (lines.length() > 0) {
            scratch.git(ScratchFolder.WORK, GitPath.bytes(lines.toString()), "update-index", "-z", "--index-info");
        }
    }

    // --- the index

    private String describe(IndexFile index, String staged, List<Entry> unmerged) throws KeptException {
        StringBuilder tree = new StringBuilder();
        tree.append("040000 tree ").append(staged).append('\t').append(STAGED).append('\0');
        StringBuilder flags = new StringBuilder();
        for (Entry entry : index.entries()) {
            if (entry.stage() == 0 && (entry.valid() || entry.skip() || entry.intended())) {
                flags.append(entry.valid() ? "v" : "-")
                        .append(entry.skip() ? "s" : "-")
                        .append(entry.intended() ? "i" : "-")
                        .append(entry.path())
                        .append('\0');
            }
        }
        blob(tree, FLAGS, flags);
        StringBuilder names = new StringBuilder();
        filtered.forEach(path -> names.append(path).append('\0'));
        filtered.forEach(path -> leave(Why.FILTERED, path));
        blob(tree, FILTERED, names);
        for (int stage = 1; stage <= 3; stage++) {
            StringBuilder lines = new StringBuilder();
            for (Entry entry : unmerged) {
                if (entry.stage() == stage) {
                    lines.append(entry.line(0));
                }
            }
            if (lines.length() > 0) {
                String file = STAGE + stage;
                scratch.git(file, GitPath.bytes(lines.toString()), "update-index", "-z", "--index-info");
                tree.append("040000 tree ")
                        .append(scratch.line(file, null, "write-tree", "--missing-ok"))
                        .append('\t')
                        .append(file)
                        .append('\0');
            }
        }
        return scratch.line(ScratchFolder.WORK, GitPath.bytes(tree.toString()), "mktree", "-z", "--missing");
    }

    private void blob(StringBuilder tree, String name, StringBuilder content) throws KeptException {
        if (content.length() > 0) {
            String oid =
                    scratch.line(ScratchFolder.WORK, GitPath.bytes(content.toString()), "hash-object", "-w", "--stdin");
            tree.append("100644 blob ").append(oid).append('\t').append(name).append('\0');
        }
    }
}
