package dev.pilothouse.desktop.bridge;

import dev.pilothouse.desktop.pairing.Device;
import dev.pilothouse.desktop.pairing.PairingOutcome;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AuditAction;
import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.InvalidMessageException;
import dev.pilothouse.protocol.ProtocolVersion;
import dev.pilothouse.protocol.WireEnum;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's end of one client connection. It identifies the client, and ends with the access of its device. No command
 * takes effect before the first message, {@code hello} or {@code pair}, has identified the client.
 *
 * <p>Owns its outbox and its request handler. Messages arrive on the connection's reader thread; other methods may be
 * called from any thread. Ends with the socket, or with {@link #bye}.
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
    private final ConnectedDevice device;
    private final RequestHandler requests;
    private final JobMirror jobs = new JobMirror();
    private final ScheduleMirror schedules = new ScheduleMirror();
    private final RunMirror runs = new RunMirror();
    private volatile Phase phase = Phase.GREETING;
    private volatile long lastReceivedAt = System.nanoTime();
    /** The number of malformed messages after which the connection ends. */
    private static final int MAX_MALFORMED = 16;

    private int malformed;
    private boolean invalidLogged;

    ClientConnection(
            String name, ConnectionAcceptor.Peer peer, MessageSink sink, Connections connections, HostOperations desk) {
        this.name = name;
        this.peer = peer;
        this.connections = connections;
        this.desk = desk;
        this.outbox = new Outbox(
                name, sink, desk::feeds, connections.entries(), connections.batches(), System::nanoTime, this::ended);
        this.device = new ConnectedDevice(peer, connections);
        this.requests = new RequestHandler(name, device, outbox, connections, desk);
        outbox.start();
    }

    Outbox outbox() {
        return outbox;
    }

    ConnectedDevice device() {
        return device;
    }

    /** The address of the client, for display. */
    String address() {
        return peer.address();
    }

    boolean isActive() {
        return phase == Phase.ACTIVE;
    }

    /** On the clock of {@link System#nanoTime}. */
    long lastReceivedAt() {
        return lastReceivedAt;
    }

    @Override
    public void receive(ClientMessage message) throws InterruptedException {
        lastReceivedAt = System.nanoTime();
        switch (phase) {
            case GREETING:
                handshake(message);
                break;
            case ACTIVE:
                if (device.isExpired()) {
                    expired();
                } else {
                    requests.handle(message);
                }
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
        outbox.awaitReplySlot();
        outbox.reply(
                message instanceof ClientMessage.Ping ping
                        ? new HostMessage.Pong(ping.nonce())
                        : RequestHandler.refusal(
                                message, ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.NOT_LET_IN_YET)));
    }

    private void handshake(ClientMessage message) {
        if (!(message instanceof ClientMessage.Opening opening)) {
            bye(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.BYE_FIRST_MESSAGE));
        } else if (supports(opening.minVersion(), opening.maxVersion())) {
            open(opening);
        }
    }

    private void open(ClientMessage.Opening opening) {
        if (opening instanceof ClientMessage.Pair pair) {
            pair(pair);
        } else {
            device.paired()
                    .ifPresentOrElse(
                            this::enter, () -> reject(ErrorCode.NOT_PAIRED, HostText.of(HostTextCode.BYE_NOT_PAIRED)));
        }
    }

    private boolean supports(int min, int max) {
        if (min <= ProtocolVersion.MAX && max >= ProtocolVersion.MIN) {
            return true;
        }
        boolean older = max < ProtocolVersion.MIN;
        phase = Phase.OVER;
        outbox.sendBye(new HostMessage.Bye(
                ErrorCode.VERSION,
                HostText.of(
                        older ? HostTextCode.BYE_VERSION_OF_DEVICE : HostTextCode.BYE_VERSION_OF_HOST,
                        ProtocolVersion.MIN,
                        ProtocolVersion.MAX,
                        min,
                        max),
                ProtocolVersion.MIN,
                ProtocolVersion.MAX));
        return false;
    }

    private void pair(ClientMessage.Pair pair) {
        Optional<Device> known = device.paired();
        if (known.isPresent() && !connections.isExpired(known.get())) {
            // The reply to an earlier pair request was lost.
            enter(known.get());
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
            device.identify(paired.device());
            device.note(AuditAction.PAIRED, WireEnum.toWire(paired.device().scope()));
            // The device's access may end before the approval.
            enter(paired.device());
        } else if (outcome instanceof PairingOutcome.Refused refused) {
            reject(refused.code(), refused.sentence());
        } else {
            outbox.notice(new HostMessage.PairingPending(peer.pairingCode()));
        }
    }

    /** Refuses a device and records the refusal. */
    private void reject(ErrorCode code, HostText text) {
        connections
                .audit()
                .add(AuditAction.REFUSED, Device.idOf(peer.key()), "", WireEnum.toWire(code), peer.address());
        bye(code, text);
    }

    private void enter(Device known) {
        device.identify(known);
        if (connections.isExpired(known)) {
            device.note(AuditAction.REFUSED, WireEnum.toWire(ErrorCode.EXPIRED));
            expired();
        } else {
            welcome(known);
        }
    }

    private void welcome(Device known) {
        if (!connections.admit(this)) {
            bye(ErrorCode.BUSY, HostText.of(HostTextCode.BYE_TOO_MANY_CONNECTIONS));
            return;
        }
        phase = Phase.ACTIVE;
        connections.devices().markSeen(peer.key(), peer.address());
        outbox.welcome(new HostMessage.Welcome(
                desk.hostId(),
                desk.hostName(),
                ProtocolVersion.MAX,
                known.deviceId(),
                known.scope(),
                desk.sharing().visibleTo(known.scope()),
                agents(known),
                agentProblems(known)));
        connections.welcomed(this);
        // The device may have been revoked or changed between the look-up and this line.
        device.paired().ifPresentOrElse(now -> changed(), this::revoked);
    }

    // --- from the host

    /**
     * The device's name, scope or expiry changed. Notifications may arrive in any order, so this reads the registry.
     */
    synchronized void changed() {
        boolean scopeChanged = device.refresh();
        if (device.isExpired()) {
            expired();
        } else if (scopeChanged) {
            outbox.notice(
                    Outbox.Slot.SCOPE,
                    () -> new HostMessage.ScopeChanged(device.present().scope()));
            sendSharing();
            sendAgents();
            connections.sendPairings(this);
        }
    }

    /** Ends the connection because the device's access has expired. May be called more than once. */
    void expired() {
        if (device.bar()) {
            bye(ErrorCode.EXPIRED, device.present().endText());
        }
    }

    /** Sends the sharing state to an identified client. The scope decides which details it contains. */
    void sendSharing() {
        if (device.isIdentified()) {
            // Read when the message is sent, because the scope may be narrower by then.
            outbox.notice(
                    Outbox.Slot.SHARING,
                    () -> new HostMessage.SharingChanged(
                            desk.sharing().visibleTo(device.present().scope())));
        }
    }

    /** Sends the agents, reduced in the same way as in {@link #sendSharing}. */
    void sendAgents() {
        if (device.isIdentified()) {
            outbox.notice(
                    Outbox.Slot.AGENTS,
                    () -> new HostMessage.AgentsChanged(agents(device.present()), agentProblems(device.present())));
        }
    }

    /** Sends the jobs that have changed since the last message about them. */
    void sendJobs() {
        if (isActive()) {
            outbox.noticeIfAny(Outbox.Slot.JOBS, this::changedJobs);
        }
    }

    /** Sends the schedules that have changed since the last message about them. */
    void sendSchedules() {
        if (isActive()) {
            outbox.noticeIfAny(Outbox.Slot.SCHEDULES, this::changedSchedules);
        }
    }

    /** On the writer thread. */
    private Optional<HostMessage> changedSchedules() {
        Optional<HostMessage> message = schedules.next(desk.schedules().shown());
        if (schedules.hasMore()) {
            sendSchedules();
        }
        return message;
    }

    /** On the writer thread. */
    private Optional<HostMessage> changedJobs() {
        Optional<HostMessage> message = jobs.next(desk.jobs().shown());
        if (jobs.hasMore()) {
            sendJobs();
        }
        return message;
    }

    /** Sends the runs that have changed since the last message about them. */
    void sendRuns() {
        if (isActive()) {
            outbox.noticeIfAny(Outbox.Slot.RUNS, this::changedRuns);
        }
    }

    /** On the writer thread. */
    private Optional<HostMessage> changedRuns() {
        Optional<HostMessage> message = runs.next(desk.runs().shown());
        if (runs.hasMore()) {
            sendRuns();
        }
        return message;
    }

    /** The file contains command lines, so its problems need the scope that shows those. */
    private List<ConfigError> agentProblems(Device told) {
        return told.scope().covers(Scope.STEER) ? desk.agentProblems() : List.of();
    }

    private List<AgentInfo> agents(Device told) {
        return desk.agents().stream()
                .map(agent -> agent.visibleTo(told.scope()))
                .toList();
    }

    void revoked() {
        device.bar();
        bye(ErrorCode.REVOKED, HostText.of(HostTextCode.BYE_REMOVED));
    }

    /** Sends the reason and ends the connection. */
    void bye(ErrorCode code, HostText text) {
        phase = Phase.OVER;
        outbox.sendBye(new HostMessage.Bye(code, text, 0, 0));
        connections.disconnectSoon(this);
    }

    @Override
    public void malformed(String text) throws InterruptedException {
        LOG.warn("{} sent a message that cannot be read: {}", name, text);
        unusable(null, 0, HostText.of(HostTextCode.MESSAGE_UNREADABLE, text), ++malformed > MAX_MALFORMED);
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
                HostText.of(HostTextCode.MESSAGE_INVALID, String.valueOf(fault.getMessage())),
                false);
    }

    /** Replies to a message that has no effect. Ends the connection if it was the first message or one too many. */
    private void unusable(@Nullable RequestId requestId, long sub, HostText text, boolean tooMany)
            throws InterruptedException {
        lastReceivedAt = System.nanoTime();
        if (phase == Phase.GREETING || phase != Phase.OVER && tooMany) {
            bye(ErrorCode.BAD_REQUEST, text);
        } else if (phase == Phase.ACTIVE && device.isExpired()) {
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
        requests.end();
        connections.onClosed(this);
    }
}
