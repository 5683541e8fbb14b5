package dev.pilothouse.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionGateway;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.Transcript;
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
        final List<SessionState> states = new ArrayList<>();
        final List<String> incomplete = new ArrayList<>();

        @Override
        public void updates(List<JournaledUpdate> more) {
            updates.addAll(more);
        }

        @Override
        public void skipped(long after, SessionState state) {
            skipped.add(after);
            skipped.add(state.seq());
            states.add(state);
        }

        @Override
        public void incomplete(String reason) {
            incomplete.add(reason);
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

    private void aLongSession(int items, int window) {
        for (int i = 0; i < items; i++) {
            journal.append(new SessionUpdate.ThoughtChunk(journal.nextItem(), "thought " + i));
        }
        fixture.host.setWindow(window);
        fixture.host.forgetUpdatesOf(journal);
        fixture.started();
    }

    @Test
    void whatLiesBeforeTheSnapshotsItemsIsFetchedInPagesAndToldInOrder() {
        aLongSession(450, 10);
        fixture.client.follow(S1, 0, log);
        fixture.settle();
        journal.append(new SessionUpdate.ThoughtChunk(journal.nextItem(), "later"));
        fixture.settle();

        assertThat(log.skipped).containsExactly(0L, 452L);
        assertThat(log.states.get(0).transcript())
                .isEqualTo(Transcript.of(journal.state().transcript().items().subList(0, 450), 1));
        assertThat(log.seqs()).containsExactly(453L);
        assertThat(fixture.host.heard(ClientMessage.History.class)).hasSize(3);
    }

    @Test
    void ofWhatLiesBeforeTheSnapshotsItemsOnlyWhatWasTouchedAfterTheBeginningIsTold() {
        aLongSession(450, 10);
        fixture.client.follow(S1, 300, log);
        fixture.settle();

        assertThat(log.states.get(0).transcript().items())
                .extracting(item -> item.id().createdSeq())
                .containsExactlyElementsOf(range(301, 452));
    }

    @Test
    void aLinkThatIsLostBetweenTwoPagesCostsNothingOfTheBeginning() {
        aLongSession(450, 10);
        fixture.client.follow(S1, 0, log);
        while (fixture.host.heard(ClientMessage.History.class).size() < 2) {
            fixture.lane.runAll();
            fixture.host.say();
            fixture.host.hear();
        }
        journal.append(new SessionUpdate.ThoughtChunk(journal.nextItem(), "meanwhile"));
        fixture.host.cut();
        fixture.host.forgetUpdatesOf(journal);
        fixture.elapse(Duration.ofSeconds(2));
        fixture.settle();

        assertThat(log.skipped).containsExactly(0L, 453L);
        assertThat(log.states.get(0).transcript().items())
                .isEqualTo(journal.state().transcript().items());
        assertThat(log.updates).isEmpty();
    }

    @Test
    void whatIsTooMuchToBeHeldIsSaidToBeIncompleteAndNotTold() {
        aLongSession(20, 10);
        Follower follower = new Follower(S1, 0, log, 100);
        HostMessage.Snapshot snapshot =
                new HostMessage.Snapshot(1, 1, journal.state().window(10));
        follower.snapshot(snapshot);
        assertThat(follower.snapshot(snapshot)).isEqualTo(Follower.Need.PAGE);
        List<Item> earlier = journal.state().transcript().items().subList(0, 10);

        assertThat(follower.historyPage(new HostMessage.HistoryPage(1, journal.head(), 1, earlier)))
                .isEqualTo(Follower.Need.NOTHING);
        assertThat(log.incomplete).hasSize(1).first().asString().contains("too much", "22");
        assertThat(log.states).isEmpty();
    }

    @Test
    void aHostThatGivesNoEarlierItemsEndsTheFollowingWithAReason() {
        aLongSession(20, 10);
        Follower follower = new Follower(S1, 0, log);
        HostMessage.Snapshot snapshot =
                new HostMessage.Snapshot(1, 1, journal.state().window(10));
        follower.snapshot(snapshot);
        follower.snapshot(snapshot);

        assertThat(follower.historyPage(new HostMessage.HistoryPage(1, journal.head(), 13, List.of())))
                .isEqualTo(Follower.Need.NOTHING);
        assertThat(log.incomplete).hasSize(1);
    }

    @Test
    void aSubscriptionThatTheHostEndsIsSaidToBeIncompleteButADeletedSessionIsNot() {
        fixture.started();
        fixture.client.follow(S1, 0, log);
        fixture.settle();
        List<ClientMessage.Subscribe> heard = fixture.host.heard(ClientMessage.Subscribe.class);
        long sub = heard.get(heard.size() - 1).sub();
        fixture.host.say(new HostMessage.Failure(null, sub, ErrorCode.NO_SUCH_SESSION, "There is no such session."));
        fixture.settle();
        assertThat(log.incomplete).isEmpty();

        fixture.host.say(new HostMessage.Failure(null, sub, ErrorCode.INTERNAL, "The session is too large."));
        fixture.settle();
        assertThat(log.incomplete).containsExactly("The session is too large.");
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
