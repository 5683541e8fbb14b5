package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.bridge.FileSearchResult;
import dev.pilothouse.desktop.bridge.SessionFiles;
import dev.pilothouse.desktop.bridge.UploadResult;
import dev.pilothouse.desktop.journal.BlobStore;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.session.SessionSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the host's sessions: those of their directories, and uploads of devices.
 *
 * <p>Owns the finder and its threads {@code file-search-n}. They are used for nothing else, because an unresponsive
 * directory (such as a lost network drive) blocks its thread indefinitely. Thread-safe. Ends with {@link #close()},
 * which does not wait for a blocked search.
 */
final class HostFiles implements SessionFiles, AutoCloseable {
    static final int THREADS = 4;
    static final int WAITING = 64;

    private static final Logger LOG = LoggerFactory.getLogger(HostFiles.class);
    private static final UploadResult.Refused NO_SESSION =
            new UploadResult.Refused(ErrorCode.NO_SUCH_SESSION, "There is no such session on this host.");

    private final SessionRegistry sessions;
    private final UploadQuota room;
    private final AgentLauncher agents;
    private final ThreadPoolExecutor searches;
    private final FileFinder finder;

    HostFiles(SessionRegistry sessions, AgentLauncher agents, UploadQuota room, Clock clock, GitFiles git) {
        this.sessions = sessions;
        this.agents = agents;
        this.room = room;
        this.finder = new FileFinder(clock, git);
        this.searches =
                NamedThreads.pool(THREADS, Duration.ofSeconds(30), WAITING, NamedThreads.numbered("file-search"));
    }

    @Override
    public void find(SessionId sessionId, String query, BooleanSupplier cancelled, Consumer<FileSearchResult> then) {
        Optional<SessionSummary> session =
                sessions.feed(sessionId).map(SessionFeed::head).map(SessionFeed.Head::summary);
        if (session.isEmpty()) {
            then.accept(
                    new FileSearchResult.Refused(ErrorCode.NO_SUCH_SESSION, "There is no such session on this host."));
            return;
        }
        String place = agents.placeOf(session.get().agentId());
        if (!place.isEmpty()) {
            then.accept(new FileSearchResult.Refused(ErrorCode.NO_SUCH_DIRECTORY, refusal(place)));
            return;
        }
        Path cwd = Path.of(session.get().cwd());
        try {
            searches.execute(() -> then.accept(search(cwd, query, cancelled)));
        } catch (RejectedExecutionException e) {
            then.accept(new FileSearchResult.Refused(
                    ErrorCode.BUSY, "The host is busy looking for files. Try again in a moment."));
        }
    }

    /** The reason why the host cannot list files of a session. */
    static String refusal(String place) {
        return "The session's files lie elsewhere (" + place + "), where the host does not look. Type the path.";
    }

    private FileSearchResult search(Path directory, String query, BooleanSupplier cancelled) {
        try {
            return finder.find(directory, query, cancelled);
        } catch (RuntimeException bug) {
            // The client must get a reply.
            LOG.error("A search for files failed", bug);
            return new FileSearchResult.Refused(ErrorCode.INTERNAL, "The host failed to search. Its log says more.");
        }
    }

    @Override
    public Optional<UploadResult.Refused> refusal(SessionId sessionId, long bytes) throws IOException {
        Optional<BlobStore> blobs = sessions.blobs(sessionId);
        return blobs.isPresent() ? room.refusal(blobs.get(), bytes) : Optional.of(NO_SESSION);
    }

    @Override
    public UploadResult store(SessionId sessionId, byte[] bytes) throws IOException {
        Optional<BlobStore> blobs = sessions.blobs(sessionId);
        return blobs.isPresent() ? room.store(blobs.get(), bytes) : NO_SESSION;
    }

    @Override
    public Optional<byte[]> bytes(SessionId sessionId, BlobId blobId) throws IOException {
        Optional<BlobStore> blobs = sessions.blobs(sessionId);
        boolean fits = blobs.isPresent() && blobs.get().size(blobId) <= MAX_BYTES;
        return fits ? blobs.get().bytes(blobId) : Optional.empty();
    }

    @Override
    public Optional<String> text(SessionId sessionId, BlobId blobId) throws IOException {
        Optional<BlobStore> blobs = sessions.blobs(sessionId);
        return blobs.isPresent() ? blobs.get().get(blobId) : Optional.empty();
    }

    @Override
    public void close() {
        searches.shutdownNow();
    }
}
