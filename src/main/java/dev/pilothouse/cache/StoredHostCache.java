package dev.pilothouse.cache;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.CacheCodec;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.session.CachedHost;
import dev.pilothouse.session.CachedSession;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.PendingIntent;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionStore;
import dev.pilothouse.session.SessionSummary;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One host's part of a {@link DeviceCache}. A change only sets a mark. At most {@link #BEHIND} later the lane reads the
 * newest value from the store, which any thread may do, and writes it. A streaming session therefore costs one write in
 * that time, independent of its output.
 *
 * <p>Only state that the host sent in this run is written, because restored state is already on the disk. A session is
 * stored as a window of its newest items, not with its whole history.
 *
 * <p>Owns the marks of unwritten changes; its monitor guards them. One thread at a time writes the files. Ends when it
 * is closed, or when its host is forgotten.
 */
final class StoredHostCache implements HostCache, AutoCloseable {

    /** The longest delay of a write of the host and its sessions. */
    static final Duration BEHIND = Duration.ofSeconds(2);

    static final int ITEMS = 200;
    static final long CHARACTERS = 256 * 1024;

    /** Must be raised when the format of a host or of intents changes. */
    private static final int VERSION = 1;

    private static final Logger LOG = LoggerFactory.getLogger(StoredHostCache.class);
    private static final Duration SAME_AGE = Duration.ofMinutes(1);
    private static final Duration AGAIN = Duration.ofMillis(50);

    private final HostId hostId;
    private final SessionStore store;
    private final Lane state;
    private final CacheFiles files;
    private final Lane lane;
    private final Clock clock;

    private final Set<SessionId> changed = new LinkedHashSet<>();
    private boolean hostChanged;
    private boolean isArmed;
    /** Null if they are written. */
    private @Nullable List<PendingIntent> intents;

    private boolean ended;

    /** Held while files are written. */
    private final Object writing = new Object();

    private @Nullable CachedHost written;
    /** Null before the first write. */
    private @Nullable Set<SessionId> retained;

    StoredHostCache(HostId hostId, SessionStore store, Lane state, CacheFiles files, Lane lane, Clock clock) {
        this.hostId = hostId;
        this.store = store;
        this.state = state;
        this.files = files;
        this.lane = lane;
        this.clock = clock;
    }

    // --- reading

    @Override
    public void load(Consumer<Kept> then) {
        if (!lane.tryExecute(() -> {
            Optional<CachedHost> host = read(CacheFiles.HOST, VERSION, CacheCodec::decodeHost);
            List<PendingIntent> pending =
                    read(CacheFiles.INTENTS, VERSION, CacheCodec::decodeIntents).orElse(List.of());
            runLogged(() -> then.accept(new Kept(host, pending)));
        })) {
            then.accept(Kept.NOTHING);
        }
    }

    @Override
    public void loadSession(SessionId sessionId, Consumer<Optional<CachedSession>> then) {
        if (!lane.tryExecute(() -> {
            Optional<CachedSession> session = read(
                            CacheFiles.session(sessionId), SessionReducer.VERSION, CacheCodec::decodeSession)
                    .filter(kept -> kept.state().sessionId().equals(sessionId)
                            && kept.state().info() != null);
            runLogged(() -> then.accept(session));
        })) {
            then.accept(Optional.empty());
        }
    }

    private interface Decoder<T> {
        T decode(byte[] content) throws CodecException;
    }

    private <T> Optional<T> read(String name, int version, Decoder<T> decoder) {
        Optional<byte[]> content = files.read(hostId, name, version);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(decoder.decode(content.get()));
        } catch (CodecException | IllegalArgumentException e) {
            files.drop(hostId, name);
            return Optional.empty();
        }
    }

    /** The caller waits for the answer, so a full client-state lane is retried. */
    private void runLogged(Runnable answer) {
        if (!state.tryExecute(answer)) {
            try {
                lane.schedule(AGAIN, () -> runLogged(answer));
            } catch (RejectedExecutionException e) {
                LOG.debug("The cached data of host {} arrived after its client was closed", hostId);
            }
        }
    }

    // --- what has changed

    @Override
    public synchronized void hostChanged() {
        hostChanged = true;
        arm();
    }

    @Override
    public synchronized void sessionChanged(SessionId sessionId) {
        changed.add(sessionId);
        arm();
    }

    private void arm() {
        if (!isArmed && !ended) {
            isArmed = true;
            try {
                lane.schedule(BEHIND, this::write);
            } catch (RejectedExecutionException closing) {
                // close() writes it.
                isArmed = false;
            }
        }
    }

    @Override
    public void intentsChanged(List<PendingIntent> now) {
        boolean isFirst;
        synchronized (this) {
            isFirst = intents == null;
            intents = List.copyOf(now);
        }
        if (isFirst && !lane.tryExecute(this::writeIntents)) {
            hostChanged();
        }
    }

    @Override
    public void flush() {
        synchronized (this) {
            hostChanged = true;
        }
        lane.tryExecute(this::write);
    }

    // --- writing

    private void write() {
        synchronized (writing) {
            List<SessionId> sessions;
            boolean isHost;
            synchronized (this) {
                isArmed = false;
                sessions = new ArrayList<>(changed);
                changed.clear();
                isHost = hostChanged;
                hostChanged = false;
            }
            writeIntents();
            if (isEnded() || !store.overviewKnown()) {
                return;
            }
            HostView view = store.host();
            Set<SessionId> known = view.sessions().stream()
                    .map(SessionSummary::sessionId)
                    .collect(Collectors.toCollection(HashSet::new));
            for (SessionId sessionId : sessions) {
                if (known.contains(sessionId)) {
                    store.cachedSession(sessionId).ifPresent(this::write);
                }
            }
            if (isHost) {
                write(view, known);
            }
        }
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    private void write(CachedSession session) {
        String name = CacheFiles.session(session.state().sessionId());
        for (int items = ITEMS; items > 0; items /= 2) {
            byte[] content = CacheCodec.encode(session.window(items, CHARACTERS * items / ITEMS));
            if (content.length <= Compression.MAX_UNPACKED
                    && files.write(hostId, name, SessionReducer.VERSION, content, false)) {
                return;
            }
        }
        LOG.debug(
                "The newest item of session {} alone is too large for the cache",
                session.state().sessionId());
    }

    private void write(HostView view, Set<SessionId> known) {
        CachedHost now = CachedHost.of(view, asOf(view));
        if (!isWritten(now)) {
            byte[] content = CacheCodec.encode(now);
            if (content.length > Compression.MAX_UNPACKED
                    || !files.write(hostId, CacheFiles.HOST, VERSION, content, false)) {
                LOG.warn("The list of sessions of host {} is too large for the cache", hostId);
            }
            written = now;
        }
        if (!known.equals(retained)) {
            files.retain(hostId, known);
            retained = known;
        }
    }

    /** Whether the stored value is current enough: a new ping time or a little more age is not worth a write. */
    private boolean isWritten(CachedHost now) {
        return written != null
                && Duration.between(written.asOf(), now.asOf()).compareTo(SAME_AGE) < 0
                && new CachedHost(
                                written.hostName(),
                                written.scope(),
                                written.sharing(),
                                written.agents(),
                                written.sessions(),
                                now.asOf())
                        .equals(now);
    }

    private Instant asOf(HostView view) {
        ConnectionState connection = view.connection();
        if (connection instanceof ConnectionState.Lost lost) {
            return lost.since();
        } else if (connection instanceof ConnectionState.Connecting connecting && connecting.since() != null) {
            return connecting.since();
        } else if (connection instanceof ConnectionState.Live || written == null) {
            return clock.instant();
        }
        return written.asOf();
    }

    private void writeIntents() {
        synchronized (writing) {
            List<PendingIntent> now;
            synchronized (this) {
                now = intents;
                intents = null;
                if (now == null || ended) {
                    return;
                }
            }
            // Waits for the disk: the intents must be sent even if the app ends from here on.
            byte[] content = CacheCodec.encode(now);
            if (content.length > Compression.MAX_UNPACKED
                    || !files.write(hostId, CacheFiles.INTENTS, VERSION, content, true)) {
                LOG.warn("The unsent intents for host {} could not be stored", hostId);
            }
        }
    }

    // --- the end

    @Override
    public void delete() {
        synchronized (this) {
            ended = true;
            changed.clear();
            intents = null;
        }
        Runnable removing = () -> {
            synchronized (writing) {
                files.removeHost(hostId);
            }
        };
        if (!lane.tryExecute(removing)) {
            // The content must be deleted, so the caller waits for the disk.
            removing.run();
        }
    }

    /** Writes waiting changes on the lane, then stores nothing more. */
    void endInTurn() {
        lane.tryExecute(this::close);
    }

    @Override
    public void close() {
        synchronized (writing) {
            synchronized (this) {
                hostChanged = true;
            }
            write();
            synchronized (this) {
                ended = true;
            }
        }
    }
}
