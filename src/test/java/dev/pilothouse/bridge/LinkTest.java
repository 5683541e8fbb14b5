package dev.pilothouse.bridge;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.HostText;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.ManualLane;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LinkTest {

    private final ManualLane lane = new ManualLane("client-state");
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Link link = new Link(lane, System::nanoTime, new Link.Events() {
        @Override
        public void opened(Link from, String pairingCode) {
            told.add("opened");
        }

        @Override
        public void received(Link from, HostMessage message) {
            told.add(Long.toString(((HostMessage.Pong) message).nonce()));
        }

        @Override
        public void onLost(Link from, HostText reason) {
            told.add("lost");
        }
    });

    private Thread reader(int messages, CountDownLatch done) {
        Thread reader = new Thread(
                () -> {
                    try {
                        for (int i = 0; i < messages; i++) {
                            link.onMessage(new HostMessage.Pong(i));
                        }
                    } catch (InterruptedException e) {
                        told.add("interrupted");
                    }
                    done.countDown();
                },
                "reader");
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            assertThat(thread.isAlive()).isTrue();
            Thread.onSpinWait();
        }
    }

    @Test
    void aReaderThatIsFarAheadWaitsUntilTheLaneHasCaughtUp() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        Thread reader = reader(100, done);
        awaitWaiting(reader);
        assertThat(lane.waiting()).isEqualTo(64);
        while (told.size() < 100) {
            lane.runAll();
        }
        assertThat(done.await(30, SECONDS)).isTrue();
        assertThat(told.get(0)).isEqualTo("0");
        assertThat(told.get(99)).isEqualTo("99");
    }

    @Test
    void closingLetsAReaderThatWaitsGoAndDropsWhatIsOnItsWay() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        awaitWaiting(reader(100, done));
        link.close();
        assertThat(done.await(30, SECONDS)).isTrue();
        lane.runAll();
        assertThat(told).isEmpty();
    }

    @Test
    void theEndOfALinkIsToldAlsoByAThreadThatWasInterrupted() {
        Thread.currentThread().interrupt();
        link.onLost(HostText.untranslated("over"));
        assertThat(Thread.interrupted()).isTrue();
        lane.runAll();
        assertThat(told).containsExactly("lost");
    }

    @Test
    void aLaneThatIsClosedIsNoReasonToFail() throws Exception {
        lane.close();
        link.onOpen("");
        link.onMessage(new HostMessage.Pong(1));
        link.onLost(HostText.untranslated("over"));
        assertThat(told).isEmpty();
    }
}
