package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.testing.FaultyNetwork;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.pairing.PairingTicket;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.Transcript;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A link that is cut at any byte, any number of times, loses nothing. */
class CutsIT {
    private static final int CUTS = 25;

    @TempDir
    Path folder;

    @TempDir
    Path work;

    @Test
    void aClientThatIsCutAtRandomBytesEndsUpWithTheHostsFold() throws Exception {
        Random random = new Random(20261124);
        Identity self = Identity.generate();
        AtomicLong left = new AtomicLong(Long.MAX_VALUE);
        try (TestHost host = TestHost.on(folder);
                TestClient window = host.local();
                FaultyNetwork network = new FaultyNetwork(host.manager().port(), 1)) {
            network.meddle(FaultyNetwork.cutAfter(left), FaultyNetwork.cutAfter(left));
            PairingTicket ticket = host.ticket(Scope.STEER);
            try (TestClient pairing = TestClient.paired(ticket, self, "Phone")) {
                pairing.awaitHeard(HostMessage.Welcome.class);
            }
            SessionId session = window.session("demo", work.toString());
            PairedHost throughProxy = new PairedHost(
                    ticket.hostId(),
                    "cut",
                    ticket.hostKey(),
                    List.of(new BridgeUrl(false, "127.0.0.1", network.port())),
                    Instant.EPOCH);
            try (TestClient phone = TestClient.unconnected(throughProxy, self)) {
                for (int cut = 0; cut < CUTS; cut++) {
                    window.prompt(session, "/flood 1000");
                    left.set(200 + random.nextInt(60_000));
                    phone.followUntilLost(session);
                }
                left.set(Long.MAX_VALUE);
                phone.connect().hello();
                phone.subscribe(session);
                SessionState whole = window.awaitState(
                        session,
                        "the end",
                        state -> state.queue().isEmpty() && state.activity().turn() == null);
                SessionState mirrored =
                        phone.awaitState(session, "the host's head", state -> state.seq() == whole.seq());

                assertThat(network.cuts()).isGreaterThan(CUTS / 2);
                assertThat(phone.gaps()).isZero();
                long start = Math.max(
                        mirrored.transcript().windowStart(), whole.transcript().windowStart());
                assertThat(from(mirrored, start)).isEqualTo(from(whole, start));
                assertThat(mirrored.withTranscript(Transcript.EMPTY)).isEqualTo(whole.withTranscript(Transcript.EMPTY));
            }
        }
    }

    private static List<Item> from(SessionState state, long start) {
        return state.transcript().items().stream()
                .filter(item -> item.id().createdSeq() >= start)
                .toList();
    }
}
