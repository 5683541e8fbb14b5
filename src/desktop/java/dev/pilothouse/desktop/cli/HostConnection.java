package dev.pilothouse.desktop.cli;

import dev.pilothouse.bridge.BridgeClient;
import dev.pilothouse.bridge.ClientSetup;
import dev.pilothouse.bridge.OpeningMessage;
import dev.pilothouse.bridge.Transport;
import dev.pilothouse.cache.HostCache;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionStore;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.StoreListener;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client of one host for the duration of a command, with blocking calls, which an app must not use.
 *
 * <p>Owns the lane, the client and the connector. Used on the command's thread; ends with {@link #close()}.
 */
final class HostConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HostConnection.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
    static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration JOB_TIMEOUT = Duration.ofMinutes(10);
    private static final int CAPACITY = 1024;
    /** A single failed attempt may be chance. */
    private static final int ATTEMPTS = 2;

    private final Lanes lanes;
    private final Lane lane;
    private final Transport.Connector connector;
    private final SessionStore store;
    private final BridgeClient client;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private ConnectionState last = new ConnectionState.Offline();
    private int losses;

    private HostConnection(HostId hostId, String name, Transport.Connector connector) {
        this.connector = connector;
        this.lanes =
                new Lanes("client", (thread, failure) -> LOG.error("A task of {} failed", thread.getName(), failure));
        this.lane = lanes.open("client-state", CAPACITY);
        this.store = new SessionStore(hostId, name, new StoreListener() {
            @Override
            public void hostChanged(boolean critical) {
                signal();
            }

            @Override
            public void sessionChanged(SessionId sessionId, boolean critical) {
                signal();
            }
        });
        ClientSetup setup = ClientSetup.of(lane, ProgramVersion.text(), "ctl", "");
        this.client = new BridgeClient(setup, connector, store, OpeningMessage.hello(setup.app()), HostCache.NONE);
    }

    /**
     * Connects and waits for the host's overview.
     *
     * @throws CommandFailure if it cannot be reached, or refuses this device
     */
    static HostConnection open(HostId hostId, String name, Transport.Connector connector) throws CommandFailure {
        HostConnection connection = new HostConnection(hostId, name, connector);
        try {
            connection.client.start();
            connection.awaitOverview();
            return connection;
        } catch (CommandFailure e) {
            connection.close();
            throw e;
        }
    }

    private void signal() {
        lock.lock();
        try {
            ConnectionState now = store.host().connection();
            if (now instanceof ConnectionState.Lost && !now.equals(last)) {
                losses++;
            }
            last = now;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitOverview() throws CommandFailure {
        long left = CONNECT_TIMEOUT.toNanos();
        lock.lock();
        try {
            while (true) {
                ConnectionState now = store.host().connection();
                if (now instanceof ConnectionState.Live && store.overviewKnown()) {
                    return;
                }
                if (now instanceof ConnectionState.Refused refused) {
                    throw CommandFailure.of(refused.code(), refused.text());
                }
                if (now instanceof ConnectionState.Lost lost && losses >= ATTEMPTS) {
                    throw CommandFailure.of(ErrorCode.UNREACHABLE, "The host cannot be reached: " + lost.reason());
                }
                if (left <= 0) {
                    throw CommandFailure.of(ErrorCode.UNREACHABLE, "The host did not answer in time.");
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(CommandFailure.OTHER, "interrupted", "Interrupted.");
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the connection state differs from {@code seen}, or for a second. */
    ConnectionState awaitLink(ConnectionState seen) throws InterruptedException {
        lock.lock();
        try {
            if (store.host().connection().equals(seen)) {
                changed.await(1, TimeUnit.SECONDS);
            }
            return store.host().connection();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the view of the host meets a condition.
     *
     * @param otherwise the error text after the timeout
     */
    HostView awaitView(Predicate<HostView> condition, Duration within, String otherwise) throws CommandFailure {
        long left = within.toNanos();
        lock.lock();
        try {
            while (true) {
                HostView view = store.host();
                if (condition.test(view)) {
                    return view;
                }
                if (view.connection() instanceof ConnectionState.Refused refused) {
                    throw CommandFailure.of(refused.code(), refused.text());
                }
                if (left <= 0) {
                    throw CommandFailure.of(ErrorCode.UNREACHABLE, otherwise);
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(CommandFailure.OTHER, "interrupted", "Interrupted.");
        } finally {
            lock.unlock();
        }
    }

    /** Opens a session and waits for its state. The subscription ends with the connection. */
    SessionState awaitSession(SessionId sessionId) throws CommandFailure {
        client.open(sessionId);
        awaitView(
                view -> store.session(sessionId)
                        .filter(shown -> shown.state().info() != null && shown.behind() == 0)
                        .isPresent(),
                ANSWER_TIMEOUT,
                "The host did not send the session in time.");
        return store.session(sessionId).orElseThrow().state();
    }

    /** Waits until the state of an open session meets a condition. */
    SessionState awaitState(SessionId sessionId, Predicate<SessionState> condition, String otherwise)
            throws CommandFailure {
        awaitView(
                view -> store.session(sessionId)
                        .filter(shown -> condition.test(shown.state()))
                        .isPresent(),
                ANSWER_TIMEOUT,
                otherwise);
        return store.session(sessionId).orElseThrow().state();
    }

    /** Whether the host has items before those of the state, and this client has room for them. */
    boolean hasEarlier(SessionState state) {
        return state.transcript().windowStart() > 1 && !state.transcript().isFull();
    }

    /** Requests the items before those of the state of an open session, and waits for them. */
    SessionState awaitEarlier(SessionId sessionId, SessionState state) throws CommandFailure {
        long start = state.transcript().windowStart();
        client.loadEarlier(sessionId);
        return awaitState(
                sessionId,
                now -> now.transcript().windowStart() < start,
                "The host did not send the earlier entries in time.");
    }

    /** Waits until a job is over, or waits for an answer of a person. */
    Job awaitJob(JobId jobId) throws CommandFailure {
        Predicate<Job> settled =
                job -> job.jobId().equals(jobId) && (job.state().isOver() || job.state() == JobState.WAITING_FOR_YOU);
        HostView view = awaitView(
                seen -> seen.jobs().stream().anyMatch(settled),
                JOB_TIMEOUT,
                "The host is still at it. 'pilothouse ctl jobs " + jobId + "' shows the outcome.");
        return view.jobs().stream().filter(settled).findFirst().orElseThrow();
    }

    /** Finds the session that a person names. */
    SessionId session(String text) throws CommandFailure {
        return SessionArgument.find(view().sessions(), text).sessionId();
    }

    SessionSummary summary(SessionId sessionId) throws CommandFailure {
        return SessionArgument.byId(view().sessions(), sessionId);
    }

    HostView view() {
        return store.host();
    }

    BridgeClient client() {
        return client;
    }

    /** Waits for the host's answer and returns its value. */
    <T> T value(CompletionStage<HostGateway.Reply<T>> stage) throws CommandFailure {
        HostGateway.Reply<T> reply = await(stage);
        if (reply instanceof HostGateway.Reply.Refused<T> refused) {
            throw CommandFailure.of(refused.code(), refused.text());
        }
        return ((HostGateway.Reply.Value<T>) reply).value();
    }

    /** Sends an intent and waits until the host has it on disk. */
    IntentResult.Accepted submit(Intent intent) throws CommandFailure {
        IntentResult result = await(client.submit(intent));
        if (result instanceof IntentResult.Refused refused) {
            throw CommandFailure.of(refused.code(), refused.text());
        }
        return (IntentResult.Accepted) result;
    }

    static <T> T await(CompletionStage<T> stage) throws CommandFailure {
        return await(stage, ANSWER_TIMEOUT);
    }

    static <T> T await(CompletionStage<T> stage, Duration within) throws CommandFailure {
        try {
            return stage.toCompletableFuture().get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw CommandFailure.of(
                    ErrorCode.UNREACHABLE, "The host did not answer within " + within.toSeconds() + " s.");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(CommandFailure.OTHER, "interrupted", "Interrupted.");
        }
    }

    /** Closes the connection, then the threads. Idempotent. */
    @Override
    public void close() {
        client.close();
        lane.close();
        connector.close();
        lanes.close();
    }
}
