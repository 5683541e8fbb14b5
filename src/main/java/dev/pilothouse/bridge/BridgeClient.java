package dev.pilothouse.bridge;

import dev.pilothouse.cache.HostCache;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.ProtocolVersion;
import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.PendingIntent;
import dev.pilothouse.session.SessionGateway;
import dev.pilothouse.session.SessionStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mirrors one host into a {@link SessionStore} and controls its sessions. Connects, authenticates, keeps the link alive
 * or reconnects, subscribes, and resends intents until their outcome is known.
 *
 * <p>Owns the link, the subscriptions, and all pending requests. The methods of {@link SessionGateway}, {@link #start},
 * {@link #retryNow} and {@link #close()} may be called on any thread. All work runs on the client-state lane, which the
 * caller owns. Ends with {@link #close()}.
 */
public final class BridgeClient implements SessionGateway, AutoCloseable {

    /** Maximum time from the start of an attempt to the host's welcome. */
    static final Duration WELCOME_TIMEOUT = Duration.ofSeconds(30);
    /** Maximum time for approving a device on the host; slightly longer than the lifetime of a ticket. */
    static final Duration APPROVAL_TIMEOUT = Duration.ofSeconds(150);

    private static final Logger LOG = LoggerFactory.getLogger(BridgeClient.class);

    private final Lane lane;
    private final Transport.Connector connector;
    private final SessionStore store;
    private final ReconnectPolicy policy;
    private final Clock clock;
    private final LongSupplier ticker;
    private final OpeningMessage greeting;
    private final RequestIds ids = new RequestIds();
    private final IntentQueue intents;
    private final HostQueries queries;
    private final Subscriptions subscriptions;
    private final Followers followers;
    private final HostMessageHandler voice = new HostMessageHandler(this);
    private final Heartbeat heartbeat;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Volatile only for a close that the lane rejects. */
    private volatile @Nullable Link link;

    private boolean welcomed;
    private boolean overviewed;
    private boolean caughtUp;
    private boolean started;
    private boolean stopped;
    private boolean paused;
    private int attempt;
    /** When the displayed state was last up to date; null while the link is up, or if nothing is displayed. */
    private @Nullable Instant lostSince;

    private Cancellable retry = Cancellable.NOTHING;
    private Cancellable deadline = Cancellable.NOTHING;
    private Instant liveSince = Instant.EPOCH;
    private String pairingCode = "";

    /**
     * Makes a client that is idle until {@link #start}.
     *
     * @param store owned by the client-state lane
     * @param greeting the source of the first message
     * @param cache stores intents and sessions across runs; the caller closes it
     */
    public BridgeClient(
            ClientSetup setup,
            Transport.Connector connector,
            SessionStore store,
            OpeningMessage greeting,
            HostCache cache) {
        this.lane = setup.lane();
        this.clock = setup.clock();
        this.ticker = setup.ticker();
        this.connector = Objects.requireNonNull(connector, "connector");
        this.store = Objects.requireNonNull(store, "store");
        this.policy = new ReconnectPolicy(setup.random(), ticker);
        this.greeting = Objects.requireNonNull(greeting, "greeting");
        this.intents = new IntentQueue(store, this::send, clock, ticker, cache::intentsChanged);
        this.queries = new HostQueries(lane, ids, this::send);
        AtomicLong numbers = new AtomicLong();
        this.subscriptions = new Subscriptions(store, this::send, numbers::incrementAndGet, cache::loadSession);
        this.followers = new Followers(this::send, numbers::incrementAndGet);
        this.heartbeat = new Heartbeat(lane, ticker, this::send, this::roundTrip, this::drop);
    }

    /** The gateway for requests besides those about sessions. */
    public HostGateway host() {
        return queries;
    }

    /**
     * Restores the state of the previous run. Call on the lane, before {@link #start}.
     *
     * @param asOf when the restored state was last up to date
     * @param kept intents without a known outcome, and refused ones that were not dismissed
     */
    void restore(@Nullable Instant asOf, List<PendingIntent> kept) {
        lostSince = asOf;
        intents.restore(kept);
    }

    /** Connects, and then keeps the link up. */
    public void start() {
        onLane(() -> {
            started = true;
            connect();
        });
    }

    /**
     * Retries a lost or paused link at once, and probes a link that seems to be up. Has no effect before
     * {@link #start}.
     */
    public void retryNow() {
        onLane(() -> {
            if (stopped || closed.get()) {
                return;
            }
            paused = false;
            if (link == null) {
                policy.reset();
                retry.cancel();
                connect();
            } else if (welcomed) {
                heartbeat.probe();
            }
        });
    }

    /**
     * Closes the link and opens none until {@link #retryNow}, for an app in the background. The displayed state and its
     * cursors stay; new intents wait.
     */
    public void pause() {
        onLane(() -> {
            if (paused || stopped || closed.get()) {
                return;
            }
            paused = true;
            if (welcomed) {
                lostSince = clock.instant();
            }
            end();
            LOG.info("The link to {} is paused", store.host().hostId());
            store.connection(new ConnectionState.Offline());
        });
    }

    private void onLane(Runnable task) {
        if (!lane.tryExecute(task)) {
            LOG.warn("The lane {} refused a task of its client", lane.name());
        }
    }

    // --- the link

    private void connect() {
        if (!started || link != null || stopped || paused || closed.get()) {
            return;
        }
        attempt++;
        welcomed = false;
        store.connection(new ConnectionState.Connecting(attempt, lostSince));
        Link next = new Link(lane, ticker, voice);
        link = next;
        awaitWelcome(next, WELCOME_TIMEOUT, HostText.of(HostTextCode.LINK_TIMEOUT));
        next.open(connector);
    }

    private void awaitWelcome(Link expected, Duration within, HostText otherwise) {
        deadline.cancel();
        deadline = lane.schedule(within, () -> {
            if (link == expected && !welcomed) {
                drop(otherwise);
            }
        });
    }

    boolean isCurrent(Link candidate) {
        return candidate == link;
    }

    boolean isWelcomed() {
        return welcomed;
    }

    void opened(String code) {
        pairingCode = code;
        if (!Objects.requireNonNull(link).send(greeting.message())) {
            drop(HostText.of(HostTextCode.LINK_BROKE_AT_ONCE));
        }
    }

    void pairingPending(String code) {
        if (!pairingCode.isEmpty() && !pairingCode.equals(code)) {
            // The code comes from the handshake of both ends; a different one means a man in the middle.
            refuse(ErrorCode.PAIRING_REFUSED, HostText.of(HostTextCode.LINK_OTHER_CODE));
            return;
        }
        store.connection(new ConnectionState.AwaitingApproval(code));
        awaitWelcome(Objects.requireNonNull(link), APPROVAL_TIMEOUT, HostText.of(HostTextCode.PAIRING_NOBODY));
    }

    void welcome(HostMessage.Welcome welcome) {
        if (!welcome.hostId().equals(store.host().hostId())) {
            refuse(ErrorCode.NOT_PAIRED, HostText.of(HostTextCode.LINK_OTHER_HOST));
            return;
        }
        if (welcome.protocol() < ProtocolVersion.MIN || welcome.protocol() > ProtocolVersion.MAX) {
            refuse(
                    ErrorCode.VERSION,
                    HostText.of(
                            HostTextCode.BRIDGE_VERSIONS,
                            welcome.protocol(),
                            ProtocolVersion.MIN + "\u2013" + ProtocolVersion.MAX));
            return;
        }
        deadline.cancel();
        welcomed = true;
        overviewed = false;
        caughtUp = false;
        attempt = 0;
        lostSince = null;
        liveSince = clock.instant();
        policy.connected();
        greeting.welcomed();
        store.welcome(welcome.hostName(), welcome.scope(), welcome.sharing(), welcome.agents());
        store.agents(welcome.agents(), welcome.agentProblems());
        store.connection(new ConnectionState.Live(liveSince, null));
        heartbeat.start(Objects.requireNonNull(link));
        intents.connected();
        queries.connected();
        subscriptions.connected();
        followers.connected();
    }

    void onOverview() {
        overviewed = true;
        onSession();
    }

    /** Session data has arrived; checks whether all sessions are now up to date over this link. */
    void onSession() {
        if (!caughtUp && overviewed && subscriptions.allFlow()) {
            caughtUp = true;
            policy.onCaughtUp();
        }
    }

    private void roundTrip(Duration time) {
        store.connection(new ConnectionState.Live(liveSince, time));
    }

    /** @return false if there is no link, or it just turned out to be broken */
    private boolean send(ClientMessage message) {
        if (!welcomed || link == null) {
            return false;
        }
        if (link.send(message)) {
            return true;
        }
        // Does not wait for the transport to report the loss; pending messages are sent again over the next link.
        drop(HostText.of(HostTextCode.LINK_BROKE));
        return false;
    }

    /** Closes the link and schedules a reconnect. */
    void drop(HostText reason) {
        if (link == null) {
            return;
        }
        end();
        if (lostSince == null) {
            lostSince = clock.instant();
        }
        Duration delay = policy.nextDelay();
        LOG.info(
                "The link to {} is lost; next attempt in {} ms: {}",
                store.host().hostId(),
                delay.toMillis(),
                reason.text());
        store.connection(
                new ConnectionState.Lost(reason, lostSince, clock.instant().plus(delay)));
        retry = lane.schedule(delay, this::connect);
    }

    /** The host refused this device, so the client does not retry. */
    void refuse(ErrorCode code, HostText text) {
        stopped = true;
        end();
        LOG.info("Host {} refuses this device: {}", store.host().hostId(), code);
        store.connection(new ConnectionState.Refused(code, text));
        intents.refuseAll(code, text);
    }

    private void end() {
        Link old = link;
        link = null;
        welcomed = false;
        pairingCode = "";
        deadline.cancel();
        retry.cancel();
        heartbeat.stop();
        if (old != null) {
            old.close();
        }
        queries.onLost();
        subscriptions.onLost();
        followers.onLost();
    }

    // --- answers to requests

    void answered(HostMessage.Reply reply) {
        if (!(reply instanceof HostMessage.Ack ack && intents.accepted(ack))) {
            queries.answered(reply);
        }
    }

    void failed(HostMessage.Failure failure) {
        if (failure.sub() != 0 && subscriptions.refused(failure.sub())) {
            LOG.info("The host refuses a subscription: {}", failure.text());
            onSession();
        } else if (failure.sub() != 0 && followers.refused(failure.sub(), failure.code(), failure.text())) {
            LOG.info("The host refuses the subscription of a follower: {}", failure.text());
        } else if (failure.requestId() == null) {
            LOG.warn("The host reports {}: {}", failure.code(), failure.text());
        } else if (!intents.refused(failure.requestId(), failure.code(), failure.sentence())) {
            queries.refused(failure.requestId(), failure.code(), failure.sentence());
        }
    }

    SessionStore store() {
        return store;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    Followers followers() {
        return followers;
    }

    Heartbeat heartbeat() {
        return heartbeat;
    }

    // --- intents and subscriptions

    @Override
    public CompletionStage<IntentResult> submit(Intent intent) {
        Objects.requireNonNull(intent, "intent");
        return submit(ids.next(), intent, null);
    }

    @Override
    public CompletionStage<IntentResult> submit(RequestId requestId, Intent intent, @Nullable Instant madeAt) {
        Objects.requireNonNull(intent, "intent");
        CompletableFuture<IntentResult> result = new CompletableFuture<>();
        if (closed.get() || !lane.tryExecute(() -> submit(requestId, intent, madeAt, result))) {
            result.complete(new IntentResult.Refused(requestId, ErrorCode.BUSY, HostText.of(HostTextCode.APP_BUSY)));
        }
        return result;
    }

    private void submit(
            RequestId requestId, Intent intent, @Nullable Instant madeAt, CompletableFuture<IntentResult> result) {
        if (stopped && store.host().connection() instanceof ConnectionState.Refused refused) {
            result.complete(new IntentResult.Refused(requestId, refused.code(), refused.sentence()));
        } else if (closed.get()) {
            result.complete(
                    new IntentResult.Refused(requestId, ErrorCode.UNREACHABLE, HostText.of(HostTextCode.APP_CLOSING)));
        } else {
            intents.submit(requestId, intent, madeAt, result);
        }
    }

    @Override
    public Subscription open(SessionId sessionId) {
        onLane(() -> subscriptions.open(sessionId));
        AtomicBoolean over = new AtomicBoolean();
        return () -> {
            if (over.compareAndSet(false, true)) {
                onLane(() -> subscriptions.close(sessionId));
            }
        };
    }

    /**
     * Follows a session's updates as they are in the journal, without folding them. Delivers each update once, in
     * order, across reconnects.
     *
     * @param after the seq after which to begin
     * @param sink called on the client-state lane
     */
    public Subscription follow(SessionId sessionId, long after, UpdateSink sink) {
        Follower follower = new Follower(sessionId, after, sink);
        onLane(() -> followers.add(follower));
        return () -> onLane(() -> followers.remove(follower));
    }

    @Override
    public void following(SessionId sessionId, boolean following) {
        onLane(() -> store.following(sessionId, following));
    }

    @Override
    public void loadEarlier(SessionId sessionId) {
        onLane(() -> subscriptions.loadEarlier(sessionId));
    }

    @Override
    public void markSeen(SessionId sessionId) {
        onLane(() -> store.markSeen(sessionId));
    }

    @Override
    public void dismiss(RequestId requestId) {
        onLane(() -> intents.dismiss(requestId));
    }

    @Override
    public void confirm(RequestId requestId) {
        onLane(() -> intents.confirm(requestId));
    }

    /**
     * Closes the link, then completes all pending requests: intents and queries without a known outcome complete as
     * unreachable. Cached intents are still sent in the next run. The store keeps its state. Idempotent; does not wait.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (!lane.tryExecute(this::shutDown)) {
            // The lane is closed or full; close the link here, so that it does not outlive its client.
            Link last = link;
            if (last != null) {
                last.close();
            }
        }
    }

    private void shutDown() {
        end();
        intents.end(HostText.of(HostTextCode.APP_WAS_CLOSED));
        store.connection(new ConnectionState.Offline());
    }
}
