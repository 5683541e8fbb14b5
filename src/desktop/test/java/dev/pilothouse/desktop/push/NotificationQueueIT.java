package dev.pilothouse.desktop.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.NotificationKind;
import dev.pilothouse.model.PushKind;
import dev.pilothouse.pulse.ManualClock;
import dev.pilothouse.pulse.ManualLane;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The number of attempts to a real receiver, with a clock that stands still between them. */
class NotificationQueueIT {
    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private final ManualLane lane = new ManualLane("away-phone", 16, clock);
    private OkHttpWebhookClient post;
    private Receiver receiver;
    private boolean open = true;

    @BeforeEach
    void start() throws IOException {
        receiver = Receiver.open();
        post = new OkHttpWebhookClient("desk", Duration.ofSeconds(20), NotificationState.open(folder));
    }

    @AfterEach
    void close() {
        post.close();
        receiver.close();
    }

    private NotificationQueue outbox(boolean idempotent) throws IOException {
        return outbox(post, idempotent);
    }

    private NotificationQueue outbox(WebhookClient way, boolean idempotent) throws IOException {
        NotificationTarget target = NotificationTarget.of(
                "phone",
                PushKind.WEBHOOK,
                URI.create(receiver.url("/hook")),
                "",
                Set.of(NotificationKind.values()),
                false,
                idempotent);
        return new NotificationQueue(
                target,
                way,
                NotificationJournal.open(folder),
                lane,
                clock::ticker,
                () -> 0.999_999,
                (notice, now, outcome) -> {});
    }

    private void offer(NotificationQueue outbox, String id) {
        outbox.offer(
                new PushNotification(id, NotificationKind.DONE, "s1", "Place", "Name", "Done.", "", Instant.EPOCH),
                () -> open);
        lane.runAll();
    }

    private NotificationJournal.State state(String id) throws IOException {
        return NotificationJournal.open(folder).find("phone " + id).orElse(null);
    }

    @Test
    void aLineThatAFullDiskHasTornDoesNotSpoilTheNext() throws IOException {
        NotificationJournal journal = NotificationJournal.open(folder);
        Files.writeString(folder.resolve(NotificationJournal.FILE), "{\"key\":\"pho", StandardOpenOption.APPEND);
        assertThat(journal.begin("phone e1")).isTrue();

        assertThat(state("e1")).isEqualTo(NotificationJournal.State.TRYING);
    }

    @Test
    void whatCannotEvenBeTriedDoesNotHoldUpTheOthers() throws IOException {
        List<String> posted = new ArrayList<>();
        WebhookClient failing = new WebhookClient() {
            @Override
            public Outcome post(NotificationTarget target, PushNotification notice) {
                posted.add(notice.id());
                if (notice.id().equals("e1")) {
                    throw new IllegalArgumentException("no such address");
                }
                return new Outcome(Fate.SENT, "HTTP 200");
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        NotificationQueue outbox = outbox(failing, false);
        offer(outbox, "e1");
        offer(outbox, "e2");

        assertThat(posted).containsExactly("e1", "e2");
        assertThat(lane.failures()).isEmpty();
    }

    @Test
    void whatIsTakenIsToldOnceHoweverOftenItIsOffered() throws IOException {
        NotificationQueue outbox = outbox(false);
        offer(outbox, "e1");
        offer(outbox, "e1");
        offer(outbox(false), "e1");

        assertThat(receiver.taken()).hasSize(1);
        assertThat(state("e1")).isEqualTo(NotificationJournal.State.SENT);
    }

    @Test
    void whatWasNotTakenIsTriedLaterAndLaterUntilItIs() throws IOException {
        receiver.answers(503, 429, 500);
        NotificationQueue outbox = outbox(false);
        offer(outbox, "e1");

        assertThat(receiver.taken()).hasSize(1);
        lane.elapse(Duration.ofMillis(1_900));
        assertThat(receiver.taken()).hasSize(1);
        lane.elapse(Duration.ofMillis(100));
        assertThat(receiver.taken()).hasSize(2);
        lane.elapse(Duration.ofSeconds(4));
        assertThat(receiver.taken()).hasSize(3);
        lane.elapse(Duration.ofSeconds(8));
        assertThat(receiver.taken()).hasSize(4);
        lane.elapse(Duration.ofHours(2));

        assertThat(receiver.taken()).hasSize(4).allMatch(taken -> taken.key().equals("e1"));
        assertThat(state("e1")).isEqualTo(NotificationJournal.State.SENT);
    }

    @Test
    void afterAnHourItIsGivenUp() throws IOException {
        for (int i = 0; i < 100; i++) {
            receiver.answers(503);
        }
        NotificationQueue outbox = outbox(false);
        offer(outbox, "e1");
        for (int minute = 0; minute < 180; minute++) {
            lane.elapse(Duration.ofMinutes(1));
        }

        assertThat(receiver.taken()).hasSizeBetween(5, NotificationQueue.ATTEMPTS);
        assertThat(state("e1")).isEqualTo(NotificationJournal.State.GIVEN_UP);
        assertThat(outbox.waiting()).isZero();
    }

    @Test
    void whatMayHaveBeenTakenIsNotSentAgain() throws IOException {
        receiver.answers(Receiver.DROP);
        offer(outbox(false), "e1");
        lane.elapse(Duration.ofHours(2));

        assertThat(receiver.taken()).hasSize(1);
        assertThat(state("e1")).isEqualTo(NotificationJournal.State.UNKNOWN);
    }

    @Test
    void aReceiverThatDropsRepetitionsIsAskedAgainUnderTheSameKey() throws IOException {
        receiver.answers(Receiver.DROP);
        offer(outbox(true), "e1");
        lane.elapse(Duration.ofHours(2));

        assertThat(receiver.taken()).extracting(Receiver.Taken::key).containsExactly("e1", "e1");
        assertThat(state("e1")).isEqualTo(NotificationJournal.State.SENT);
    }

    @Test
    void anAttemptThatAHostWasKilledInIsNotMadeAgain() throws IOException {
        // The state after a host was killed between the request and its response.
        assertThat(NotificationJournal.open(folder).begin("phone e1")).isTrue();

        offer(outbox(true), "e1");

        assertThat(receiver.taken()).isEmpty();
        assertThat(state("e1")).isEqualTo(NotificationJournal.State.TRYING);
    }

    @Test
    void anAttemptIsOnDiskBeforeItIsMade() throws IOException {
        receiver.answers(Receiver.DROP);
        NotificationQueue outbox = outbox(false);
        Files.delete(folder.resolve(NotificationJournal.FILE));
        Files.createDirectory(folder.resolve(NotificationJournal.FILE));
        offer(outbox, "e1");
        assertThat(receiver.taken())
                .as("nothing can be noted, so nothing is tried")
                .isEmpty();

        Files.delete(folder.resolve(NotificationJournal.FILE));
        Files.createFile(folder.resolve(NotificationJournal.FILE));
        lane.elapse(Duration.ofMinutes(1));
        assertThat(receiver.taken()).hasSize(1);
    }

    @Test
    void whatHasBecomeVoidMeanwhileIsNotTold() throws IOException {
        receiver.answers(503);
        NotificationQueue outbox = outbox(false);
        offer(outbox, "e1");
        open = false;
        offer(outbox, "e2");
        lane.elapse(Duration.ofHours(1));

        assertThat(receiver.taken()).hasSize(1);
        assertThat(state("e1")).isEqualTo(NotificationJournal.State.GIVEN_UP);
        assertThat(state("e2")).isNull();
    }

    @Test
    void ofTooManyTheOldestGo() throws IOException {
        NotificationQueue outbox = outbox(false);
        for (int i = 0; i < NotificationQueue.CAPACITY + 5; i++) {
            outbox.offer(
                    new PushNotification(
                            "e" + i, NotificationKind.DONE, "s1", "Place", "Name", "Done.", "", Instant.EPOCH),
                    () -> open);
        }
        assertThat(outbox.waiting()).isEqualTo(NotificationQueue.CAPACITY);

        lane.runAll();

        assertThat(receiver.taken())
                .hasSize(NotificationQueue.CAPACITY)
                .first()
                .matches(taken -> taken.key().equals("e5"));
    }

    @Test
    void theOthersWaitInOrderBehindOneThatIsTriedAgain() throws IOException {
        receiver.answers(503);
        NotificationQueue outbox = outbox(false);
        offer(outbox, "e1");
        offer(outbox, "e2");
        assertThat(receiver.taken()).hasSize(1);

        lane.elapse(Duration.ofSeconds(2));

        assertThat(receiver.taken()).extracting(Receiver.Taken::key).containsExactly("e1", "e1", "e2");
    }

    @Test
    void afterItsEndNothingIsTold() throws IOException {
        receiver.answers(503);
        NotificationQueue outbox = outbox(false);
        offer(outbox, "e1");
        outbox.close();
        outbox.close();
        lane.elapse(Duration.ofHours(1));
        outbox.offer(
                new PushNotification("e2", NotificationKind.DONE, "s1", "Place", "Name", "Done.", "", Instant.EPOCH),
                () -> open);

        assertThat(receiver.taken()).hasSize(1);
    }

    @Test
    void theOutboxsFileStaysBoundedAndForgetsOnlyTheOldest() throws IOException {
        NotificationJournal journal = NotificationJournal.open(folder);
        for (int i = 0; i < NotificationJournal.MAX_LINES; i++) {
            journal.ended("phone e" + i, NotificationJournal.State.SENT);
        }
        assertThat(journal.begin("phone e" + (NotificationJournal.MAX_LINES - 1)))
                .isFalse();
        assertThat(journal.begin("phone new")).isTrue();

        assertThat(Files.readAllLines(folder.resolve(NotificationJournal.FILE))).hasSize(NotificationJournal.KEPT + 1);
        assertThat(state("new")).isEqualTo(NotificationJournal.State.TRYING);
        assertThat(state("e" + (NotificationJournal.MAX_LINES - NotificationJournal.KEPT + 1)))
                .isEqualTo(NotificationJournal.State.SENT);
    }

    @Test
    void aTornLineHidesNothingElse() throws IOException {
        NotificationJournal.open(folder).ended("phone e1", NotificationJournal.State.SENT);
        Files.writeString(
                folder.resolve(NotificationJournal.FILE),
                "{\"key\":\"pho",
                StandardCharsets.UTF_8,
                StandardOpenOption.APPEND);

        NotificationJournal journal = NotificationJournal.open(folder);

        assertThat(journal.begin("phone e1")).isFalse();
        assertThat(journal.begin("phone e2")).isTrue();
        assertThat(state("e2")).isEqualTo(NotificationJournal.State.TRYING);
    }
}
