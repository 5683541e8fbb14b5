package dev.pilothouse.bridge;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.HostText;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InProcessTransportTest {

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<ClientMessage> sent = new ArrayList<>();
    private LocalBridge.Sink sink;
    private boolean hostClosed;
    private boolean queueFull;
    private int linkCloses;

    private final LocalBridge bridge = newSink -> {
        if (hostClosed) {
            throw new IllegalStateException("closed");
        }
        sink = newSink;
        return new LocalBridge.Link() {
            @Override
            public boolean send(ClientMessage message) {
                return !queueFull && sent.add(message);
            }

            @Override
            public void close() {
                linkCloses++;
            }
        };
    };

    private final Transport.Listener listener = new Transport.Listener() {
        @Override
        public void onOpen(String pairingCode) {
            told.add("open" + pairingCode);
        }

        @Override
        public void onMessage(HostMessage message) {
            told.add(message.toString());
        }

        @Override
        public void onLost(HostText reason) {
            told.add("lost");
        }
    };

    private static HostMessage pong(long nonce) {
        return new HostMessage.Pong(nonce);
    }

    @Test
    void messagesPassInBothDirectionsAsTheyAre() throws Exception {
        Transport transport = InProcessTransport.to(bridge).connect(listener);
        ClientMessage ping = new ClientMessage.Ping(1);
        assertThat(transport.send(ping)).isInstanceOf(Transport.SendResult.Sent.class);
        sink.deliver(pong(1));
        assertThat(sent).containsExactly(ping);
        assertThat(told).containsExactly("open", pong(1).toString());
    }

    @Test
    void anAttemptWaitsForAHostThatIsStarting() {
        CompletableFuture<LocalBridge> starting = new CompletableFuture<>();
        Transport transport = InProcessTransport.to(starting).connect(listener);
        assertThat(told).isEmpty();
        assertThat(transport.send(new ClientMessage.Ping(1))).isInstanceOf(Transport.SendResult.Refused.class);

        starting.complete(bridge);

        assertThat(told).containsExactly("open");
        assertThat(transport.send(new ClientMessage.Ping(1))).isInstanceOf(Transport.SendResult.Sent.class);
    }

    @Test
    void anAttemptThatWasClosedBeforeTheHostIsThereOpensNothing() {
        CompletableFuture<LocalBridge> starting = new CompletableFuture<>();
        InProcessTransport.to(starting).connect(listener).close();

        starting.complete(bridge);

        assertThat(told).isEmpty();
        assertThat(sink).isNull();
    }

    @Test
    void aFullQueueOfTheHostRefuses() {
        Transport transport = InProcessTransport.to(bridge).connect(listener);
        queueFull = true;
        assertThat(transport.send(new ClientMessage.Ping(1))).isInstanceOf(Transport.SendResult.Refused.class);
    }

    @Test
    void aHostThatIsClosedIsLostAtOnce() {
        hostClosed = true;
        Transport transport = InProcessTransport.to(bridge).connect(listener);
        assertThat(told).containsExactly("lost");
        assertThat(transport.send(new ClientMessage.Ping(1))).isInstanceOf(Transport.SendResult.Refused.class);
    }

    @Test
    void aHostThatClosesIsLostOnce() {
        Transport transport = InProcessTransport.to(bridge).connect(listener);
        sink.closed();
        sink.closed();
        assertThat(told).containsExactly("open", "lost");
        assertThat(transport.send(new ClientMessage.Ping(1))).isInstanceOf(Transport.SendResult.Refused.class);
    }

    @Test
    void closingIsSilentAndHappensOnce() throws Exception {
        Transport transport = InProcessTransport.to(bridge).connect(listener);
        transport.close();
        transport.close();
        sink.deliver(pong(1));
        sink.closed();
        assertThat(told).containsExactly("open");
        assertThat(linkCloses).isEqualTo(1);
    }

    @Test
    void noMessagePassesBeforeTheListenerKnowsThatItIsOpen() throws Exception {
        CountDownLatch mayOpen = new CountDownLatch(1);
        CountDownLatch delivering = new CountDownLatch(1);
        LocalBridge eager = newSink -> {
            Thread writer = new Thread(
                    () -> {
                        delivering.countDown();
                        try {
                            newSink.deliver(pong(1));
                        } catch (InterruptedException e) {
                            told.add("interrupted");
                        }
                        told.add("delivered");
                        mayOpen.countDown();
                    },
                    "conn-writer");
            writer.setDaemon(true);
            writer.start();
            return bridge.open(newSink);
        };
        InProcessTransport.to(eager).connect(listener);
        assertThat(mayOpen.await(30, SECONDS)).isTrue();
        assertThat(delivering.getCount()).isZero();
        assertThat(told).containsExactly("open", pong(1).toString(), "delivered");
    }
}
