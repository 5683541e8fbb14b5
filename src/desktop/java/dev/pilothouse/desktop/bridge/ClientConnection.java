package dev.pilothouse.desktop.bridge;

import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.desktop.pairing.Device;
import dev.pilothouse.desktop.pairing.PairingOutcome;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AuditAction;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.protocol.BridgeCodec;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.InvalidMessageException;
import dev.pilothouse.protocol.ProtocolVersion;
import dev.pilothouse.protocol.WireEnum;
import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's end of one client connection. It identifies the client, checks its permissions and sends its messages. No
 * command takes effect before the first message, {@code hello} or {@code pair}, has identified the client.
 *
 * <p>Owns its outbox. Messages arrive on the connection's reader thread; other methods may be called from any thread.
 * Ends with the socket, or with {@link #bye}.
 */
final class ClientConnection implements ConnectionAcceptor.Inbound {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    private enum Phase {
        GREETING,
        ASKING,
        ACTIVE,
        OVER
    }

    private final String name;
    private final ConnectionAcceptor.Peer peer;
    private final Connections connections;
    private final HostOperations desk;
    private final Outbox outbox;
    private final FileRequests files;
    private volatile Phase phase = Phase.GREETING;
    /**
     * The device as the client was last informed. Permissions are read from the registry instead. Null before the
     * client is identified.
     */
    private volatile Device device;

    /** Access has ended. Commands received earlier have no effect either. */
    private volatile boolean barred;

    private volatile long heardAt = System.nanoTime();
    /** The one running search of this client. A new search cancels the one before. */
    private final AtomicReference<Cancellable> searching = new AtomicReference<>();

    /** The number of malformed messages after which the connection ends. */
    private static final int MAX_MALFORMED = 16;

    private int malformed;
    private boolean invalidLogged;
    private boolean unknownTold;

    ClientConnection(
            String name, ConnectionAcceptor.Peer peer, MessageSink sink, Connections connections, HostOperations desk) {
        this.name = name;
        this.peer = peer;
        this.connections = connections;
        this.desk = desk;
        this.outbox = new Outbox(
                name, sink, desk::feeds, connections.entries(), connections.batches(), System::nanoTime, this::ended);
        this.files = new FileRequests(desk.files(), outbox::reply, outbox::replyLater);
        outbox.start();
    }

    Outbox outbox() {
        return outbox;
    }

    /** Whether the client is identified. */
    boolean isKnown() {
        return device != null;
    }

    /** The device as the registry has it now, or the last known one if it was removed from the registry. */
    private Device present() {
        return connections.devices().find(peer.key()).orElse(device);
    }

    boolean isExpired() {
        return connections.isExpired(present());
    }

    ConnectionAcceptor.Peer peer() {
        return peer;
    }

    boolean isActive() {
        return phase == Phase.ACTIVE;
    }

    /** On the clock of {@link System#nanoTime}. */
    long heardAt() {
        return heardAt;
    }

    @Override
    public void receive(ClientMessage message) throws InterruptedException {
        heardAt = System.nanoTime();
        switch (phase) {
            case GREETING:
                greet(message);
                break;
            case ACTIVE:
                act(message);
                break;
            case ASKING:
                ask(message);
                break;
            default:
                break;
        }
    }

    /** Handles a message of a device that waits for approval. */
    private void ask(ClientMessage message) throws InterruptedException {
        if (message instanceof ClientMessage.Ping ping) {
            outbox.awaitReplySlot();
            outbox.reply(new HostMessage.Pong(ping.nonce()));
        } else {
            outbox.awaitReplySlot();
            refuse(message, ErrorCode.BAD_REQUEST, "This device is not let in yet. Send that again after the welcome.");
        }
    }

    private void greet(ClientMessage message) {
        if (message instanceof ClientMessage.Hello hello) {
            if (speaks(hello.minVersion(), hello.maxVersion())) {
                Optional<Device> known = connections.devices().find(peer.key());
                known.ifPresentOrElse(
                        this::enter,
                        () -> turnAway(
                                ErrorCode.NOT_PAIRED,
                                "This device is not paired with this host, or no longer. Pair it with a new ticket."));
            }
        } else if (message instanceof ClientMessage.Pair pair) {
            if (speaks(pair.minVersion(), pair.maxVersion())) {
                pair(pair);
            }
        } else {
            bye(ErrorCode.BAD_REQUEST, "The first message must be hello or pair.");
        }
    }

    private boolean speaks(int min, int max) {
        if (min <= ProtocolVersion.MAX && max >= ProtocolVersion.MIN) {
            return true;
        }
        boolean older = max < ProtocolVersion.MIN;
        phase = Phase.OVER;
        outbox.sayGoodbye(new HostMessage.Bye(
                ErrorCode.VERSION,
                "This host speaks protocol versions " + ProtocolVersion.MIN + " to " + ProtocolVersion.MAX
                        + ", this device " + min + " to " + max + ". Update Pilothouse on "
                        + (older ? "this device." : "the host."),
                ProtocolVersion.MIN,
                ProtocolVersion.MAX));
        return false;
    }

    private void pair(ClientMessage.Pair pair) {
        Optional<Device> known = connections.devices().find(peer.key());
        if (known.isPresent() && !connections.isExpired(known.get())) {
            // The reply to an earlier pair request was lost.
            welcome(known.get());
            return;
        }
        phase = Phase.ASKING;
        PairingOutcome outcome =
                connections.pairing().show(peer.key(), pair, peer.address(), peer.pairingCode(), this::paired);
        paired(outcome);
    }

    private void paired(PairingOutcome outcome) {
        if (phase != Phase.ASKING) {
            return;
        }
        if (outcome instanceof PairingOutcome.Paired paired) {
            Device taken = paired.device();
            connections
                    .audit()
                    .add(
                            AuditAction.PAIRED,
                            taken.deviceId(),
                            taken.name(),
                            WireEnum.word(taken.scope()),
                            peer.address());
            // The device's access may end before the approval.
            enter(taken);
        } else if (outcome instanceof PairingOutcome.Refused refused) {
            turnAway(refused.code(), refused.text());
        } else {
            outbox.notice(new HostMessage.PairingPending(peer.pairingCode()));
        }
    }

    /** Refuses a device and records the refusal. */
    private void turnAway(ErrorCode code, String text) {
        connections.audit().add(AuditAction.REFUSED, Device.idOf(peer.key()), "", WireEnum.word(code), peer.address());
        bye(code, text);
    }

    private void enter(Device known) {
        if (connections.isExpired(known)) {
            device = known;
            note(AuditAction.REFUSED, WireEnum.word(ErrorCode.EXPIRED));
            expired();
        } else {
            welcome(known);
        }
    }

    private void welcome(Device known) {
        device = known;
        if (!connections.admit(this)) {
            bye(ErrorCode.BUSY, "This device has too many connections already. Close one of them.");
            return;
        }
        phase = Phase.ACTIVE;
        connections.devices().seen(peer.key(), peer.address());
        outbox.welcome(new HostMessage.Welcome(
                desk.hostId(),
                desk.hostName(),
                ProtocolVersion.MAX,
                known.deviceId(),
                known.scope(),
                desk.sharing().toldTo(known.scope()),
                agents(known)));
        connections.welcomed(this);
        // The device may have been revoked or changed between the look-up and this line.
        connections.devices().find(peer.key()).ifPresentOrElse(now -> changed(), this::revoked);
    }

    private void act(ClientMessage message) throws InterruptedException {
        if (isExpired()) {
            expired();
            return;
        }
        Scope needed = CommandScopes.neededFor(message);
        if (message instanceof ClientMessage.Submit submit) {
            // The permission is checked later, after the look-up of an earlier outcome of the same request.
            outbox.awaitReplySlot();
            submit(submit);
        } else if (!may(needed)) {
            outbox.awaitReplySlot();
            note(AuditAction.FORBIDDEN, WireEnum.word(needed));
            refuse(message, ErrorCode.FORBIDDEN, forbidden(needed));
        } else if (message instanceof ClientMessage.Subscribe subscribe) {
            subscribe(subscribe);
        } else if (message instanceof ClientMessage.Unsubscribe unsubscribe) {
            outbox.unsubscribe(unsubscribe.sub());
        } else if (message instanceof ClientMessage.Unknown unknown) {
            unknown(unknown);
        } else {
            outbox.awaitReplySlot();
            request(message);
        }
    }

    /** A message of a later protocol version. It is ignored unless it expects a reply. */
    private void unknown(ClientMessage.Unknown message) throws InterruptedException {
        if (!unknownTold) {
            unknownTold = true;
            LOG.info("{} sends messages of a type that this host does not know: {}", name, message.type());
        }
        if (message.requestId() != null) {
            outbox.awaitReplySlot();
            refuse(message, ErrorCode.BAD_REQUEST, "This host does not know that request. Update Pilothouse there.");
        }
    }

    /**
     * Whether this device has the scope now. Reads the registry, not the scope last sent to the client. Used as its
     * {@link PermissionCheck}.
     */
    boolean may(Scope needed) {
        return !barred && connections.devices().covers(peer.key(), needed);
    }

    /** The sentence for a device whose scope does not cover the request. */
    static String forbidden(Scope needed) {
        return "This device may not do that: it needs the scope " + WireEnum.word(needed)
                + ". Ask for a wider scope on the host.";
    }

    private void subscribe(ClientMessage.Subscribe subscribe) throws InterruptedException {
        Optional<SessionFeed> feed = desk.feed(subscribe.sessionId());
        if (feed.isPresent() && outbox.subscribe(subscribe.sub(), feed.get(), subscribe.cursor())) {
            return;
        }
        outbox.awaitReplySlot();
        refuse(
                subscribe,
                feed.isPresent() ? ErrorCode.BUSY : ErrorCode.NO_SUCH_SESSION,
                feed.isPresent()
                        ? "Too many sessions are open on this connection."
                        : "There is no session " + subscribe.sessionId() + " on this host.");
    }

    /** Each branch sends exactly one reply and so uses one reply slot. */
    private void request(ClientMessage message) {
        if (message instanceof ClientMessage.History history) {
            if (!outbox.history(history.sub(), history.beforeBorn(), history.limit())) {
                refuse(
                        history,
                        ErrorCode.NO_SUCH_SESSION,
                        "There is no subscription " + history.sub() + " on this connection.");
            }
        } else if (message instanceof ClientMessage.Ping ping) {
            outbox.reply(new HostMessage.Pong(ping.nonce()));
        } else if (message instanceof ClientMessage.ListDirectory list) {
            outbox.reply(DirectoryLister.list(list.requestId(), list.path()));
        } else if (message instanceof ClientMessage.ListExternal list) {
            desk.externalSessions(list, outbox::reply);
        } else if (message instanceof ClientMessage.Search search) {
            endSearch();
            searching.set(desk.search(search, outbox::reply));
        } else if (files.take(message)) {
            return;
        } else if (message instanceof ClientMessage.FetchBlob fetch) {
            outbox.replyLater(() -> blob(fetch));
        } else if (message instanceof ClientMessage.Admin admin) {
            outbox.reply(admin.command()
                    .accept(new AdminCommandHandler(connections, desk, peer.key(), this::note, admin.requestId())));
        } else {
            refuse(message, ErrorCode.BAD_REQUEST, "This device has said hello already.");
        }
    }

    private void endSearch() {
        Cancellable running = searching.getAndSet(null);
        if (running != null) {
            running.cancel();
        }
    }

    /** Uses the reply slot. The error names the request or subscription of the message. */
    private void refuse(ClientMessage message, ErrorCode code, String text) {
        outbox.reply(new HostMessage.Failure(message.requestId(), message.sub(), code, text));
    }

    private void refuse(RequestId requestId, ErrorCode code, String text) {
        outbox.reply(new HostMessage.Failure(requestId, code, text));
    }

    private HostMessage blob(ClientMessage.FetchBlob fetch) {
        RequestId id = fetch.requestId();
        try {
            Optional<String> text = desk.blob(fetch.sessionId(), fetch.blobId());
            return text.isPresent()
                    ? new HostMessage.Blob(id, text.get())
                    : new HostMessage.Failure(id, ErrorCode.NO_SUCH_BLOB, "The host does not have that content.");
        } catch (IOException e) {
            LOG.warn("Content of {} could not be read: {}", fetch.sessionId(), e.toString());
            return new HostMessage.Failure(id, ErrorCode.NO_SUCH_BLOB, "The host could not read that content.");
        }
    }

    private void submit(ClientMessage.Submit submit) {
        Device sender = device;
        Cause cause =
                new Cause(submit.requestId(), sender.deviceId(), sender.name(), BridgeCodec.digest(submit.intent()));
        desk.submit(new Submission(
                submit.intent(),
                cause,
                this::may,
                result -> submitted(submit.intent(), result),
                accepted -> note(
                        AuditActions.of(submit.intent()), AuditActions.about(submit.intent(), accepted.sessionId()))));
    }

    private void submitted(Intent intent, IntentResult result) {
        if (result instanceof IntentResult.Accepted accepted) {
            outbox.reply(new HostMessage.Ack(
                    accepted.requestId(), accepted.outcome(), accepted.sessionId(), accepted.seq()));
        } else {
            IntentResult.Refused refused = (IntentResult.Refused) result;
            if (refused.code() == ErrorCode.FORBIDDEN) {
                note(AuditAction.FORBIDDEN, WireEnum.word(CommandScopes.neededFor(intent)));
            }
            refuse(refused.requestId(), refused.code(), refused.text());
        }
    }

    private void note(AuditAction deed, String about) {
        connections.audit().add(deed, device.deviceId(), device.name(), about, peer.address());
    }

    // --- from the host

    /**
     * The device's name, scope or expiry changed. Notifications may arrive in any order, so this reads the registry.
     */
    synchronized void changed() {
        Scope before = device.scope();
        device = present();
        Scope now = device.scope();
        if (connections.isExpired(device)) {
            expired();
        } else if (before != now) {
            outbox.news(
                    Outbox.Slot.SCOPE,
                    () -> new HostMessage.ScopeChanged(present().scope()));
            tellSharing();
            tellAgents();
            if (now == Scope.ADMIN) {
                connections.tellAsking(this);
            }
        }
    }

    /** Ends the connection because the device's access has expired. May be called more than once. */
    void expired() {
        if (!barred) {
            barred = true;
            bye(ErrorCode.EXPIRED, present().endText());
        }
    }

    /** Sends the sharing state to an identified client. The scope decides which details it contains. */
    void tellSharing() {
        if (device != null) {
            // Read when the message is sent, because the scope may be narrower by then.
            outbox.news(
                    Outbox.Slot.SHARING,
                    () -> new HostMessage.SharingChanged(
                            desk.sharing().toldTo(present().scope())));
        }
    }

    /** Sends the agents, reduced in the same way as in {@link #tellSharing}. */
    void tellAgents() {
        if (device != null) {
            outbox.news(Outbox.Slot.AGENTS, () -> new HostMessage.AgentsChanged(agents(present())));
        }
    }

    private List<AgentInfo> agents(Device told) {
        return desk.agents().stream().map(agent -> agent.toldTo(told.scope())).toList();
    }

    void revoked() {
        barred = true;
        bye(ErrorCode.REVOKED, "This device was removed on the host. Pair it again to come back.");
    }

    /** Sends the reason and ends the connection. */
    void bye(ErrorCode code, String text) {
        phase = Phase.OVER;
        outbox.sayGoodbye(new HostMessage.Bye(code, text, 0, 0));
        connections.cutOffSoon(this);
    }

    @Override
    public void malformed(String text) throws InterruptedException {
        LOG.warn("{} sent a message that cannot be read: {}", name, text);
        unusable(null, 0, "A message could not be read: " + text + ".", ++malformed > MAX_MALFORMED);
    }

    @Override
    public void invalid(InvalidMessageException fault) throws InterruptedException {
        if (!invalidLogged) {
            invalidLogged = true;
            LOG.info("{} sends messages that are not valid: {}", name, fault.getMessage());
        }
        unusable(
                fault.requestId().orElse(null),
                fault.sub(),
                "A message is not valid: " + fault.getMessage() + ".",
                false);
    }

    /** Replies to a message that has no effect. Ends the connection if it was the first message or one too many. */
    private void unusable(RequestId requestId, long sub, String text, boolean tooMany) throws InterruptedException {
        heardAt = System.nanoTime();
        if (phase == Phase.GREETING || phase != Phase.OVER && tooMany) {
            bye(ErrorCode.BAD_REQUEST, text);
        } else if (phase == Phase.ACTIVE && isExpired()) {
            expired();
        } else if (phase != Phase.OVER) {
            outbox.awaitReplySlot();
            outbox.reply(new HostMessage.Failure(requestId, sub, ErrorCode.BAD_REQUEST, text));
        }
    }

    @Override
    public void closed() {
        outbox.end();
    }

    private void ended() {
        phase = Phase.OVER;
        endSearch();
        files.end();
        connections.over(this);
    }
}
