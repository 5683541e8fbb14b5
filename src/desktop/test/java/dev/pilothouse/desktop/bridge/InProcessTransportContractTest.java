package dev.pilothouse.desktop.bridge;

import dev.pilothouse.bridge.InProcessTransport;
import dev.pilothouse.bridge.LocalBridge;
import dev.pilothouse.bridge.Transport;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

class InProcessTransportContractTest extends TransportContract {
    private final InMemoryHost host = new InMemoryHost();

    @Override
    Transport connect(Transport.Listener listener) {
        return InProcessTransport.to(host).connect(listener);
    }

    @Override
    HostEnd host() {
        return host;
    }

    private static final class InMemoryHost implements LocalBridge, LocalBridge.Link, HostEnd {
        private final BlockingQueue<ClientMessage> messages = new LinkedBlockingQueue<>();
        private Sink sink;
        private volatile boolean over;

        @Override
        public Link open(Sink opened) {
            sink = opened;
            return this;
        }

        @Override
        public boolean send(ClientMessage message) {
            return !over && messages.add(message);
        }

        @Override
        public void close() {
            over = true;
        }

        @Override
        public void deliver(HostMessage message) throws InterruptedException {
            sink.deliver(message);
        }

        @Override
        public ClientMessage next() throws InterruptedException {
            ClientMessage message = messages.poll(10, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("No message came");
            }
            return message;
        }

        @Override
        public void end() {
            over = true;
            sink.closed();
        }

        @Override
        public boolean isOver() {
            return over;
        }
    }
}
