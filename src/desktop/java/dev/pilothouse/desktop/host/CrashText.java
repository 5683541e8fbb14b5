package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.RestartPolicy;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Formats the session's note about a crashed agent. Pure. */
final class CrashText {
    private static final int MAX_OUTPUT = 3_500;

    private CrashText() {}

    /**
     * @param pause before the restart; empty if there is none
     * @param count the number of restarts, including this one
     * @param output the end of the agent's output; may be empty
     */
    static HostText of(
            RestartPolicy policy, @Nullable Integer exitCode, Optional<Duration> pause, int count, HostText output) {
        long minutes = policy.within().toMinutes();
        HostText rest =
                output.isEmpty() ? HostText.NONE : HostText.of(HostTextCode.CRASH_OUTPUT, output.bounded(MAX_OUTPUT));
        if (pause.isPresent()) {
            long seconds = pause.get().toSeconds();
            return exitCode == null
                    ? HostText.of(HostTextCode.CRASH_RESTARTS, seconds, count, policy.limit(), minutes, rest)
                    : HostText.of(
                            HostTextCode.CRASH_RESTARTS_EXIT, exitCode, seconds, count, policy.limit(), minutes, rest);
        }
        return exitCode == null
                ? HostText.of(HostTextCode.CRASH_STOPS, count, minutes, rest)
                : HostText.of(HostTextCode.CRASH_STOPS_EXIT, exitCode, count, minutes, rest);
    }
}
