package dev.pilothouse.desktop.platform;

import dev.pilothouse.platform.FileOpener.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that may be opened in a text program, or the reason why not. Immutable.
 *
 * @param path the real path, without links; null if it may not be opened
 * @param outcome why it may not be opened, or {@link Outcome#OPENED}
 */
record TextFile(@Nullable Path path, Outcome outcome) {
    private static final int HEAD = 8_192;

    /**
     * File name extensions that some system or browser executes on opening. Other files are judged by their content.
     */
    private static final Set<String> RUN = Set.of(
            "app",
            "appimage",
            "application",
            "bat",
            "bash",
            "bin",
            "class",
            "cmd",
            "com",
            "command",
            "cpl",
            "csh",
            "desktop",
            "dll",
            "exe",
            "fish",
            "gadget",
            "hta",
            "htm",
            "html",
            "inf",
            "jar",
            "jnlp",
            "js",
            "jse",
            "ksh",
            "lnk",
            "mhtml",
            "mjs",
            "msc",
            "msi",
            "msp",
            "php",
            "pif",
            "pl",
            "ps1",
            "psm1",
            "py",
            "pyw",
            "rb",
            "reg",
            "run",
            "scf",
            "scpt",
            "scr",
            "sct",
            "service",
            "sh",
            "svg",
            "terminal",
            "tcl",
            "tool",
            "url",
            "vb",
            "vbe",
            "vbs",
            "webloc",
            "workflow",
            "ws",
            "wsc",
            "wsf",
            "wsh",
            "xhtml",
            "zsh");

    static TextFile find(Path directory, String named) {
        try {
            Path root = directory.toRealPath();
            Path wanted = root.resolve(named).normalize();
            if (!wanted.startsWith(root) && !wanted.startsWith(directory.normalize())) {
                return refuse(Outcome.OUTSIDE);
            }
            if (!Files.exists(wanted)) {
                return refuse(Outcome.MISSING);
            }
            Path real = wanted.toRealPath();
            if (!real.startsWith(root)) {
                return refuse(Outcome.OUTSIDE);
            }
            return Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS) && isText(real)
                    ? new TextFile(real, Outcome.OPENED)
                    : refuse(Outcome.NOT_TEXT);
        } catch (InvalidPathException | IOException unreadable) {
            return refuse(Outcome.MISSING);
        }
    }

    private static TextFile refuse(Outcome why) {
        return new TextFile(null, why);
    }

    private static boolean isText(Path file) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (RUN.contains(name.substring(name.lastIndexOf('.') + 1)) || mayBeRun(file)) {
            return false;
        }
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(HEAD);
        }
        if (head.length >= 2 && head[0] == '#' && head[1] == '!') {
            return false;
        }
        for (byte each : head) {
            if (each == 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean mayBeRun(Path file) throws IOException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return false;
        }
        Set<PosixFilePermission> may = Files.getPosixFilePermissions(file);
        return may.contains(PosixFilePermission.OWNER_EXECUTE)
                || may.contains(PosixFilePermission.GROUP_EXECUTE)
                || may.contains(PosixFilePermission.OTHERS_EXECUTE);
    }
}
