package dev.pilothouse.desktop.git;

import dev.pilothouse.desktop.git.WorkingTreeReader.Trees;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes to single files of a snapshot's trees: the working tree with its bytes, and the index. Used by one thread,
 * within {@link KeptStore#edit}.
 */
public final class TreeEdit {
    /** Of a file. @param mode such as {@code 100644} @param oid the id of its content */
    public record Entry(String mode, String oid) {
        public boolean isFile() {
            return mode.startsWith("100");
        }

        public boolean isSubmodule() {
            return mode.equals("160000");
        }
    }

    private static final String EDITED = "edited-index";
    private static final int MAX_STAGE = 3;

    private final RepositoryPaths place;
    private final ScratchFolder scratch;
    private final Trees now;
    private final Map<String, Optional<Entry>> files = new LinkedHashMap<>();
    private final Map<String, Optional<Entry>> staged = new LinkedHashMap<>();

    TreeEdit(RepositoryPaths place, ScratchFolder scratch, Trees now) {
        this.place = place;
        this.scratch = scratch;
        this.now = now;
    }

    /** The file as it is in the working tree, with its own bytes. */
    public Optional<Entry> file(String path) throws KeptException {
        return entry(now.tree(), path);
    }

    /** The file as it is staged; empty if it is not in the index, or has conflicts. */
    public Optional<Entry> staged(String path) throws KeptException {
        return entry(now.index() + ":" + WorkingTreeReader.STAGED, path);
    }

    /** The file in the last commit. */
    public Optional<Entry> committed(String path) throws KeptException {
        return place.head().isEmpty() ? Optional.empty() : entry(place.head(), path);
    }

    /** @param tree a commit or a tree */
    public Optional<Entry> entry(String tree, String path) throws KeptException {
        byte[] listed = scratch.git(ScratchFolder.WORK, null, "ls-tree", "-z", "--full-tree", tree, "--", path);
        for (String line : GitPath.fields(listed)) {
            String[] parts = line.substring(0, Math.max(0, line.indexOf('\t'))).split(" ");
            if (parts.length == 3 && line.endsWith("\t" + bytes(path))) {
                return Optional.of(new Entry(parts[0], parts[2]));
            }
        }
        return Optional.empty();
    }

    /** The path with one character for each byte. */
    private static String bytes(String path) {
        return new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    public byte[] content(Entry entry) throws KeptException {
        return scratch.git(ScratchFolder.WORK, null, "cat-file", "blob", entry.oid());
    }

    /** Stores a content without any conversion. @return its id */
    public String store(byte[] content) throws KeptException {
        return scratch.line(ScratchFolder.WORK, content, "hash-object", "-w", "--stdin");
    }

    /** @param entry empty to remove the file from the working tree */
    public void setFile(String path, Optional<Entry> entry) {
        files.put(path, entry);
    }

    /** @param entry empty to remove the file from the index */
    public void setStaged(String path, Optional<Entry> entry) {
        staged.put(path, entry);
    }

    /** The file as it will be in the working tree. */
    public Optional<Entry> wanted(String path) throws KeptException {
        Optional<Entry> wanted = files.get(path);
        return wanted == null ? file(path) : wanted;
    }

    /** Whether the index has several versions of the file. */
    public boolean hasConflicts(String path) throws KeptException {
        for (int stage = 1; stage <= MAX_STAGE; stage++) {
            String tree = now.index() + ":" + WorkingTreeReader.STAGE + stage;
            if (scratch.run(ScratchFolder.WORK, null, List.of("rev-parse", "--verify", "--quiet", tree))
                            .succeeded()
                    && entry(tree, path).isPresent()) {
                return true;
            }
        }
        return false;
    }

    public boolean changesSomething() throws KeptException {
        for (Map.Entry<String, Optional<Entry>> each : files.entrySet()) {
            if (!each.getValue().equals(file(each.getKey()))) {
                return true;
            }
        }
        return !staged.isEmpty();
    }

    Trees result() throws KeptException {
        String tree = edited(now.tree(), files);
        String index = now.index();
        if (!staged.isEmpty()) {
            String inner = edited(index + ":" + WorkingTreeReader.STAGED, staged);
            StringBuilder lines = new StringBuilder();
            for (String line : GitPath.fields(scratch.git(ScratchFolder.WORK, null, "ls-tree", "-z", index))) {
                boolean own = line.endsWith("\t" + WorkingTreeReader.STAGED);
                lines.append(own ? "040000 tree " + inner + "\t" + WorkingTreeReader.STAGED : line)
                        .append('\0');
            }
            index = scratch.line(ScratchFolder.WORK, GitPath.bytes(lines.toString()), "mktree", "-z", "--missing");
        }
        return new Trees(tree, index, now.files(), now.bytes(), now.left());
    }

    private String edited(String tree, Map<String, Optional<Entry>> changes) throws KeptException {
        if (changes.isEmpty()) {
            return tree;
        }
        scratch.git(EDITED, null, "read-tree", tree);
        StringBuilder lines = new StringBuilder();
        String none = "0".repeat(2 * place.oidBytes());
        for (boolean added : List.of(false, true)) {
            // Removed ones first, because a file may take the place of a folder.
            changes.forEach((path, entry) -> {
                if (entry.isPresent() == added) {
                    lines.append(entry.map(each -> each.mode() + " " + each.oid())
                                    .orElse("0 " + none))
                            .append('\t')
                            .append(bytes(path))
                            .append('\0');
                }
            });
        }
        scratch.git(EDITED, GitPath.bytes(lines.toString()), "update-index", "-z", "--index-info");
        return scratch.line(EDITED, null, "write-tree", "--missing-ok");
    }
}
