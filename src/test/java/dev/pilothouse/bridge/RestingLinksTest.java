package dev.pilothouse.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.platform.HostFinder;
import dev.pilothouse.platform.Subscription;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.Cursor;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionGateway;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.WhenBusy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links that are closed while the app is in the background, and reopened. */
class RestingLinksTest {
    @TempDir
    Path folder;

    private KeepingDevice device;
    private ScriptedJournal journal;

    @BeforeEach
    void openASession() {
        device = new KeepingDevice(folder);
        journal = device.host.session("s1");
        device.settle();
        device.open("s1");
        say("before");
        device.settle();
    }

    private void say(String text) {
        journal.append(new SessionUpdate.UserMessage(journal.nextItem(), text));
    }

    private SessionState shown() {
        return device.session("s1").orElseThrow().state();
    }

    @Test
    void aRestingLinkIsClosedAndNotMadeAgainByTime() {
        int made = device.host.connectionsMade();
        device.hosts.pause();
        device.elapse(Duration.ofMinutes(10));

        assertThat(device.host.isConnected()).isFalse();
        assertThat(device.host.connectionsMade()).isEqualTo(made);
        assertThat(device.view().connection()).isInstanceOf(ConnectionState.Offline.class);
        assertThat(shown().seq()).as("what was shown stays").isEqualTo(journal.head());
    }

    @Test
    void comingBackConnectsAtOnceAndGoesOnFromWhatIsThere() {
        long before = journal.head();
        device.hosts.pause();
        device.elapse(Duration.ofMinutes(10));
        say("meanwhile one");
        say("meanwhile two");

        device.hosts.retryNow();
        device.settle();

        assertThat(device.view().connection()).isInstanceOf(ConnectionState.Live.class);
        assertThat(shown()).isEqualTo(journal.state());
        assertThat(device.host.heard(ClientMessage.Subscribe.class)).last().satisfies(subscribe -> {
            assertThat(subscribe.cursor()).isNotEqualTo(Cursor.START);
            assertThat(subscribe.cursor().seq()).isEqualTo(before);
        });
    }

    @Test
    void whatIsShownIsOldSinceTheRestBegan() {
        device.hosts.pause();
        device.settle();
        device.host.setReachable(false);
        Instant rested = device.clock.instant();
        device.elapse(Duration.ofMinutes(2));

        device.hosts.retryNow();
        device.settle();

        assertThat(device.view().connection())
                .isInstanceOfSatisfying(
                        ConnectionState.Lost.class,
                        lost -> assertThat(lost.since()).isEqualTo(rested));
    }

    @Test
    void whatIsWantedMeanwhileIsSentOnceWhenTheLinkIsBack() {
        device.hosts.pause();
        device.settle();
        device.link().sessions().submit(new Intent.Prompt(new SessionId("s1"), "hello", WhenBusy.QUEUE));
        device.elapse(Duration.ofMinutes(1));
        assertThat(device.host.heard(ClientMessage.Submit.class)).isEmpty();

        device.hosts.retryNow();
        device.elapse(Duration.ofSeconds(30));

        assertThat(device.host.heard(ClientMessage.Submit.class)).hasSize(1);
    }

    @Test
    void restingTwiceAndComingBackTwiceChangesNothing() {
        device.hosts.pause();
        device.hosts.pause();
        device.settle();
        int made = device.host.connectionsMade();
        device.hosts.retryNow();
        device.hosts.retryNow();
        device.settle();

        assertThat(device.host.connectionsMade()).isEqualTo(made + 1);
        assertThat(device.view().connection()).isInstanceOf(ConnectionState.Live.class);
    }

    @Test
    void anAppThatStartsInTheBackgroundOrEndsThereRestsToo() {
        device.hosts.pause();
        device.settle();
        device.close();
        assertThat(device.view().connection()).isInstanceOf(ConnectionState.Offline.class);

        int made = device.host.connectionsMade();
        device.run();
        device.hosts.pause();
        device.elapse(Duration.ofMinutes(1));

        assertThat(device.host.connectionsMade()).isEqualTo(made);
        device.hosts.retryNow();
        device.settle();
        assertThat(device.view().connection()).isInstanceOf(ConnectionState.Live.class);
    }

    @Test
    void whatIsHeardInTheNetworkWakesNobody() {
        Announcements network = new Announcements();
        device.close();
        device.run();
        device.hosts.setFinder(network);
        device.host.setReachable(false);
        device.elapse(Duration.ofSeconds(40));
        Consumer<HostFinder.Nearby> listener = network.listener;
        assertThat(listener).as("a lost host is looked for").isNotNull();

        device.hosts.pause();
        device.settle();
        assertThat(network.listener).as("and not while nobody looks").isNull();
        device.host.setReachable(true);
        listener.accept(new HostFinder.Nearby(ScriptedHost.HOST.value(), "Workshop", "192.168.1.77", 7717));
        device.elapse(Duration.ofMinutes(1));

        assertThat(device.host.isConnected()).isFalse();
    }

    private static final class Announcements implements HostFinder {
        private Consumer<Nearby> listener;

        @Override
        public Subscription find(Consumer<Nearby> found) {
            listener = found;
            return () -> listener = null;
        }
    }

    @Test
    void whatNobodyLooksAtIsForgottenInMemoryAndComesBackFromTheDisk() {
        device.host.session("s2");
        device.host.say(device.host.overview());
        device.settle();
        SessionGateway.Subscription second = device.link().sessions().open(new SessionId("s2"));
        device.settle();
        second.close();
        device.elapse(Duration.ofSeconds(3));
        assertThat(device.session("s2")).isPresent();

        device.hosts.releaseMemory();
        device.settle();
        assertThat(device.session("s2")).isEmpty();
        assertThat(shown()).as("what is on screen stays").isEqualTo(journal.state());

        device.host.setReachable(false);
        device.host.cut();
        device.open("s2");
        device.settle();
        assertThat(device.session("s2")).isPresent();
    }
}
