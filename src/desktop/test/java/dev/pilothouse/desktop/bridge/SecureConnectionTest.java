package dev.pilothouse.desktop.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.model.RequestId;
import dev.pilothouse.protocol.BridgeCodec;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.secure.InitiatorHandshake;
import dev.pilothouse.secure.Prologue;
import dev.pilothouse.secure.ResponderHandshake;
import dev.pilothouse.secure.SecureChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SecureConnectionTest {

    /** A socket whose input the test controls. */
    private static class TestSocket implements RawSocket {
        final AtomicInteger demands = new AtomicInteger();
        final AtomicInteger closes = new AtomicInteger();

        @Override
        public void send(byte[] message, Runnable sent, Consumer<Throwable> failed) {
            sent.run();
        }

        @Override
        public void demand() {
            demands.incrementAndGet();
        }

        @Override
        public void cut() {
            close(1006, "");
        }

        @Override
        public void close(int code, String reason) {
            closes.incrementAndGet();
        }
    }

    /** A host that is blocked by the first message. */
    private static final class BusyDoor implements ConnectionAcceptor {
        final List<ClientMessage> taken = new CopyOnWriteArrayList<>();
        final CompletableFuture<Void> busy = new CompletableFuture<>();
        final CompletableFuture<Void> over = new CompletableFuture<>();

        @Override
        public Inbound connected(Peer peer, MessageSink sink) {
            return new Inbound() {
                @Override
                public void receive(ClientMessage message) throws InterruptedException {
                    taken.add(message);
                    busy.complete(null);
                    new CountDownLatch(1).await();
                }

                @Override
                public void malformed(String text) {}

                @Override
                public void closed() {
                    over.complete(null);
                }
            };
        }
    }

    @Test
    void aBrokenSocketThatGivesOutWhatNobodyAskedForEndsTheConnectionOnce() throws Exception {
        Identity identity = Identity.generate();
        InitiatorHandshake device = new InitiatorHandshake(Identity.generate(), identity.publicKey(), Prologue.v1());
        ResponderHandshake.Accepted accepted =
                new ResponderHandshake(identity).accept(device.message1(), Prologue.v1());
        SecureChannel client = device.finish(accepted.message2());
        TestSocket socket = new TestSocket();
        BusyDoor door = new BusyDoor();
        SecureConnection connection = new SecureConnection(
                "test", accepted.channel(), socket, "127.0.0.1", door, () -> {}, SecureConnection.STALL);

        connection.receive(sealed(client, 1));
        door.busy.get(10, TimeUnit.SECONDS);
        connection.receive(sealed(client, 2));
        assertThat(socket.closes).hasValue(0);
        connection.receive(sealed(client, 3));
        connection.receive(sealed(client, 4));

        door.over.get(10, TimeUnit.SECONDS);
        assertThat(socket.closes).hasValue(1);
        assertThat(door.taken).containsExactly(new ClientMessage.Ping(1));
    }

    @Test
    void aMessageThatDoesNotFitIntoAFrameIsNotSentAndTheNextOneIs() throws Exception {
        Identity identity = Identity.generate();
        InitiatorHandshake device = new InitiatorHandshake(Identity.generate(), identity.publicKey(), Prologue.v1());
        ResponderHandshake.Accepted accepted =
                new ResponderHandshake(identity).accept(device.message1(), Prologue.v1());
        SecureChannel client = device.finish(accepted.message2());
        List<byte[]> sent = new CopyOnWriteArrayList<>();
        TestSocket socket = new TestSocket() {
            @Override
            public void send(byte[] message, Runnable done, Consumer<Throwable> failed) {
                sent.add(message);
                done.run();
            }
        };
        SecureConnection connection = new SecureConnection(
                "test", accepted.channel(), socket, "127.0.0.1", new BusyDoor(), () -> {}, SecureConnection.STALL);
        HostMessage quotes = new HostMessage.Blob(new RequestId("r1"), "\"".repeat(5 * 1024 * 1024));

        assertThatThrownBy(() -> connection.deliver(quotes)).isInstanceOf(MessageSink.TooLargeException.class);
        connection.deliver(new HostMessage.Pong(7));

        assertThat(sent).hasSize(1);
        assertThat(client.opener().open(sent.get(0)))
                .hasValueSatisfying(frame -> assertThat(frame).isEqualTo(BridgeCodec.encode(new HostMessage.Pong(7))));
        assertThat(socket.closes).hasValue(0);
    }

    private static byte[] sealed(SecureChannel client, long nonce) throws Exception {
        return client.sealer()
                .seal(BridgeCodec.encode(new ClientMessage.Ping(nonce)))
                .get(0);
    }
}
