package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.git.KeptException;
import dev.pilothouse.desktop.git.KeptStore;
import dev.pilothouse.desktop.git.KeptTree;
import dev.pilothouse.desktop.git.KeptTree.Left;
import dev.pilothouse.desktop.git.KeptTree.Why;
import dev.pilothouse.desktop.git.RepositoryReader;
import dev.pilothouse.desktop.git.WorkingSessions;
import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.KeptInfo;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.RestoredFile;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.SessionSummary;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots of the directories of sessions: before turns, and to bring files back.
 *
 * <p>Owns the threads {@code kept-files-n} and {@code kept-reader-n}, on which git is waited for. Thread-safe. Ends with
 * {@link #close()}.
 */
final class KeptFileService implements FileUndo, AutoCloseable {
    /** The longest time that a prompt waits for the snapshot before it. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    /** The largest changed file in the snapshot of a turn. */
    static final long LARGEST = 32L * 1024 * 1024;

    static final int MAX_SHOWN = 500;

    private static final int MAX_SESSIONS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(KeptFileService.class);
    private static final int THREADS = 4;
    private static final int WAITING = 64;
    private static final int READERS = 2;
    private static final int READS = 16;
    private static final int MAX_LINES = 100;
    private static final HostText BUSY = HostText.of(HostTextCode.SNAPSHOTS_BUSY);

    private final KeptStore store;
    private final Supplier<List<SessionSummary>> sessions;
    private final BooleanSupplier enabled;
    /** The commits of the snapshots before the last turns of this run of the host, oldest use first. */
    private final Map<SessionId, String> lastTurns = new LinkedHashMap<>();

    private final ThreadPoolExecutor threads =
            NamedThreads.pool(THREADS, Duration.ofSeconds(30), WAITING, NamedThreads.numbered("kept-files"));
    /** Other ones than those for turns, so that a device that only looks does not delay a prompt. */
    private final ThreadPoolExecutor readers =
            NamedThreads.pool(READERS, Duration.ofSeconds(30), READS, NamedThreads.numbered("kept-reader"));

    /**
     * @param sessions of the host, to find others that work in a directory
     * @param enabled whether snapshots before turns are wanted; reads the disk
     */
    KeptFileService(KeptStore store, Supplier<List<SessionSummary>> sessions, BooleanSupplier enabled) {
        this.store = store;
        this.sessions = sessions;
        this.enabled = enabled;
    }

    /** Finishes what a killed host left, and forgets old snapshots. Returns at once. */
    void start() {
        run(() -> store.recover().forEach(LOG::warn), () -> LOG.warn("Snapshots were not looked at"));
        expire();
    }

    void expire() {
        run(store::expire, () -> LOG.debug("Too busy to forget old snapshots"));
    }

    private void run(Runnable task, Runnable refused) {
        run(threads, task, refused);
    }

    private static void run(ThreadPoolExecutor threads, Runnable task, Runnable refused) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            refused.run();
        }
    }

    @Override
    public void beforeTurn(SessionId sessionId, Path directory, Consumer<Before> then) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        run(
                () -> then.accept(keep(sessionId, directory, () -> System.nanoTime() - end > 0)),
                () -> then.accept(Before.failed(BUSY)));
    }

    private Before keep(SessionId sessionId, Path directory, BooleanSupplier late) {
        try {
            // Avoids a git process outside of a repository.
            if (WorkingTree.containing(directory).isEmpty() || !enabled.getAsBoolean()) {
                return Before.NOTHING;
            }
            KeptTree kept = store.keep(
                            new KeptStore.Request(directory, KeptTree.Reason.TURN, sessionId.value(), LARGEST, late))
                    .snapshot();
            remember(sessionId, kept.commit());
            return new Before(kept.id(), HostText.NONE);
        } catch (KeptException e) {
            return Before.failed(
                    late.getAsBoolean()
                            ? HostText.of(HostTextCode.FILES_TOO_SLOW, PATIENCE.toSeconds())
                            : e.sentence());
        } catch (RuntimeException bug) {
            LOG.error("A snapshot failed", bug);
            return Before.failed(HostText.of(HostTextCode.HOST_FAILED));
        }
    }

    private synchronized void remember(SessionId sessionId, String commit) {
        lastTurns.remove(sessionId);
        lastTurns.put(sessionId, commit);
        if (lastTurns.size() > MAX_SESSIONS) {
            lastTurns.remove(lastTurns.keySet().iterator().next());
        }
    }

    private synchronized Optional<String> remembered(SessionId sessionId) {
        return Optional.ofNullable(lastTurns.get(sessionId));
    }

    /** The tree with the files of a working tree as they are now. Waits for git. */
    String treeOf(Path directory, BooleanSupplier cancelled) throws RepositoryReader.UnreadableException {
        try {
            return store.treeOf(directory, LARGEST, cancelled)
                    .orElseThrow(() -> new RepositoryReader.UnreadableException(
                            HostText.of(HostTextCode.DIRECTORY_NO_REPOSITORY)));
        } catch (KeptException e) {
            throw new RepositoryReader.UnreadableException(e.sentence());
        }
    }

    /** The commit with the files before the session's last turn. Waits for git. */
    Optional<String> beforeLastTurn(SessionId sessionId, Path directory) {
        Optional<String> known = remembered(sessionId);
        if (known.isPresent()) {
            return known;
        }
        try {
            return store.list(directory).stream()
                    .filter(one ->
                            one.reason() == KeptTree.Reason.TURN && one.owner().equals(sessionId.value()))
                    .reduce((first, second) -> second)
                    .map(KeptTree::commit);
        } catch (KeptException e) {
            LOG.debug("No snapshots of {}: {}", directory, e.text());
            return Optional.empty();
        }
    }

    @Override
    public void restore(SessionId sessionId, Path directory, String snapshot, Consumer<After> then) {
        run(() -> then.accept(bringBack(sessionId, directory, snapshot)), () -> then.accept(After.refused(BUSY)));
    }

    private After bringBack(SessionId sessionId, Path directory, String snapshot) {
        Optional<String> other = otherWorking(sessionId, directory);
        if (other.isPresent()) {
            return After.refused(HostText.of(HostTextCode.NO_FILE_CHANGED_IN_USE, other.get()));
        }
        try {
            return after(store.restore(directory, snapshot, sessionId.value()));
        } catch (KeptException e) {
            return After.refused(e.sentence());
        } catch (RuntimeException bug) {
            LOG.error("A snapshot could not be brought back", bug);
            return After.refused(HostText.of(HostTextCode.RESTORE_DEFECT));
        }
    }

    private static After after(KeptStore.Restored restored) {
        List<KeptStore.Change> changes = restored.changes();
        HostText text = changes.isEmpty()
                ? HostText.of(HostTextCode.FILES_UNCHANGED)
                : changes.size() == 1
                        ? HostText.of(HostTextCode.FILE_RESTORED)
                        : HostText.of(HostTextCode.FILES_RESTORED, changes.size());
        for (Why why : Why.values()) {
            String paths = restored.left().stream()
                    .filter(left -> left.why() == why)
                    .map(Left::path)
                    .collect(Collectors.joining(", "));
            text = text.then(paths.isEmpty() ? HostText.NONE : HostText.of(left(why), paths));
        }
        StringBuilder detail = new StringBuilder();
        changes.stream()
                .limit(MAX_LINES)
                .forEach(change -> detail.append("- ")
                        .append(change.kind())
                        .append(" `")
                        .append(change.path().replace('`', '\''))
                        .append("`\n"));
        if (changes.size() > MAX_LINES) {
            detail.append("- \u2026 +").append(changes.size() - MAX_LINES).append("\n");
        }
        return new After(true, text, detail.toString(), restored.before().id());
    }

    private static HostTextCode left(Why why) {
        return switch (why) {
            case SUBMODULE -> HostTextCode.FILES_LEFT_SUBMODULE;
            case NESTED -> HostTextCode.FILES_LEFT_NESTED;
            case LARGE -> HostTextCode.FILES_LEFT_LARGE;
            case UNREADABLE -> HostTextCode.FILES_LEFT_UNREADABLE;
            case FILTERED -> HostTextCode.FILES_LEFT_FILTERED;
        };
    }

    /** The name of a session whose agent works in the directory, its working tree, above it or below it. */
    Optional<String> inTurn(Path directory) {
        return otherWorking(null, directory);
    }

    /** The name of another session whose agent works in the directory, its working tree, above it or below it. */
    private Optional<String> otherWorking(@Nullable SessionId sessionId, Path directory) {
        return new WorkingSessions(sessions).in(directory, sessionId);
    }

    /**
     * Lists the files that bringing a snapshot back would change.
     *
     * @param answer called once
     */
    void preview(RequestId requestId, Path directory, String snapshot, Consumer<HostMessage> answer) {
        run(
                readers,
                () -> answer.accept(changes(requestId, directory, snapshot)),
                () -> answer.accept(new HostMessage.Failure(requestId, ErrorCode.BUSY, BUSY)));
    }

    private HostMessage changes(RequestId requestId, Path directory, String snapshot) {
        try {
            List<KeptStore.Change> changes = store.preview(directory, snapshot, () -> false);
            return new HostMessage.RestorePreview(
                    requestId,
                    changes.stream()
                            .limit(MAX_SHOWN)
                            .map(change -> new RestoredFile(
                                    change.path(),
                                    change.kind() == 'A'
                                            ? RestoredFile.Kind.ADDED
                                            : change.kind() == 'D'
                                                    ? RestoredFile.Kind.DELETED
                                                    : RestoredFile.Kind.MODIFIED))
                            .toList(),
                    changes.size());
        } catch (KeptException e) {
            return new HostMessage.Failure(requestId, ErrorCode.CLOSED, e.sentence());
        } catch (RuntimeException bug) {
            LOG.error("A snapshot could not be compared", bug);
            return new HostMessage.Failure(requestId, ErrorCode.INTERNAL, HostText.of(HostTextCode.COMPARE_DEFECT));
        }
    }

    /** Answers a request about the snapshots of a repository. @param answer called once */
    void answer(ClientMessage.Request question, Consumer<HostMessage> answer) {
        RequestId requestId = question.requestId();
        run(
                question instanceof ClientMessage.ListKept ? readers : threads,
                () -> answer.accept(answered(question)),
                () -> answer.accept(new HostMessage.Failure(requestId, ErrorCode.BUSY, BUSY)));
    }

    private HostMessage answered(ClientMessage.Request question) {
        RequestId requestId = question.requestId();
        try {
            if (question instanceof ClientMessage.ListKept list) {
                return new HostMessage.Kept(requestId, listed(directory(list.directory())));
            } else if (question instanceof ClientMessage.RestoreKept wanted) {
                Path directory = directory(wanted.directory());
                Optional<String> working = otherWorking(null, directory);
                if (working.isPresent()) {
                    return new HostMessage.Failure(
                            requestId, ErrorCode.BUSY, HostText.of(HostTextCode.DIRECTORY_IN_USE, working.get()));
                }
                KeptStore.Restored restored = store.restore(directory, wanted.snapshot(), "");
                return new HostMessage.KeptRestored(
                        requestId,
                        after(restored).text(),
                        restored.changes().size(),
                        restored.before().id());
            } else if (question instanceof ClientMessage.ForgetKept forgotten) {
                return store.forget(directory(forgotten.directory()), forgotten.snapshot())
                        ? new HostMessage.Ack(requestId, IntentResult.Outcome.ACCEPTED, null, 0)
                        : new HostMessage.Failure(
                                requestId, ErrorCode.CLOSED, HostText.of(HostTextCode.SNAPSHOT_MISSING));
            }
            return new HostMessage.Failure(
                    requestId, ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.SNAPSHOT_REQUEST_UNKNOWN));
        } catch (KeptException e) {
            return new HostMessage.Failure(requestId, ErrorCode.CLOSED, e.sentence());
        } catch (InvalidPathException e) {
            return new HostMessage.Failure(
                    requestId, ErrorCode.NO_SUCH_DIRECTORY, HostText.of(HostTextCode.SNAPSHOT_NO_DIRECTORY));
        } catch (RuntimeException bug) {
            LOG.error("A request about snapshots failed", bug);
            return new HostMessage.Failure(requestId, ErrorCode.INTERNAL, HostText.of(HostTextCode.HOST_FAILED));
        }
    }

    private static Path directory(String text) {
        Path path = Path.of(text);
        if (!path.isAbsolute() || !Files.isDirectory(path)) {
            throw new InvalidPathException(text, "not a directory");
        }
        return path;
    }

    private List<KeptInfo> listed(Path directory) throws KeptException {
        List<KeptInfo> found = new ArrayList<>();
        for (KeptTree one : store.list(directory)) {
            found.add(
                    0,
                    new KeptInfo(
                            one.id(),
                            one.reason().name().toLowerCase(Locale.ROOT),
                            one.owner(),
                            one.at(),
                            one.directory().toString(),
                            one.branch(),
                            one.files(),
                            one.bytes()));
        }
        return found.subList(0, Math.min(found.size(), MAX_SHOWN));
    }

    @Override
    public void close() {
        threads.shutdownNow();
        readers.shutdownNow();
    }
}
