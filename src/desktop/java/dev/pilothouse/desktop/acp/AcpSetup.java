package dev.pilothouse.desktop.acp;

import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.agent.TokenScope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an {@link AcpAgent}. Immutable; any thread.
 *
 * @param name the agent's name for sentences
 * @param program the started program, for sentences; may be empty
 * @param cwd the session's directory, in the style of the machine on which the agent runs
 * @param resume the agent's session to continue, or null for a new one
 * @param mode the wanted mode, or null for the mode that asks for permission
 * @param model the wanted model, or null for the agent's own choice
 * @param login the catalogue's login command; may be empty
 * @param timings its deadlines
 * @param tokens the scope of the token counts at a turn's end
 * @param takeOver see {@link AgentLauncher.LaunchRequest}
 * @param servers sent with the session
 * @param profile of the session
 * @param fork see {@link AgentLauncher.LaunchRequest}
 * @param command of the agent, which its login in a terminal extends; empty if it is not known
 * @param loginMethod the agent's own login to use first; null for none
 */
public record AcpSetup(
        String name,
        String program,
        String cwd,
        @Nullable String resume,
        @Nullable String mode,
        @Nullable String model,
        String login,
        Timings timings,
        TokenScope tokens,
        boolean takeOver,
        AcpServerOffer servers,
        AcpProfile profile,
        boolean fork,
        List<String> command,
        @Nullable String loginMethod) {
    public AcpSetup {
        command = List.copyOf(command);
    }

    AcpSetup(
            String name,
            String program,
            Path cwd,
            String resume,
            String mode,
            String model,
            String login,
            Timings timings) {
        this(
                name,
                program,
                cwd.toString(),
                resume,
                mode,
                model,
                login,
                timings,
                TokenScope.TURN,
                false,
                AcpServerOffer.NONE);
    }

    AcpSetup(
            String name,
            String program,
            String cwd,
            @Nullable String resume,
            @Nullable String mode,
            @Nullable String model,
            String login,
            Timings timings,
            TokenScope tokens,
            boolean takeOver,
            AcpServerOffer servers) {
        this(
                name,
                program,
                cwd,
                resume,
                mode,
                model,
                login,
                timings,
                tokens,
                takeOver,
                servers,
                AcpProfile.none(),
                false,
                List.of(),
                null);
    }

    /**
     * @param start from the start of the process until it accepts prompts
     * @param cancel from a cancel until the turn counts as ended without the agent's answer
     * @param settle how long a loaded session must be quiet before it counts as replayed
     * @param retry the delay before a session is requested once more
     */
    public record Timings(Duration start, Duration cancel, Duration settle, Duration retry) {
        public Timings withStart(Duration other) {
            return new Timings(other, cancel, settle, retry);
        }

        public static Timings standard() {
            return new Timings(
                    Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofMillis(250), Duration.ofSeconds(2));
        }
    }
}
