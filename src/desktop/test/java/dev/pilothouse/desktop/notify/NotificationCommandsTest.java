package dev.pilothouse.desktop.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.platform.Notifier;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotificationCommandsTest {
    private static final Notifier.Notice NASTY =
            new Notifier.Notice("k", "--help", "<b>$(rm -rf ~)</b> & '; Remove-Item x; '");

    @Test
    void onLinuxATitleIsNoOptionAndATextNoMarkup() {
        List<String> command = NotificationCommands.LINUX.show(NASTY, "");

        assertThat(command.subList(command.size() - 3, command.size()))
                .containsExactly("--", "--help", "&lt;b&gt;$(rm -rf ~)&lt;/b&gt; &amp; '; Remove-Item x; '");
        assertThat(NotificationCommands.LINUX.show(NASTY, "42")).contains("--replace-id=42");
    }

    @Test
    void onAMacTheTextsAreArgumentsAndNotTheScript() {
        List<String> command = NotificationCommands.MAC.show(NASTY, "");

        assertThat(command.subList(command.size() - 2, command.size())).containsExactly(NASTY.title(), NASTY.text());
        assertThat(command.subList(0, command.size() - 2)).noneMatch(part -> part.contains("rm -rf"));
    }

    @Test
    void onWindowsTheScriptHoldsNoWordOfTheTexts() {
        List<String> command = NotificationCommands.WINDOWS.show(NASTY, "");
        String script =
                new String(Base64.getDecoder().decode(command.get(command.size() - 1)), StandardCharsets.UTF_16LE);

        assertThat(script).doesNotContain("Remove-Item").doesNotContain("--help");
        assertThat(script)
                .contains(Base64.getEncoder().encodeToString(NASTY.text().getBytes(StandardCharsets.UTF_8)));
        assertThat(command).doesNotContain(NASTY.text());
    }

    @Test
    void onLinuxAPressIsAskedForBeforeTheTexts() {
        List<String> command = NotificationCommands.LINUX.showPressable(NASTY, "42");

        assertThat(command).contains("--action=default=Pilothouse", "--print-id", "--replace-id=42");
        assertThat(command.indexOf("--action=default=Pilothouse")).isLessThan(command.indexOf("--"));
        assertThat(command.subList(command.size() - 3, command.size())).startsWith("--", "--help");
    }
}
