package dev.pilothouse.desktop.doctor;

import dev.pilothouse.desktop.journal.DataFolder;
import dev.pilothouse.desktop.journal.DiskSpaceMonitor;
import dev.pilothouse.desktop.journal.FreeSpace;
import dev.pilothouse.desktop.journal.IoErrorText;
import dev.pilothouse.desktop.journal.JournalCheck;
import dev.pilothouse.desktop.pairing.DeviceRegistry;
import dev.pilothouse.desktop.pairing.HostKeys;
import dev.pilothouse.desktop.process.ShellWord;
import dev.pilothouse.desktop.process.WindowsCommandLine;
import dev.pilothouse.secure.NewerFileException;
import dev.pilothouse.secure.OwnerPermissions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the data folder: whether it is usable, who else can read it, how much space is free, and whether its journals
 * are intact. Only reads, also while a host runs on the folder. Immutable; any thread that may block.
 */
public final class DataCheck implements HealthCheck {
    private static final String AREA = "data";
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);
    /** Files that would let another user in or read along, if the folder itself is open. */
    private static final List<String> SECRETS =
            List.of("host.key", "local.key", "devices.json", "host.json", "host.jsonl", "audit.jsonl");

    private final Path folder;
    private final DiskSpaceMonitor.Disk disk;

    public DataCheck(Path folder) {
        this(folder, DiskSpaceMonitor.Disk.REAL);
    }

    /** @param disk reports the free space */
    DataCheck(Path folder, DiskSpaceMonitor.Disk disk) {
        this.folder = folder;
        this.disk = disk;
    }

    @Override
    public List<DiagnosticResult> examine() {
        if (!Files.exists(folder)) {
            return List.of(parent());
        }
        if (!Files.isDirectory(folder)) {
            return List.of(DiagnosticResult.failure(
                    AREA, folder + " is no directory", "Move it away, or name another folder with --data."));
        }
        List<DiagnosticResult> findings = new ArrayList<>();
        if (!Files.isReadable(folder) || !Files.isWritable(folder) || !Files.isExecutable(folder)) {
            findings.add(DiagnosticResult.failure(
                    AREA,
                    folder + " cannot be read and written by this user",
                    "Give it to this user (chown), or name another folder with --data."));
            return findings;
        }
        findings.add(DiagnosticResult.ok(AREA, "this user may read and write " + folder));
        findings.addAll(identity());
        findings.add(privacy());
        findings.add(checkSpace());
        findings.addAll(journals());
        return findings;
    }

    private List<DiagnosticResult> identity() {
        List<DiagnosticResult> findings = new ArrayList<>();
        if (HostKeys.isLost(folder)) {
            findings.add(DiagnosticResult.failure(
                    "identity",
                    HostKeys.hostKey(folder) + " is missing, but a host has run on this folder",
                    "Restore it from a backup. Or run 'pilothouse host --new-identity' once and pair every"
                            + " device again."));
        }
        try {
            DataFolder.copyNotice(folder)
                    .ifPresent(text -> findings.add(DiagnosticResult.warning(
                            "identity",
                            text.text(),
                            "pilothouse host --new-identity --data " + ShellWord.quoted(folder.toString()))));
        } catch (NewerFileException newer) {
            findings.add(DiagnosticResult.failure(
                    AREA, newer.getMessage(), "Update this program, or name another folder with --data."));
        } catch (IOException unreadable) {
            findings.add(DiagnosticResult.failure(
                    AREA,
                    "what the folder says of itself cannot be read: " + IoErrorText.of(unreadable),
                    "Correct the permissions of " + folder + "."));
        }
        findings.addAll(devices());
        return findings;
    }

    private List<DiagnosticResult> devices() {
        String advice = "Restore it from a backup while no host runs, or pair the devices again.";
        try {
            if (DataFolder.hasHostData(folder) && !Files.exists(folder.resolve("devices.json"))) {
                return List.of(DiagnosticResult.failure(
                        "identity", "devices.json is missing, so no paired device is let in", advice));
            }
            return DeviceRegistry.checkFile(folder).stream()
                    .map(text -> DiagnosticResult.failure("identity", text.text(), advice))
                    .toList();
        } catch (NewerFileException newer) {
            return List.of(DiagnosticResult.failure(
                    AREA, newer.getMessage(), "Update this program, or name another folder with --data."));
        } catch (IOException unreadable) {
            return List.of(DiagnosticResult.failure(
                    "identity",
                    "devices.json cannot be read: " + IoErrorText.of(unreadable),
                    "Correct the permissions of " + folder + "."));
        }
    }

    private DiagnosticResult parent() {
        Path above = folder.toAbsolutePath().getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        if (above == null || !Files.isDirectory(above) || !Files.isWritable(above)) {
            return DiagnosticResult.failure(
                    AREA, folder + " is not there and cannot be made in " + above, "Name another folder with --data.");
        }
        return DiagnosticResult.ok(AREA, folder + " is not there yet; the first host makes it");
    }

    private DiagnosticResult privacy() {
        List<String> open = new ArrayList<>();
        try {
            if (isOpen(folder)) {
                open.add(folder.toString());
            }
            for (String name : SECRETS) {
                if (isOpen(folder.resolve(name))) {
                    open.add(name);
                }
            }
        } catch (IOException unknown) {
            return DiagnosticResult.warning(
                    "privacy",
                    "the permissions of " + folder + " cannot be read: " + IoErrorText.of(unknown),
                    "Look at them yourself: nobody else may read this folder.");
        }
        return open.isEmpty()
                ? DiagnosticResult.ok("privacy", "only this user can read it")
                : DiagnosticResult.failure(
                        "privacy",
                        "other users of this machine can get at " + String.join(", ", open),
                        closing(File.separatorChar == '\\', folder));
    }

    /** Returns the command that closes a folder to others. */
    static String closing(boolean windows, Path folder) {
        return windows
                ? "icacls " + WindowsCommandLine.quoted(folder.toString())
                        + " /inheritance:r /grant:r \"%USERNAME%:(OI)(CI)F\" /T"
                : "chmod -R go= " + ShellWord.quoted(folder.toString());
    }

    private static boolean isOpen(Path path) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        try {
            return view == null
                    ? !OwnerPermissions.others(path).isEmpty()
                    : view.readAttributes().permissions().stream().anyMatch(OTHERS::contains);
        } catch (NoSuchFileException missing) {
            return false;
        }
    }

    private DiagnosticResult checkSpace() {
        long free;
        try {
            free = disk.free(folder);
        } catch (IOException unknown) {
            return DiagnosticResult.warning(
                    "disk", "the free space cannot be read: " + IoErrorText.of(unknown), "Look at the disk yourself.");
        }
        String text = FreeSpace.text(free) + " are free";
        String advice = "Make room on the disk of " + folder + ": a host that cannot write holds its sessions up.";
        if (free < FreeSpace.MEBIBYTE) {
            return DiagnosticResult.failure("disk", "the disk is full: " + text, advice);
        }
        if (free < FreeSpace.ALMOST_NONE) {
            return DiagnosticResult.failure("disk", "only " + text, advice);
        }
        return free < FreeSpace.LOW
                ? DiagnosticResult.warning("disk", "only " + text, advice)
                : DiagnosticResult.ok("disk", text);
    }

    private List<DiagnosticResult> journals() {
        JournalCheck look;
        try {
            look = JournalCheck.at(folder);
        } catch (IOException unreadable) {
            return List.of(DiagnosticResult.failure(
                    "journals",
                    "the sessions cannot be listed: " + IoErrorText.of(unreadable),
                    "Repair the permissions of " + folder.resolve("sessions") + "."));
        }
        List<DiagnosticResult> findings = new ArrayList<>();
        String all =
                look.journals() + (look.journals() == 1 ? " journal, " : " journals, ") + FreeSpace.text(look.bytes());
        if (look.unreadable().isEmpty()
                && look.damaged().isEmpty()
                && look.unusable().isEmpty()) {
            findings.add(DiagnosticResult.ok("journals", all + ", every line whole"));
        }
        firstOf(look.unreadable())
                .ifPresent(first -> findings.add(DiagnosticResult.failure(
                        "journals",
                        all + "; " + look.unreadable().size() + " cannot be read, the first is " + first,
                        "Repair its permissions, or restore it from a backup.")));
        firstOf(look.damaged())
                .ifPresent(first -> findings.add(DiagnosticResult.warning(
                        "journals",
                        all + "; " + look.damaged().size() + " damaged, the first is " + first,
                        "The host goes on before the damage and keeps a copy beside it; a backup may have the rest.")));
        firstOf(look.unusable())
                .ifPresent(first -> findings.add(DiagnosticResult.failure(
                        "journals",
                        all + "; " + look.unusable().size() + " cannot be used, the first is " + first,
                        "Its session says why. The host leaves the file as it is: put the journal back from a backup, or"
                                + " delete the session.")));
        firstOf(look.keptAside())
                .ifPresent(first -> findings.add(DiagnosticResult.warning(
                        "journals",
                        look.keptAside().size() + " copies of what was damaged earlier are kept, the first is " + first,
                        "Remove them when you do not need them.")));
        return findings;
    }

    private static Optional<Path> firstOf(List<Path> paths) {
        return paths.stream().findFirst();
    }
}
