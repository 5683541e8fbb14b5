package dev.pilothouse.desktop.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.bridge.Transport;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of every transport, so that a client can treat local and remote hosts alike. */
abstract class TransportContract {
    /** The host's end of the one connection of a test. */
    interface HostEnd {
        void deliver(HostMessage message) throws Exception;

        ClientMessage next() throws InterruptedException;

        /** The host ends the connection. */
        void end() throws Exception;

        /** Whether the host has noticed that the connection is over. */
        boolean isOver();
    }

    private final RecordingListener listener = new RecordingListener();

    /** Starts the one connection. */
    abstract Transport connect(Transport.Listener listener) throws Exception;

    /** Its other end, once a message has come from the client. */
    abstract HostEnd host() throws Exception;

    @Test
    void messagesArriveInOrderInBothDirections() throws Exception {
        Transport transport = connect(listener);
        listener.opened();
        List<ClientMessage> sent = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            sent.add(new ClientMessage.Unsubscribe(i + 1));
            assertThat(transport.send(sent.get(i))).isInstanceOf(Transport.SendResult.Sent.class);
        }
        for (ClientMessage message : sent) {
            assertThat(host().next()).isEqualTo(message);
        }
        for (int i = 0; i < 200; i++) {
            host().deliver(new HostMessage.Pong(i));
        }
        for (int i = 0; i < 200; i++) {
            assertThat(listener.next()).isEqualTo(new HostMessage.Pong(i));
        }
    }

    @Test
    void closingFromThisSideIsIdempotentTellsTheHostAndIsSilentHere() throws Exception {
        Transport transport = connect(listener);
        listener.opened();
        transport.send(new ClientMessage.Unsubscribe(1));
        HostEnd host = host();
        transport.close();
        transport.close();

        await().until(host::isOver);
        assertThat(transport.send(new ClientMessage.Unsubscribe(2))).isInstanceOf(Transport.SendResult.Refused.class);
        assertThat(listener.lost).isNotDone();
    }

    @Test
    void theEndByTheHostIsToldOnceWithASentence() throws Exception {
        Transport transport = connect(listener);
        listener.opened();
        transport.send(new ClientMessage.Unsubscribe(1));
        HostEnd host = host();
        host.deliver(new HostMessage.Pong(1));
        host.end();

        assertThat(listener.lost()).endsWith(".");
        assertThat(listener.next()).isEqualTo(new HostMessage.Pong(1));
        assertThat(transport.send(new ClientMessage.Unsubscribe(2))).isInstanceOf(Transport.SendResult.Refused.class);
        transport.close();
    }
}
