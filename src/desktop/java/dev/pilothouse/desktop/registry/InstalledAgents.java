package dev.pilothouse.desktop.registry;

import dev.pilothouse.desktop.catalog.InstalledProgram;
import dev.pilothouse.desktop.journal.PrivateFolders;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agents that the host has installed, in {@code agents} of the data folder. Each version has a folder
 * {@code ID/VERSION} with its files in {@code content}, their list in {@code files.txt}, and its record in
 * {@code install.json}. A new version is made in {@code .staging} and moved into place as a whole. The newest version of an
 * agent is the one that new sessions start; older ones stay until no session uses them.
 *
 * <p>Thread-safe; reads and writes the disk. Needs no closing.
 */
final class InstalledAgents {
    static final String CONTENT = "content";
    static final String RECORD = "install.json";
    static final String FILES = "files.txt";
    private static final String STAGING = ".staging";
    private static final Logger LOG = LoggerFactory.getLogger(InstalledAgents.class);

    private final Path root;
    /** The newest first. Guarded by this. */
    private final List<Version> versions = new ArrayList<>();

    /** A version of an agent on the disk. */
    record Version(InstallRecord record, Path folder) {
        InstalledProgram program() {
            Path program = folder.resolve(CONTENT).resolve(record.program());
            return new InstalledProgram(
                    record.id(), record.name(), record.command(program.toString()), record.environment(), folder);
        }
    }

    private InstalledAgents(Path root) {
        this.root = root;
    }

    /** Reads what is installed. Deletes what a killed host left half-done. @param root need not exist */
    static InstalledAgents open(Path root) {
        InstalledAgents agents = new InstalledAgents(root.toAbsolutePath());
        agents.deleteStaging();
        agents.read();
        return agents;
    }

    private void deleteStaging() {
        try {
            deleteTree(root.resolve(STAGING));
        } catch (IOException e) {
            LOG.warn("The remains of an installation could not be deleted: {}", e.toString());
        }
    }

    private synchronized void read() {
        for (Path agent : folders(root)) {
            for (Path version : folders(agent)) {
                Optional<InstallRecord> record = record(version);
                if (record.isPresent()) {
                    versions.add(new Version(record.get(), version));
                } else if (Files.isRegularFile(version.resolve(FILES), LinkOption.NOFOLLOW_LINKS)) {
                    // The host was killed while it removed this version.
                    delete(version);
                }
            }
        }
        versions.sort(
                Comparator.comparing((Version version) -> version.record().at()).reversed());
    }

    private static List<Path> folders(Path parent) {
        List<Path> folders = new ArrayList<>();
        if (Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
                for (Path entry : entries) {
                    if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
                            && !entry.getFileName().toString().equals(STAGING)) {
                        folders.add(entry);
                    }
                }
            } catch (IOException e) {
                LOG.warn("The folder {} is not readable: {}", parent, e.toString());
            }
        }
        Collections.sort(folders);
        return folders;
    }

    private static Optional<InstallRecord> record(Path version) {
        try {
            Optional<byte[]> content = new PrivateFile(version.resolve(RECORD)).read();
            if (content.isEmpty()) {
                return Optional.empty();
            }
            InstallRecord record = InstallRecord.CODEC.decode(
                    new FieldReader(StrictJson.parseObject(new String(content.get(), StandardCharsets.UTF_8))));
            return RegistryReader.isInside(record.program()) ? Optional.of(record) : Optional.empty();
        } catch (IOException | CodecException e) {
            LOG.warn("{} is not readable: {}", version.resolve(RECORD), e.toString());
            return Optional.empty();
        }
    }

    /** The version of each agent that new sessions start. */
    synchronized List<Version> current() {
        List<Version> current = new ArrayList<>();
        for (Version version : versions) {
            if (current.stream()
                    .noneMatch(
                            newer -> newer.record().id().equals(version.record().id()))) {
                current.add(version);
            }
        }
        return current;
    }

    Optional<Version> current(String id) {
        return current().stream()
                .filter(version -> version.record().id().equals(id))
                .findFirst();
    }

    /** Creates an empty folder for an installation, on the file system of the installed ones. */
    Path stage(String name) throws IOException {
        Path staged = root.resolve(STAGING).resolve(name);
        deleteTree(staged);
        PrivateFolders.create(root);
        PrivateFolders.create(staged);
        return staged;
    }

    /** Deletes what an installation has left in its folder. */
    static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Moves a staged folder with its content into place. From then on, new sessions start it. */
    synchronized Version add(Path staged, InstallRecord record) throws IOException {
        List<String> files = list(staged.resolve(CONTENT));
        Files.write(staged.resolve(FILES), files, StandardCharsets.UTF_8);
        PrivateFolders.makePrivate(staged.resolve(FILES));
        String json = StrictJson.write(InstallRecord.CODEC.encode(record));
        new PrivateFile(staged.resolve(RECORD)).write(json.getBytes(StandardCharsets.UTF_8));
        Path agent = root.resolve(record.id());
        PrivateFolders.create(agent);
        Path folder = agent.resolve(record.version());
        for (int n = 2; Files.exists(folder, LinkOption.NOFOLLOW_LINKS); n++) {
            folder = agent.resolve(record.version() + "_" + n);
        }
        Files.move(staged, folder, StandardCopyOption.ATOMIC_MOVE);
        Version version = new Version(record, folder);
        versions.add(0, version);
        return version;
    }

    /** The files, links and folders below a folder: a folder before its content. */
    private static List<String> list(Path content) throws IOException {
        List<String> paths = new ArrayList<>();
        Files.walkFileTree(content, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                return add(folder);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                return add(file);
            }

            private FileVisitResult add(Path path) throws IOException {
                String name = content.relativize(path).toString();
                if (name.chars().anyMatch(c -> c == '\n' || c == '\r')) {
                    throw new IOException("a file's name in it has a line end");
                }
                if (!name.isEmpty()) {
                    paths.add(name);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return paths;
    }

    /** The bytes of all files below a folder. */
    static long size(Path content) throws IOException {
        long[] size = {0};
        Files.walkFileTree(content, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                size[0] += attributes.isRegularFile() ? attributes.size() : 0;
                return FileVisitResult.CONTINUE;
            }
        });
        return size[0];
    }

    /**
     * Takes an agent out of the catalogue, so that no new session starts it.
     *
     * @return its versions
     */
    synchronized List<Version> retire(String id) {
        List<Version> retired = versions.stream()
                .filter(version -> version.record().id().equals(id))
                .toList();
        versions.removeAll(retired);
        return retired;
    }

    synchronized void restore(List<Version> retired) {
        versions.addAll(retired);
        versions.sort(
                Comparator.comparing((Version version) -> version.record().at()).reversed());
    }

    /**
     * Deletes the files that an installation has made, and nothing else.
     *
     * @return how many others stay
     */
    int delete(Path version) {
        try {
            Files.deleteIfExists(version.resolve(RECORD));
            Path content = version.resolve(CONTENT);
            List<String> paths = Files.readAllLines(version.resolve(FILES), StandardCharsets.UTF_8);
            // A folder is listed before its content.
            for (int i = paths.size() - 1; i >= 0; i--) {
                Path path = content.resolve(paths.get(i)).normalize();
                if (path.startsWith(content)) {
                    deleteIfPossible(path);
                }
            }
            deleteIfPossible(content);
            int left = count(content);
            Files.deleteIfExists(version.resolve(FILES));
            deleteIfPossible(version);
            deleteIfPossible(version.resolveSibling("").normalize());
            return left;
        } catch (IOException e) {
            LOG.warn("{} could not be deleted: {}", version, e.toString());
            return 0;
        }
    }

    /** A folder with files of others stays. */
    private static void deleteIfPossible(Path path) throws IOException {
        try {
            Files.deleteIfExists(path);
        } catch (DirectoryNotEmptyException others) {
            LOG.debug("{} has files of others", path);
        }
    }

    private static int count(Path content) throws IOException {
        if (!Files.exists(content)) {
            return 0;
        }
        AtomicInteger files = new AtomicInteger();
        Files.walkFileTree(content, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.incrementAndGet();
                return FileVisitResult.CONTINUE;
            }
        });
        return files.get();
    }

    /** Deletes the versions that a newer one has replaced and that no session uses. */
    void sweep(Predicate<Path> isUsed) {
        List<Version> old;
        synchronized (this) {
            List<Version> current = current();
            old = versions.stream()
                    .filter(version -> !current.contains(version) && !isUsed.test(version.folder()))
                    .toList();
            versions.removeAll(old);
        }
        old.forEach(version -> delete(version.folder()));
    }
}
