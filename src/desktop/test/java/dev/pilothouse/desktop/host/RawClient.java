package dev.pilothouse.desktop.host;

import com.google.gson.JsonObject;
import dev.pilothouse.pairing.PairingTicket;
import dev.pilothouse.protocol.BridgeCodec;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.secure.InitiatorHandshake;
import dev.pilothouse.secure.Prologue;
import dev.pilothouse.secure.SecureChannel;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A device that sends any bytes as a frame over a real socket, and records the received messages. */
final class RawClient implements WebSocket.Listener, AutoCloseable {
    private static final int TIMEOUT = 30;

    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final PairingTicket ticket;
    private final WebSocket socket;
    private final SecureChannel channel;
    private byte[] partial = new byte[0];

    /** Connects with a new key; the ticket is not sent yet. */
    RawClient(PairingTicket ticket) throws Exception {
        this.ticket = ticket;
        int port = ticket.urls().get(0).port();
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("pilothouse.v1")
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/bridge"), this)
                .get(TIMEOUT, TimeUnit.SECONDS);
        InitiatorHandshake handshake = new InitiatorHandshake(Identity.generate(), ticket.hostKey(), Prologue.v1());
        write(handshake.message1());
        channel = handshake.finish(received.poll(TIMEOUT, TimeUnit.SECONDS));
    }

    /** Sends the ticket and waits for the welcome. */
    RawClient paired() throws Exception {
        pair();
        await(HostMessage.Overview.class);
        return this;
    }

    void pair() throws Exception {
        send("{'type':'pair','protocol':{'min':1,'max':1},'ticketId':'" + ticket.ticketId() + "','secret':'"
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(ticket.secret().bytes()) + "','name':'Raw'}");
    }

    /** @param text a frame, with ' in place of " */
    void send(String text) throws Exception {
        send(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] frame) throws Exception {
        for (byte[] message : channel.sealer().seal(frame)) {
            write(message);
        }
    }

    private void write(byte[] message) throws Exception {
        socket.sendBinary(ByteBuffer.wrap(message), true).get(TIMEOUT, TimeUnit.SECONDS);
    }

    /**
     * Waits until each of these requests has an answer.
     *
     * @return the answers, by request id
     */
    Map<String, JsonObject> awaitAnswers(Set<String> requestIds) throws Exception {
        Map<String, JsonObject> answers = new HashMap<>();
        while (!answers.keySet().containsAll(requestIds)) {
            byte[] message = received.poll(TIMEOUT, TimeUnit.SECONDS);
            if (message == null) {
                Set<String> missing = new TreeSet<>(requestIds);
                missing.removeAll(answers.keySet());
                throw new AssertionError("no answer to " + missing);
            }
            Optional<byte[]> frame = channel.opener().open(message);
            if (frame.isPresent()) {
                JsonObject json = StrictJson.parseObject(new String(frame.get(), StandardCharsets.UTF_8));
                if (json.has("requestId")) {
                    answers.put(json.get("requestId").getAsString(), json);
                }
            }
        }
        return answers;
    }

    /** The next message of that type; skips others. */
    <T extends HostMessage> T await(Class<T> type) throws Exception {
        while (true) {
            byte[] message = received.poll(TIMEOUT, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no " + type.getSimpleName() + " came");
            }
            Optional<byte[]> frame = channel.opener().open(message);
            if (frame.isPresent() && type.isInstance(BridgeCodec.decodeHost(frame.get()))) {
                return type.cast(BridgeCodec.decodeHost(frame.get()));
            }
        }
    }

    /** Sends a message, and waits for the error that answers it. */
    HostMessage.Failure refused(String text) throws Exception {
        send(text);
        return await(HostMessage.Failure.class);
    }

    /** The code with which the host has closed the socket. */
    int awaitClosed() throws Exception {
        return closed.get(TIMEOUT, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] whole = new byte[partial.length + data.remaining()];
        System.arraycopy(partial, 0, whole, 0, partial.length);
        data.get(whole, partial.length, data.remaining());
        partial = last ? new byte[0] : whole;
        if (last) {
            received.add(whole);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
