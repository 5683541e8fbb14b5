package dev.pilothouse.secure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Access lists of Windows. A folder outside of the user's own one inherits those of its drive, on which every user may
 * read. So the files of Pilothouse get lists of their own, with the user alone. Elsewhere there are no such lists, and
 * nothing is done. Stateless; any thread.
 */
public final class OwnerPermissions {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerPermissions.class);

    /** Names of Windows itself, which reads everything anyway. They are in the language of the system. */
    private static final Set<String> SYSTEM = Set.of(
            "NT AUTHORITY\\SYSTEM",
            "BUILTIN\\Administrators",
            "NT-AUTORIT\u00c4T\\SYSTEM",
            "VORDEFINIERT\\Administratoren",
            "AUTORITE NT\\Syst\u00e8me",
            "BUILTIN\\Administrateurs");

    private OwnerPermissions() {}

    /**
     * Gives a file or folder to the user alone, and with a folder all that is created in it. Some file systems have no
     * access lists, such as that of a memory stick. There the file stays as it is, and {@code doctor} says so.
     */
    public static void apply(Path path) {
        AclFileAttributeView view = view(path);
        if (view == null) {
            return;
        }
        try {
            Set<UserPrincipal> users = users(path, view);
            if (!others(view.getAcl(), users).isEmpty()) {
                view.setAcl(entries(users, Files.isDirectory(path)));
            }
        } catch (IOException refused) {
            LOG.debug("The access list of {} was not changed: {}", path, refused.toString());
        }
    }

    /** The names of others that may read or change a file or folder. Empty where there are no access lists. */
    public static List<String> others(Path path) throws IOException {
        AclFileAttributeView view = view(path);
        return view == null
                ? List.of()
                : others(view.getAcl(), users(path, view)).stream()
                        .filter(name -> !SYSTEM.contains(name))
                        .toList();
    }

    /** Null also where the file system has the permissions of POSIX, which {@link PrivateFile} sets. */
    private static @Nullable AclFileAttributeView view(Path path) {
        boolean posix = Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
        return posix ? null : Files.getFileAttributeView(path, AclFileAttributeView.class);
    }

    /** The user of this process. An elevated one creates files that belong to a group; that group stays, too. */
    private static Set<UserPrincipal> users(Path path, AclFileAttributeView view) throws IOException {
        Set<UserPrincipal> users = new LinkedHashSet<>();
        users.add(view.getOwner());
        try {
            users.add(path.getFileSystem()
                    .getUserPrincipalLookupService()
                    .lookupPrincipalByName(System.getProperty("user.name")));
        } catch (UserPrincipalNotFoundException nameless) {
            // Some accounts of a network cannot be looked up. The owner is such an account then.
            return users;
        }
        return users;
    }

    static List<AclEntry> entries(Set<UserPrincipal> users, boolean folder) {
        return users.stream()
                .map(user -> AclEntry.newBuilder()
                        .setType(AclEntryType.ALLOW)
                        .setPrincipal(user)
                        .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                        .setFlags(
                                folder
                                        ? EnumSet.of(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT)
                                        : EnumSet.noneOf(AclEntryFlag.class))
                        .build())
                .toList();
    }

    static List<String> others(List<AclEntry> entries, Set<UserPrincipal> users) {
        return entries.stream()
                .filter(entry -> entry.type() == AclEntryType.ALLOW && !users.contains(entry.principal()))
                .map(entry -> entry.principal().getName())
                .distinct()
                .toList();
    }
}
