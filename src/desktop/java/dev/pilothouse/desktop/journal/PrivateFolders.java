package dev.pilothouse.desktop.journal;

import dev.pilothouse.secure.OwnerPermissions;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Sets the permissions of a host's files: folders 0700 and files 0600, where the file system supports permissions, and an
 * access list with the user alone on Windows.
 */
public final class PrivateFolders {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private PrivateFolders() {}

    /**
     * Creates the folder and its parents for their owner alone. An existing folder is kept, but closed to other users.
     */
    public static void create(Path folder) throws IOException {
        PrivateFile.createFolder(folder.toAbsolutePath());
        set(folder, FOLDER);
    }

    public static void makePrivate(Path file) throws IOException {
        set(file, FILE);
    }

    /** Makes the entries of a folder durable. Windows cannot open a folder and does not need this. */
    static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            return;
        }
    }

    /** Whether only its owner can enter the folder. True where the file system has no permissions. */
    public static boolean isPrivate(Path folder) {
        PosixFileAttributeView view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
        try {
            return view == null || view.readAttributes().permissions().equals(FOLDER);
        } catch (IOException unknown) {
            return false;
        }
    }

    private static void set(Path path, Set<PosixFilePermission> permissions) throws IOException {
        OwnerPermissions.apply(path);
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null && !view.readAttributes().permissions().equals(permissions)) {
            view.setPermissions(permissions);
        }
    }
}
