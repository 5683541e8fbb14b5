package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.bridge.FileSearchResult;
import dev.pilothouse.desktop.bridge.HostOperations;
import dev.pilothouse.desktop.bridge.SessionFiles;
import dev.pilothouse.desktop.bridge.UploadResult;
import dev.pilothouse.desktop.journal.BlobStore;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.SessionSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
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
 * <p>Owns the finder and its threads {@code file-search-n}, and the threads {@code file-reader-n} for parts of files and
 * folders. They are used for nothing else, because an unresponsive directory (such as a lost network drive) blocks its
 * thread indefinitely. Thread-safe. Ends with {@link #close()},
 * which does not wait for a blocked search.
 */
final class HostFiles implements SessionFiles, AutoCloseable {
    static final int THREADS = 4;
    static final int WAITING = 64;

    private static final Logger LOG = LoggerFactory.getLogger(HostFiles.class);
    private static final UploadResult.Refused NO_SESSION =
            new UploadResult.Refused(ErrorCode.NO_SUCH_SESSION, HostText.of(HostTextCode.NO_SUCH_SESSION_HERE));

    private final SessionRegistry sessions;
    private final KeptFileService kept;
    private final UploadQuota room;
    private final AgentLauncher agents;
    private final ThreadPoolExecutor searches;
    private final ThreadPoolExecutor readers;
    private final FileFinder finder;
    private final FilePartReader parts;
    private final ProjectFolderLister lister;

    /** @param own folders with keys and journals, which are not shown even if a session's directory contains them */
    HostFiles(
            SessionRegistry sessions,
            AgentLauncher agents,
            UploadQuota room,
            Clock clock,
            GitFiles git,
            KeptFileService kept,
            List<Path> own) {
        this.sessions = sessions;
        this.kept = kept;
        this.agents = agents;
        this.room = room;
        this.finder = new FileFinder(clock, git);
        this.searches =
                NamedThreads.pool(THREADS, Duration.ofSeconds(30), WAITING, NamedThreads.numbered("file-search"));
        this.readers =
                NamedThreads.pool(THREADS, Duration.ofSeconds(30), WAITING, NamedThreads.numbered("file-reader"));
        ProjectFolders folders = new ProjectFolders(own);
        this.parts = new FilePartReader(folders);
        this.lister = new ProjectFolderLister(folders, git);
    }

    @Override
    public void find(SessionId sessionId, String query, BooleanSupplier cancelled, Consumer<FileSearchResult> then) {
        Optional<SessionSummary> session =
                sessions.feed(sessionId).map(SessionFeed::head).map(SessionFeed.Head::summary);
        if (session.isEmpty()) {
            then.accept(new FileSearchResult.Refused(
                    ErrorCode.NO_SUCH_SESSION, HostText.of(HostTextCode.NO_SUCH_SESSION_HERE)));
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
            then.accept(new FileSearchResult.Refused(ErrorCode.BUSY, HostText.of(HostTextCode.FILE_SEARCH_BUSY)));
        }
    }

    /** A read of one file or folder. */
    private interface Work {
        HostMessage in(Path directory) throws HostOperations.RefusedException, IOException;
    }

    @Override
    public void read(ClientMessage.ReadFile question, BooleanSupplier cancelled, Consumer<HostMessage> answer) {
        work(
                question,
                question.sessionId(),
                cancelled,
                answer,
                directory -> new HostMessage.File(question.requestId(), parts.read(directory, question, cancelled)));
    }

    @Override
    public void list(ClientMessage.ListFolder question, BooleanSupplier cancelled, Consumer<HostMessage> answer) {
        work(question, question.sessionId(), cancelled, answer, directory -> {
            HostGateway.Folder folder = lister.list(directory, question.path(), cancelled);
            return new HostMessage.Folder(question.requestId(), folder.path(), folder.entries(), folder.partial());
        });
    }

    private void work(
            ClientMessage.Request question,
            SessionId sessionId,
            BooleanSupplier cancelled,
            Consumer<HostMessage> answer,
            Work work) {
        RequestId requestId = question.requestId();
        Optional<SessionSummary> session =
                sessions.feed(sessionId).map(SessionFeed::head).map(SessionFeed.Head::summary);
        if (session.isEmpty()) {
            answer.accept(new HostMessage.Failure(
                    requestId, ErrorCode.NO_SUCH_SESSION, HostText.of(HostTextCode.NO_SUCH_SESSION_HERE)));
            return;
        }
        String place = agents.placeOf(session.get().agentId());
        if (!place.isEmpty()) {
            answer.accept(new HostMessage.Failure(
                    requestId, ErrorCode.NO_SUCH_DIRECTORY, HostText.of(HostTextCode.FILES_ELSEWHERE, place)));
            return;
        }
        Path cwd = Path.of(session.get().cwd());
        try {
            readers.execute(() -> answer.accept(
                    cancelled.getAsBoolean()
                            ? new HostMessage.Failure(
                                    requestId, ErrorCode.CLOSED, HostText.of(HostTextCode.CONNECTION_ENDED))
                            : done(requestId, cwd, work)));
        } catch (RejectedExecutionException e) {
            answer.accept(new HostMessage.Failure(requestId, ErrorCode.BUSY, HostText.of(HostTextCode.READS_BUSY)));
        }
    }

    private static HostMessage done(RequestId requestId, Path directory, Work work) {
        try {
            return work.in(directory);
        } catch (HostOperations.RefusedException refused) {
            return new HostMessage.Failure(requestId, refused.code(), refused.sentence());
        } catch (IOException e) {
            LOG.warn("A file of a session could not be read: {}", e.toString());
            return new HostMessage.Failure(requestId, ErrorCode.NO_SUCH_FILE, HostText.of(HostTextCode.READ_FAILED));
        } catch (RuntimeException bug) {
            // The client must get a reply.
            LOG.error("A read of a file failed", bug);
            return new HostMessage.Failure(requestId, ErrorCode.INTERNAL, HostText.of(HostTextCode.READ_DEFECT));
        }
    }

    @Override
    public void kept(ClientMessage.Request question, Consumer<HostMessage> answer) {
        kept.answer(question, answer);
    }

    @Override
    public void preview(ClientMessage.PreviewRestore question, Consumer<HostMessage> answer) {
        Optional<SessionSummary> session =
                sessions.feed(question.sessionId()).map(SessionFeed::head).map(SessionFeed.Head::summary);
        if (session.isEmpty()) {
            answer.accept(
                    new HostMessage.Failure(question.requestId(), ErrorCode.NO_SUCH_SESSION, NO_SESSION.sentence()));
        } else if (!agents.placeOf(session.get().agentId()).isEmpty()) {
            answer.accept(new HostMessage.Failure(
                    question.requestId(), ErrorCode.NO_SUCH_DIRECTORY, HostText.of(HostTextCode.FILES_NOT_HERE)));
        } else {
            kept.preview(question.requestId(), Path.of(session.get().cwd()), question.snapshot(), answer);
        }
    }

    /** The reason why the host cannot list files of a session. */
    static HostText refusal(String place) {
        return HostText.of(HostTextCode.FILES_ELSEWHERE_TYPE, place);
    }

    private FileSearchResult search(Path directory, String query, BooleanSupplier cancelled) {
        try {
            return finder.find(directory, query, cancelled);
        } catch (RuntimeException bug) {
            // The client must get a reply.
            LOG.error("A search for files failed", bug);
            return new FileSearchResult.Refused(ErrorCode.INTERNAL, HostText.of(HostTextCode.SEARCH_DEFECT));
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
        readers.shutdownNow();
    }
}
