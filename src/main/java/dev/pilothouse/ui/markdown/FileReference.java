package dev.pilothouse.ui.markdown;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file named in an agent's text, such as {@code src/A.java:12}. Immutable.
 *
 * @param path the path as the agent wrote it, without the line
 * @param line the line number, 0 if none is given
 */
public record FileReference(String path, int line) {
    /** Prefix of a link target that is a file instead of a web address. */
    private static final String SCHEME = "file-reference:";

    private static final Pattern ANY_SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]+:.*", Pattern.DOTALL);
    private static final String PLACE = "(?::(\\d{1,7})(?::\\d{1,5})?|#L(\\d{1,7})(?:-L?\\d{1,7})?)?";
    private static final Pattern REFERENCE = Pattern.compile(
            "((?:[A-Za-z]:[\\\\/]|\\.{1,2}[\\\\/]|[\\\\/])?(?:[\\w@.+-]+[\\\\/])*[\\w@.+-]+\\.([A-Za-z]\\w{0,9}))"
                    + PLACE);
    /**
     * The text comes from an agent and may be hostile. Folders are matched possessively and a match starts only at the
     * beginning of a word. So a long run of such characters takes linear time and no stack.
     */
    private static final Pattern IN_TEXT = Pattern.compile(
            "(?<![\\w/\\\\.:@+-])(?:[\\w@.+-]++/)*+[\\w@+-][\\w@.+-]*\\.[A-Za-z]\\w{0,9}:\\d{1,7}(?::\\d{1,5})?(?![\\w/:])");

    private static final int LONGEST = 1_000;

    /** File extensions of text files. Without one of them, a match may be any two words with a dot between them. */
    private static final Set<String> ENDINGS = Set.of(
            "adoc",
            "bash",
            "bat",
            "c",
            "cc",
            "cfg",
            "clj",
            "conf",
            "cpp",
            "cs",
            "css",
            "csv",
            "cxx",
            "dart",
            "diff",
            "env",
            "erl",
            "ex",
            "exs",
            "go",
            "gradle",
            "groovy",
            "h",
            "hpp",
            "hs",
            "html",
            "ini",
            "java",
            "js",
            "json",
            "jsonl",
            "jsx",
            "kt",
            "kts",
            "less",
            "lock",
            "log",
            "lua",
            "m",
            "md",
            "mjs",
            "mk",
            "ml",
            "patch",
            "php",
            "pl",
            "properties",
            "proto",
            "ps1",
            "py",
            "r",
            "rb",
            "rs",
            "rst",
            "scala",
            "scss",
            "sh",
            "sql",
            "svelte",
            "svg",
            "swift",
            "tf",
            "toml",
            "ts",
            "tsv",
            "tsx",
            "txt",
            "vue",
            "xml",
            "yaml",
            "yml",
            "zsh");

    /** Parses a text that consists of one reference only, as agents write them in code font. */
    static Optional<FileReference> of(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher whole = REFERENCE.matcher(text);
        if (!whole.matches() || !ENDINGS.contains(whole.group(2).toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        String line = whole.group(3) != null ? whole.group(3) : whole.group(4);
        boolean placed = whole.group(1).indexOf('/') >= 0 || whole.group(1).indexOf('\\') >= 0;
        return placed || line != null
                ? Optional.of(new FileReference(whole.group(1), line == null ? 0 : Integer.parseInt(line)))
                : Optional.empty();
    }

    /** Finds references inside a text. Only those with a line number count, because others look like words. */
    static Matcher within(String text) {
        return IN_TEXT.matcher(text);
    }

    /** The target of a link to this file. */
    public String link() {
        return SCHEME + (line > 0 ? path + ":" + line : path);
    }

    /** Parses a link target that is a file: a reference, or a destination that is not a web address. */
    public static Optional<FileReference> ofLink(String target) {
        if (target.startsWith(SCHEME)) {
            String written = target.substring(SCHEME.length());
            return Optional.of(of(written).orElseGet(() -> new FileReference(written, 0)));
        }
        if (target.regionMatches(true, 0, "file:", 0, 5)) {
            return fileUri(target);
        }
        boolean drive = target.matches("[A-Za-z]:[\\\\/].*");
        if (target.isBlank()
                || target.startsWith("#")
                || target.startsWith("//")
                || !drive && ANY_SCHEME.matcher(target).matches() && of(target).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(of(target).orElseGet(() -> new FileReference(withoutFragment(target), 0)));
    }

    private static Optional<FileReference> fileUri(String target) {
        try {
            String path = new URI(withoutFragment(target)).getPath();
            return path == null || path.isEmpty() ? Optional.empty() : Optional.of(new FileReference(path, 0));
        } catch (java.net.URISyntaxException unreadable) {
            return Optional.empty();
        }
    }

    private static String withoutFragment(String target) {
        int at = target.indexOf('#');
        return at < 0 ? target : target.substring(0, at);
    }
}
