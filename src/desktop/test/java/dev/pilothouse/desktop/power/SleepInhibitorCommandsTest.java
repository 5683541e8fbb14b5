package dev.pilothouse.desktop.power;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The command lines of the real programs, which exist only on their own systems. */
class SleepInhibitorCommandsTest {
    @Test
    void linuxAsksLogindForAsLongAsOurPipeIsOpen() {
        assertThat(SleepInhibitorCommands.LINUX.keepAwake(7))
                .startsWith("systemd-inhibit", "--what=idle:sleep")
                .endsWith("--mode=block", "cat");
    }

    @Test
    void aMacWatchesOurProcess() {
        assertThat(SleepInhibitorCommands.MAC.keepAwake(7)).containsExactly("caffeinate", "-i", "-w", "7");
    }

    @Test
    void windowsSaysItOnAThreadThatWaitsForOurPipe() {
        List<String> command = SleepInhibitorCommands.WINDOWS.keepAwake(7);
        String script =
                new String(Base64.getDecoder().decode(command.get(command.size() - 1)), StandardCharsets.UTF_16LE);
        assertThat(script)
                .contains("SetThreadExecutionState([uint32]'0x80000001')")
                .endsWith("In.ReadToEnd()");
    }
}
