package dev.pilothouse.desktop.trust;

import dev.pilothouse.desktop.git.GitRequest;
import dev.pilothouse.desktop.git.GitResult;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Copies ignored files of the main working directory, such as {@code .env}, into a new worktree. Only regular files that
 * git ignores in both directories, never over an existing file, and through no symbolic link. Stateless; blocks for git
 * and the disk.
 */
final class CopiedFiles {
    static final int MAX_FILES = 100;
    static final long MAX_FILE = 1024 * 1024;
    static final long MAX_ALL = 20 * 1024 * 1024;
    private static final int MAX_DEPTH = 8;
    /** Git takes a name that begins with a colon for a pattern otherwise. */
    private static final String HERE = "./";

    private static final int MAX_VISITED = 5_000;

    private final GitRunner git;

    CopiedFiles(GitRunner git) {
        this.git = git;
    }

    /** @param output receives a line for each file that is copied or left out, and for each problem */
    void copy(Path main, Path worktree, List<String> patterns, Consumer<HostText> output) throws IOException {
        List<PathMatcher> matchers = patterns.stream().map(PathMatcher::new).toList();
        GitResult listed =
                git.read(main, "ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z");
        if (!listed.succeeded()) {
            output.accept(HostText.of(HostTextCode.JOB_COPY_UNLISTED, main, listed.message()));
            return;
        }
        Set<String> found = new LinkedHashSet<>();
        for (String path : listed.fields()) {
            if (path.endsWith("/")) {
                String folder = path.substring(0, path.length() - 1);
                if (matchers.stream().anyMatch(matcher -> matcher.leadsInto(folder))) {
                    addBelow(main, folder, matchers, found);
                }
            } else if (matchers.stream().anyMatch(matcher -> matcher.matches(path))) {
                found.add(path);
            }
        }
        if (!found.isEmpty()) {
            copyAll(main, worktree, ignoredIn(worktree, found), output);
        }
    }

    private static void addBelow(Path main, String folder, List<PathMatcher> matchers, Set<String> found)
            throws IOException {
        Path start = main.resolve(folder);
        if (isBelowLink(main, start) || Files.isSymbolicLink(start)) {
            return;
        }
        int[] visited = new int[1];
        Files.walkFileTree(start, EnumSet.noneOf(FileVisitOption.class), MAX_DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String path = main.relativize(file).toString().replace('\\', '/');
                if (attributes.isRegularFile() && matchers.stream().anyMatch(matcher -> matcher.matches(path))) {
                    found.add(path);
                }
                return ++visited[0] > MAX_VISITED ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Those that git ignores in the worktree too: otherwise they could be committed there. */
    private List<String> ignoredIn(Path worktree, Set<String> paths) {
        GitResult ignored = git.read(GitRequest.of(worktree, "check-ignore", "-z", "--stdin")
                .withInput(paths.stream()
                        .map(path -> HERE + path + "\0")
                        .collect(Collectors.joining())
                        .getBytes(StandardCharsets.UTF_8)));
        // Exit code 1: none of them.
        return ignored.code() > 1
                ? List.of()
                : ignored.fields().stream()
                        .map(path -> path.substring(HERE.length()))
                        .toList();
    }

    private static void copyAll(Path main, Path worktree, List<String> paths, Consumer<HostText> output) {
        long all = 0;
        int copied = 0;
        for (String path : paths) {
            Optional<Path> source = below(main, path);
            Optional<Path> target = below(worktree, path);
            if (source.isEmpty()
                    || target.isEmpty()
                    || !Files.isRegularFile(source.get(), LinkOption.NOFOLLOW_LINKS)
                    || Files.exists(target.get(), LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            try {
                long size = Files.size(source.get());
                if (size > MAX_FILE || all + size > MAX_ALL || copied == MAX_FILES) {
                    output.accept(HostText.of(HostTextCode.JOB_NOT_COPIED_LARGE, path));
                    continue;
                }
                copy(source.get(), target.get());
                all += size;
                copied++;
                output.accept(HostText.of(HostTextCode.JOB_COPIED, path));
            } catch (IOException e) {
                output.accept(HostText.of(HostTextCode.JOB_NOT_COPIED, path, e.getMessage()));
            }
        }
    }

    private static void copy(Path source, Path target) throws IOException {
        Files.createDirectories(target.resolveSibling(""));
        byte[] content;
        try (InputStream in = Files.newInputStream(source, LinkOption.NOFOLLOW_LINKS)) {
            content = in.readNBytes((int) MAX_FILE);
        }
        PosixFileAttributeView from =
                Files.getFileAttributeView(source, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (from == null) {
            Files.write(target, content, StandardOpenOption.CREATE_NEW);
            return;
        }
        // The mode is set before there is any content, so that nobody else can read it meanwhile.
        Files.createFile(target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(target, content, StandardOpenOption.WRITE);
        Files.setPosixFilePermissions(target, from.readAttributes().permissions());
    }

    private static Optional<Path> below(Path top, String path) {
        try {
            Path file = top.resolve(path).normalize();
            return file.startsWith(top) && !file.equals(top) && !isBelowLink(top, file)
                    ? Optional.of(file)
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean isBelowLink(Path top, Path file) {
        for (Path folder = file.getParent();
                folder != null && !folder.equals(top) && folder.startsWith(top);
                folder = folder.getParent()) {
            if (Files.isSymbolicLink(folder)) {
                return true;
            }
        }
        return false;
    }
}
