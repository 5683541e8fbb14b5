package dev.pilothouse.desktop.bridge;

import dev.pilothouse.desktop.bridge.BridgeFailure.Reason;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pulse.CrashReporter;
import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.secure.Prologue;
import dev.pilothouse.secure.PublicKey;
import dev.pilothouse.secure.ResponderHandshake;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's server: one port, WebSocket at {@code /bridge}, {@code ok} at {@code /healthz}, and 404 for other paths.
 * It listens on loopback, and while sharing also at every address of this machine. Each address has its own listener,
 * so sharing can be switched without interrupting local clients. The listeners follow changes of the addresses.
 *
 * <p>Owns the listeners, their daemon threads ({@code bridge-…}) and every connection. Thread-safe. Ends with
 * {@link #close()}, which closes all connections.
 */
public final class BridgeServer implements AutoCloseable {
    /**
     * The addresses of this machine.
     *
     * @param source supplies those to listen on while sharing, most likely first; called repeatedly
     * @param onChanged called when they have changed while the bridge shares; must not block
     */
    public record Addresses(Supplier<List<InetAddress>> source, Runnable onChanged) {
        static final Addresses REAL = new Addresses(LocalAddresses::shareable, () -> {});
    }

    /**
     * Timeouts for a peer.
     *
     * @param firstMessage until its first message has been decrypted
     * @param stall until it has accepted a message from the host
     */
    record Patience(Duration firstMessage, Duration stall) {
        static final Patience NORMAL = new Patience(Duration.ofSeconds(10), SecureConnection.STALL);
    }

    private static final Logger LOG = LoggerFactory.getLogger(BridgeServer.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final int MAX_MESSAGE = 65_488;
    private static final int MAX_OFFERED = 16;
    private static final int MAX_SOCKETS = 512;
    private static final int MAX_THREADS = 64;
    private static final Duration SOCKET_IDLE = Duration.ofSeconds(120);
    private static final Duration HTTP_IDLE = Duration.ofSeconds(15);
    private static final Duration ADDRESS_CHECK = Duration.ofSeconds(10);
    private static final Duration CLOSE_GRACE = Duration.ofSeconds(1);

    private final ResponderHandshake responder;
    private final Patience patience;
    private final ConnectionAcceptor door;
    private final HandshakeLimiter<Endpoint> handshakeLimiter;
    private final HostNames names = new HostNames();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ScheduledExecutorService timer;
    private final Server server;
    private final ServerWebSocketContainer container;
    private final ServerConnector loopback;
    private final Map<InetAddress, ServerConnector> shared = new LinkedHashMap<>();
    private final Supplier<List<InetAddress>> addresses;
    private final Runnable onAddressesChanged;
    private List<InetAddress> named = List.of();
    private boolean sharing;

    private BridgeServer(
            int port,
            Identity identity,
            Predicate<PublicKey> known,
            ConnectionAcceptor door,
            Patience patience,
            Addresses addresses) {
        this.addresses = addresses.source();
        this.onAddressesChanged = addresses.onChanged();
        this.responder = new ResponderHandshake(identity);
        this.patience = patience;
        this.door = door;
        this.handshakeLimiter =
                new HandshakeLimiter<>(known, System::nanoTime, Comparator.comparingLong(endpoint -> endpoint.number));
        this.timer = newTimer();
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 2);
        threads.setName("bridge");
        threads.setDaemon(true);
        this.server = new Server(threads, new ScheduledExecutorScheduler("bridge-scheduler", true), null);
        this.container = ServerWebSocketContainer.ensure(server);
        container.setMaxBinaryMessageSize(MAX_MESSAGE);
        container.setMaxFrameSize(MAX_MESSAGE);
        container.setMaxTextMessageSize(1);
        container.setIdleTimeout(SOCKET_IDLE);
        container.setAutoFragment(false);
        server.addBean(new NetworkConnectionLimit(MAX_SOCKETS, server));
        server.setHandler(new Door());
        server.setStopTimeout(0);
        this.loopback = connector(LOOPBACK, port);
        server.addConnector(loopback);
    }

    private static ScheduledExecutorService newTimer() {
        ScheduledThreadPoolExecutor timer = NamedThreads.timer(NamedThreads.factory("bridge-timer"));
        // Tasks that arrive after shutdown are dropped.
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        return timer;
    }

    /**
     * Listens on loopback.
     *
     * @param port 1 to 65535, or 0 for any free port
     * @param known whether a key belongs to a paired device; such keys are exempt from the limits for unknown keys
     * @throws BridgeFailure if it cannot listen there
     */
    public static BridgeServer start(
            int port, Identity identity, Predicate<PublicKey> known, ConnectionAcceptor door, Addresses addresses)
            throws BridgeFailure {
        return start(port, identity, known, door, Patience.NORMAL, addresses);
    }

    static BridgeServer start(
            int port,
            Identity identity,
            Predicate<PublicKey> known,
            ConnectionAcceptor door,
            Patience patience,
            Addresses addresses)
            throws BridgeFailure {
        BridgeServer bridge = new BridgeServer(port, identity, known, door, patience, addresses);
        try {
            bridge.server.start();
        } catch (Exception e) {
            bridge.close();
            throw failure(LOOPBACK, port, e);
        }
        long period = ADDRESS_CHECK.toMillis();
        bridge.timer.scheduleWithFixedDelay(bridge::followGuarded, period, period, TimeUnit.MILLISECONDS);
        return bridge;
    }

    private static BridgeFailure failure(String address, int port, Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return new BridgeFailure(
                        Reason.PORT_IN_USE,
                        HostText.of(HostTextCode.BRIDGE_PORT_IN_USE, String.valueOf(port), address),
                        e);
            }
            if (cause instanceof SocketException) {
                return new BridgeFailure(
                        Reason.NOT_ALLOWED,
                        HostText.of(HostTextCode.BRIDGE_NOT_ALLOWED, port, String.valueOf(cause.getMessage())),
                        e);
            }
        }
        return new BridgeFailure(
                Reason.OTHER, HostText.of(HostTextCode.BRIDGE_CANNOT_START, String.valueOf(e.getMessage())), e);
    }

    private ServerConnector connector(String address, int port) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        ServerConnector connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory(http));
        connector.setHost(address);
        connector.setPort(port);
        connector.setIdleTimeout(HTTP_IDLE.toMillis());
        // On Windows this flag lets another program take over the port.
        connector.setReuseAddress(!System.getProperty("os.name", "").startsWith("Windows"));
        return connector;
    }

    public int port() {
        return loopback.getLocalPort();
    }

    public synchronized boolean sharing() {
        return sharing;
    }

    /** The URLs at which clients can reach the host now, best first. While not sharing, loopback alone. */
    public synchronized List<BridgeUrl> urls() {
        List<BridgeUrl> urls = new ArrayList<>();
        for (InetAddress address : sortedAddresses()) {
            urls.add(new BridgeUrl(false, address.getHostAddress(), port()));
        }
        urls.add(new BridgeUrl(false, LOOPBACK, port()));
        return urls;
    }

    /** The addresses at which the host listens for other machines, most likely first. Empty while not sharing. */
    public synchronized List<InetAddress> sharedAddresses() {
        return sortedAddresses();
    }

    /** In the order of the last address listing, not in the order in which the listeners started. */
    private List<InetAddress> sortedAddresses() {
        return named.stream().filter(shared::containsKey).toList();
    }

    /**
     * Starts or stops listening on the LAN. Stopping closes the connections that came over the LAN and no others.
     *
     * @throws BridgeFailure if there is a network and the bridge can listen on none of its addresses
     */
    public synchronized void setSharing(boolean on) throws BridgeFailure {
        sharing = on;
        BridgeFailure failure = listenOn(on ? addresses.get() : List.of());
        if (failure != null && shared.isEmpty()) {
            sharing = false;
            throw failure;
        }
    }

    /** Also accepts this host name, such as that of a tunnel. */
    public void allowHostName(String name) {
        names.allow(name);
    }

    public void disallowHostName(String name) {
        names.disallow(name);
    }

    /**
     * Checks this machine's addresses now, in addition to the check every ten seconds: they often change while the
     * machine sleeps. While sharing, starts listeners for new addresses and stops those for old ones.
     */
    public void followAddresses() {
        boolean changed;
        synchronized (this) {
            if (!sharing || closed.get()) {
                return;
            }
            Set<InetAddress> before = Set.copyOf(shared.keySet());
            listenOn(addresses.get());
            changed = !shared.keySet().equals(before);
        }
        if (changed) {
            onAddressesChanged.run();
        }
    }

    /** A scheduled task that throws is never run again. */
    private void followGuarded() {
        try {
            followAddresses();
        } catch (RuntimeException e) {
            CrashReporter.report(Thread.currentThread(), e);
        }
    }

    /** @return the last failure, or null */
    private @Nullable BridgeFailure listenOn(List<InetAddress> now) {
        for (Map.Entry<InetAddress, ServerConnector> each : List.copyOf(shared.entrySet())) {
            if (!now.contains(each.getKey())) {
                shared.remove(each.getKey());
                stop(each.getValue());
            }
        }
        named = List.copyOf(now);
        BridgeFailure failure = null;
        for (InetAddress address : now) {
            if (!shared.containsKey(address)) {
                ServerConnector connector = connector(address.getHostAddress(), port());
                server.addConnector(connector);
                try {
                    connector.start();
                    shared.put(address, connector);
                } catch (Exception e) {
                    stop(connector);
                    failure = failure(address.getHostAddress(), port(), e);
                    LOG.warn("Not shared at {}: {}", address.getHostAddress(), failure.getMessage());
                }
            }
        }
        return failure;
    }

    private void stop(ServerConnector connector) {
        try {
            connector.stop();
        } catch (Exception e) {
            LOG.warn("A listener did not stop cleanly: {}", e.toString());
        }
        server.removeConnector(connector);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        timer.shutdownNow();
        container.getOpenSessions().forEach(Session::disconnect);
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("The bridge did not stop cleanly: {}", e.toString());
        }
    }

    /** Checks each request before the upgrade to WebSocket. */
    private final class Door extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            String path = request.getHttpURI().getPath();
            if (!names.isOurs(Request.getServerName(request), Request.getLocalAddr(request))) {
                return answer(response, callback, HttpStatus.FORBIDDEN_403, "This is not a name of this host.\n");
            }
            if (request.getHeaders().contains(HttpHeader.ORIGIN)) {
                return answer(response, callback, HttpStatus.FORBIDDEN_403, "Browsers are not served.\n");
            }
            if ("/healthz".equals(path)) {
                return answer(response, callback, HttpStatus.OK_200, "ok\n");
            }
            if (!BridgeUrl.PATH.equals(path)) {
                return answer(response, callback, HttpStatus.NOT_FOUND_404, "There is nothing here.\n");
            }
            List<String> offered = request.getHeaders().getCSV(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, false);
            if (!offered.contains(Prologue.V1) || !request.getHeaders().contains(HttpHeader.UPGRADE, "websocket")) {
                response.getHeaders().put(HttpHeader.UPGRADE, "websocket");
                response.getHeaders().put(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, Prologue.V1);
                return answer(
                        response,
                        callback,
                        HttpStatus.UPGRADE_REQUIRED_426,
                        "This bridge speaks the WebSocket subprotocol " + Prologue.V1 + ".\n");
            }
            if (offered.size() > MAX_OFFERED || !offered.stream().allMatch(Prologue::isName)) {
                return answer(response, callback, HttpStatus.BAD_REQUEST_400, "These are not subprotocols.\n");
            }
            return container.upgrade(BridgeServer.this::upgrade, request, response, callback);
        }

        private boolean answer(Response response, Callback callback, int status, String text) {
            response.setStatus(status);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
            Content.Sink.write(response, true, text, callback);
            return true;
        }
    }

    private Object upgrade(ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
        // Ciphertext does not compress, and trying quadruples the processor time.
        response.setExtensions(List.of());
        response.setAcceptedSubProtocol(Prologue.V1);
        return new Endpoint(this, new Prologue(request.getSubProtocols(), Prologue.V1));
    }

    /** One WebSocket: the handshake first, then a {@link SecureConnection}. Public because Jetty requires it. */
    public static final class Endpoint implements Session.Listener, RawSocket {
        private final BridgeServer bridge;
        private final Prologue prologue;
        /** The order of upgrades. Jetty may report that two connections are open in another order. */
        private final long number;

        private final String name;
        private volatile @Nullable Session session;
        private final AtomicBoolean demanded = new AtomicBoolean();
        private volatile @Nullable SecureConnection connection;

        private Endpoint(BridgeServer bridge, Prologue prologue) {
            this.bridge = bridge;
            this.prologue = prologue;
            this.number = bridge.connections.incrementAndGet();
            this.name = "conn-" + number;
        }

        @Override
        public void onWebSocketOpen(Session opened) {
            session = opened;
            bridge.handshakeLimiter.begin(this).ifPresent(oldest -> oldest.abort("evicted by newer ones"));
            bridge.schedule(bridge.patience.firstMessage(), () -> {
                if (bridge.handshakeLimiter.end(this)) {
                    abort("nothing proved in time");
                }
            });
            demand();
        }

        /** The session. It is set before Jetty reports anything else. */
        private Session session() {
            return Objects.requireNonNull(session);
        }

        @Override
        public void onWebSocketBinary(ByteBuffer payload, org.eclipse.jetty.websocket.api.Callback callback) {
            byte[] message = new byte[payload.remaining()];
            payload.get(message);
            demanded.set(false);
            callback.succeed();
            SecureConnection established = connection;
            if (established != null) {
                established.receive(message);
            } else {
                handshake(message);
            }
        }

        private void handshake(byte[] message1) {
            try {
                ResponderHandshake.Accepted accepted = bridge.responder.accept(message1, prologue);
                String address = address(session().getRemoteSocketAddress());
                if (!bridge.handshakeLimiter.admits(accepted.channel().remoteKey(), address, isLoopback())) {
                    accepted.channel().close();
                    abort("too many strangers from " + address);
                    return;
                }
                connection = new SecureConnection(
                        name,
                        accepted.channel(),
                        this,
                        address,
                        bridge.door,
                        () -> bridge.handshakeLimiter.end(this),
                        bridge.patience.stall());
                send(accepted.message2(), this::demand, failure -> abort("the answer could not be sent"));
            } catch (dev.pilothouse.secure.ChannelException e) {
                abort(e.getMessage());
            }
        }

        private boolean isLoopback() {
            return session().getRemoteSocketAddress() instanceof InetSocketAddress remote
                    && remote.getAddress() != null
                    && remote.getAddress().isLoopbackAddress();
        }

        private static String address(SocketAddress remote) {
            return remote instanceof InetSocketAddress inet && inet.getAddress() != null
                    ? inet.getAddress().getHostAddress()
                    : "";
        }

        @Override
        public void onWebSocketText(String message) {
            abort("text instead of binary");
        }

        @Override
        public void onWebSocketError(Throwable cause) {
            LOG.debug("{} failed: {}", name, cause.toString());
            onEnd();
        }

        @Override
        public void onWebSocketClose(int statusCode, String reason, org.eclipse.jetty.websocket.api.Callback callback) {
            callback.succeed();
            onEnd();
        }

        private void onEnd() {
            bridge.handshakeLimiter.end(this);
            SecureConnection established = connection;
            if (established != null) {
                established.close();
            }
        }

        private void abort(String why) {
            LOG.info("{} is closed: {}", name, why);
            bridge.handshakeLimiter.end(this);
            session().disconnect();
        }

        @Override
        public void send(byte[] message, Runnable sent, Consumer<Throwable> failed) {
            session().sendBinary(ByteBuffer.wrap(message), org.eclipse.jetty.websocket.api.Callback.from(sent, failed));
        }

        @Override
        public void demand() {
            if (demanded.compareAndSet(false, true)) {
                session().demand();
            }
        }

        @Override
        public void close(int code, String reason) {
            session().close(code, reason, org.eclipse.jetty.websocket.api.Callback.NOOP);
            // Remaining messages are read and dropped, so that the peer's close frame is received.
            demand();
            bridge.schedule(CLOSE_GRACE, session()::disconnect);
        }

        @Override
        public void cut() {
            session().disconnect();
        }
    }

    private void schedule(Duration delay, Runnable task) {
        if (!closed.get()) {
            timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
