package dev.pilothouse.desktop.recording;

import dev.pilothouse.bridge.LocalBridge;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.ProtocolVersion;
import dev.pilothouse.session.Cursor;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A client of a host in this process that records all messages and their times. Its monitor guards the records.
 * {@link LocalBridge.Sink} is called on the host's writer thread, all else on the recording thread. Ends with {@link #close()}.
 */
final class HostRecorder implements LocalBridge.Sink, AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** @param at by the clock of this machine, which is also the host's */
    record Heard(Instant at, HostMessage message) {}

    private final LocalBridge.Link link;
    private final List<Heard> received = new ArrayList<>();
    private final Map<SessionId, SessionState> states = new HashMap<>();
    private final Map<SessionId, SessionSummary> overview = new HashMap<>();
    private final Map<Long, SessionId> subs = new HashMap<>();
    private long requests;

    HostRecorder(LocalBridge host) {
        link = host.open(this);
        link.send(new ClientMessage.Hello(ProtocolVersion.MIN, ProtocolVersion.MAX, "Pilothouse recorder"));
        await("the welcome", () -> !received(HostMessage.Overview.class).isEmpty());
    }

    @Override
    public synchronized void deliver(HostMessage message) {
        received.add(new Heard(Instant.now(), message));
        if (message instanceof HostMessage.Updates batch) {
            states.computeIfPresent(
                    subs.get(batch.sub()), (id, state) -> SessionReducer.applyAll(state, batch.updates()));
        } else if (message instanceof HostMessage.OverviewChanged changed) {
            changed.changed().forEach(summary -> overview.put(summary.sessionId(), summary));
        }
        notifyAll();
    }

    @Override
    public synchronized void closed() {
        notifyAll();
    }

    /** Creates a session with the demo agent and subscribes from its first update. */
    SessionId create(String cwd, String prompt) {
        RequestId id = submit(new Intent.CreateSession(new AgentId("demo"), cwd, null, null, prompt));
        SessionId session = Objects.requireNonNull(ack(id).sessionId());
        long sub;
        synchronized (this) {
            sub = subs.size() + 1L;
            subs.put(sub, session);
            states.put(session, SessionState.empty(session));
        }
        link.send(new ClientMessage.Subscribe(sub, session, Cursor.START));
        return session;
    }

    void rename(SessionId session, String name) {
        ack(submit(new Intent.RenameSession(session, name)));
        await(
                "the new name of " + session,
                () -> Objects.requireNonNull(state(session).info()).name().equals(name) && isReceived(session));
    }

    /** Waits until the session has an open question, and the overview shows it. */
    PendingId awaitQuestion(SessionId session) {
        await("a question of " + session, () -> !state(session).open().isEmpty() && isReceived(session));
        return state(session).open().get(0).pending().pendingId();
    }

    /** @return the time of the answer */
    Instant answer(SessionId session, PendingId pending, String option) {
        Instant now = Instant.now();
        ack(submit(new Intent.AnswerPending(session, pending, new Answer.Option(option))));
        return now;
    }

    /** Waits until the turn is over, and the overview shows it. */
    void awaitEnd(SessionId session) {
        await(
                "the end of a turn of " + session,
                () -> state(session).lastTurn() != null
                        && Objects.requireNonNull(state(session).activity()).phase() == SessionPhase.IDLE
                        && isReceived(session));
    }

    /** Waits until a turn is running. */
    void awaitWork(SessionId session) {
        await(
                "work in " + session,
                () -> state(session).activity() != null
                        && state(session).transcript().size() > 2);
    }

    synchronized SessionState state(SessionId session) {
        return Objects.requireNonNull(states.get(session));
    }

    /** Returns the messages since a moment. */
    synchronized List<Heard> since(Instant from) {
        return received.stream().filter(entry -> !entry.at().isBefore(from)).toList();
    }

    synchronized @Nullable SessionId of(HostMessage.Updates batch) {
        return subs.get(batch.sub());
    }

    synchronized <M extends HostMessage> List<M> received(Class<M> type) {
        return received.stream()
                .map(Heard::message)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private boolean isReceived(SessionId session) {
        SessionSummary told = overview.get(session);
        return told != null && told.headSeq() >= state(session).seq();
    }

    private RequestId submit(Intent intent) {
        RequestId id = new RequestId("recorder-" + ++requests);
        link.send(new ClientMessage.Submit(id, intent));
        return id;
    }

    private HostMessage.Ack ack(RequestId id) {
        await(
                "an answer to " + id,
                () -> received(HostMessage.Ack.class).stream()
                                .anyMatch(ack -> ack.requestId().equals(id))
                        || received(HostMessage.Failure.class).stream().anyMatch(no -> id.equals(no.requestId())));
        return received(HostMessage.Ack.class).stream()
                .filter(ack -> ack.requestId().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The host refuses: "
                        + received(HostMessage.Failure.class).stream()
                                .map(HostMessage.Failure::text)
                                .toList()));
    }

    private synchronized void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        try {
            while (!condition.getAsBoolean()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new IllegalStateException("Waited in vain for " + what);
                }
                wait(Math.max(1, left / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + what, e);
        }
    }

    @Override
    public void close() {
        link.close();
    }
}
