package dev.pilothouse.platform;

import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shared content from other apps, stored as files in a folder. On a phone the system calls code outside of the native
 * image, and a folder needs no bridge between the two. On a desktop a file can be put there to try it out.
 *
 * <p>A file is complete when its name does not end with {@code .part}. {@code *.txt} is a text in UTF-8.
 * {@code *.problem} names a {@link SharedContent.Problem}. Any other file is an attachment; its own name follows a
 * {@code ~}, if there is one. Files are taken in the order of their names, at most {@value #MAX} at a time.
 *
 * <p>Owns the folder and its content. Taken files stay in a folder beside it until the app runs again. Any thread; its
 * monitor guards the folder. Need not be closed.
 */
public final class SharedContentFolder implements SharedContentInbox {
    static final int MAX = 8;
    private static final Logger LOG = LoggerFactory.getLogger(SharedContentFolder.class);
    private static final String UNFINISHED = ".part";
    private static final String TEXT = ".txt";
    private static final String PROBLEM = ".problem";
    private static final char AFTER_ORDER = '~';

    private final Path folder;
    private final Path taken;
    private boolean cleared;
    private int number;

    /** @param folder need not exist; this class also owns {@code folder-taken} beside it */
    public SharedContentFolder(Path folder) {
        this.folder = folder.toAbsolutePath();
        this.taken = this.folder.resolveSibling(folder.getFileName() + "-taken");
    }

    @Override
    public synchronized SharedContent take() {
        SharedContent all = SharedContent.NOTHING;
        try {
            if (!cleared) {
                clearTaken();
                cleared = true;
            }
            for (Path file : waiting()) {
                all = all.and(takeOrReport(file));
            }
        } catch (IOException e) {
            LOG.warn("Content that other apps shared cannot be read: {}", e.toString());
        }
        return all;
    }

    private void clearTaken() throws IOException {
        if (Files.isDirectory(taken)) {
            try (Stream<Path> all = Files.walk(taken)) {
                for (Path old : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(old);
                }
            }
        }
    }

    private List<Path> waiting() throws IOException {
        return files(folder).stream()
                .filter(file -> !name(file).endsWith(UNFINISHED))
                .sorted(Comparator.comparing(SharedContentFolder::name))
                .limit(MAX)
                .toList();
    }

    private static List<Path> files(Path in) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(in)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(in)) {
                for (Path file : all) {
                    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                        found.add(file);
                    }
                }
            }
        }
        return found;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** Reports a file that cannot be taken once and deletes it, so that it does not block the others. */
    private SharedContent takeOrReport(Path file) throws IOException {
        try {
            return take(file);
        } catch (IOException e) {
            LOG.warn("Content that another app shared cannot be read: {}", e.toString());
            Files.deleteIfExists(file);
            return new SharedContent("", List.of(), List.of(SharedContent.Problem.UNREADABLE));
        }
    }

    private SharedContent take(Path file) throws IOException {
        String name = name(file);
        if (!name.endsWith(TEXT) && !name.endsWith(PROBLEM)) {
            // One folder per file: two files may have the same name, and the first may still be uploading to the host.
            Path own = taken.resolve(Integer.toString(++number)).toAbsolutePath();
            PrivateFile.createFolder(own);
            Path kept = own.resolve(name.substring(name.indexOf(AFTER_ORDER) + 1));
            Files.move(file, kept);
            return new SharedContent("", List.of(kept), List.of());
        }
        Optional<String> text = read(file);
        Files.deleteIfExists(file);
        if (text.isEmpty()) {
            return new SharedContent("", List.of(), List.of(SharedContent.Problem.TOO_LARGE));
        }
        return name.endsWith(TEXT)
                ? new SharedContent(text.get().strip(), List.of(), List.of())
                : new SharedContent("", List.of(), List.of(problem(text.get().strip())));
    }

    /** Empty if the text is too long. */
    private static Optional<String> read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(4 * SharedContent.MAX_CHARACTERS + 1);
            String text = new String(bytes, StandardCharsets.UTF_8);
            return text.length() > SharedContent.MAX_CHARACTERS ? Optional.empty() : Optional.of(text);
        }
    }

    private static SharedContent.Problem problem(String name) {
        for (SharedContent.Problem problem : SharedContent.Problem.values()) {
            if (problem.name().equals(name)) {
                return problem;
            }
        }
        return SharedContent.Problem.UNREADABLE;
    }
}
