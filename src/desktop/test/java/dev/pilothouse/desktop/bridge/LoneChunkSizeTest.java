package dev.pilothouse.desktop.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.protocol.BridgeCodec;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.secure.InitiatorHandshake;
import dev.pilothouse.secure.Prologue;
import dev.pilothouse.secure.ResponderHandshake;
import dev.pilothouse.secure.SecureChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The exact bytes of live text on the network: JSON, padding, tag and the WebSocket's header. */
class LoneChunkSizeTest {
    private static final Instant AT = Instant.ofEpochMilli(1_764_000_000_000L);

    @Test
    void aWordThatGoesAloneIs148BytesAndNeverMoreThan212() throws Exception {
        assertThat(onTheNetwork(batch(81_234, "ordinary "))).isEqualTo(148);
        assertThat(onTheNetwork(batch(1_000_000_000, "t123456789012_1999 "))).isEqualTo(212);
        assertThat(onTheNetwork(batch(1_000_000_000, "x".repeat(60)))).isEqualTo(212);
    }

    @Test
    void aChunkAmongTenThatGoTogetherIsLessThan60Bytes() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            text.append("t123456789012_").append(i).append(' ');
        }
        JournaledUpdate merged = new JournaledUpdate(
                81_243, AT, null, new SessionUpdate.AgentMessageChunk(new ItemId(81_000), text.toString()));
        HostMessage together = new HostMessage.Updates(12, 0, 81_233, 81_243, 81_243, List.of(merged));

        assertThat(onTheNetwork(together) / 10).isLessThan(60);
    }

    private static HostMessage batch(long seq, String text) {
        SessionUpdate chunk = new SessionUpdate.AgentMessageChunk(new ItemId(seq - 100), text);
        List<JournaledUpdate> updates = new ArrayList<>();
        updates.add(new JournaledUpdate(seq, AT, null, chunk));
        return HostMessage.Updates.upToHead(12, HostMessage.Updates.SAME_GEN, seq - 1, seq, updates);
    }

    private static int onTheNetwork(HostMessage message) throws Exception {
        Identity host = Identity.generate();
        InitiatorHandshake device = new InitiatorHandshake(Identity.generate(), host.publicKey(), Prologue.v1());
        SecureChannel channel = new ResponderHandshake(host)
                .accept(device.message1(), Prologue.v1())
                .channel();
        int bytes = 0;
        for (byte[] sealed : channel.sealer().seal(BridgeCodec.encode(message))) {
            bytes += sealed.length + (sealed.length < 126 ? 2 : 4);
        }
        return bytes;
    }
}
