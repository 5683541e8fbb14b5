package dev.pilothouse.desktop.bridge;

import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A host behind the door that records received messages, and answers a ping with its pong on the reader's thread. */
final class ScriptedDoor implements ConnectionAcceptor {
    final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Arrival> fresh = new LinkedBlockingQueue<>();

    @Override
    public Inbound connected(Peer peer, MessageSink sink) {
        Arrival arrival = new Arrival(peer, sink);
        arrivals.add(arrival);
        fresh.add(arrival);
        return arrival;
    }

    Arrival next() throws InterruptedException {
        Arrival arrival = fresh.poll(10, TimeUnit.SECONDS);
        if (arrival == null) {
            throw new AssertionError("Nobody came through the door");
        }
        return arrival;
    }

    static final class Arrival implements Inbound {
        final Peer peer;
        final MessageSink sink;
        final BlockingQueue<ClientMessage> messages = new LinkedBlockingQueue<>();
        final BlockingQueue<String> malformed = new LinkedBlockingQueue<>();
        volatile boolean over;
        volatile int closedCalls;

        Arrival(Peer peer, MessageSink sink) {
            this.peer = peer;
            this.sink = sink;
        }

        @Override
        public void receive(ClientMessage message) {
            messages.add(message);
            if (message instanceof ClientMessage.Ping ping) {
                try {
                    sink.deliver(new HostMessage.Pong(ping.nonce()));
                } catch (IOException | InterruptedException e) {
                    // The client has disconnected; closed() reports it.
                    return;
                }
            }
        }

        @Override
        public void malformed(String text) {
            malformed.add(text);
        }

        @Override
        public void closed() {
            closedCalls++;
            over = true;
        }

        ClientMessage next() throws InterruptedException {
            ClientMessage message = messages.poll(10, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("No message came");
            }
            return message;
        }
    }
}
