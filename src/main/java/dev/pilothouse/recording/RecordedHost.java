package dev.pilothouse.recording;

import dev.pilothouse.bridge.LocalBridge;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SharingInfo;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.SessionSummary;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A host that plays a recording to each client, over the messages of the bridge, so that a client sees no difference to
 * another host. It starts when the first client connects. All times are shifted to the present. A question waits until
 * it is answered, and the playback then continues as recorded for that answer. Requests that were not recorded are
 * refused with one sentence.
 *
 * <p>Owns the played state. Confined to its own lane, except that {@link #open} and {@link #close()} may be called on
 * any thread. Ends with {@link #close()}, which stops the playback.
 */
public final class RecordedHost implements LocalBridge, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RecordedHost.class);

    private final Recording recording;
    private final Lane lane;
    private final Clock clock;
    private final String deviceName;
    private final Supplier<String> refusal;

    private final Map<SessionId, RecordedSession> sessions = new LinkedHashMap<>();
    private final Map<SessionId, SessionSummary> overview = new LinkedHashMap<>();
    /** The given answers by question; bounded by the number of questions in the recording. */
    private final Map<Question, HostMessage.Ack> answered = new HashMap<>();

    /** Question ids are unique only within a session. */
    private record Question(SessionId sessionId, PendingId pendingId) {}

    private final List<Connection> connections = new ArrayList<>();
    private boolean begun;
    private volatile boolean closed;

    /**
     * Plays the recording of this build.
     *
     * @param lane used by this host alone, because it may block while a client is behind; the caller closes it
     * @param clock the present time, for the shift of recorded times
     * @param deviceName the device name that answers carry
     * @param refusal the sentence for requests that were not recorded, in the person's language
     */
    public RecordedHost(Lane lane, Clock clock, String deviceName, Supplier<String> refusal) {
        this(Recording.ofThisBuild(), lane, clock, deviceName, refusal);
    }

    RecordedHost(Recording recording, Lane lane, Clock clock, String deviceName, Supplier<String> refusal) {
        this.recording = Objects.requireNonNull(recording, "recording");
        this.lane = Objects.requireNonNull(lane, "lane");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.deviceName = Objects.requireNonNull(deviceName, "deviceName");
        this.refusal = Objects.requireNonNull(refusal, "refusal");
        recording.sessions().forEach(id -> sessions.put(id, new RecordedSession(id)));
    }

    public HostId hostId() {
        return recording.welcome().hostId();
    }

    public String hostName() {
        return recording.welcome().hostName();
    }

    @Override
    public Link open(Sink sink) {
        Connection connection = new Connection(sink);
        if (closed || !lane.tryExecute(() -> connected(connection))) {
            throw new IllegalStateException("The recorded host is closed");
        }
        return connection;
    }

    private void connected(Connection connection) {
        connections.add(connection);
        if (!begun) {
            begun = true;
            Instant recorded = recording.zero().plus(recording.begins());
            play(recording.steps(), 0, recording.begins(), Duration.between(recorded, clock.instant()));
        }
    }

    // --- playing

    /**
     * Plays the steps that are due, and sets a timer for the next one.
     *
     * @param now the position up to which the track is played
     * @param later the shift of its times
     */
    private void play(List<Recording.Step> track, int from, Duration now, Duration later) {
        if (closed) {
            return;
        }
        int next = from;
        while (next < track.size() && track.get(next).at().compareTo(now) <= 0) {
            play(track.get(next).shiftedBy(later));
            next++;
        }
        if (next < track.size()) {
            int then = next;
            Duration due = track.get(next).at();
            // One timer per track. Remaining timers are dropped with the lane.
            lane.schedule(due.minus(now), () -> play(track, then, due, later));
        }
    }

    private void play(HostMessage message) {
        if (message instanceof HostMessage.Updates batch) {
            RecordedSession session =
                    Objects.requireNonNull(sessions.get(recording.sessions().get((int) batch.sub() - 1)));
            long before = session.head();
            List<JournaledUpdate> folded = session.fold(batch);
            connections.forEach(connection -> connection.sendUpdates(session, before, folded));
        } else if (message instanceof HostMessage.OverviewChanged changed) {
            List<SessionSummary> told = changed.changed().stream()
                    .flatMap(summary -> Stream.ofNullable(sessions.get(summary.sessionId()))
                            .map(session -> session.rebased(summary)))
                    .toList();
            told.forEach(summary -> overview.put(summary.sessionId(), summary));
            connections.forEach(connection -> connection.deliver(new HostMessage.OverviewChanged(told, List.of())));
        }
    }

    // --- messages from clients

    /** One client. Confined to the lane, except for {@link #send} and {@link #close()}. */
    private final class Connection implements Link, ClientMessage.Visitor<Void> {
        private final Sink sink;
        private final Map<Long, RecordedSession> subs = new LinkedHashMap<>();
        private volatile boolean over;
        private boolean welcomed;

        Connection(Sink sink) {
            this.sink = sink;
        }

        @Override
        public boolean send(ClientMessage message) {
            return !over
                    && !closed
                    && lane.tryExecute(() -> {
                        if (!over) {
                            message.accept(this);
                        }
                    });
        }

        @Override
        public void close() {
            over = true;
            if (!lane.tryExecute(() -> connections.remove(this))) {
                LOG.debug("The lane of the recorded host has ended before its client");
            }
        }

        void deliver(HostMessage message) {
            if (over || !(welcomed || message instanceof HostMessage.Bye)) {
                return;
            }
            try {
                sink.deliver(message);
            } catch (InterruptedException e) {
                // The lane's threads are interrupted only when the app ends.
                Thread.currentThread().interrupt();
                over = true;
            }
        }

        void sendUpdates(RecordedSession session, long before, List<JournaledUpdate> updates) {
            subs.forEach((sub, of) -> {
                if (of == session) {
                    deliver(HostMessage.Updates.upToHead(sub, session.gen(), before, session.head(), updates));
                }
            });
        }

        private Void refuse(RequestId requestId) {
            return fail(requestId, ErrorCode.FORBIDDEN, refusal.get());
        }

        private Void fail(@Nullable RequestId requestId, ErrorCode code, String text) {
            deliver(new HostMessage.Failure(requestId, code, text));
            return null;
        }

        @Override
        public Void opening(ClientMessage.Opening message) {
            return message instanceof ClientMessage.Pair ? refusePairing() : welcome();
        }

        private Void welcome() {
            HostMessage.Welcome recorded = recording.welcome();
            welcomed = true;
            // The demo shows steering; an admin's actions would concern other people's devices.
            deliver(new HostMessage.Welcome(
                    recorded.hostId(),
                    recorded.hostName(),
                    recorded.protocol(),
                    recorded.deviceId(),
                    Scope.STEER,
                    new SharingInfo(false, List.of()),
                    recorded.agents()));
            deliver(new HostMessage.Overview(List.copyOf(overview.values())));
            return null;
        }

        private Void refusePairing() {
            deliver(new HostMessage.Bye(ErrorCode.PAIRING_REFUSED, refusal.get(), 0, 0));
            over = true;
            sink.closed();
            return null;
        }

        @Override
        public Void subscribe(ClientMessage.Subscribe message) {
            RecordedSession session = sessions.get(message.sessionId());
            if (session == null || session.head() == 0) {
                return fail(null, ErrorCode.NO_SUCH_SESSION, refusal.get());
            }
            subs.put(message.sub(), session);
            if (session.isAt(message.cursor())) {
                deliver(HostMessage.Updates.upToHead(
                        message.sub(), session.gen(), session.head(), session.head(), List.of()));
            } else {
                deliver(new HostMessage.Snapshot(message.sub(), session.gen(), session.state()));
            }
            return null;
        }

        @Override
        public Void unsubscribe(ClientMessage.Unsubscribe message) {
            subs.remove(message.sub());
            return null;
        }

        /** A recording has no working trees. */
        @Override
        public Void watchRepositories(ClientMessage.WatchRepositories message) {
            return null;
        }

        /** A recording sends no notifications. */
        @Override
        public Void showSessions(ClientMessage.ShowSessions message) {
            return null;
        }

        @Override
        public Void history(ClientMessage.History message) {
            RecordedSession session = subs.get(message.sub());
            if (session != null) {
                // A snapshot here is complete, so there is no earlier history.
                deliver(new HostMessage.HistoryPage(message.sub(), session.head(), 1, List.of()));
            }
            return null;
        }

        @Override
        public Void request(ClientMessage.Request message) {
            return message instanceof ClientMessage.Submit submit
                            && submit.intent() instanceof Intent.AnswerPending answer
                    ? answer(message.requestId(), answer)
                    : refuse(message.requestId());
        }

        private Void answer(RequestId requestId, Intent.AnswerPending intent) {
            Question question = new Question(intent.sessionId(), intent.pendingId());
            HostMessage.Ack before = answered.get(question);
            if (before != null) {
                if (before.requestId().equals(requestId)) {
                    deliver(before);
                    return null;
                }
                return fail(requestId, ErrorCode.ALREADY_ANSWERED, refusal.get());
            }
            RecordedSession session = sessions.get(intent.sessionId());
            if (session == null || !session.hasQuestion(intent.pendingId())) {
                return fail(requestId, ErrorCode.NO_SUCH_PENDING, refusal.get());
            }
            List<Recording.Step> track = intent.answer() instanceof Answer.Option option
                    ? recording
                            .answers()
                            .get(new Recording.Choice(intent.sessionId(), intent.pendingId(), option.optionId()))
                    : null;
            if (track == null) {
                return refuse(requestId);
            }
            session.answeredBy(new Cause(requestId, recording.welcome().deviceId(), deviceName));
            Recording.Start start = Recording.start(track);
            play(track, 0, start.at(), Duration.between(start.recorded(), clock.instant()));
            HostMessage.Ack ack = new HostMessage.Ack(
                    requestId, IntentResult.Outcome.ACCEPTED, intent.sessionId(), session.answeredAt());
            answered.put(question, ack);
            deliver(ack);
            return null;
        }

        @Override
        public Void ping(ClientMessage.Ping message) {
            deliver(new HostMessage.Pong(message.nonce()));
            return null;
        }

        @Override
        public Void unknown(ClientMessage.Unknown message) {
            return null;
        }
    }

    /** Stops the playback and sends nothing more. Idempotent. */
    @Override
    public void close() {
        closed = true;
    }
}
