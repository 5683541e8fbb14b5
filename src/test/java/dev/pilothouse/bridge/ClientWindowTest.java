package dev.pilothouse.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.Transcript;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The size of a client's transcript window in a long session. */
class ClientWindowTest {

    private static final SessionId S1 = new SessionId("s1");

    private final ClientFixture fixture = new ClientFixture();
    private ScriptedJournal journal;

    @BeforeEach
    void openASession() {
        journal = fixture.host.session("s1");
        fixture.started();
        fixture.client.open(S1);
        fixture.settle();
    }

    private void notes(int count, String text) {
        for (int i = 0; i < count; i++) {
            journal.append(new SessionUpdate.Note(journal.nextItem(), NoteLevel.INFO, "", text));
            if (i % 50 == 0) {
                fixture.settle();
            }
        }
        fixture.settle();
    }

    private Transcript held() {
        return fixture.state("s1").transcript();
    }

    private static List<Long> births(Transcript transcript) {
        return transcript.items().stream()
                .map(Item::id)
                .map(id -> id.createdSeq())
                .toList();
    }

    /** Asserts that no item between the window's start and the journal's head is missing. */
    private void assertThatThereIsNoHole() {
        assertThat(births(held()))
                .isEqualTo(LongStream.rangeClosed(Math.max(3, held().windowStart()), journal.head())
                        .boxed()
                        .toList());
    }

    @Test
    void whoLooksAtTheEndHoldsABoundedWindow() {
        for (int i = 0; i < 10; i++) {
            notes(500, "note");
            assertThat(held().size()).isLessThanOrEqualTo(1_000);
        }
        assertThat(held().size()).isGreaterThanOrEqualTo(600);
        assertThatThereIsNoHole();
    }

    @Test
    void largeItemsCountByTheirSize() {
        notes(500, "x".repeat(20_000));
        assertThat(held().weight()).isLessThanOrEqualTo(4 * 1024 * 1024 + 50 * 21_000);
        assertThat(held().size()).isLessThan(300);
        assertThatThereIsNoHole();
    }

    @Test
    void whoReadsFurtherUpKeepsWhatIsThereUntilTheEndIsOnScreenAgain() {
        notes(900, "note");
        fixture.client.following(S1, false);
        long start = held().windowStart();
        notes(1_000, "note");
        assertThat(held().windowStart()).isEqualTo(start);
        assertThatThereIsNoHole();

        fixture.client.following(S1, true);
        fixture.settle();
        assertThat(held().size()).isEqualTo(600);
        assertThatThereIsNoHole();
    }

    @Test
    void whatWasLetGoCanBeAskedForAgain() {
        notes(2_000, "note");
        long start = held().windowStart();
        fixture.client.loadEarlier(S1);
        fixture.settle();
        assertThat(held().windowStart()).isEqualTo(start - Subscriptions.PAGE);
        notes(500, "note");
        assertThat(held().windowStart()).as("a page must not leave at once").isEqualTo(start - Subscriptions.PAGE);
        assertThatThereIsNoHole();
    }

    @Test
    void aPageThatComesAfterTheWindowHasMovedLeavesNoHole() {
        notes(990, "note");
        fixture.client.loadEarlier(S1);
        notes(2_000, "note");
        fixture.client.loadEarlier(S1);
        fixture.lane.runAll();
        fixture.client.following(S1, true);
        fixture.settle();
        assertThatThereIsNoHole();
    }

    @Test
    void aFullTranscriptAsksForNothingMoreAndStaysWhileItIsRead() {
        notes(7_000, "note");
        while (!held().isFull()) {
            fixture.client.loadEarlier(S1);
            fixture.settle();
        }
        int asked = fixture.host.heard(ClientMessage.History.class).size();
        long start = held().windowStart();
        assertThat(start).isGreaterThan(1);
        fixture.client.loadEarlier(S1);
        notes(100, "note");
        assertThat(fixture.host.heard(ClientMessage.History.class)).hasSize(asked);
        assertThat(held().windowStart()).isEqualTo(start);
        notes(3_000, "note");
        assertThat(held().size()).isLessThanOrEqualTo(7_500);
        assertThatThereIsNoHole();
    }
}
