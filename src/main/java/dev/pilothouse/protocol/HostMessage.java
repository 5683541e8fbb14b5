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

/** A message from a host to a client. */
public sealed interface HostMessage {

    /** The request that this message answers, or null. */
    default RequestId requestId() {
        return null;
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
    }

    /** All sessions; sent once after the welcome. Sessions that are missing were deleted. */
    record Overview(List<SessionSummary> sessions) implements HostMessage {
        public Overview {
            sessions = List.copyOf(sessions);
        }
    }

    /** Changes of the overview since the last one; several changes are merged. */
    record OverviewChanged(List<SessionSummary> changed, List<SessionId> removed) implements HostMessage {
        public OverviewChanged {
            changed = List.copyOf(changed);
            removed = List.copyOf(removed);
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
    }

    /** The session's state at {@code state.seq()}, with a window of the transcript. Replaces the client's state. */
    record Snapshot(long sub, long gen, SessionState state) implements HostMessage {}

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
    }

    /** @param seq seq of the resulting update, 0 if no session was updated */
    record Ack(RequestId requestId, IntentResult.Outcome outcome, SessionId sessionId, long seq)
            implements HostMessage {}

    /**
     * Wire type {@code error}.
     *
     * @param requestId null if it answers no request
     * @param sub the subscription that failed, or whose page is not available; 0 for none
     * @param text a sentence for the person
     */
    record Failure(RequestId requestId, long sub, ErrorCode code, String text) implements HostMessage {
        public Failure(RequestId requestId, ErrorCode code, String text) {
            this(requestId, 0, code, text);
        }
    }

    record Directory(RequestId requestId, String path, List<DirectoryEntry> entries) implements HostMessage {
        public Directory {
            entries = List.copyOf(entries);
        }
    }

    /** @param more whether the agent has further sessions */
    record ExternalSessions(RequestId requestId, List<ExternalSession> sessions, boolean more) implements HostMessage {
        public ExternalSessions {
            sessions = List.copyOf(sessions);
        }
    }

    /** @param text the content, in base64 if bytes were requested */
    record Blob(RequestId requestId, String text) implements HostMessage {}

    /**
     * Results of a search.
     *
     * @param hits newest first
     * @param sessions number of sessions searched
     * @param more whether there are further hits
     */
    record SearchResults(RequestId requestId, List<SearchHit> hits, int sessions, boolean more) implements HostMessage {
        public SearchResults {
            hits = List.copyOf(hits);
        }
    }

    /** @param partial whether some files were not searched */
    record Files(RequestId requestId, List<FileMatch> files, boolean partial) implements HostMessage {
        public Files {
            files = List.copyOf(files);
        }
    }

    /**
     * Progress of an upload.
     *
     * @param received bytes so far
     * @param blobId null until all bytes were received
     */
    record BlobKept(RequestId requestId, long received, BlobId blobId) implements HostMessage {}

    record Devices(RequestId requestId, List<DeviceInfo> devices, List<PairingRequest> asking) implements HostMessage {
        public Devices {
            devices = List.copyOf(devices);
            asking = List.copyOf(asking);
        }
    }

    /**
     * A page of the audit log.
     *
     * @param entries newest first
     * @param more whether there are earlier ones
     */
    record Audit(RequestId requestId, List<AuditEntry> entries, boolean more) implements HostMessage {
        public Audit {
            entries = List.copyOf(entries);
        }
    }

    /** @param accessUntil when the access of the paired device ends, null for never */
    record TicketMade(RequestId requestId, String ticket, Instant expiresAt, Instant accessUntil)
            implements HostMessage {
        @Override
        public String toString() {
            return "TicketMade[expires " + expiresAt + "]";
        }
    }

    /** The host's metrics, as whole numbers by name. */
    record Figures(RequestId requestId, List<Map.Entry<String, Long>> figures) implements HostMessage {
        public Figures {
            figures = List.copyOf(figures);
        }
    }

    /** Sent to admins: all devices that wait for approval. */
    record PairingAsked(List<PairingRequest> asking) implements HostMessage {
        public PairingAsked {
            asking = List.copyOf(asking);
        }
    }

    /**
     * Sent to the device that waits for approval.
     *
     * @param code six digits, shown on both screens
     */
    record PairingPending(String code) implements HostMessage {}

    record AgentsChanged(List<AgentInfo> agents) implements HostMessage {
        public AgentsChanged {
            agents = List.copyOf(agents);
        }
    }

    record SharingChanged(SharingInfo sharing) implements HostMessage {}

    /** The condition of the host's machine changed. At the start of a connection it counts as good. */
    record ConditionChanged(MachineStatus condition) implements HostMessage {}

    /** The device's scope changed. */
    record ScopeChanged(Scope scope) implements HostMessage {}

    record Pong(long nonce) implements HostMessage {}

    /**
     * The last message of a connection.
     *
     * @param min the host's oldest protocol version, 0 if not relevant
     * @param max the host's newest protocol version, 0 if not relevant
     */
    record Bye(ErrorCode code, String text, int min, int max) implements HostMessage {}

    /** A message of an unknown type. */
    record Unknown(String type) implements HostMessage {}

    interface Visitor<R> {
        R welcome(Welcome message);

        R overview(Overview message);

        R overviewChanged(OverviewChanged message);

        R updates(Updates message);

        R snapshot(Snapshot message);

        R historyPage(HistoryPage message);

        R ack(Ack message);

        R failure(Failure message);

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

    default <R> R accept(Visitor<R> visitor) {
        if (this instanceof Welcome message) {
            return visitor.welcome(message);
        } else if (this instanceof Overview message) {
            return visitor.overview(message);
        } else if (this instanceof OverviewChanged message) {
            return visitor.overviewChanged(message);
        } else if (this instanceof Updates message) {
            return visitor.updates(message);
        } else if (this instanceof Snapshot message) {
            return visitor.snapshot(message);
        } else if (this instanceof HistoryPage message) {
            return visitor.historyPage(message);
        } else if (this instanceof Ack message) {
            return visitor.ack(message);
        } else if (this instanceof Failure message) {
            return visitor.failure(message);
        } else if (this instanceof Directory message) {
            return visitor.directory(message);
        } else if (this instanceof ExternalSessions message) {
            return visitor.externalSessions(message);
        } else if (this instanceof Blob message) {
            return visitor.blob(message);
        } else if (this instanceof SearchResults message) {
            return visitor.searchResults(message);
        } else if (this instanceof Files message) {
            return visitor.files(message);
        } else if (this instanceof BlobKept message) {
            return visitor.blobKept(message);
        } else if (this instanceof Devices message) {
            return visitor.devices(message);
        } else if (this instanceof Audit message) {
            return visitor.audit(message);
        } else if (this instanceof TicketMade message) {
            return visitor.ticketMade(message);
        } else if (this instanceof Figures message) {
            return visitor.figures(message);
        } else if (this instanceof PairingAsked message) {
            return visitor.pairingAsked(message);
        } else if (this instanceof PairingPending message) {
            return visitor.pairingPending(message);
        } else if (this instanceof AgentsChanged message) {
            return visitor.agentsChanged(message);
        } else if (this instanceof SharingChanged message) {
            return visitor.sharingChanged(message);
        } else if (this instanceof ConditionChanged message) {
            return visitor.conditionChanged(message);
        } else if (this instanceof ScopeChanged message) {
            return visitor.scopeChanged(message);
        } else if (this instanceof Pong message) {
            return visitor.pong(message);
        } else if (this instanceof Bye message) {
            return visitor.bye(message);
        }
        return visitor.unknown((Unknown) this);
    }
}
