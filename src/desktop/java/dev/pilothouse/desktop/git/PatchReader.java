package dev.pilothouse.desktop.git;

import dev.pilothouse.desktop.git.RepositoryReader.Reference;
import dev.pilothouse.desktop.git.RepositoryReader.UnreadableException;
import dev.pilothouse.model.ChangedFile.State;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes patches of a working tree that {@code git apply} accepts, with untracked files. Binary files are left out. Each
 * call blocks while git runs. Any thread; owns nothing.
 */
final class PatchReader {
    /** Paths on one command line. */
    private static final int MAX_PATHS = 1_000;

    private static final byte[] SECTION = ascii("diff --git ");
    private static final byte[] BINARY = ascii("Binary files ");
    private static final Pattern BINARY_LINE = Pattern.compile("Binary files (.*) and (/dev/null|\"?b/.*) differ");
    private static final byte[] UNMERGED = ascii("* Unmerged path ");
    private static final byte[] HUNK = ascii("@@ ");

    private final RepositoryReader reader;

    PatchReader(RepositoryReader reader) {
        this.reader = reader;
    }

    /**
     * A patch as bytes, since the files may have any encoding.
     *
     * @param omitted paths that it does not have
     */
    record Patch(byte[] bytes, List<String> omitted) {}

    /**
     * Makes a patch from the given state of the tree.
     *
     * @param tracked the changes of tracked files
     * @param path the only file; empty for all
     * @param isHidden files that nobody may read
     */
    Patch read(
            WorkingTree tree,
            Reference against,
            List<ChangeList.Change> tracked,
            List<String> untracked,
            String path,
            Predicate<String> isHidden,
            BooleanSupplier cancelled)
            throws UnreadableException {
        Set<String> again = new HashSet<>();
        tracked.stream().filter(change -> change.state() == State.DELETED).forEach(change -> again.add(change.path()));
        again.retainAll(new HashSet<>(untracked));
        Predicate<String> isWanted = each -> path.isEmpty() || each.equals(path);
        List<String> omitted = new ArrayList<>();
        List<ChangeList.Change> kept = new ArrayList<>();
        for (ChangeList.Change change : tracked) {
            if (!isWanted.test(change.path()) || again.contains(change.path())) {
                continue;
            }
            boolean hidden =
                    isHidden.test(change.path()) || !change.oldPath().isEmpty() && isHidden.test(change.oldPath());
            if (hidden) {
                omitted.add(change.path());
            } else {
                kept.add(change);
            }
        }
        ByteArrayOutputStream patch = new ByteArrayOutputStream();
        if (!kept.isEmpty()) {
            boolean all = kept.size() == tracked.size();
            // Git does not know from a renamed link that its path is free for a folder.
            boolean folder = kept.stream()
                    .anyMatch(change -> !change.oldPath().isEmpty()
                            && Files.isDirectory(tree.root().resolve(change.oldPath())));
            GitRequest diff = tree.request(command(against, folder ? "--no-renames" : "-M", all ? List.of() : kept))
                    .withTime(RepositoryReader.TIME)
                    .withBytes(RepositoryReader.MAX_DIFF)
                    .withCancelled(cancelled);
            omitted.addAll(appendText(patch, reader.run(diff).output()));
        }
        for (String each : untracked) {
            if (!isWanted.test(each)) {
                continue;
            }
            if (again.contains(each) && !isHidden.test(each)) {
                omitted.addAll(appendText(patch, changed(tree, against, each, cancelled)));
                continue;
            }
            Optional<byte[]> part = isHidden.test(each) ? Optional.empty() : added(tree, each);
            part.ifPresentOrElse(patch::writeBytes, () -> omitted.add(each));
            if (patch.size() > RepositoryReader.MAX_DIFF) {
                throw new UnreadableException(
                        HostText.of(HostTextCode.PATCH_TOO_LARGE, RepositoryReader.MAX_DIFF / 1024 / 1024));
            }
        }
        return new Patch(patch.toByteArray(), omitted);
    }

    private static String[] command(Reference against, String renames, List<ChangeList.Change> only)
            throws UnreadableException {
        if (only.size() > MAX_PATHS) {
            throw new UnreadableException(HostText.of(HostTextCode.PATCH_TOO_MANY_FILES));
        }
        List<String> command = new ArrayList<>(List.of("diff-index", "-p", renames, "--histogram"));
        command.addAll(RepositoryReader.PLAIN_PATCH);
        command.add(against.tree());
        command.add("--");
        for (ChangeList.Change change : only) {
            command.add(change.path());
            if (!change.oldPath().isEmpty()) {
                command.add(change.oldPath());
            }
        }
        return command.toArray(String[]::new);
    }

    /** A file that git no longer tracks, but that the old tree has. */
    private byte[] changed(WorkingTree tree, Reference against, String path, BooleanSupplier cancelled)
            throws UnreadableException {
        List<String> command = new ArrayList<>(List.of("diff", "-p", "--histogram"));
        command.addAll(RepositoryReader.PLAIN_PATCH);
        command.addAll(List.of(against.tree() + ":" + path, "--", path));
        return reader.run(tree.request(command.toArray(String[]::new))
                        .withBytes(RepositoryReader.MAX_DIFF)
                        .withCancelled(cancelled))
                .output();
    }

    /** Copies the sections of a diff that have text. Returns the paths of the others. */
    private static List<String> appendText(ByteArrayOutputStream to, byte[] diff) {
        List<String> others = new ArrayList<>();
        int from = 0;
        int section = 0;
        boolean binary = false;
        boolean inHead = false;
        while (from < diff.length) {
            int end = from;
            while (end < diff.length && diff[end] != '\n') {
                end++;
            }
            end = Math.min(end + 1, diff.length);
            if (startsWith(diff, from, SECTION)) {
                write(to, diff, section, from, binary);
                section = from;
                binary = false;
                inHead = true;
            } else if (startsWith(diff, from, UNMERGED)) {
                write(to, diff, section, from, binary);
                section = end;
                binary = false;
            } else if (startsWith(diff, from, HUNK)) {
                inHead = false;
            } else if (inHead && startsWith(diff, from, BINARY)) {
                binary = true;
                others.add(path(new String(diff, from, end - from, StandardCharsets.UTF_8)));
            }
            from = end;
        }
        write(to, diff, section, diff.length, binary);
        return others;
    }

    private static String path(String line) {
        Matcher names = BINARY_LINE.matcher(line.strip());
        if (!names.matches()) {
            return line.strip();
        }
        String name = names.group(2).equals("/dev/null") ? names.group(1) : names.group(2);
        String plain = name.startsWith("\"") && name.endsWith("\"")
                ? name.substring(1, name.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\")
                : name;
        return plain.substring(Math.min(2, plain.length()));
    }

    private static void write(ByteArrayOutputStream to, byte[] diff, int from, int end, boolean binary) {
        if (!binary && end > from) {
            to.write(diff, from, end - from);
        }
    }

    private static boolean startsWith(byte[] text, int at, byte[] word) {
        if (at + word.length > text.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (text[at + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    /** Makes the patch of a new file. Empty if it is binary, too large or cannot be read. */
    static Optional<byte[]> added(WorkingTree tree, String path) {
        try {
            Optional<Path> link = tree.link(path);
            if (link.isPresent()) {
                byte[] target = Files.readSymbolicLink(link.get()).toString().getBytes(StandardCharsets.UTF_8);
                return Optional.of(added(path, "120000", target));
            }
            Optional<Path> file = tree.file(path);
            if (file.isEmpty() || Files.size(file.get()) > FileContent.MAX_BYTES) {
                return Optional.empty();
            }
            byte[] bytes = Files.readAllBytes(file.get());
            String mode = isExecutable(file.get()) ? "100755" : "100644";
            return FileContent.isBinary(bytes) ? Optional.empty() : Optional.of(added(path, mode, bytes));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean isExecutable(Path file) throws IOException {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
        } catch (UnsupportedOperationException windows) {
            return false;
        }
    }

    private static byte[] added(String path, String mode, byte[] content) {
        int lines = 0;
        for (byte one : content) {
            lines += one == '\n' ? 1 : 0;
        }
        boolean ended = content.length == 0 || content[content.length - 1] == '\n';
        lines += ended ? 0 : 1;
        ByteArrayOutputStream patch = new ByteArrayOutputStream();
        patch.writeBytes(utf8(
                "diff --git " + quoted("a/" + path) + " " + quoted("b/" + path) + "\nnew file mode " + mode + "\n"));
        if (content.length > 0) {
            // A tab ends a name with spaces.
            patch.writeBytes(utf8("--- /dev/null\n+++ " + quoted("b/" + path) + (path.indexOf(' ') < 0 ? "" : "\t")
                    + "\n@@ -0,0 +1" + (lines == 1 ? "" : "," + lines) + " @@\n"));
        }
        int from = 0;
        while (from < content.length) {
            int end = from;
            while (end < content.length && content[end] != '\n') {
                end++;
            }
            patch.write('+');
            patch.write(content, from, end - from);
            patch.write('\n');
            from = end + 1;
        }
        if (!ended) {
            patch.writeBytes(ascii("\\ No newline at end of file\n"));
        }
        return patch.toByteArray();
    }

    private static String quoted(String path) {
        return path.indexOf('"') < 0 && path.indexOf('\\') < 0
                ? path
                : '"' + path.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
