package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.git.KeptException;
import dev.pilothouse.desktop.git.KeptStore;
import dev.pilothouse.desktop.git.KeptTree;
import dev.pilothouse.desktop.git.KeptTree.Left;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.RestoredFile;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.session.SessionSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots of the directories of sessions: before turns, and to bring files back.
 *
 * <p>Owns the threads {@code kept-files-n}, on which git is waited for. Thread-safe. Ends with {@link #close()}.
 */
final class KeptFileService implements FileUndo, AutoCloseable {
    /** The longest time that a prompt waits for the snapshot before it. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    /** The largest changed file in the snapshot of a turn. */
    static final long LARGEST = 32L * 1024 * 1024;

    static final int MAX_SHOWN = 500;

    private static final Logger LOG = LoggerFactory.getLogger(KeptFileService.class);
    private static final int THREADS = 4;
    private static final int WAITING = 64;
    private static final int MAX_LINES = 100;
    private static final String BUSY = "The host is busy with other snapshots. Try again in a moment.";

    private final KeptStore store;
    private final Supplier<List<SessionSummary>> sessions;
    private final BooleanSupplier enabled;
    private final ThreadPoolExecutor threads =
            NamedThreads.pool(THREADS, Duration.ofSeconds(30), WAITING, NamedThreads.numbered("kept-files"));

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
                () -> then.accept(new Before("", BUSY)));
    }

    private Before keep(SessionId sessionId, Path directory, BooleanSupplier late) {
        try {
            if (!isInRepository(directory) || !enabled.getAsBoolean()) {
                return Before.NOTHING;
            }
            return new Before(
                    store.keep(new KeptStore.Request(directory, KeptTree.Reason.TURN, sessionId.value(), LARGEST, late))
                            .snapshot()
                            .id(),
                    "");
        } catch (KeptException e) {
            return new Before(
                    "", late.getAsBoolean() ? "It took longer than " + PATIENCE.toSeconds() + " seconds." : e.text());
        } catch (RuntimeException bug) {
            LOG.error("A snapshot failed", bug);
            return new Before("", "The host failed. Its log says more.");
        }
    }

    /** Avoids a git process outside of a repository. */
    private static boolean isInRepository(Path directory) {
        for (Path folder = directory; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(".git"))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void restore(SessionId sessionId, Path directory, String snapshot, Consumer<After> then) {
        run(() -> then.accept(bringBack(sessionId, directory, snapshot)), () -> then.accept(failed(BUSY)));
    }

    private After bringBack(SessionId sessionId, Path directory, String snapshot) {
        Optional<String> other = otherWorking(sessionId, directory);
        if (other.isPresent()) {
            return failed("No file was changed: the session \"" + other.get()
                    + "\" works in the same directory. Wait for the end of its turn.");
        }
        try {
            return after(store.restore(directory, snapshot, sessionId.value()));
        } catch (KeptException e) {
            return failed(e.text());
        } catch (RuntimeException bug) {
            LOG.error("A snapshot could not be brought back", bug);
            return failed("The host failed to bring the files back. Its log says more.");
        }
    }

    private static After failed(String text) {
        return new After(false, text, "", "");
    }

    private static After after(KeptStore.Restored restored) {
        List<KeptStore.Change> changes = restored.changes();
        String text = changes.isEmpty()
                ? "The files were already as they were then."
                : changes.size() == 1 ? "1 file was put back." : changes.size() + " files were put back.";
        if (!restored.left().isEmpty()) {
            text += " Not put back: "
                    + restored.left().stream().map(KeptFileService::named).collect(Collectors.joining(", ")) + ".";
        }
        StringBuilder detail = new StringBuilder();
        changes.stream()
                .limit(MAX_LINES)
                .forEach(change -> detail.append("- ")
                        .append(change.kind() == 'A' ? "came back" : change.kind() == 'D' ? "removed" : "changed")
                        .append(": `")
                        .append(change.path().replace('`', '\''))
                        .append("`\n"));
        if (changes.size() > MAX_LINES) {
            detail.append("- and ").append(changes.size() - MAX_LINES).append(" more\n");
        }
        return new After(true, text, detail.toString(), restored.before().id());
    }

    private static String named(Left left) {
        String why = switch (left.why()) {
            case SUBMODULE -> "a submodule";
            case NESTED -> "another repository";
            case LARGE -> "too large";
            case UNREADABLE -> "unreadable";
            case FILTERED -> "stored by a filter";
        };
        return left.path() + " (" + why + ")";
    }

    /** The name of another session whose agent works in the directory, above it or below it. */
    private Optional<String> otherWorking(SessionId sessionId, Path directory) {
        return sessions.get().stream()
                .filter(one ->
                        !one.sessionId().equals(sessionId) && one.activity().turn() != null)
                .filter(one -> {
                    Path cwd = Path.of(one.cwd());
                    return cwd.startsWith(directory) || directory.startsWith(cwd);
                })
                .map(SessionSummary::name)
                .findFirst();
    }

    /**
     * Lists the files that bringing a snapshot back would change.
     *
     * @param answer called once
     */
    void preview(RequestId requestId, Path directory, String snapshot, Consumer<HostMessage> answer) {
        run(
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
            return new HostMessage.Failure(requestId, ErrorCode.CLOSED, e.text());
        } catch (RuntimeException bug) {
            LOG.error("A snapshot could not be compared", bug);
            return new HostMessage.Failure(
                    requestId, ErrorCode.INTERNAL, "The host failed to compare the files. Its log says more.");
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
