package dev.pilothouse.desktop.host;

import dev.pilothouse.bridge.InProcessTransport;
import dev.pilothouse.bridge.LocalBridge;
import dev.pilothouse.bridge.OkHttpConnector;
import dev.pilothouse.bridge.Transport;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.pairing.PairingTicket;
import dev.pilothouse.protocol.AdminCommand;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.ProtocolVersion;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.session.Cursor;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.WhenBusy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/**
 * A minimal client: sends exactly what a test specifies, records all received messages, and folds its subscriptions. It
 * reconnects only on request.
 */
public final class TestClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Transport.Connector connector;
    private final AutoCloseable resource;
    private final List<HostMessage> heard = new ArrayList<>();
    private final Map<SessionId, SessionState> states = new HashMap<>();
    private final Map<SessionId, Long> gens = new HashMap<>();
    private final Map<Long, SessionId> subs = new HashMap<>();
    private Transport transport;
    private String lost;
    private boolean open;
    private int gaps;
    private long lastSub;

    private TestClient(Transport.Connector connector, AutoCloseable resource) {
        this.connector = connector;
        this.resource = resource;
    }

    public static TestClient local(LocalBridge bridge) {
        return new TestClient(InProcessTransport.to(bridge), () -> {}).connect();
    }

    public static TestClient remote(PairedHost host, Identity self) {
        OkHttpConnector connector = new OkHttpConnector(host, self);
        return new TestClient(connector, connector).connect();
    }

    /** For a test that connects itself. */
    public static TestClient unconnected(PairedHost host, Identity self) {
        OkHttpConnector connector = new OkHttpConnector(host, self);
        return new TestClient(connector, connector);
    }

    /** Connects, greets and subscribes as far as the link allows, and listens until the link is lost. */
    public void followUntilLost(SessionId sessionId) {
        connect();
        transport.send(new ClientMessage.Hello(ProtocolVersion.MIN, ProtocolVersion.MAX, "test"));
        transport.send(new ClientMessage.Subscribe(known(sessionId), sessionId, cursor(sessionId)));
        until("the link is cut", () -> {
            // Keeps sending, so that the cut also comes after the session has become idle.
            transport.send(new ClientMessage.Ping(1));
            return lost != null;
        });
        transport.close();
    }

    private synchronized long known(SessionId sessionId) {
        long sub = ++lastSub;
        subs.put(sub, sessionId);
        return sub;
    }

    private synchronized Cursor cursor(SessionId sessionId) {
        SessionState state = states.get(sessionId);
        return state == null ? Cursor.START : new Cursor(gens.get(sessionId), state.seq());
    }

    /** Connects, and pairs with the ticket. */
    public static TestClient paired(PairingTicket ticket, Identity self, String name) {
        TestClient client = remote(PairedHost.of(ticket, Instant.EPOCH), self);
        client.pair(ticket, name);
        return client;
    }

    public TestClient connect() {
        synchronized (this) {
            lost = null;
            open = false;
            subs.clear();
        }
        transport = connector.connect(new Transport.Listener() {
            @Override
            public void onOpen(String pairingCode) {
                synchronized (TestClient.this) {
                    open = true;
                }
            }

            @Override
            public void onMessage(HostMessage message) {
                hear(message);
            }

            @Override
            public void onLost(HostText reason) {
                synchronized (TestClient.this) {
                    lost = reason.text();
                }
            }
        });
        until("the connection opens or is lost", () -> open || lost != null);
        return this;
    }

    private synchronized void hear(HostMessage message) {
        heard.add(message);
        if (message instanceof HostMessage.Snapshot snapshot) {
            states.put(snapshot.state().sessionId(), snapshot.state());
            gens.put(snapshot.state().sessionId(), snapshot.gen());
        } else if (message instanceof HostMessage.Updates batch) {
            fold(batch);
        }
    }

    private void fold(HostMessage.Updates batch) {
        SessionId sessionId = subs.get(batch.sub());
        if (sessionId == null) {
            // The test subscribed to it with its own message.
            return;
        }
        SessionState before = states.getOrDefault(sessionId, SessionState.empty(sessionId));
        if (batch.after() != before.seq()) {
            gaps++;
            return;
        }
        SessionState after = SessionReducer.applyAll(before, batch.updates());
        states.put(sessionId, after);
        if (batch.gen() != HostMessage.Updates.SAME_GEN) {
            gens.put(sessionId, batch.gen());
        }
    }

    public void send(ClientMessage message) {
        Transport.SendResult result = transport.send(message);
        if (result instanceof Transport.SendResult.Refused refused) {
            throw new IllegalStateException(refused.reason());
        }
    }

    public TestClient hello() {
        send(new ClientMessage.Hello(ProtocolVersion.MIN, ProtocolVersion.MAX, "test"));
        awaitHeard(HostMessage.Overview.class);
        return this;
    }

    public void pair(PairingTicket ticket, String name) {
        send(new ClientMessage.Pair(
                ProtocolVersion.MIN,
                ProtocolVersion.MAX,
                "test",
                ticket.ticketId(),
                ticket.secret().bytes(),
                name,
                "Test OS"));
    }

    public RequestId submit(Intent intent) {
        RequestId requestId = newRequestId();
        send(new ClientMessage.Submit(requestId, intent));
        return requestId;
    }

    public static RequestId newRequestId() {
        return new RequestId(UUID.randomUUID().toString());
    }

    public HostMessage.Ack done(Intent intent) {
        return ack(submit(intent));
    }

    public HostMessage.Ack ack(RequestId requestId) {
        HostMessage answer = answer(requestId);
        if (answer instanceof HostMessage.Ack ack) {
            return ack;
        }
        throw new AssertionError("not acknowledged: " + answer);
    }

    public HostMessage.Failure refused(RequestId requestId) {
        HostMessage answer = answer(requestId);
        if (answer instanceof HostMessage.Failure failure) {
            return failure;
        }
        throw new AssertionError("not refused: " + answer);
    }

    private HostMessage answer(RequestId requestId) {
        return await(
                "answer to " + requestId,
                message -> (message instanceof HostMessage.Ack ack
                                && ack.requestId().equals(requestId))
                        || (message instanceof HostMessage.Failure failure && requestId.equals(failure.requestId())));
    }

    public HostMessage admin(AdminCommand command) {
        RequestId requestId = newRequestId();
        send(new ClientMessage.Admin(requestId, command));
        return await("answer to " + command, message -> requestId.equals(requestIdOf(message)));
    }

    private static RequestId requestIdOf(HostMessage message) {
        if (message instanceof HostMessage.Ack ack) {
            return ack.requestId();
        } else if (message instanceof HostMessage.Failure failure) {
            return failure.requestId();
        } else if (message instanceof HostMessage.Devices devices) {
            return devices.requestId();
        }
        if (message instanceof HostMessage.Audit audit) {
            return audit.requestId();
        }
        if (message instanceof HostMessage.PushTargets targets) {
            return targets.requestId();
        }
        if (message instanceof HostMessage.Figures figures) {
            return figures.requestId();
        }
        return message instanceof HostMessage.TicketMade ticket ? ticket.requestId() : null;
    }

    /** Makes a session with an agent and waits until it can be prompted. */
    public SessionId session(String agent, String cwd) {
        SessionId sessionId = done(new Intent.CreateSession(new AgentId(agent), cwd, null, null, null))
                .sessionId();
        subscribe(sessionId);
        return sessionId;
    }

    public HostMessage.Ack prompt(SessionId sessionId, String text) {
        return done(new Intent.Prompt(sessionId, text, WhenBusy.QUEUE));
    }

    public void subscribe(SessionId sessionId) {
        send(new ClientMessage.Subscribe(known(sessionId), sessionId, cursor(sessionId)));
    }

    public synchronized Optional<SessionState> state(SessionId sessionId) {
        return Optional.ofNullable(states.get(sessionId));
    }

    public SessionState awaitState(SessionId sessionId, String what, Predicate<SessionState> condition) {
        until(what, () -> state(sessionId).filter(condition).isPresent());
        return state(sessionId).orElseThrow();
    }

    public <T extends HostMessage> T awaitHeard(Class<T> type) {
        return type.cast(await(type.getSimpleName(), type::isInstance));
    }

    public HostMessage await(String what, Predicate<HostMessage> condition) {
        until(what, () -> heard(condition).isPresent());
        return heard(condition).orElseThrow();
    }

    public synchronized Optional<HostMessage> heard(Predicate<HostMessage> condition) {
        return heard.stream().filter(condition).findFirst();
    }

    public synchronized List<HostMessage> heard() {
        return List.copyOf(heard);
    }

    /** All received updates, in the order of arrival. */
    public synchronized List<JournaledUpdate> updates(SessionId sessionId) {
        return heard.stream()
                .filter(HostMessage.Updates.class::isInstance)
                .flatMap(message -> ((HostMessage.Updates) message).updates().stream())
                .toList();
    }

    public synchronized int gaps() {
        return gaps;
    }

    public synchronized boolean isLost() {
        return lost != null;
    }

    public void awaitLost() {
        until("the connection ends", () -> lost != null);
    }

    private void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(TIMEOUT)
                .until(() -> {
                    synchronized (this) {
                        return condition.call();
                    }
                });
    }

    @Override
    public void close() {
        if (transport != null) {
            transport.close();
        }
        try {
            resource.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
