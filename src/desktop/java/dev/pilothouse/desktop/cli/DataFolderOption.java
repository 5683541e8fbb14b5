package dev.pilothouse.desktop.cli;

import dev.pilothouse.desktop.platform.DesktopFolders;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The option that selects a host's data folder. */
final class DataFolderOption {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "The host's data folder (default: the platform's own).")
    private Path folder;

    Path folder() {
        return folder == null ? DesktopFolders.ofThisUser().hostData() : folder.toAbsolutePath();
    }
}
