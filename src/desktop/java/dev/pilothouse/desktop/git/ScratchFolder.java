package dev.pilothouse.desktop.git;

import dev.pilothouse.desktop.journal.PrivateFolders;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A private git folder over the working tree and the objects of a repository. Git reads neither the configuration nor
 * the hooks nor {@code info/attributes} of the repository then, so it runs no program of it, and converts no bytes.
 *
 * <p>Owns a folder, which {@link #close} deletes. One thread at a time.
 */
final class ScratchFolder implements AutoCloseable {
    static final String WORK = "work-index";

    private static final boolean CASE_SENSITIVE =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
    private static final Duration TIME = Duration.ofMinutes(10);
    private static final int BYTES = 256 * 1024 * 1024;
    private static final Map<String, String> CARRIED = Map.of(
            "core.filemode", "fileMode",
            "core.symlinks", "symlinks",
            "core.ignorecase", "ignoreCase",
            "core.precomposeunicode", "precomposeUnicode",
            "core.trustctime", "trustctime",
            "core.checkstat", "checkStat",
            "core.excludesfile", "excludesFile");

    private final GitRunner git;
    private final RepositoryPaths place;
    private final Path folder;
    private final BooleanSupplier cancelled;

    private ScratchFolder(GitRunner git, RepositoryPaths place, Path folder, BooleanSupplier cancelled) {
        this.git = git;
        this.place = place;
        this.folder = folder;
        this.cancelled = cancelled;
    }

    /**
     * Creates a folder below {@code parent}, with a copy of the repository's index as {@link #WORK}.
     *
     * @param own the host's data folder; its files are left out, also if they are in the working tree
     * @param durable whether objects are brought to the disk
     */
    static ScratchFolder create(
            GitRunner git, RepositoryPaths place, Path parent, Path own, boolean durable, BooleanSupplier cancelled)
            throws IOException {
        PrivateFolders.create(parent);
        Path folder = Files.createTempDirectory(parent, "scratch-");
        ScratchFolder scratch = new ScratchFolder(git, place, folder, cancelled);
        try {
            scratch.fill(own, durable);
            return scratch;
        } catch (IOException | RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    private void fill(Path own, boolean durable) throws IOException {
        for (String name : List.of("objects", "refs", "info")) {
            Files.createDirectory(folder.resolve(name));
        }
        Files.writeString(folder.resolve("HEAD"), "ref: refs/heads/scratch\n");
        Files.writeString(folder.resolve("config"), configuration(durable));
        // The highest precedence, so that no file of the working tree can ask for a conversion.
        Files.writeString(
                folder.resolve("info").resolve("attributes"),
                "* -text !eol !crlf -ident !filter !working-tree-encoding\n");
        copy(
                place.common().resolve("info").resolve("exclude"),
                folder.resolve("info").resolve("exclude"));
        exclude(own.toRealPath());
        copy(place.index(), file(WORK));
        try (Stream<Path> files = Files.list(place.gitDirectory())) {
            for (Path shared :
                    files.filter(file -> name(file).startsWith("sharedindex.")).toList()) {
                copy(shared, folder.resolve(name(shared)));
            }
        }
    }

    /** The host's keys must not get into the repository, nor its journals be put back as they were. */
    private void exclude(Path own) throws IOException {
        if (own.startsWith(place.top()) && !own.equals(place.top())) {
            String pattern = GitPath.of(place.top(), own).replaceAll("[\\\\*?\\[ ]", "\\\\$0");
            Files.write(
                    folder.resolve("info").resolve("exclude"),
                    GitPath.bytes("\n/" + pattern + "/\n"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.isRegularFile(from)) {
            // The time matters: git compares a file anew that is not older than the index.
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private String configuration(boolean durable) {
        StringBuilder text = new StringBuilder("[core]\n\trepositoryFormatVersion = 1\n\tbare = false\n"
                + "\tautocrlf = false\n\tsafecrlf = false\n\tfsmonitor = false\n\tuntrackedCache = false\n"
                + "\tsplitIndex = false\n\tloosecompression = 1\n");
        if (CASE_SENSITIVE) {
            // Names that are special elsewhere, such as "git~1", are ordinary here.
            text.append("\tprotectNTFS = false\n\tprotectHFS = false\n");
        }
        if (durable) {
            text.append("\tfsync = all\n\tfsyncMethod = batch\n");
        }
        Map<String, String> carried = new LinkedHashMap<>();
        CARRIED.forEach((name, key) -> {
            String value = place.settings().get(name);
            if (value != null) {
                carried.put(key, value);
            }
        });
        carried.forEach((key, value) -> text.append('\t')
                .append(key)
                .append(" = ")
                .append(quoted(value))
                .append('\n'));
        text.append("[core]\n\thooksPath = /dev/null\n[index]\n\tsparse = false\n[gc]\n\tauto = 0\n");
        if (place.sha256()) {
            text.append("[extensions]\n\tobjectFormat = sha256\n");
        }
        return text.toString();
    }

    private static String quoted(String value) {
        return '"'
                + value.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t")
                + '"';
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** Runs a command over the private index with that name. */
    GitResult run(String index, byte @Nullable [] input, List<String> arguments) {
        GitRequest request = GitRequest.of(place.top(), arguments)
                .withTime(TIME)
                .withBytes(BYTES)
                .withCancelled(cancelled);
        for (Map.Entry<String, String> variable : variables(index).entrySet()) {
            request = request.withVariable(variable.getKey(), variable.getValue());
        }
        return git.inPrivate(input == null ? request : request.withInput(input));
    }

    private Map<String, String> variables(String index) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("GIT_DIR", folder.toString());
        variables.put("GIT_WORK_TREE", place.top().toString());
        variables.put("GIT_INDEX_FILE", file(index).toString());
        variables.put("GIT_OBJECT_DIRECTORY", place.common().resolve("objects").toString());
        variables.put("GIT_CONFIG_GLOBAL", "/dev/null");
        variables.put("GIT_CONFIG_NOSYSTEM", "1");
        variables.put("GIT_ATTR_NOSYSTEM", "1");
        variables.put("GIT_OPTIONAL_LOCKS", "0");
        variables.put("GIT_NO_LAZY_FETCH", "1");
        variables.put("GIT_LITERAL_PATHSPECS", "1");
        variables.put("GIT_AUTHOR_NAME", "Pilothouse");
        variables.put("GIT_AUTHOR_EMAIL", "pilothouse@localhost");
        variables.put("GIT_COMMITTER_NAME", "Pilothouse");
        variables.put("GIT_COMMITTER_EMAIL", "pilothouse@localhost");
        variables.put("LC_ALL", "C");
        return variables;
    }

    /** Runs a command that must succeed. */
    byte[] git(String index, byte @Nullable [] input, String... arguments) throws KeptException {
        GitResult result = run(index, input, List.of(arguments));
        if (!result.succeeded()) {
            throw failure(result, arguments[0]);
        }
        return result.output();
    }

    /** The first line of a command's output. */
    String line(String index, byte @Nullable [] input, String... arguments) throws KeptException {
        return new String(git(index, input, arguments), StandardCharsets.UTF_8).strip();
    }

    static KeptException failure(GitResult result, String subcommand) {
        HostText text = result.sentence();
        return new KeptException(
                result.outcome() != GitResult.Outcome.ENDED
                        ? text
                        : text.isEmpty()
                                ? HostText.of(HostTextCode.KEPT_GIT_FAILED, subcommand)
                                : HostText.of(HostTextCode.KEPT_GIT_FAILED_WHY, subcommand, text));
    }

    @Override
    public void close() {
        delete(folder);
    }

    /** Deletes a folder as far as possible. */
    static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure) throws IOException {
                    Files.delete(each);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException left) {
            // The next start of the host deletes it.
            return;
        }
    }
}
