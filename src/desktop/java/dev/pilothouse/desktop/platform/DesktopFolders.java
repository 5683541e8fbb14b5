package dev.pilothouse.desktop.platform;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * The default folders of Pilothouse on this machine. Only names the folders; the code that writes into one creates it.
 * Immutable; any thread.
 *
 * @param root absolute: {@code $XDG_DATA_HOME/pilothouse} or {@code ~/.local/share/pilothouse} (as the XDG base
 *     directory specification says), {@code ~/Library/Application Support/Pilothouse} on a Mac,
 *     {@code %LOCALAPPDATA%\Pilothouse} on Windows
 */
public record DesktopFolders(Path root) {

    /** Returns the folders of the user who runs this process. */
    public static DesktopFolders ofThisUser() {
        return of(System.getProperty("os.name"), Path.of(System.getProperty("user.home")), System.getenv());
    }

    static DesktopFolders of(String osName, Path home, Map<String, String> environment) {
        String os = osName.toLowerCase(Locale.ROOT);
        Path root;
        if (os.contains("mac")) {
            root = home.resolve("Library").resolve("Application Support").resolve("Pilothouse");
        } else if (os.contains("windows")) {
            Path local = folderOf(
                    environment, "LOCALAPPDATA", home.resolve("AppData").resolve("Local"));
            root = local.resolve("Pilothouse");
        } else {
            Path data = folderOf(
                    environment, "XDG_DATA_HOME", home.resolve(".local").resolve("share"));
            root = data.resolve("pilothouse");
        }
        return new DesktopFolders(root.toAbsolutePath());
    }

    private static Path folderOf(Map<String, String> environment, String variable, Path otherwise) {
        String value = environment.getOrDefault(variable, "");
        // The XDG specification: a relative path in the variable is to be ignored.
        return value.isEmpty() || !Path.of(value).isAbsolute() ? otherwise : Path.of(value);
    }

    /** Returns the folder of the host's data: journals, keys, devices, {@code agents.json}. */
    public Path hostData() {
        return root.resolve("host");
    }

    /**
     * Returns the folder of a client's own data: its key and the hosts it is paired with.
     *
     * @param name the client's kind: {@code desktop}, {@code phone} (the phone form on a desktop) or {@code ctl}
     */
    public Path profile(String name) {
        return root.resolve("profiles").resolve(name);
    }

    public Path logs() {
        return root.resolve("logs");
    }
}
