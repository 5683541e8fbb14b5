package dev.pilothouse.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.session.SessionGateway;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.testing.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FollowersTest {

    private static final SessionId S1 = new SessionId("s1");

    private final ClientFixture fixture = new ClientFixture();
    private final ScriptedJournal journal = fixture.host.session("s1");
    private final Log log = new Log();

    private static final class Log implements UpdateSink {
        final List<JournaledUpdate> updates = new ArrayList<>();
        final List<Long> skipped = new ArrayList<>();

        @Override
        public void updates(List<JournaledUpdate> more) {
            updates.addAll(more);
        }

        @Override
        public void skipped(long after, SessionState state) {
            skipped.add(after);
            skipped.add(state.seq());
        }

        List<Long> seqs() {
            return updates.stream().map(JournaledUpdate::seq).toList();
        }
    }

    private static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void aSessionIsFollowedFromItsBeginning() {
        fixture.started();
        fixture.client.follow(S1, 0, log);
        fixture.settle();
        journal.step(new java.util.Random(1));
        fixture.settle();
        assertThat(log.updates).isEqualTo(journal.after(0));
        assertThat(log.skipped).isEmpty();
    }

    @Test
    void aSessionIsFollowedFromASeqAlthoughTheGenerationIsNotKnownAtFirst() {
        for (int i = 0; i < 20; i++) {
            journal.step(new java.util.Random(i));
        }
        fixture.started();
        fixture.client.follow(S1, 5, log);
        fixture.settle();
        assertThat(log.updates).isEqualTo(journal.after(5));
        assertThat(log.skipped).isEmpty();
    }

    @Test
    void followingAndLookingAtTheSameSessionDoNotDisturbEachOther() {
        fixture.started();
        fixture.client.open(S1);
        fixture.client.follow(S1, 0, log);
        fixture.settle();
        journal.step(new java.util.Random(1));
        fixture.settle();
        assertThat(log.updates).isEqualTo(journal.after(0));
        assertThat(fixture.state("s1")).isEqualTo(journal.state());
    }

    @Test
    void whatTheHostHasOnlyAsAStateIsToldAsSkipped() {
        fixture.started();
        fixture.client.follow(S1, 0, log);
        fixture.settle();
        fixture.host.forgetUpdatesOf(journal);
        journal.step(new java.util.Random(1));
        fixture.host.cut();
        fixture.elapse(Duration.ofSeconds(2));
        journal.step(new java.util.Random(2));
        fixture.settle();
        assertThat(log.skipped).containsExactly(2L, 4L);
        assertThat(log.seqs()).startsWith(1L, 2L, 5L);
    }

    @Test
    void theEndOfFollowingEndsItsSubscription() {
        fixture.started();
        SessionGateway.Subscription following = fixture.client.follow(S1, 0, log);
        fixture.settle();
        following.close();
        following.close();
        fixture.settle();
        long before = log.updates.size();
        journal.step(new java.util.Random(1));
        fixture.settle();
        assertThat(log.updates).hasSize((int) before);
        assertThat(fixture.host.heard(ClientMessage.Unsubscribe.class)).isNotEmpty();
    }

    @Test
    void whateverIsCutEachUpdateIsToldOnceAndInOrder() {
        Seeds.check(200, random -> {
            ClientFixture client = new ClientFixture();
            ScriptedJournal session = client.host.session("s1");
            Log told = new Log();
            client.client.start();
            long after = random.nextInt(4);
            client.client.follow(S1, after, told);
            for (int step = 0; step < 300; step++) {
                switch (random.nextInt(12)) {
                    case 0, 1, 2 -> session.step(random);
                    case 3, 4 -> client.lane.runNext();
                    case 5, 6 -> client.host.hear();
                    case 7, 8, 9 -> {
                        client.lane.runAll();
                        client.host.say();
                    }
                    case 10 -> client.clock.advance(Duration.ofMillis(random.nextInt(10_000)));
                    default -> {
                        if (random.nextInt(3) == 0) {
                            client.host.cut();
                        }
                    }
                }
            }
            for (int i = 0; i < 5; i++) {
                client.elapse(Duration.ofSeconds(30));
            }
            assertThat(told.seqs()).isEqualTo(range(after + 1, session.head()));
            assertThat(told.skipped).isEmpty();
        });
    }
}
