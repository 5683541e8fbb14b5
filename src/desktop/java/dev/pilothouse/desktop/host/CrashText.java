package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.RestartPolicy;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Formats the session's note about a crashed agent. Pure. */
final class CrashText {
    private CrashText() {}

    /**
     * @param pause before the restart; empty if there is none
     * @param count the number of restarts, including this one
     */
    static String of(RestartPolicy policy, @Nullable Integer exitCode, Optional<Duration> pause, int count) {
        String crashed = "The agent crashed" + (exitCode == null ? "" : " (exit code " + exitCode + ")");
        return pause.map(wait -> crashed + " and is started again in " + counted(wait.toSeconds(), "second") + ": "
                        + count + " of " + policy.limit() + " within " + time(policy.within()) + ".")
                .orElseGet(() -> crashed + ". It was started again " + counted(count, "time") + " within "
                        + time(policy.within())
                        + ", so it stays stopped. See its last words, put right what they say, and resume the session or"
                        + " send a prompt.");
    }

    private static String time(Duration within) {
        long minutes = within.toMinutes();
        return minutes % 60 == 0 ? counted(minutes / 60, "hour") : counted(minutes, "minute");
    }

    private static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
