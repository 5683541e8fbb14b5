package dev.pilothouse.desktop.agent;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.AgentSupport;
import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The host's view of the agent catalogue: lists agents and creates adapters. Safe on any thread. */
public interface AgentLauncher {

    /** Returns all current entries in display order. */
    List<AgentInfo> agents();

    /** Returns the mistakes in the file of the person's own agents; bounded. */
    default List<ConfigError> problems() {
        return List.of();
    }

    /** Runs the callback, on any thread, after the entries or the installed programs have changed. */
    AutoCloseable onChange(Runnable callback);

    /** Returns where an agent runs, in terms of a command line; empty for the host itself and for an unknown agent. */
    default String placeOf(AgentId agentId) {
        return "";
    }

    /**
     * Asks an agent for its stored sessions. Blocks while it starts and answers.
     *
     * @param cwd empty for all
     */
    default ExternalListing externalSessions(AgentId agentId, String cwd) {
        return new ExternalListing.Refused(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.LISTING_NONE));
    }

    /** Remembers the modes that an agent offered, for the dialog of a new session. */
    void rememberModes(AgentId agentId, List<AgentMode> modes);

    /** Remembers what an agent offered beside a conversation. */
    default void rememberSupport(AgentId agentId, AgentSupport offers) {}

    /**
     * Lets an agent delete a session that it has stored. Blocks while it starts and answers.
     *
     * @param request names the agent, its session, the directory and the profile
     * @return why it is not deleted; empty if the agent no longer has it
     */
    default Optional<HostText> deleteSession(LaunchRequest request) {
        return Optional.of(HostText.of(HostTextCode.DELETE_UNSUPPORTED, request.agentId()));
    }

    /** Returns an adapter that is not started yet and passes its events to the inbox, or a refusal. */
    Launch launch(LaunchRequest request, AgentInbox inbox);

    /**
     * @param cwd the directory, absolute where the agent runs; for an agent that runs elsewhere it is no path of this
     *     machine, whose system may write paths in another way
     * @param agentSessionId the agent's session to load, or null for a new one
     * @param mode null = the agent's mode that asks for permission
     * @param model null = the agent's own choice
     * @param takeOver whether the agent's session is new to the host: its history is needed, and no new session may
     *     replace it
     * @param origin the request that creates the session; null if the session exists
     * @param profile the name of the session's profile; null if it has none
     * @param fork whether the agent's session stays as it is, and a new one begins with its context
     * @param login the id of the agent's login method to use first, or null
     */
    record LaunchRequest(
            SessionId sessionId,
            AgentId agentId,
            String cwd,
            @Nullable String agentSessionId,
            @Nullable String mode,
            @Nullable String model,
            boolean takeOver,
            @Nullable RequestId origin,
            @Nullable String profile,
            boolean fork,
            @Nullable String login) {
        public LaunchRequest(
                SessionId sessionId,
                AgentId agentId,
                String cwd,
                @Nullable String agentSessionId,
                @Nullable String mode,
                @Nullable String model,
                boolean takeOver,
                @Nullable RequestId origin) {
            this(sessionId, agentId, cwd, agentSessionId, mode, model, takeOver, origin, null, false, null);
        }

        public LaunchRequest(
                SessionId sessionId,
                AgentId agentId,
                Path cwd,
                @Nullable String agentSessionId,
                @Nullable String mode,
                @Nullable String model) {
            this(sessionId, agentId, cwd.toString(), agentSessionId, mode, model, false, null);
        }
    }

    sealed interface Launch {
        /** @param crashes where crashes are counted if the process is shared; empty for a separate one */
        record Prepared(AgentAdapter adapter, String agentName, AgentPolicy terms, Optional<RestartTracker> crashes)
                implements Launch {
            public Prepared(AgentAdapter adapter, String agentName, AgentPolicy terms) {
                this(adapter, agentName, terms, Optional.empty());
            }

            public Prepared(AgentAdapter adapter, String agentName) {
                this(adapter, agentName, AgentPolicy.standard());
            }
        }

        /** @param text a sentence with the remedy */
        record Refused(ErrorCode code, HostText sentence) implements Launch {
            public Refused(ErrorCode code, String text) {
                this(code, HostText.untranslated(text));
            }

            /** The sentence in English. */
            public String text() {
                return sentence.text();
            }
        }
    }
}
