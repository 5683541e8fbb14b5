package dev.pilothouse.desktop.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares contents of files with ids that a person has seen, and finds the line ends that git writes. Runs no filter.
 * Stateless; any thread.
 */
public record ContentReader(GitRunner git) {
    private static final int LOOKED_AT = 8_000;
    /** As Git LFS itself has it. */
    private static final int MAX_POINTER = 1_024;

    private static final String POINTER = "version https://git-lfs.github.com/spec/";
    private static final Pattern POINTER_ID = Pattern.compile("(?m)^oid sha256:([0-9a-f]{64})$");
    private static final int MAX_LARGE = 64 * 1024 * 1024;

    /** Whether the id is that of these bytes, or of the form that git gives them in the repository. */
    public boolean isContent(WorkingTree tree, String path, byte[] bytes, String id) {
        return FileContent.blobId(bytes).equals(id) || stored(tree, path, bytes).equals(id);
    }

    /** Whether git changes these bytes when it stores them, which is by line ends alone in a file without filters. */
    public boolean isConverted(WorkingTree tree, String path, byte[] bytes) {
        GitResult plain =
                git.read(tree.request("hash-object", "--no-filters", "--stdin").withInput(bytes));
        String stored = stored(tree, path, bytes);
        return plain.succeeded() && !stored.isEmpty() && !plain.line().equals(stored);
    }

    private String stored(WorkingTree tree, String path, byte[] bytes) {
        GitResult result = git.read(
                tree.request("hash-object", "--path=" + path, "--stdin").withInput(bytes));
        return result.succeeded() ? result.line() : "";
    }

    /** The settings by which git converts the file; a value is {@code unspecified} without one. */
    public Map<String, String> attributes(WorkingTree tree, String path) {
        GitResult result = git.read(tree.request(
                "check-attr", "-z", "text", "eol", "crlf", "filter", "ident", "working-tree-encoding", "--", path));
        Map<String, String> attributes = new HashMap<>();
        List<String> fields = result.fields();
        for (int i = 0; i + 2 < fields.size(); i += 3) {
            attributes.put(fields.get(i + 1), fields.get(i + 2));
        }
        return attributes;
    }

    /** The bytes of a file that git would write for a stored content, as far as its line ends go. */
    public byte[] checkedOut(WorkingTree tree, Map<String, String> attributes, byte[] stored) {
        String eol = attributes.getOrDefault("eol", "unspecified");
        String text = attributes.getOrDefault("text", "unspecified");
        boolean auto = text.equals("auto") || text.equals("unspecified");
        boolean windows;
        if (text.equals("unset") || eol.equals("lf")) {
            windows = false;
        } else if (eol.equals("crlf")) {
            windows = true;
            auto = text.equals("auto");
        } else {
            String autocrlf = setting(tree, "core.autocrlf");
            boolean isText = !text.equals("unspecified");
            windows = autocrlf.equals("true")
                    || isText
                            && !autocrlf.equals("input")
                            && setting(tree, "core.eol").equals("crlf");
        }
        if (!windows || auto && !isPlainText(stored)) {
            return stored;
        }
        StringBuilder ends = new StringBuilder(stored.length + stored.length / 32);
        for (int i = 0; i < stored.length; i++) {
            if (stored[i] == '\n' && (i == 0 || stored[i - 1] != '\r')) {
                ends.append('\r');
            }
            ends.append((char) (stored[i] & 0xff));
        }
        return ends.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * The bytes of a file that Git LFS stores, from its folder in the repository. No program runs, and nothing is loaded.
     *
     * @param stored a pointer; other bytes are returned as they are
     * @return empty if the folder does not have the content, or it is larger than 64 MiB
     */
    public Optional<byte[]> fromLfs(WorkingTree tree, byte[] stored) {
        String text = stored.length > MAX_POINTER ? "" : new String(stored, StandardCharsets.UTF_8);
        if (!text.startsWith(POINTER)) {
            return Optional.of(stored);
        }
        Matcher pointer = POINTER_ID.matcher(text);
        if (!pointer.find()) {
            return Optional.empty();
        }
        String id = pointer.group(1);
        String storage =
                git.read(tree.request("config", "--get", "lfs.storage")).line();
        try {
            Path file = GitFolder.of(tree)
                    .common()
                    .resolve(storage.isEmpty() ? "lfs" : storage)
                    .resolve("objects")
                    .resolve(id.substring(0, 2))
                    .resolve(id.substring(2, 4))
                    .resolve(id);
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_LARGE) {
                return Optional.empty();
            }
            byte[] content = Files.readAllBytes(file);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest).equals(id) ? Optional.of(content) : Optional.empty();
        } catch (IOException | InvalidPathException | NoSuchAlgorithmException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * Tells git the new size of a file whose content is the staged one apart from its line ends. Without this, git lists
     * the file as changed.
     */
    public void noteSize(WorkingTree tree, String path) {
        try {
            Optional<Path> file = tree.file(path);
            List<String> staged = git.read(tree.request("ls-files", "-z", "--stage", "--", path))
                    .fields();
            if (file.isPresent()
                    && staged.size() == 1
                    && staged.get(0).contains(" " + stored(tree, path, Files.readAllBytes(file.get())) + " 0\t")) {
                git.write(GitRequest.of(tree.root(), "add", "--", path).withVariable("GIT_LITERAL_PATHSPECS", "1"));
            }
        } catch (IOException unreadable) {
            return;
        }
    }

    private String setting(WorkingTree tree, String name) {
        return git.read(tree.request("config", "--get", name)).line().toLowerCase(Locale.ROOT);
    }

    private static boolean isPlainText(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\r' || bytes[i] == 0 && i < LOOKED_AT) {
                return false;
            }
        }
        return true;
    }
}
