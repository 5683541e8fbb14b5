package dev.pilothouse.desktop.agent;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.SessionId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a host asks of the catalogue of agents: which there are, and an adapter for one. Safe on any thread. */
public interface AgentLauncher {

    /** All entries in display order, as of now. */
    List<AgentInfo> agents();

    /** Runs the callback, on any thread, after the entries or what is installed has changed. */
    AutoCloseable onChange(Runnable callback);

    /** Where an agent runs, in the words of a command line; empty for the host itself, and for one that is not known. */
    default String placeOf(AgentId agentId) {
        return "";
    }

    /** Asks an agent for the sessions that it has kept. Blocks while it starts and answers. @param cwd empty for all */
    default ExternalListing externalSessions(AgentId agentId, String cwd) {
        return new ExternalListing.Refused(
                ErrorCode.BAD_REQUEST, "The agent does not tell which sessions it has kept.");
    }

    /** Remembers the modes that an agent offered, for the dialog of a new session. */
    void rememberModes(AgentId agentId, List<AgentMode> modes);

    /** An adapter that is not started yet, or why there can be none. */
    Launch launch(LaunchRequest request, AgentAdapter.Listener listener);

    /**
     * @param agentSessionId the agent's session to load, or null for a new one
     * @param mode null = the agent's mode that asks for permission
     * @param model null = the agent's own choice
     * @param takeOver whether the agent's session is not the host's yet: its past is wanted, and nothing else in its place
     */
    record LaunchRequest(
            SessionId sessionId,
            AgentId agentId,
            Path cwd,
            String agentSessionId,
            String mode,
            String model,
            boolean takeOver) {
        public LaunchRequest(
                SessionId sessionId, AgentId agentId, Path cwd, String agentSessionId, String mode, String model) {
            this(sessionId, agentId, cwd, agentSessionId, mode, model, false);
        }
    }

    sealed interface Launch {
        /** @param crashes where crashes are counted if the process is shared; empty for one of its own */
        record Prepared(AgentAdapter adapter, String agentName, AgentTerms terms, Optional<CrashCount> crashes)
                implements Launch {
            public Prepared(AgentAdapter adapter, String agentName, AgentTerms terms) {
                this(adapter, agentName, terms, Optional.empty());
            }

            public Prepared(AgentAdapter adapter, String agentName) {
                this(adapter, agentName, AgentTerms.standard());
            }
        }

        /** @param text a sentence that says what to do */
        record Refused(ErrorCode code, String text) implements Launch {}
    }
}
