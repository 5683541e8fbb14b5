package dev.pilothouse.desktop.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.protocol.UpdateCodec;
import dev.pilothouse.testing.FilledRecords;
import dev.pilothouse.testing.RandomUpdates;
import dev.pilothouse.testing.Seeds;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpdateLimitsTest {
    private static final List<String> LETTERS = List.of("x", "\"", "\u0001", "漢", "😀");

    private static int bytes(SessionUpdate update) {
        return StrictJson.write(UpdateCodec.encode(new JournaledUpdate(1, Instant.EPOCH, null, update)))
                .getBytes(StandardCharsets.UTF_8)
                .length;
    }

    @Test
    void anUpdateOfAnyKindFilledWithAnythingFits() {
        Seeds.check(20, random -> {
            String letter = LETTERS.get(random.nextInt(LETTERS.size()));
            int[] lengths = {1, 200, 501, 5_000, 9_000_000};
            int length = lengths[random.nextInt(lengths.length)];
            int entries = length > 1_000_000 ? 1 + random.nextInt(2) : 1 + random.nextInt(60);
            FilledRecords filled = new FilledRecords(random, letter.repeat(length), entries);
            for (Class<? extends SessionUpdate> kind : FilledRecords.kinds(SessionUpdate.class)) {
                SessionUpdate bounded = UpdateLimits.bound(filled.make(kind));

                assertThat(bounded).isInstanceOf(kind);
                assertThat(bytes(bounded))
                        .as(kind.getSimpleName())
                        .isLessThanOrEqualTo(
                                bounded instanceof SessionUpdate.PendingAsked
                                        ? UpdateLimits.MAX_QUESTION_BYTES
                                        : UpdateLimits.MAX_BYTES);
                assertThat(UpdateLimits.bound(bounded)).as("once more").isEqualTo(bounded);
            }
        });
    }

    @Test
    void anUpdateWithinItsLimitsStaysAsItIs() {
        Seeds.check(
                20,
                random -> new RandomUpdates(random)
                        .script(200)
                        .forEach(
                                update -> assertThat(UpdateLimits.bound(update)).isEqualTo(update)));
    }

    @Test
    void anIdThatIsTooLongIsLeftOutAndNotShortened() {
        String huge = "m".repeat(9_000_000);

        assertThat(UpdateLimits.bound(new SessionUpdate.ModeChanged(huge, List.of())))
                .isEqualTo(new SessionUpdate.ModeChanged("", List.of()));
        assertThat(UpdateLimits.bound(new SessionUpdate.ModelChanged(huge, List.of())))
                .isEqualTo(new SessionUpdate.ModelChanged("", List.of()));
    }

    @Test
    void aQuestionThatIsNotShownWholeSaysSo() {
        Pending pending = new Pending(
                new PendingId("p"), PendingKind.PERMISSION, "t", "d".repeat(3_000_000), null, List.of(), List.of());
        SessionUpdate.PendingAsked bounded =
                (SessionUpdate.PendingAsked) UpdateLimits.bound(new SessionUpdate.PendingAsked(new ItemId(1), pending));

        assertThat(bounded.pending().detail())
                .startsWith("**Not all is shown: the agent sent 3000000 characters.**\n\nddd")
                .hasSize(64 * 1024);
    }

    @Test
    void thePromptThatMayBeSentIsNeverShortened() {
        List<Attachment> attachments = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            attachments.add(new Attachment.ProjectFile("漢".repeat(1_000)));
        }
        SessionUpdate prompt = new SessionUpdate.UserMessage(new ItemId(1), "\u0001".repeat(60_000), attachments);

        assertThat(UpdateLimits.bound(prompt)).isEqualTo(prompt);
    }

    @Test
    void anOldJournalIsReadWithinTheLimits(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("journal.jsonl");
        JournaledUpdate created = new RandomUpdates(new Random(1)).next();
        SessionUpdate huge = new SessionUpdate.ModelChanged("m".repeat(9_000_000), List.of());
        try (SessionJournal journal =
                SessionJournal.open(JournalFileSystem.REAL, file, update -> {}).journal()) {
            journal.append(List.of(created, new JournaledUpdate(2, created.at(), null, huge)));
        }
        List<JournaledUpdate> read = new ArrayList<>();
        try (SessionJournal journal =
                SessionJournal.open(JournalFileSystem.REAL, file, read::add).journal()) {
            assertThat(read)
                    .extracting(JournaledUpdate::update)
                    .last()
                    .isEqualTo(new SessionUpdate.ModelChanged("", List.of()));
            assertThat(journal.history().read(1, 2, 1 << 20).get(0)).isEqualTo(read.get(1));
        }
    }
}
