package dev.pilothouse.desktop.git;

import dev.pilothouse.desktop.git.RepositoryReader.UnreadableException;
import dev.pilothouse.model.RepositorySummary;
import dev.pilothouse.model.SessionId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the summaries of the git working trees that some device looks at. Sessions in one working tree share one. A
 * tree is read again when its {@code .git} changes, when a session in it was active, and every quarter of a minute; but
 * never more often than once in a second, nor for more than a tenth of the time. While nobody looks, no git runs.
 *
 * <p>Thread-safe. Reads on the given executor. Owns nothing that must be closed; its caller calls {@link #tick} once in
 * a second while {@link #isWatched}.
 */
public final class RepositoryWatch {
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final int SHARE = 10;
    private static final Duration POLL = Duration.ofSeconds(15);
    private static final int POLL_SHARE = 50;

    private static final Logger LOG = LoggerFactory.getLogger(RepositoryWatch.class);

    private final RepositoryReader reader;
    private final Executor executor;
    private final LongSupplier ticker;

    // Guarded by this.
    private final Map<Object, Watcher> watchers = new HashMap<>();
    private final Map<Path, Folder> folders = new HashMap<>();
    private final Map<WorkingTree, Watched> trees = new HashMap<>();

    private record Watcher(Map<SessionId, Path> directories, Runnable onChange) {}

    private record Task(Runnable work, Runnable refused) {}

    /** The directory of one or more sessions. Guarded by its watch. */
    private static final class Folder {
        private Optional<WorkingTree> tree = Optional.empty();
        private boolean isKnown;
        private boolean isRunning;
        private long resolveAt;
    }

    /** A working tree that is looked at. Guarded by its watch. */
    private static final class Watched {
        private boolean isRunning;
        private boolean isRead;
        private boolean isTouched;
        private long fingerprint;
        private long earliest;
        private long pollAt;
        private @Nullable RepositorySummary summary;
    }

    /**
     * @param executor may refuse a task; it is then tried again at the next tick
     * @param ticker in nanoseconds
     */
    public RepositoryWatch(RepositoryReader reader, Executor executor, LongSupplier ticker) {
        this.reader = reader;
        this.executor = executor;
        this.ticker = ticker;
    }

    /**
     * Sets the sessions that a watcher looks at, with their directories. Replaces those before.
     *
     * @param onChange called on a thread of the executor; must not block
     */
    public void watch(Object watcher, Map<SessionId, Path> directories, Runnable onChange) {
        synchronized (this) {
            if (directories.isEmpty()) {
                watchers.remove(watcher);
            } else {
                watchers.put(watcher, new Watcher(Map.copyOf(directories), onChange));
            }
            Set<Path> used = new HashSet<>();
            watchers.values().forEach(each -> used.addAll(each.directories().values()));
            folders.keySet().retainAll(used);
            long now = ticker.getAsLong();
            for (Path directory : used) {
                folders.computeIfAbsent(directory, added -> {
                    Folder folder = new Folder();
                    folder.resolveAt = now;
                    return folder;
                });
            }
            dropUnused();
        }
        tick();
    }

    private void dropUnused() {
        Set<WorkingTree> used = new HashSet<>();
        folders.values().forEach(folder -> folder.tree.ifPresent(used::add));
        trees.keySet().retainAll(used);
    }

    /** Whether somebody looks at a session. */
    public synchronized boolean isWatched() {
        return !watchers.isEmpty();
    }

    /**
     * The last summary of the session's working tree.
     *
     * @return null if it is not known yet; empty if there is no repository, or if it cannot be read
     */
    public synchronized @Nullable Optional<RepositorySummary> summary(SessionId sessionId) {
        for (Watcher watcher : watchers.values()) {
            Path directory = watcher.directories().get(sessionId);
            Folder folder = directory == null ? null : folders.get(directory);
            if (folder == null || !folder.isKnown) {
                continue;
            }
            if (folder.tree.isEmpty()) {
                return Optional.empty();
            }
            Watched tree = trees.get(folder.tree.get());
            if (tree != null && tree.isRead) {
                return Optional.ofNullable(tree.summary);
            }
        }
        return null;
    }

    /** A session was active, so its files may have changed. Cheap. */
    public synchronized void touched(SessionId sessionId) {
        for (Watcher watcher : watchers.values()) {
            Path directory = watcher.directories().get(sessionId);
            Folder folder = directory == null ? null : folders.get(directory);
            if (folder != null) {
                folder.tree.map(trees::get).ifPresent(tree -> tree.isTouched = true);
                return;
            }
        }
    }

    /** Starts what is due. Never blocks. */
    public void tick() {
        List<Task> due = new ArrayList<>();
        synchronized (this) {
            long now = ticker.getAsLong();
            folders.forEach((directory, folder) -> {
                if (!folder.isRunning && now - folder.resolveAt >= 0) {
                    folder.isRunning = true;
                    due.add(new Task(() -> resolve(directory, folder), () -> folder.isRunning = false));
                }
            });
            trees.forEach((tree, watched) -> {
                if (!watched.isRunning && now - watched.earliest >= 0) {
                    watched.isRunning = true;
                    due.add(new Task(() -> look(tree, watched), () -> watched.isRunning = false));
                }
            });
        }
        for (Task task : due) {
            try {
                executor.execute(task.work());
            } catch (RejectedExecutionException busy) {
                // The next tick starts it.
                synchronized (this) {
                    task.refused().run();
                }
            }
        }
    }

    private void resolve(Path directory, Folder folder) {
        Optional<WorkingTree> tree = WorkingTree.containing(directory);
        boolean changed;
        synchronized (this) {
            changed = !folder.isKnown || !folder.tree.equals(tree);
            folder.isKnown = true;
            folder.isRunning = false;
            folder.tree = tree;
            folder.resolveAt = ticker.getAsLong() + POLL.toNanos();
            if (folders.get(directory) != folder) {
                return;
            }
            if (tree.isPresent() && !trees.containsKey(tree.get())) {
                Watched watched = new Watched();
                watched.earliest = ticker.getAsLong();
                trees.put(tree.get(), watched);
            }
            dropUnused();
        }
        if (changed && tree.isEmpty()) {
            changed(directory);
        } else if (changed) {
            tick();
        }
    }

    private void look(WorkingTree tree, Watched watched) {
        long fingerprint = GitFolder.of(tree).fingerprint();
        synchronized (this) {
            long now = ticker.getAsLong();
            boolean due = !watched.isRead
                    || watched.isTouched
                    || fingerprint != watched.fingerprint
                    || now - watched.pollAt >= 0;
            if (!due || trees.get(tree) != watched) {
                watched.isRunning = false;
                return;
            }
            watched.isTouched = false;
            watched.fingerprint = fingerprint;
        }
        long began = ticker.getAsLong();
        RepositorySummary summary = read(tree, watched);
        boolean changed;
        synchronized (this) {
            long now = ticker.getAsLong();
            long took = now - began;
            watched.earliest = now + Math.max(AGAIN.toNanos(), SHARE * took);
            watched.pollAt = now + Math.max(POLL.toNanos(), POLL_SHARE * took);
            watched.isRunning = false;
            changed = !watched.isRead || !Objects.equals(watched.summary, summary);
            watched.isRead = true;
            watched.summary = summary;
        }
        if (changed) {
            changed(tree);
        }
    }

    private @Nullable RepositorySummary read(WorkingTree tree, Watched watched) {
        try {
            return reader.summary(tree, () -> !isUsed(tree, watched));
        } catch (UnreadableException unreadable) {
            return null;
        } catch (RuntimeException bug) {
            // The tree would never be read again.
            LOG.error("The repository at {} could not be read", tree.root(), bug);
            return null;
        }
    }

    private synchronized boolean isUsed(WorkingTree tree, Watched watched) {
        return trees.get(tree) == watched;
    }

    private void changed(WorkingTree tree) {
        List<Path> directories;
        synchronized (this) {
            directories = folders.entrySet().stream()
                    .filter(entry -> entry.getValue().tree.equals(Optional.of(tree)))
                    .map(Map.Entry::getKey)
                    .toList();
        }
        directories.forEach(this::changed);
    }

    private void changed(Path directory) {
        List<Runnable> listeners;
        synchronized (this) {
            listeners = watchers.values().stream()
                    .filter(watcher -> watcher.directories().containsValue(directory))
                    .map(Watcher::onChange)
                    .toList();
        }
        listeners.forEach(Runnable::run);
    }
}
