package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FolderEntry;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.session.HostGateway;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Lists a folder of a session's directory: folders first, hidden entries included, ignored ones marked. In a git
 * repository git tells what is ignored; elsewhere, and if git does not answer, {@link IgnoredFiles} does. Names that
 * would be displayed as different ones, and the data of version control, are left out.
 *
 * <p>Reads the disk. Thread-safe; owns nothing.
 */
final class ProjectFolderLister {
    /** Further entries are left out. */
    static final int MAX_ENTRIES = 5_000;

    private static final Comparator<FolderEntry> ORDER = Comparator.comparing(FolderEntry::directory)
            .reversed()
            .thenComparing(FolderEntry::name, String.CASE_INSENSITIVE_ORDER)
            .thenComparing(FolderEntry::name);

    private final ProjectFolders folders;
    private final GitFiles git;

    ProjectFolderLister(ProjectFolders folders, GitFiles git) {
        this.folders = folders;
        this.git = git;
    }

    /** @param cancelled checked between entries; if true, it ends with {@code CLOSED} */
    HostGateway.Folder list(Path directory, String path, BooleanSupplier cancelled)
            throws RefusedException, IOException {
        ProjectFolders.Place place = folders.find(directory, path);
        Marks marks = new Marks(place, git.list(place.real(), cancelled));
        List<FolderEntry> entries = new ArrayList<>();
        boolean partial = false;
        try (DirectoryStream<Path> stream = folders.openFolder(place)) {
            for (Path entry : stream) {
                if (cancelled.getAsBoolean()) {
                    throw ProjectFolders.refused(ErrorCode.CLOSED, HostText.of(HostTextCode.CONNECTION_ENDED));
                }
                if (entries.size() == MAX_ENTRIES) {
                    partial = true;
                    break;
                }
                String name = entry.getFileName().toString();
                if (PlainText.isPlainName(name) && !IgnoredFiles.isOfVersionControl(name)) {
                    entry(stream, entry, name, marks).ifPresent(entries::add);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort(ORDER);
        return new HostGateway.Folder(place.relative(), entries, partial);
    }

    private static Optional<FolderEntry> entry(DirectoryStream<Path> stream, Path entry, String name, Marks marks) {
        try {
            BasicFileAttributes attributes = attributes(stream, entry);
            boolean link = attributes.isSymbolicLink();
            boolean folder = attributes.isDirectory() || link && marks.leadsToFolder(entry);
            return Optional.of(new FolderEntry(
                    name,
                    folder,
                    marks.isIgnored(entry, name, attributes),
                    link,
                    attributes.isRegularFile() ? attributes.size() : 0));
        } catch (IOException deleted) {
            return Optional.empty();
        }
    }

    /** From the open folder if the system can do that, so that a folder that becomes a link shows no other's files. */
    private static BasicFileAttributes attributes(DirectoryStream<Path> stream, Path entry) throws IOException {
        BasicFileAttributeView view = stream instanceof SecureDirectoryStream<Path> folder
                ? folder.getFileAttributeView(
                        entry.getFileName(), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                : Files.getFileAttributeView(entry, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        return view.readAttributes();
    }

    /** The ignored entries of one folder. */
    private static final class Marks {
        private final ProjectFolders.Place place;
        private final boolean fromGit;
        private final Set<String> wanted = new HashSet<>();
        private final IgnoredFiles rules;

        Marks(ProjectFolders.Place place, Optional<List<String>> listed) {
            this.place = place;
            this.fromGit = listed.isPresent();
            this.rules = IgnoredFiles.of(place.root());
            for (String path : listed.orElse(List.of())) {
                int slash = path.indexOf('/');
                wanted.add(slash < 0 ? path : path.substring(0, slash));
            }
        }

        boolean isIgnored(Path entry, String name, BasicFileAttributes attributes) throws IOException {
            if (!fromGit) {
                String relative = new ProjectFolders.Place(place.root(), entry).relative();
                return rules.contains(relative, name, attributes.isDirectory());
            }
            if (wanted.contains(name)) {
                return false;
            }
            // Git lists no empty folder, which is not ignored for that.
            return !attributes.isDirectory() || !isEmpty(entry);
        }

        private static boolean isEmpty(Path folder) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
                return !stream.iterator().hasNext();
            } catch (IOException | DirectoryIteratorException unreadable) {
                return false;
            }
        }

        boolean leadsToFolder(Path link) {
            return ProjectPaths.inside(place.root(), link)
                    .filter(Files::isDirectory)
                    .isPresent();
        }
    }
}
