package dev.pilothouse.session;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AuditEntry;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.DeviceInfo;
import dev.pilothouse.model.DirectoryEntry;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.ExternalSession;
import dev.pilothouse.model.FileMatch;
import dev.pilothouse.model.PairingRequest;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TunnelWay;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * What a user interface asks of one host beside its sessions. May be called on any thread and never blocks; stages
 * complete on the client-state lane, never exceptionally. Nothing here is sent again after a reconnect: a request
 * whose answer is lost completes with {@link ErrorCode#UNREACHABLE}.
 */
public interface HostGateway {

    /** A value or a refusal with a sentence for the person. */
    sealed interface Reply<T> {
        record Value<T>(T value) implements Reply<T> {}

        record Refused<T>(ErrorCode code, String text) implements Reply<T> {}
    }

    /** @param asking devices that wait for approval */
    record Devices(List<DeviceInfo> devices, List<PairingRequest> asking) {}

    /** @param text the ticket as {@code pilothouse://pair#…}; a secret until used: never logged */
    record Ticket(String text, Instant expiresAt) {
        @Override
        public String toString() {
            return "Ticket[expires " + expiresAt + "]";
        }
    }

    /** @param path the absolute path that was listed */
    record Directory(String path, List<DirectoryEntry> entries) {}

    /** @param entries the newest first. @param more whether there are earlier ones */
    record Audit(List<AuditEntry> entries, boolean more) {
        public Audit {
            entries = List.copyOf(entries);
        }
    }

    /** @param more whether the agent has more than these */
    record External(List<ExternalSession> sessions, boolean more) {
        public External {
            sessions = List.copyOf(sessions);
        }
    }

    record Done() {}

    /**
     * What a search found.
     *
     * @param hits the newest first
     * @param sessions how many were looked through
     * @param more whether there is more than what is listed
     */
    record Found(List<SearchHit> hits, int sessions, boolean more) {
        public Found {
            hits = List.copyOf(hits);
        }
    }

    /** @param partial whether there is more that was not looked at */
    record FoundFiles(List<FileMatch> files, boolean partial) {
        public FoundFiles {
            files = List.copyOf(files);
        }
    }

    /** @param received bytes of the upload so far. @param blobId null until the whole is kept */
    record BlobPart(long received, BlobId blobId) {}

    CompletionStage<Reply<Devices>> devices();

    /** A ticket for a device whose access has no end. */
    default CompletionStage<Reply<Ticket>> ticket(Scope scope) {
        return ticket(scope, null);
    }

    /**
     * A ticket. A host that is too old to know of an end is refused with {@link ErrorCode#VERSION}, since its ticket would let
     * the device in for ever.
     *
     * @param accessUntil when the access ends of the device that pairs with it; null for never
     */
    CompletionStage<Reply<Ticket>> ticket(Scope scope, Instant accessUntil);

    /** What the host is doing, in whole numbers by their names. */
    CompletionStage<Reply<Map<String, Long>>> figures();

    CompletionStage<Reply<Done>> approve(DeviceId deviceId, String code);

    CompletionStage<Reply<Done>> refuse(DeviceId deviceId);

    CompletionStage<Reply<Done>> revoke(DeviceId deviceId);

    CompletionStage<Reply<Done>> renameDevice(DeviceId deviceId, String name);

    CompletionStage<Reply<Done>> setScope(DeviceId deviceId, Scope scope);

    /**
     * The newest lines of the host's audit log.
     *
     * @param since only from then on; null for all
     * @param deviceId only what this device did or what was done to it; null for all
     */
    CompletionStage<Reply<Audit>> audit(Instant since, DeviceId deviceId, int limit);

    /** @param expiresAt when the device's access ends; null for never */
    CompletionStage<Reply<Done>> setExpiry(DeviceId deviceId, Instant expiresAt);

    /** Turns listening on the LAN on or off. */
    CompletionStage<Reply<Done>> setSharing(boolean sharing);

    /**
     * Starts a tunnel or tries again at once. That it is up, or why not, comes with {@link HostView#sharing()}.
     *
     * @param way null to stop it
     */
    CompletionStage<Reply<Done>> setTunnel(TunnelWay way);

    /**
     * Sessions that an agent has kept and that the host does not have. Takes as long as the agent needs to start.
     *
     * @param cwd only of this directory; empty for all
     */
    CompletionStage<Reply<External>> externalSessions(AgentId agentId, String cwd);

    /** @param path absolute, or empty for the home directory of the host's user */
    CompletionStage<Reply<Directory>> listDirectory(String path);

    /**
     * Looks for words in the transcripts of all sessions. A newer search of this device ends the one before, which is then
     * refused with {@link ErrorCode#CLOSED}.
     *
     * @param text words of which all must occur in an item, in any case; what stands in quotes is one
     */
    CompletionStage<Reply<Found>> search(String text, int limit);

    /** The whole of content that was too large for an update. */
    CompletionStage<Reply<String>> fetchBlob(SessionId sessionId, BlobId blobId);

    /** As {@link #fetchBlob}, for what is no text. */
    CompletionStage<Reply<byte[]>> fetchBytes(SessionId sessionId, BlobId blobId);

    /**
     * Looks for files and folders in the session's directory, the best first. A later question of this device puts an
     * end to an earlier one, which is then refused as {@link ErrorCode#CLOSED}.
     *
     * @param query letters of the path in their order; empty for what lies at the top
     */
    CompletionStage<Reply<FoundFiles>> findFiles(SessionId sessionId, String query);

    /**
     * Brings a piece of something that the host is to keep for the session. The next piece is sent when this one is
     * answered.
     *
     * @param upload names it; made up by the caller, new for each upload
     * @param offset of the piece; 0 begins the upload anew
     * @param total bytes of the whole
     */
    CompletionStage<Reply<BlobPart>> putBlob(SessionId sessionId, String upload, long offset, long total, byte[] piece);
}
