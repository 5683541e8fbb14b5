package dev.pilothouse.desktop.bridge;

import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.MachineStatus;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SharingInfo;
import dev.pilothouse.model.TunnelProvider;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.secure.PublicKey;
import dev.pilothouse.session.HostGateway;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The operations that connections need from the host. Thread-safe. */
public interface HostOperations {

    HostId hostId();

    String hostName();

    List<AgentInfo> agents();

    /** Returns the mistakes in the file of the person's own agents. */
    default List<ConfigError> agentProblems() {
        return List.of();
    }

    SharingInfo sharing();

    /** All sessions. */
    List<SessionFeed> feeds();

    Optional<SessionFeed> feed(SessionId sessionId);

    /** Submits an intent. Never blocks; the outcome may arrive on any thread. */
    void submit(Submission submission);

    /**
     * Searches all transcripts for words. Never blocks.
     *
     * @param answer receives exactly one reply, on any thread, and must not block; a refusal if the search is cancelled
     */
    Cancellable search(ClientMessage.Search question, Consumer<HostMessage> answer);

    /**
     * Requests the list of stored sessions from an agent. Never blocks.
     *
     * @param answer receives exactly one reply, on any thread, and must not block
     */
    void externalSessions(ClientMessage.ListExternal question, Consumer<HostMessage> answer);

    /** Reports usage. Never blocks. @param answer receives exactly one reply, on any thread, and must not block */
    void usage(ClientMessage.ReadUsage question, Consumer<HostMessage> answer);

    /** Lists the budgets. @param answer receives exactly one reply, on any thread, and must not block */
    void estimateTurns(ClientMessage.EstimateTurns question, Consumer<HostMessage> answer);

    /** @param answer receives exactly one reply, on any thread, and must not block */
    void budgets(ClientMessage.ListBudgets question, Consumer<HostMessage> answer);

    /** Sets a budget. @param answer receives exactly one reply, on any thread, and must not block */
    void setBudget(ClientMessage.SetBudget command, Consumer<HostMessage> answer);

    /** Lists one's own presets of teams. @param answer as for {@link #setBudget} */
    void presets(ClientMessage.ListPresets question, Consumer<HostMessage> answer);

    /** Saves, renames or removes a preset of teams. @param answer as for {@link #setBudget} */
    void savePreset(ClientMessage.SavePreset command, Consumer<HostMessage> answer);

    ScheduleOperations schedules();

    ProfileOperations profiles();

    SessionFiles files();

    WorktreeOperations worktrees();

    RemoteOperations remotes();

    PullRequestOperations pullRequests();

    CommitOperations commits();

    CheckOperations checks();

    RegistryOperations registry();

    JobOperations jobs();

    RunOperations runs();

    TrustOperations trust();

    PushOperations pushes();

    SessionRepositories repositories();

    /** Starts or stops listening on the LAN; may take a moment. */
    void setSharing(boolean sharing) throws RefusedException;

    /**
     * Starts a tunnel, or stops it if {@code way} is null. Returns without waiting; the result is sent to all clients.
     * Afterwards, {@link #sharing()} returns no state older than this request.
     */
    void setTunnel(@Nullable TunnelProvider way);

    MachineStatus condition();

    /** The host's metrics as whole numbers by name. Reads the disk. */
    Map<String, Long> figures();

    /**
     * Issues a new ticket with that scope.
     *
     * @param accessUntil when the device's access ends; null for never
     * @param issuer key of the device that requests the ticket; the ticket ends with that device's rights
     */
    HostGateway.Ticket ticket(Scope scope, @Nullable Instant accessUntil, PublicKey issuer) throws RefusedException;

    /** The host refuses the request. The message is a sentence for display. */
    final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final ErrorCode code;
        private final transient HostText sentence;

        public RefusedException(ErrorCode code, HostText sentence) {
            super(sentence.text());
            this.code = code;
            this.sentence = sentence;
        }

        public HostText sentence() {
            return sentence;
        }

        public ErrorCode code() {
            return code;
        }
    }
}
