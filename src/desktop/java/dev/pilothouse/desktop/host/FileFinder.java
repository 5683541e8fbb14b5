package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.bridge.FileSearchResult;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FileMatch;
import dev.pilothouse.model.FuzzyMatcher;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds files of a session's directory by a few letters of their path. Reads a bounded number of files, shallow ones
 * first, and follows no link to a folder. It omits files outside the directory, and names that would be displayed as
 * different ones. In a git repository git lists the files ({@link GitFiles}); elsewhere {@link IgnoredFiles} excludes
 * some.
 *
 * <p>Caches the listings of the last few directories for {@link #FRESH}, so that the next typed letter needs no disk
 * access. Thread-safe; blocks while it reads. Ends with its host and holds no open files.
 */
final class FileFinder {
    static final int MAX_FILES = 20_000;
    static final int MAX_FOUND = 50;
    static final int MAX_QUERY = 200;
    static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration MAX_WALK = Duration.ofSeconds(3);
    private static final int MAX_DEPTH = 32;
    private static final int LISTINGS = 4;

    private final Clock clock;
    private final GitFiles git;
    private final Map<Path, Listing> listings = new LinkedHashMap<>(8, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Listing> eldest) {
            return size() > LISTINGS;
        }
    };

    FileFinder(Clock clock, GitFiles git) {
        this.clock = clock;
        this.git = git;
    }

    private record Listing(Instant at, List<FileMatch> files, boolean partial) {}

    private record Scored(FileMatch file, int score) {}

    private record Folder(Path path, String relative, int depth) {}

    /** @param cancelled checked between files; if true, the search ends with {@code CLOSED} */
    FileSearchResult find(Path directory, String query, BooleanSupplier cancelled) {
        if (query.length() > MAX_QUERY) {
            return new FileSearchResult.Refused(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.FILE_SEARCH_TOO_LONG));
        }
        if (query.startsWith("/")
                || query.startsWith("~")
                || List.of(query.split("/")).contains("..")) {
            return new FileSearchResult.Refused(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.FILE_SEARCH_OUTSIDE));
        }
        try {
            Listing listing = listing(directory.toRealPath(), cancelled);
            if (listing == null) {
                return new FileSearchResult.Refused(ErrorCode.CLOSED, HostText.of(HostTextCode.FILE_SEARCH_REPLACED));
            }
            return new FileSearchResult.Found(
                    query.isEmpty() ? top(listing.files()) : best(listing.files(), query), listing.partial());
        } catch (IOException e) {
            return new FileSearchResult.Refused(
                    ErrorCode.NO_SUCH_DIRECTORY, HostText.of(HostTextCode.SESSION_DIRECTORY_UNREADABLE));
        }
    }

    private static List<FileMatch> top(List<FileMatch> files) {
        return files.stream()
                .filter(file -> file.path().indexOf('/') < 0)
                .sorted(Comparator.comparing(FileMatch::directory)
                        .reversed()
                        .thenComparing(FileMatch::path, String.CASE_INSENSITIVE_ORDER))
                .limit(MAX_FOUND)
                .toList();
    }

    private static List<FileMatch> best(List<FileMatch> files, String query) {
        return files.stream()
                .flatMap(file ->
                        FuzzyMatcher.scorePath(query, file.path()).stream().mapToObj(score -> new Scored(file, score)))
                .sorted(Comparator.comparingInt(Scored::score)
                        .reversed()
                        .thenComparing(scored -> scored.file().path()))
                .limit(MAX_FOUND)
                .map(Scored::file)
                .toList();
    }

    /** Null if it was cancelled. */
    private @Nullable Listing listing(Path root, BooleanSupplier cancelled) throws IOException {
        Instant now = clock.instant();
        synchronized (listings) {
            Listing known = listings.get(root);
            if (known != null && now.isBefore(known.at().plus(FRESH))) {
                return known;
            }
        }
        Listing read = new Walk(root, now.plus(MAX_WALK), cancelled).run();
        if (read != null) {
            synchronized (listings) {
                listings.put(root, read);
            }
        }
        return read;
    }

    /** One breadth-first scan of a directory. Confined to one thread. */
    private final class Walk {
        private final Path root;
        private final Instant end;
        private final BooleanSupplier cancelled;
        private final IgnoredFiles ignored;
        private final List<FileMatch> files = new ArrayList<>();
        private final ArrayDeque<Folder> folders = new ArrayDeque<>();
        private boolean stopped;

        Walk(Path root, Instant end, BooleanSupplier cancelled) {
            this.root = root;
            this.end = end;
            this.cancelled = cancelled;
            this.ignored = IgnoredFiles.of(root);
        }

        @Nullable
        Listing run() throws IOException {
            List<String> paths = git.list(root, cancelled).orElse(List.of());
            // Git lists nothing for a directory that its repository ignores completely.
            return paths.isEmpty() ? walk() : listed(paths);
        }

        private @Nullable Listing listed(List<String> paths) {
            // During a merge git lists a file in conflict once for each of its versions.
            List<String> shallowFirst = paths.stream()
                    .distinct()
                    .sorted(Comparator.comparingLong((String path) ->
                            path.chars().filter(letter -> letter == '/').count()))
                    .toList();
            // Checked folders by path, and whether they are real folders.
            Map<String, Boolean> seen = new HashMap<>();
            for (String path : shallowFirst) {
                stopped = cancelled.getAsBoolean();
                if (stopped) {
                    return null;
                }
                if (isOver()) {
                    return new Listing(clock.instant(), List.copyOf(files), true);
                }
                String file = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
                int parent = file.lastIndexOf('/');
                if (isShown(file) && (parent < 0 || isFolder(file.substring(0, parent), seen))) {
                    addListed(file, seen);
                }
            }
            return new Listing(clock.instant(), List.copyOf(files), false);
        }

        private void addListed(String path, Map<String, Boolean> seen) {
            Path entry = root.resolve(path);
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                // A nested repository, whose files git does not list.
                isFolder(path, seen);
            } else if (isFileOfTheProject(entry)) {
                files.add(new FileMatch(path, false));
            }
        }

        private static boolean isShown(String path) {
            String[] names = path.split("/", -1);
            return isPath(path)
                    && names.length <= MAX_DEPTH + 1
                    && Stream.of(names)
                            .allMatch(name -> PlainText.isPlainName(name) && !name.equals("..") && !name.equals("."));
        }

        /** Git also lists names that are invalid on this system. */
        private static boolean isPath(String path) {
            try {
                return Path.of(path).getNameCount() > 0;
            } catch (InvalidPathException notOfThisSystem) {
                return false;
            }
        }

        /** Adds the folder and its parents once. False if one of them is a link or no longer a folder. */
        private boolean isFolder(String path, Map<String, Boolean> seen) {
            Boolean known = seen.get(path);
            if (known != null) {
                return known;
            }
            int parent = path.lastIndexOf('/');
            boolean real = (parent < 0 || isFolder(path.substring(0, parent), seen))
                    && Files.isDirectory(root.resolve(path), LinkOption.NOFOLLOW_LINKS);
            seen.put(path, real);
            if (real) {
                files.add(new FileMatch(path, true));
            }
            return real;
        }

        private @Nullable Listing walk() throws IOException {
            folders.add(new Folder(root, "", 0));
            boolean partial = false;
            while (!folders.isEmpty()) {
                if (isOver()) {
                    partial = true;
                    break;
                }
                partial |= read(folders.poll());
                if (stopped) {
                    return null;
                }
            }
            return new Listing(clock.instant(), List.copyOf(files), partial);
        }

        /** Checked per entry, because a folder may contain any number of ignored files, which do not count. */
        private boolean isOver() {
            return files.size() >= MAX_FILES || clock.instant().isAfter(end);
        }

        /** @return whether entries were omitted because of the limits */
        private boolean read(Folder folder) throws IOException {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder.path())) {
                for (Path entry : stream) {
                    stopped = cancelled.getAsBoolean();
                    if (stopped || isOver()) {
                        return true;
                    }
                    add(folder, entry);
                }
                return false;
            } catch (IOException | DirectoryIteratorException e) {
                if (folder.depth() == 0) {
                    throw e instanceof IOException io ? io : ((DirectoryIteratorException) e).getCause();
                }
                // An unreadable folder is skipped.
                return true;
            }
        }

        private void add(Folder folder, Path entry) {
            String name = entry.getFileName().toString();
            String relative = folder.relative().isEmpty() ? name : folder.relative() + '/' + name;
            boolean directory = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
            if (!PlainText.isPlainName(name) || ignored.contains(relative, name, directory)) {
                return;
            }
            if (directory) {
                files.add(new FileMatch(relative, true));
                if (folder.depth() < MAX_DEPTH) {
                    folders.add(new Folder(entry, relative, folder.depth() + 1));
                }
            } else if (isFileOfTheProject(entry)) {
                files.add(new FileMatch(relative, false));
            }
        }

        private boolean isFileOfTheProject(Path entry) {
            if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                return true;
            }
            return Files.isSymbolicLink(entry)
                    && ProjectPaths.inside(root, entry)
                            .filter(Files::isRegularFile)
                            .isPresent();
        }
    }
}
