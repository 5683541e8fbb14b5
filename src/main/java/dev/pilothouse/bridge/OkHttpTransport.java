package dev.pilothouse.bridge;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.protocol.BridgeCodec;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.secure.ChannelException;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.secure.InitiatorHandshake;
import dev.pilothouse.secure.Prologue;
import dev.pilothouse.secure.SecureChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a paired host over a WebSocket. Connects to all its addresses in parallel; those of the LAN get a
 * head start of 200 ms. Uses the first address at which the host proves the pinned key.
 *
 * <p>Owns the attempts and, after one has succeeded, its socket and channel. The listener is called on the socket's
 * reader thread, which blocks while the listener is busy, as back-pressure to the host. Any thread may send and close.
 */
public final class OkHttpTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(OkHttpTransport.class);
    private static final Duration HEAD_START = Duration.ofMillis(200);
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int NORMAL = 1000;

    private enum Phase {
        RACING,
        OPEN,
        /** Lost or closed: the listener is not called any more. */
        OVER
    }

    private final Dialer dialer;
    private final PairedHost host;
    private final Identity self;
    private final Listener listener;
    private final List<Leg> legs = new ArrayList<>();
    private final Object sending = new Object();
    private Phase phase = Phase.RACING;
    private int legsLeft;
    private Failure failure = new Failure(0, HostText.of(HostTextCode.ADDRESS_MISSING));
    private volatile @Nullable Leg winner;
    private @Nullable SecureChannel channel;
    private @Nullable Thread delivering;

    private OkHttpTransport(Dialer dialer, PairedHost host, Identity self, Listener listener) {
        this.dialer = dialer;
        this.host = host;
        this.self = self;
        this.listener = listener;
    }

    static OkHttpTransport dial(Dialer dialer, PairedHost host, Identity self, Listener listener) {
        OkHttpTransport transport = new OkHttpTransport(dialer, host, self, listener);
        transport.startRace();
        return transport;
    }

    private void startRace() {
        boolean lan = host.urls().stream().anyMatch(url -> !url.secure());
        synchronized (this) {
            host.urls().forEach(url -> legs.add(new Leg(url)));
            legsLeft = legs.size();
        }
        for (Leg leg : List.copyOf(legs)) {
            dialer.schedule(leg.url.secure() && lan ? HEAD_START : Duration.ZERO, leg::start);
        }
        dialer.schedule(legs.isEmpty() ? Duration.ZERO : DEADLINE, this::onAllFailed);
    }

    private void onAllFailed() {
        Failure late = new Failure(1, HostText.of(HostTextCode.ADDRESS_LATE, DEADLINE.toSeconds()));
        Failure worst;
        synchronized (this) {
            worst = failure.rank() > late.rank() || legs.isEmpty() ? failure : late;
        }
        onFailed(null, worst);
    }

    /** One address of the race; after it, the socket of the winner. */
    private final class Leg extends WebSocketListener {
        private final BridgeUrl url;
        private @Nullable InitiatorHandshake handshake;
        private @Nullable WebSocket socket;
        private boolean out;

        Leg(BridgeUrl url) {
            this.url = url;
        }

        void start() {
            try {
                synchronized (OkHttpTransport.this) {
                    if (phase == Phase.RACING) {
                        socket = dialer.open(url, this);
                    }
                }
            } catch (IllegalArgumentException e) {
                fail(this, new Failure(1, HostText.of(HostTextCode.ADDRESS_INVALID, url)));
            }
        }

        void cancel() {
            if (socket != null) {
                socket.cancel();
            }
            if (handshake != null) {
                handshake.close();
            }
        }

        @Override
        public void onOpen(WebSocket opened, Response response) {
            if (!Prologue.V1.equals(response.header("Sec-WebSocket-Protocol"))) {
                fail(this, new Failure(2, HostText.of(HostTextCode.ADDRESS_OTHER_VERSION, url)));
                return;
            }
            handshake = new InitiatorHandshake(self, host.key(), Prologue.v1());
            opened.send(ByteString.of(handshake.message1()));
        }

        @Override
        public void onMessage(WebSocket from, ByteString bytes) {
            if (handshake != null && this != winner) {
                finishHandshake(handshake, from, bytes.toByteArray());
            } else {
                receive(bytes.toByteArray());
            }
        }

        private void finishHandshake(InitiatorHandshake begun, WebSocket from, byte[] message2) {
            try {
                SecureChannel opened = begun.finish(message2);
                if (!onConnected(this, opened)) {
                    opened.close();
                    from.cancel();
                }
            } catch (ChannelException e) {
                fail(this, new Failure(3, HostText.of(HostTextCode.ADDRESS_OTHER_KEY, url)));
            }
        }

        @Override
        public void onMessage(WebSocket from, String text) {
            fail(this, new Failure(2, HostText.of(HostTextCode.ADDRESS_NO_HOST, url)));
        }

        @Override
        public void onClosing(WebSocket from, int code, String reason) {
            fail(this, new Failure(1, HostText.of(HostTextCode.ADDRESS_CLOSED, url)));
        }

        @Override
        public void onFailure(WebSocket from, Throwable cause, Response response) {
            LOG.debug("{} failed: {}", url, cause.toString());
            if (this == winner) {
                fail(this, new Failure(1, HostText.of(HostTextCode.LINK_WENT_AWAY)));
            } else if (handshake != null) {
                // A host with another key cannot read the first message, so it closes the connection.
                fail(this, new Failure(2, HostText.of(HostTextCode.ADDRESS_UNPROVEN, url)));
            } else {
                fail(
                        this,
                        response == null
                                ? new Failure(1, HostText.of(HostTextCode.ADDRESS_NOT_REACHED, url))
                                : refusal(response.code()));
            }
        }

        private Failure refusal(int code) {
            if (code == 426) {
                return new Failure(2, HostText.of(HostTextCode.ADDRESS_VERSION, url));
            }
            return new Failure(2, HostText.of(HostTextCode.ADDRESS_HTTP, url, code));
        }
    }

    /** Why a leg failed. The failure with the highest rank is reported. */
    private record Failure(int rank, HostText text) {}

    private boolean onConnected(Leg leg, SecureChannel opened) {
        synchronized (this) {
            if (phase != Phase.RACING) {
                return false;
            }
            phase = Phase.OPEN;
            winner = leg;
            channel = opened;
            legs.stream().filter(other -> other != leg).forEach(Leg::cancel);
            delivering = Thread.currentThread();
        }
        LOG.info("Connected to {} at {}", host.name(), leg.url);
        listener.onOpen(opened.comparisonCode());
        endDelivery();
        return true;
    }

    private void receive(byte[] message) {
        SecureChannel current;
        synchronized (this) {
            if (phase != Phase.OPEN || channel == null) {
                return;
            }
            current = channel;
            delivering = Thread.currentThread();
        }
        try {
            Optional<byte[]> frame = current.opener().open(message);
            if (frame.isPresent()) {
                deliver(frame.get());
            }
        } catch (ChannelException e) {
            LOG.warn("The channel to {} ends: {}", host.name(), e.getMessage());
            onFailed(winner, new Failure(3, HostText.of(HostTextCode.LINK_DISTURBED)));
        } catch (InterruptedException e) {
            // Closed from this side while the listener was blocked.
            LOG.debug("Delivery to a closed transport was interrupted");
        } finally {
            endDelivery();
        }
    }

    private void deliver(byte[] frame) throws InterruptedException {
        HostMessage message;
        try {
            message = BridgeCodec.decodeHost(frame);
        } catch (CodecException e) {
            LOG.warn("{} sent a message that cannot be read: {}", host.name(), e.getMessage());
            onFailed(winner, new Failure(3, HostText.of(HostTextCode.LINK_UNREADABLE)));
            return;
        }
        listener.onMessage(message);
    }

    /** Clears an interrupt of close(), which is meant for the listener and not for the library's code after it. */
    private synchronized void endDelivery() {
        delivering = null;
        Thread.interrupted();
    }

    private void fail(Leg leg, Failure why) {
        synchronized (this) {
            if (leg.out) {
                return;
            }
            leg.out = true;
            leg.cancel();
            if (phase == Phase.RACING) {
                failure = why.rank() >= failure.rank() ? why : failure;
                if (--legsLeft > 0) {
                    return;
                }
                why = failure;
            } else if (leg != winner) {
                return;
            }
        }
        onFailed(winner, why);
    }

    /** @param leg the winner, or null if there is none yet; ignores losses of other legs */
    private void onFailed(@Nullable Leg leg, Failure why) {
        boolean opened;
        synchronized (this) {
            if (phase == Phase.OVER || leg != winner) {
                return;
            }
            opened = phase == Phase.OPEN;
            end();
        }
        listener.onLost(HostText.of(
                opened ? HostTextCode.LINK_BROKE_WHY : HostTextCode.LINK_NOT_CONNECTED_WHY, host.name(), why.text()));
    }

    private void end() {
        phase = Phase.OVER;
        legs.forEach(Leg::cancel);
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public SendResult send(ClientMessage message) {
        byte[] frame = BridgeCodec.encode(message);
        // Seal and send under one lock, because messages must be sent in the order of their nonces.
        synchronized (sending) {
            SecureChannel current;
            WebSocket socket;
            synchronized (this) {
                if (phase != Phase.OPEN || channel == null || winner == null || winner.socket == null) {
                    return new SendResult.Refused("There is no connection");
                }
                current = channel;
                socket = winner.socket;
            }
            try {
                for (byte[] sealed : current.sealer().seal(frame)) {
                    if (!socket.send(ByteString.of(sealed))) {
                        socket.cancel();
                        return new SendResult.Refused("The connection takes no more");
                    }
                }
                return new SendResult.Sent();
            } catch (ChannelException e) {
                return new SendResult.Refused("The connection has ended");
            }
        }
    }

    @Override
    public void close() {
        WebSocket polite = null;
        synchronized (this) {
            if (phase == Phase.OVER) {
                return;
            }
            if (phase == Phase.OPEN && winner != null) {
                polite = winner.socket;
                legs.remove(winner);
                if (delivering != null && delivering != Thread.currentThread()) {
                    delivering.interrupt();
                }
            }
            end();
        }
        if (polite != null) {
            // Sends queued messages first.
            polite.close(NORMAL, null);
            dialer.schedule(Duration.ofSeconds(1), polite::cancel);
        }
    }

    /** The HTTP clients, with common threads, and a timer. Shared by all attempts at a host; thread-safe. */
    static final class Dialer implements AutoCloseable {
        private final ExecutorService threads;
        private final ScheduledThreadPoolExecutor timer;
        /** Without TLS, whose certificates take long to load. */
        private final OkHttpClient plain;

        private @Nullable OkHttpClient secure;

        Dialer() {
            threads = new ThreadPoolExecutor(
                    0,
                    Integer.MAX_VALUE,
                    5,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    NamedThreads.factory("link-reader"));
            timer = NamedThreads.timer(NamedThreads.factory("link-timer"));
            timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
            Dispatcher dispatcher = new Dispatcher(threads);
            dispatcher.setMaxRequestsPerHost(64);
            plain = new OkHttpClient.Builder()
                    .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
                    .dispatcher(dispatcher)
                    .connectTimeout(DEADLINE)
                    .readTimeout(DEADLINE)
                    .writeTimeout(DEADLINE)
                    .followRedirects(false)
                    .retryOnConnectionFailure(false)
                    // Ciphertext does not compress.
                    .minWebSocketMessageToCompress(Long.MAX_VALUE)
                    .build();
        }

        WebSocket open(BridgeUrl url, WebSocketListener listener) {
            Request request = new Request.Builder()
                    .url(url.endpoint())
                    .header("Sec-WebSocket-Protocol", Prologue.V1)
                    .header("User-Agent", "pilothouse")
                    .build();
            return (url.secure() ? secure() : plain).newWebSocket(request, listener);
        }

        /** The client for TLS, made for the first address that needs it. */
        private synchronized OkHttpClient secure() {
            if (secure == null) {
                secure = plain.newBuilder()
                        .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS))
                        .build();
            }
            return secure;
        }

        void schedule(Duration delay, Runnable task) {
            timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            timer.shutdownNow();
            plain.dispatcher().cancelAll();
            plain.connectionPool().evictAll();
            threads.shutdown();
        }
    }
}
