package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.bridge.FileSearch;
import dev.pilothouse.desktop.bridge.SessionFiles;
import dev.pilothouse.desktop.journal.BlobStore;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.SessionId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of the host's sessions. Owns the finder; any thread. */
final class HostFiles implements SessionFiles {
    private static final Logger LOG = LoggerFactory.getLogger(HostFiles.class);

    private final SessionRegistry sessions;
    private final Executor workers;
    private final FileFinder finder;

    /** @param workers run searches */
    HostFiles(SessionRegistry sessions, Executor workers, Clock clock) {
        this.sessions = sessions;
        this.workers = workers;
        this.finder = new FileFinder(clock);
    }

    @Override
    public void find(SessionId sessionId, String query, BooleanSupplier cancelled, Consumer<FileSearch> then) {
        Optional<String> cwd = sessions.feed(sessionId)
                .map(SessionFeed::head)
                .map(head -> head.summary().cwd());
        if (cwd.isEmpty()) {
            then.accept(new FileSearch.Refused(ErrorCode.NO_SUCH_SESSION, "There is no such session on this host."));
            return;
        }
        workers.execute(() -> then.accept(search(Path.of(cwd.get()), query, cancelled)));
    }

    private FileSearch search(Path directory, String query, BooleanSupplier cancelled) {
        try {
            return finder.find(directory, query, cancelled);
        } catch (RuntimeException bug) {
            // Whoever asked must hear of it.
            LOG.error("A search for files failed", bug);
            return new FileSearch.Refused(ErrorCode.INTERNAL, "The host failed to search. Its log says more.");
        }
    }

    @Override
    public Optional<BlobId> keep(SessionId sessionId, byte[] bytes) throws IOException {
        Optional<BlobStore> blobs = sessions.blobs(sessionId);
        return blobs.isPresent() ? Optional.of(blobs.get().put(bytes)) : Optional.empty();
    }

    @Override
    public Optional<byte[]> bytes(SessionId sessionId, BlobId blobId) throws IOException {
        Optional<BlobStore> blobs = sessions.blobs(sessionId);
        boolean fits = blobs.isPresent() && blobs.get().size(blobId) <= MAX_BYTES;
        return fits ? blobs.get().bytes(blobId) : Optional.empty();
    }
}
