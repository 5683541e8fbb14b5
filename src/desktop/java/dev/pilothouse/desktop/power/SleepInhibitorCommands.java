package dev.pilothouse.desktop.power;

import dev.pilothouse.desktop.process.WindowsPrograms;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * The program of each system that prevents sleep while it runs. Each ends when its standard input closes. Screens may
 * still turn off, and closing the lid still suspends where the system does so. Immutable; any thread.
 */
enum SleepInhibitorCommands {
    /** A logind inhibitor lock, held by {@code cat}. */
    LINUX {
        @Override
        List<String> keepAwake(long pid) {
            return List.of(
                    "systemd-inhibit",
                    "--what=idle:sleep",
                    "--who=Pilothouse",
                    "--why=Agents are working",
                    "--mode=block",
                    "cat");
        }
    },
    MAC {
        @Override
        List<String> keepAwake(long pid) {
            return List.of("caffeinate", "-i", "-w", Long.toString(pid));
        }
    },
    WINDOWS {
        @Override
        List<String> keepAwake(long pid) {
            // ES_CONTINUOUS and ES_SYSTEM_REQUIRED hold for the calling thread, which then waits.
            String script = "$k=Add-Type -PassThru -Name K -Namespace P -MemberDefinition '"
                    + "[DllImport(\"kernel32.dll\")]public static extern uint SetThreadExecutionState(uint s);';"
                    + "[void]$k::SetThreadExecutionState([uint32]'0x80000001');[void][Console]::In.ReadToEnd()";
            return List.of(
                    WindowsPrograms.ofThisSystem().powershell(),
                    "-NoProfile",
                    "-NonInteractive",
                    "-EncodedCommand",
                    Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_16LE)));
        }
    };

    /** @param pid of this process, for programs that watch it */
    abstract List<String> keepAwake(long pid);

    static SleepInhibitorCommands ofThisSystem() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (os.contains("mac")) {
            return MAC;
        }
        return os.contains("windows") ? WINDOWS : LINUX;
    }
}
