package dev.pilothouse.protocol;

import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AuditEntry;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.DeviceInfo;
import dev.pilothouse.model.DirectoryEntry;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.ExternalSession;
import dev.pilothouse.model.FileMatch;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.MachineStatus;
import dev.pilothouse.model.PairingRequest;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SharingInfo;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SearchHit;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message from a host to a client. */
public sealed interface HostMessage {

    /** The request that this message answers. */
    default @Nullable RequestId requestId() {
        return null;
    }

    <R> R accept(Visitor<R> visitor);

    /** The answer to a request that succeeded. A request that fails is answered by a {@link Failure}. */
    sealed interface Reply extends HostMessage {
        @Override
        RequestId requestId();

        <R> R acceptReply(ReplyVisitor<R> visitor);

        @Override
        default <R> R accept(Visitor<R> visitor) {
            return visitor.reply(this);
        }
    }

    /**
     * Answers {@code hello}, or an accepted {@code pair}.
     *
     * @param protocol the selected version
     */
    record Welcome(
            HostId hostId,
            String hostName,
            int protocol,
            DeviceId deviceId,
            Scope scope,
            SharingInfo sharing,
            List<AgentInfo> agents)
            implements HostMessage {
        public Welcome {
            agents = List.copyOf(agents);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.welcome(this);
        }
    }

    /** All sessions; sent once after the welcome. Sessions that are missing were deleted. */
    record Overview(List<SessionSummary> sessions) implements HostMessage {
        public Overview {
            sessions = List.copyOf(sessions);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.overview(this);
        }
    }

    /** Changes of the overview since the last one; several changes are merged. */
    record OverviewChanged(List<SessionSummary> changed, List<SessionId> removed) implements HostMessage {
        public OverviewChanged {
            changed = List.copyOf(changed);
            removed = List.copyOf(removed);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.overviewChanged(this);
        }
    }

    /**
     * Updates of one subscription. Apply them only if {@code after} equals the client's cursor.
     *
     * @param gen the journal's generation; {@link #SAME_GEN} for that of the subscription's previous message
     * @param to the cursor's seq afterwards; may exceed the last update's seq
     * @param head the session's newest seq when the batch was made; updates up to it are still to come
     */
    record Updates(long sub, long gen, long after, long to, long head, List<JournaledUpdate> updates)
            implements HostMessage {
        /** Never a real generation. */
        public static final long SAME_GEN = 0;

        public Updates {
            updates = List.copyOf(updates);
        }

        /** A batch that reaches the head. */
        public static Updates upToHead(long sub, long gen, long after, long to, List<JournaledUpdate> updates) {
            return new Updates(sub, gen, after, to, to, updates);
        }

        /** The seq of the last update, or {@code after} if there is none. */
        static long end(long after, List<JournaledUpdate> updates) {
            return updates.isEmpty() ? after : updates.get(updates.size() - 1).seq();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.updates(this);
        }
    }

    /** The session's state at {@code state.seq()}, with a window of the transcript. Replaces the client's state. */
    record Snapshot(long sub, long gen, SessionState state) implements HostMessage {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.snapshot(this);
        }
    }

    /**
     * Items before a window, ascending.
     *
     * @param asOf the session's seq when the page was made
     * @param start the new start of the window: 1 if there are no earlier items
     */
    record HistoryPage(long sub, long asOf, long start, List<Item> items) implements HostMessage {
        public HistoryPage {
            items = List.copyOf(items);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.historyPage(this);
        }
    }

    /** @param seq seq of the resulting update, 0 if no session was updated */
    record Ack(
            RequestId requestId,
            IntentResult.Outcome outcome,
            @Nullable SessionId sessionId,
            long seq) implements Reply {
        @Override
        public <R> R acceptReply(ReplyVisitor<R> visitor) {
            return visitor.ack(this);
        }
    }

    /**
     * Json type {@code error}.
     *
     * @param requestId null if it answers no request
     * @param sub the subscription that failed, or whose page is not available; 0 for none
     * @param text a sentence for the person
     */
    record Failure(@Nullable RequestId requestId, long sub, ErrorCode code, String text) implements HostMessage {
        public Failure(@Nullable RequestId requestId, ErrorCode code, String text) {
            this(requestId, 0, code, text);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.failure(this);
        }
    }

    record Directory(RequestId requestId, String path, List<DirectoryEntry> entries) implements Reply {
        public Directory {
            entries = List.copyOf(entries);
        }

        @Override
        public <R> R acceptReply(ReplyVisitor<R> visitor) {
            return visitor.directory(this);
        }
    }

    /** @param more whether the agent has further sessions */
    record ExternalSessions(RequestId requestId, List<ExternalSession> sessions, boolean more) implements Reply {
        public ExternalSessions {
            sessions = List.copyOf(sessions);
        }

        @Override
        public <R> R acceptReply(ReplyVisitor<R> visitor) {
            return visitor.externalSessions(this);
        }
    }

    /** @param text the content, in base64 if bytes were requested */
    record Blob(RequestId requestId, String text) implements Reply {
        @Override
        public <R> R acceptReply(ReplyVisitor<R> visitor) {
            return visitor.blob(this);
        }
    }

    /**
     * Results of a search.
     *
     * @param hits newest first
     * @param sessions number of sessions searched
     * @param more whether there are further hits
     */
    record SearchResults(RequestId requestId, List<SearchHit> hits, int sessions, boolean more) implements Reply {
        public SearchResults {
            hits = List.copyOf(hits);
        }

        @Override
        public <R> R acceptReply(ReplyVisitor<R> visitor) {
            return visitor.searchResults(this);
        }
    }

    /** @param partial whether some files were not searched */
    record Files(RequestId requestId, List<FileMatch> files, boolean partial) implements Reply {
        public Files {
            files = List.copyOf(files);
        }

        @Override
        public <R> R acceptReply(ReplyVisitor<R> visitor) {
            return visitor.files(this);
        }
    }

    /**
     * Progress of an upload.
     *
     * @param received bytes so far
     * @param blobId null until all bytes were received
     */
    record BlobKept(
            RequestId requestId, long received, @Nullable BlobId blobId) implements Reply {
        @Override
        public <R> R acceptReply(ReplyVisitor<R> visitor) {
            return visitor.blobKept(this);
        }
    }

    record Devices(RequestId requestId, List<DeviceInfo> devices, List<PairingRequest> asking) implements Reply {
        public Devices {
            devices = List.copyOf(devices);
            asking = List.copyOf(asking);
        }

        @Override
        public <R> R acceptReply(ReplyVisitor<R> visitor) {
            return visitor.devices(this);
        }
    }

    /**
     * A page of the audit log.
     *
     * @param entries newest first
     * @param more whether there are earlier ones
     */
    record Audit(RequestId requestId, List<AuditEntry> entries, boolean more) implements Reply {
        public Audit {
            entries = List.copyOf(entries);
        }

        @Override
        public <R> R acceptReply(ReplyVisitor<R> visitor) {
            return visitor.audit(this);
        }
    }

    /** @param accessUntil when the access of the paired device ends, null for never */
    record TicketMade(
            RequestId requestId,
            String ticket,
            Instant expiresAt,
            @Nullable Instant accessUntil) implements Reply {
        @Override
        public String toString() {
            return "TicketMade[expires " + expiresAt + "]";
        }

        @Override
        public <R> R acceptReply(ReplyVisitor<R> visitor) {
            return visitor.ticketMade(this);
        }
    }

    /** The host's metrics, as whole numbers by name. */
    record Figures(RequestId requestId, List<Map.Entry<String, Long>> figures) implements Reply {
        public Figures {
            figures = List.copyOf(figures);
        }

        @Override
        public <R> R acceptReply(ReplyVisitor<R> visitor) {
            return visitor.figures(this);
        }
    }

    /** Sent to admins: all devices that wait for approval. */
    record PairingAsked(List<PairingRequest> asking) implements HostMessage {
        public PairingAsked {
            asking = List.copyOf(asking);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.pairingAsked(this);
        }
    }

    /**
     * Sent to the device that waits for approval.
     *
     * @param code six digits, shown on both screens
     */
    record PairingPending(String code) implements HostMessage {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.pairingPending(this);
        }
    }

    record AgentsChanged(List<AgentInfo> agents) implements HostMessage {
        public AgentsChanged {
            agents = List.copyOf(agents);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.agentsChanged(this);
        }
    }

    record SharingChanged(SharingInfo sharing) implements HostMessage {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.sharingChanged(this);
        }
    }

    /** The condition of the host's machine changed. At the start of a connection it counts as good. */
    record ConditionChanged(MachineStatus condition) implements HostMessage {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.conditionChanged(this);
        }
    }

    /** The device's scope changed. */
    record ScopeChanged(Scope scope) implements HostMessage {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.scopeChanged(this);
        }
    }

    record Pong(long nonce) implements HostMessage {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.pong(this);
        }
    }

    /**
     * The last message of a connection.
     *
     * @param min the host's oldest protocol version, 0 if not relevant
     * @param max the host's newest protocol version, 0 if not relevant
     */
    record Bye(ErrorCode code, String text, int min, int max) implements HostMessage {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.bye(this);
        }
    }

    /** A message of an unknown type. */
    record Unknown(String type) implements HostMessage {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.unknown(this);
        }
    }

    interface Visitor<R> {
        R welcome(Welcome message);

        R overview(Overview message);

        R overviewChanged(OverviewChanged message);

        R updates(Updates message);

        R snapshot(Snapshot message);

        R historyPage(HistoryPage message);

        R reply(Reply message);

        R failure(Failure message);

        R pairingAsked(PairingAsked message);

        R pairingPending(PairingPending message);

        R agentsChanged(AgentsChanged message);

        R sharingChanged(SharingChanged message);

        R conditionChanged(ConditionChanged message);

        R scopeChanged(ScopeChanged message);

        R pong(Pong message);

        R bye(Bye message);

        R unknown(Unknown message);
    }

    interface ReplyVisitor<R> {
        R ack(Ack message);

        R directory(Directory message);

        R externalSessions(ExternalSessions message);

        R blob(Blob message);

        R searchResults(SearchResults message);

        R files(Files message);

        R blobKept(BlobKept message);

        R devices(Devices message);

        R audit(Audit message);

        R ticketMade(TicketMade message);

        R figures(Figures message);
    }
}
