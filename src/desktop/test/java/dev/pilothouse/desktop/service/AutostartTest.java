package dev.pilothouse.desktop.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.process.WindowsPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutostartTest {
    @TempDir
    Path home;

    private Autostart on(String osName, String... command) {
        Properties properties = new Properties();
        properties.setProperty("os.name", osName);
        properties.setProperty("user.home", home.toString());
        return Autostart.of(properties, Map.of(), List.of(command));
    }

    @Test
    void aDesktopOfLinuxHasAFileOrNone() throws IOException {
        Autostart autostart = on("Linux", "/opt/a b/pilothouse", "--data", "/x/100% \"$HOME\" `y` \\z");
        assertThat(autostart.isOn()).isFalse();
        autostart.set(true);
        assertThat(autostart.isOn()).isTrue();
        assertThat(Files.readString(home.resolve(".config/autostart/pilothouse.desktop")))
                .startsWith("[Desktop Entry]\nType=Application\n")
                .contains("Exec=\"/opt/a b/pilothouse\" \"--data\""
                        + " \"/x/100%% \\\\\"\\\\$HOME\\\\\" \\\\`y\\\\` \\\\\\\\z\"\n");
        autostart.set(false);
        autostart.set(false);
        assertThat(autostart.isOn()).isFalse();
    }

    @Test
    void aMacHasAnAgentThatRunsOnce() throws IOException {
        Autostart autostart = on("Mac OS X", "/Applications/P & Q/pilothouse");
        autostart.set(true);
        assertThat(Files.readString(home.resolve("Library/LaunchAgents/dev.pilothouse.window.plist")))
                .contains("<string>/Applications/P &amp; Q/pilothouse</string>")
                .contains("<key>RunAtLoad</key>")
                .doesNotContain("KeepAlive");
    }

    @Test
    void a_package_for_windows_opens_links_and_a_clone_has_only_its_name_for_notifications() {
        WindowsPrograms programs = new WindowsPrograms(Map.of());
        List<List<String>> commands = WindowsRegistry.commands(List.of("C:\\a b\\Pilothouse.exe"), programs);
        assertThat(commands)
                .allSatisfy(command -> assertThat(command).startsWith("C:\\Windows\\System32\\reg.exe", "add"))
                .anySatisfy(command -> assertThat(command)
                        .contains(
                                "HKCU\\Software\\Classes\\pilothouse\\shell\\open\\command",
                                "\"C:\\a b\\Pilothouse.exe\" \"%1\""))
                .anySatisfy(command -> assertThat(command).containsSubsequence("/v", "URL Protocol", "/d", "", "/f"))
                .anySatisfy(command -> assertThat(command)
                        .contains("HKCU\\Software\\Classes\\AppUserModelId\\Pilothouse", "DisplayName"));
        assertThat(WindowsRegistry.commands(List.of("C:\\a\\pilothouse.cmd"), programs))
                .hasSize(1);
    }

    @Test
    void windowsHasAnEntryOfItsRegistry() {
        Autostart.InTheRegistry entry =
                (Autostart.InTheRegistry) on("Windows 11", "C:\\Program Files\\P\\pilothouse.exe", "--share");
        assertThat(entry.command(true))
                .startsWith(
                        "C:\\Windows\\System32\\reg.exe",
                        "add",
                        "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run")
                .containsSubsequence("/d", "\"C:\\Program Files\\P\\pilothouse.exe\" --share", "/f");
        assertThat(entry.command(false)).startsWith("C:\\Windows\\System32\\reg.exe", "delete");
    }
}
