package dev.pilothouse.desktop.forge;

import dev.pilothouse.desktop.forge.ForgeException.Cause;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.PullRequestInfo;
import dev.pilothouse.model.RepositorySummary;
import dev.pilothouse.model.SessionId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the pull requests of the branches that some device looks at. One poll serves all devices. A branch is asked
 * about every 20 s while its checks run, every minute while it is open, and less often otherwise or after failures; soon
 * after a push. At most {@value #PER_MINUTE} branches are asked about in a minute, with three requests each. While
 * nobody looks, nothing is asked. After a rate limit, nothing is asked before its end.
 *
 * <p>Thread-safe. Asks on the given executor. Owns nothing that must be closed; its caller calls {@link #tick} once in a
 * second.
 */
public final class PullRequestWatch {
    static final int PER_MINUTE = 20;
    static final Duration WHILE_RUNNING = Duration.ofSeconds(20);
    static final Duration USUAL = Duration.ofMinutes(1);
    static final Duration RARELY = Duration.ofMinutes(5);
    /** A push has ended on the disk before the forge knows of it. */
    static final Duration AFTER_PUSH = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(PullRequestWatch.class);

    /** Asks about the branch of a directory; blocks. */
    interface Source {
        Optional<PullRequestInfo> look(Path directory) throws ForgeException;
    }

    private final Source source;
    private final Executor executor;
    private final Clock clock;

    // Guarded by this.
    private final Map<Object, Watcher> watchers = new HashMap<>();
    private final Map<Path, Entry> entries = new HashMap<>();
    private final List<Instant> looks = new ArrayList<>();
    private Instant limitedUntil = Instant.MIN;

    private record Watcher(Map<SessionId, Path> directories, Runnable onChange) {}

    /** The state of the branch that an answer is about. */
    private record Branch(String name, String upstream, int ahead) {}

    /** A directory that is looked at. Guarded by its watch. */
    private static final class Entry {
        private @Nullable Branch branch;
        private @Nullable PullRequestInfo info;
        private Instant due = Instant.MAX;
        private Duration pause = USUAL;
        private boolean running;
    }

    PullRequestWatch(Source source, Executor executor, Clock clock) {
        this.source = source;
        this.executor = executor;
        this.clock = clock;
    }

    /** As {@link dev.pilothouse.desktop.git.RepositoryWatch#watch}. */
    public synchronized void watch(Object watcher, Map<SessionId, Path> directories, Runnable onChange) {
        if (directories.isEmpty()) {
            watchers.remove(watcher);
        } else {
            watchers.put(watcher, new Watcher(Map.copyOf(directories), onChange));
        }
        Set<Path> used = new HashSet<>();
        watchers.values().forEach(each -> used.addAll(each.directories().values()));
        entries.keySet().retainAll(used);
        used.forEach(directory -> entries.computeIfAbsent(directory, added -> new Entry()));
    }

    /**
     * Adds what is known about the pull request of a branch. A branch that is new or has other commits is asked about
     * soon.
     */
    public synchronized RepositorySummary added(Path directory, RepositorySummary summary) {
        Entry entry = entries.get(directory);
        if (entry == null || summary.branch().isEmpty()) {
            return summary;
        }
        Branch now = new Branch(summary.branch(), summary.upstream(), summary.ahead());
        Branch before = entry.branch;
        if (!now.equals(before)) {
            entry.branch = now;
            boolean same = before != null && before.name().equals(now.name());
            if (!same) {
                entry.info = null;
            }
            Instant soon = before == null ? clock.instant() : clock.instant().plus(AFTER_PUSH);
            entry.due = entry.due.isBefore(soon) ? entry.due : soon;
        }
        return summary.with(entry.info);
    }

    /** An answer that a request has brought. */
    void known(Path directory, Optional<PullRequestInfo> info) {
        List<Runnable> changed;
        synchronized (this) {
            Entry entry = entries.get(directory);
            if (entry == null || Objects.equals(entry.info, info.orElse(null))) {
                return;
            }
            entry.info = info.orElse(null);
            changed = listeners(directory);
        }
        changed.forEach(Runnable::run);
    }

    private List<Runnable> listeners(Path directory) {
        return watchers.values().stream()
                .filter(each -> each.directories().containsValue(directory))
                .map(Watcher::onChange)
                .toList();
    }

    /** Starts what is due. */
    public void tick() {
        List<Path> due;
        synchronized (this) {
            Instant now = clock.instant();
            if (watchers.isEmpty() || now.isBefore(limitedUntil)) {
                return;
            }
            looks.removeIf(at -> !at.isAfter(now.minus(Duration.ofMinutes(1))));
            due = entries.entrySet().stream()
                    .filter(each ->
                            !each.getValue().running && !each.getValue().due.isAfter(now))
                    .sorted(Comparator.comparing(each -> each.getValue().due))
                    .limit(Math.max(0, PER_MINUTE - looks.size()))
                    .map(Map.Entry::getKey)
                    .toList();
            due.forEach(directory -> {
                looks.add(now);
                Objects.requireNonNull(entries.get(directory)).running = true;
            });
        }
        due.forEach(this::start);
    }

    private void start(Path directory) {
        try {
            executor.execute(() -> look(directory));
        } catch (RejectedExecutionException busy) {
            synchronized (this) {
                Entry entry = entries.get(directory);
                if (entry != null) {
                    entry.running = false;
                }
            }
        }
    }

    private void look(Path directory) {
        Optional<PullRequestInfo> found = Optional.empty();
        ForgeException told = null;
        @Nullable Branch asked;
        synchronized (this) {
            Entry entry = entries.get(directory);
            asked = entry == null ? null : entry.branch;
        }
        try {
            found = source.look(directory);
        } catch (ForgeException e) {
            told = e;
        } catch (RuntimeException bug) {
            LOG.error("A pull request could not be read", bug);
            told = new ForgeException(Cause.OTHER, HostText.NONE, null);
        }
        List<Runnable> changed = List.of();
        synchronized (this) {
            Instant now = clock.instant();
            Entry entry = entries.get(directory);
            if (told != null && told.until() != null) {
                limitedUntil = told.until();
            }
            if (entry == null) {
                return;
            }
            entry.running = false;
            if (!Objects.equals(entry.branch, asked)) {
                // The answer may be about another branch. The branch that is there now is due soon.
                return;
            }
            if (told != null) {
                // The last answer stays.
                entry.pause = entry.pause.multipliedBy(2).compareTo(RARELY) < 0 ? entry.pause.multipliedBy(2) : RARELY;
                LOG.debug("No answer about {}: {}", directory, told.getMessage());
            } else {
                entry.pause = pause(found);
                if (!Objects.equals(entry.info, found.orElse(null))) {
                    entry.info = found.orElse(null);
                    changed = listeners(directory);
                }
            }
            entry.due = now.plus(entry.pause);
        }
        changed.forEach(Runnable::run);
    }

    private static Duration pause(Optional<PullRequestInfo> found) {
        if (found.isEmpty()) {
            return USUAL;
        }
        PullRequestInfo info = found.get();
        if (!info.state().isOpen()) {
            return RARELY;
        }
        return info.checks().running() > 0 ? WHILE_RUNNING : USUAL;
    }
}
