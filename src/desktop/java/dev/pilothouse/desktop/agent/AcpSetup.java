package dev.pilothouse.desktop.agent;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What an {@link AcpAgent} is told about its session. Immutable; any thread.
 *
 * @param name the agent's name for sentences
 * @param sessionName names the adapter's thread
 * @param program what is started, for sentences; may be empty
 * @param cwd the session's directory
 * @param resume the agent's session to go on with, or null for a new one
 * @param mode the wanted mode, or null for the one that asks
 * @param model the wanted model, or null for the agent's own choice
 * @param login the catalogue's login command; may be empty
 * @param timings its deadlines
 * @param tokens what it counts at a turn's end
 * @param takeOver see {@link AgentLauncher.LaunchRequest}
 */
record AcpSetup(
        String name,
        String sessionName,
        String program,
        Path cwd,
        String resume,
        String mode,
        String model,
        String login,
        Timings timings,
        TokenScope tokens,
        boolean takeOver) {
    AcpSetup(
            String name,
            String sessionName,
            String program,
            Path cwd,
            String resume,
            String mode,
            String model,
            String login,
            Timings timings) {
        this(name, sessionName, program, cwd, resume, mode, model, login, timings, TokenScope.TURN, false);
    }

    /**
     * @param start from the start of the process until it takes prompts
     * @param cancel from a cancel until the turn counts as ended without the agent's word
     * @param settle how long a loaded session must be quiet before it counts as replayed
     * @param retry before a session is asked for once more
     */
    record Timings(Duration start, Duration cancel, Duration settle, Duration retry) {
        Timings withStart(Duration other) {
            return new Timings(other, cancel, settle, retry);
        }

        static Timings standard() {
            return new Timings(
                    Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofMillis(250), Duration.ofSeconds(2));
        }
    }
}
