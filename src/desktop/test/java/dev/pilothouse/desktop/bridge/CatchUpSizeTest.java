package dev.pilothouse.desktop.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.journal.Generation;
import dev.pilothouse.desktop.journal.Generations;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.protocol.BridgeCodec;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.secure.InitiatorHandshake;
import dev.pilothouse.secure.Prologue;
import dev.pilothouse.secure.ResponderHandshake;
import dev.pilothouse.secure.SecureChannel;
import dev.pilothouse.session.Cursor;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.WatchLabel;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The exact bytes of a catch-up, without and with deflate: JSON, padding, tags and headers. */
class CatchUpSizeTest {
    private static final long GEN = 7;
    private static final long MESSAGE = 10;

    private final SessionFeed feed = new SessionFeed(new SessionId("s1"), null);
    private SessionState state = SessionState.empty(feed.sessionId());
    private int characters;

    private void write(SessionUpdate update) {
        JournaledUpdate journaled = new JournaledUpdate(
                state.seq() + 1, Instant.ofEpochMilli(1_764_000_000_000L + state.seq()), null, update);
        state = SessionReducer.apply(state, journaled);
        feed.append(journaled);
        feed.show(new SessionFeed.Loaded(
                state,
                new Generations(List.of(new Generation(GEN, 0))),
                WatchLabel.NONE,
                journaled.at(),
                HostText.NONE));
    }

    private void say(int chunks) {
        for (int i = 0; i < chunks; i++) {
            String chunk = "w" + state.seq() + (i % 12 == 11 ? "\n" : " ");
            characters += chunk.length();
            write(new SessionUpdate.AgentMessageChunk(new ItemId(MESSAGE), chunk));
        }
    }

    private int catchUp(long from, boolean deflating) throws Exception {
        Identity host = Identity.generate();
        InitiatorHandshake device = new InitiatorHandshake(Identity.generate(), host.publicKey(), Prologue.v1());
        SecureChannel channel = new ResponderHandshake(host)
                .accept(device.message1(), Prologue.v1())
                .channel();
        channel.sealer().setDeflating(deflating);
        ClientSubscription subscription = new ClientSubscription(1, feed, new LiveBatchCache(), new Cursor(GEN, from));
        int bytes = 0;
        while (subscription.hasMore()) {
            for (byte[] sealed : channel.sealer()
                    .seal(BridgeCodec.encode(subscription.next().orElseThrow().message()))) {
                bytes += sealed.length + (sealed.length < 126 ? 2 : 4);
            }
        }
        return bytes;
    }

    @Test
    void aThousandMissedChunksCostAtMostAFifthMoreThanTheirText() throws Exception {
        write(new SessionUpdate.SessionCreated(
                new AgentId("demo"), "Demo", "/work", "work", SessionUpdate.StartWish.NONE));
        while (state.seq() < MESSAGE) {
            write(new SessionUpdate.AgentStarting());
        }
        say(10);
        long from = state.seq();
        characters = 0;
        say(1_000);

        assertThat(catchUp(from, false)).isLessThan(characters * 120 / 100);
        assertThat(catchUp(from, true)).isLessThan(characters / 2);
    }

    @Test
    void aSingleMissedChunkCostsASmallFrame() throws Exception {
        write(new SessionUpdate.SessionCreated(
                new AgentId("demo"), "Demo", "/work", "work", SessionUpdate.StartWish.NONE));
        while (state.seq() < MESSAGE) {
            write(new SessionUpdate.AgentStarting());
        }
        long from = state.seq();
        say(1);

        assertThat(catchUp(from, false)).isEqualTo(212);
    }
}
