package dev.pilothouse.desktop.bridge;

import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostCondition;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SharingInfo;
import dev.pilothouse.model.TunnelWay;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.secure.PublicKey;
import dev.pilothouse.session.HostGateway;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What connections ask of the host behind them. Any thread. */
public interface HostDesk {

    HostId hostId();

    String hostName();

    List<AgentInfo> agents();

    SharingInfo sharing();

    /** All sessions. */
    List<SessionFeed> feeds();

    Optional<SessionFeed> feed(SessionId sessionId);

    /** Takes an intent. Never blocks; the outcome may come on any thread. */
    void submit(Submission submission);

    /** Reads a file. */
    Optional<String> blob(SessionId sessionId, BlobId blobId) throws IOException;

    /**
     * Looks for words in all transcripts. Never blocks.
     *
     * @param answer takes exactly one answer, on any thread, without blocking; when the search is cancelled it is a refusal
     */
    Cancellable search(ClientMessage.Search question, Consumer<HostMessage> answer);

    /**
     * Asks an agent for the sessions that it has kept. Never blocks.
     *
     * @param answer takes exactly one answer, on any thread, without blocking
     */
    void externalSessions(ClientMessage.ListExternal question, Consumer<HostMessage> answer);

    SessionFiles files();

    /** Turns listening on the LAN on or off; may take a moment. */
    void setSharing(boolean sharing) throws RefusedException;

    /**
     * Starts a tunnel, or stops it where the way is null. What becomes of it is told to all, and not waited for; but what
     * {@link #sharing()} says afterwards is not older than this wish.
     */
    void setTunnel(TunnelWay way);

    HostCondition condition();

    /** What the host is doing, in whole numbers by their names; reads the disk. */
    Map<String, Long> figures();

    /**
     * A fresh ticket with that scope.
     *
     * @param accessUntil when the device's access ends; null for never
     * @param issuer key of the device that wants it, with whose rights it ends
     */
    HostGateway.Ticket ticket(Scope scope, Instant accessUntil, PublicKey issuer) throws RefusedException;

    /** The host cannot do that. The message is a sentence for the person. */
    final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final ErrorCode code;

        public RefusedException(ErrorCode code, String text) {
            super(text);
            this.code = code;
        }

        public ErrorCode code() {
            return code;
        }
    }
}
