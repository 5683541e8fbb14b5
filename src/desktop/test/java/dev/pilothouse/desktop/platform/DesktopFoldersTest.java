package dev.pilothouse.desktop.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DesktopFoldersTest {

    private static final Path HOME = Path.of("/home/ada").toAbsolutePath();

    @Test
    void linuxKeepsThemUnderTheDataHome() {
        assertThat(DesktopFolders.of("Linux", HOME, Map.of()).root())
                .isEqualTo(HOME.resolve(".local/share/pilothouse"));
    }

    @Test
    void linuxFollowsTheVariableForTheDataHome() {
        Path data = Path.of("/data/ada").toAbsolutePath();

        assertThat(DesktopFolders.of("Linux", HOME, Map.of("XDG_DATA_HOME", data.toString()))
                        .root())
                .isEqualTo(data.resolve("pilothouse"));
    }

    @Test
    void aRelativeDataHomeIsIgnored() {
        assertThat(DesktopFolders.of("Linux", HOME, Map.of("XDG_DATA_HOME", "data"))
                        .root())
                .isEqualTo(HOME.resolve(".local/share/pilothouse"));
    }

    @Test
    void aMacKeepsThemInItsLibrary() {
        assertThat(DesktopFolders.of("Mac OS X", HOME, Map.of()).root())
                .isEqualTo(HOME.resolve("Library/Application Support/Pilothouse"));
    }

    @Test
    void windowsKeepsThemOnThisMachineOnly() {
        assertThat(DesktopFolders.of("Windows 11", HOME, Map.of()).root())
                .isEqualTo(HOME.resolve("AppData/Local/Pilothouse"));
    }

    @Test
    void hostAndClientsDoNotShareAFolder() {
        DesktopFolders folders = DesktopFolders.of("Linux", HOME, Map.of());

        assertThat(folders.profile("desktop")).doesNotExist().isNotEqualTo(folders.profile("phone"));
        assertThat(folders.hostData()).isEqualTo(folders.root().resolve("host"));
    }
}
