package dev.pilothouse.desktop.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.secure.NewerFileException;
import dev.pilothouse.session.Cursor;
import dev.pilothouse.testing.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionJournalTest {
    @TempDir
    Path folder;

    /** The result of opening the file once. */
    private record Opened(SessionJournal journal, List<JournaledUpdate> updates, Optional<JournalDamage> damage) {}

    private Path file;

    private Path file() {
        return file == null ? folder.resolve("journal.jsonl") : file;
    }

    private Opened open() throws IOException {
        List<JournaledUpdate> updates = new ArrayList<>();
        SessionJournal.Opening opening = SessionJournal.open(JournalFileSystem.REAL, file(), updates::add);
        return new Opened(opening.journal(), updates, opening.damage());
    }

    private static JournaledUpdate update(long seq) {
        return new JournaledUpdate(
                seq,
                Instant.ofEpochMilli(1_700_000_000_000L + seq),
                null,
                seq == 1
                        ? new SessionUpdate.SessionCreated(
                                new AgentId("demo"), "Demo", "/tmp", "name", SessionUpdate.StartWish.NONE)
                        : new SessionUpdate.AgentMessageChunk(new ItemId(2), "text " + seq + " ü😀\n"));
    }

    private static List<JournaledUpdate> updates(long from, long to) {
        List<JournaledUpdate> updates = new ArrayList<>();
        for (long seq = from; seq <= to; seq++) {
            updates.add(update(seq));
        }
        return updates;
    }

    private void write(long from, long to) throws IOException {
        try (SessionJournal journal = open().journal()) {
            for (long seq = from; seq <= to; seq++) {
                journal.append(List.of(update(seq)));
            }
            journal.sync();
        }
    }

    @Test
    void whatWasAppendedIsReadAgainInOrder() throws IOException {
        write(1, 5);
        write(6, 9);
        Opened again = open();
        again.journal().close();

        assertThat(again.updates()).isEqualTo(updates(1, 9));
        assertThat(again.journal().head()).isEqualTo(9);
        assertThat(again.damage()).isEmpty();
    }

    @Test
    void tryingForRoomLeavesTheFileAsItIsWhetherThereIsAnyOrNot() throws IOException {
        FullableDisk disk = new FullableDisk();
        try (SessionJournal journal =
                SessionJournal.open(disk, file(), update -> {}).journal()) {
            journal.append(List.of(update(1)));
            byte[] before = Files.readAllBytes(file());
            journal.requireRoom(100_000);
            assertThat(Files.readAllBytes(file())).isEqualTo(before);

            disk.fill();
            assertThatThrownBy(() -> journal.requireRoom(100_000)).hasMessageContaining("No space left");
            assertThat(Files.readAllBytes(file())).isEqualTo(before);

            disk.free();
            journal.append(List.of(update(2)));
        }
        Opened again = open();
        again.journal().close();
        assertThat(again.updates()).isEqualTo(updates(1, 2));
        assertThat(again.damage()).isEmpty();
    }

    @Test
    void zeroBytesAtTheEndAreCutAndAreNoDamage() throws IOException {
        write(1, 2);
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), new byte[64 * 1024], StandardOpenOption.APPEND);

        Opened second = open();
        second.journal().close();
        assertThat(second.damage()).isEmpty();
        assertThat(second.updates()).isEqualTo(updates(1, 2));
        assertThat(file()).hasBinaryContent(whole);
    }

    @Test
    void aTornLastLineIsCutAndReportedWhereverItIsTorn() throws IOException {
        write(1, 3);
        byte[] whole = Files.readAllBytes(file());
        long beforeLast = new String(whole, StandardCharsets.ISO_8859_1).lastIndexOf('\n', whole.length - 2) + 1;
        for (long end = beforeLast + 1; end < whole.length; end++) {
            Files.write(file(), Arrays.copyOf(whole, (int) end));
            Opened torn = open();
            torn.journal().close();

            assertThat(torn.updates()).as("cut at %d", end).isEqualTo(updates(1, 2));
            assertThat(torn.damage()).isPresent();
            assertThat(torn.damage().orElseThrow().kept()).isNull();
            assertThat(Files.size(file())).isEqualTo(beforeLast);
        }
    }

    @Test
    void aDamagedLineInTheMiddleIsKeptAsideAndTheJournalGoesOnBeforeIt() throws IOException {
        write(1, 5);
        byte[] damaged = Files.readAllBytes(file());
        int third = nthLine(damaged, 3);
        damaged[third + 40] ^= 1;
        Files.write(file(), damaged);
        Opened opened = open();
        opened.journal().append(List.of(update(3)));
        opened.journal().close();
        Opened again = open();
        again.journal().close();

        assertThat(opened.updates()).isEqualTo(updates(1, 2));
        assertThat(Files.readAllBytes(opened.damage().orElseThrow().kept())).isEqualTo(damaged);
        assertThat(again.updates()).isEqualTo(updates(1, 3));
        assertThat(again.damage()).isEmpty();
        assertThat(again.journal().generations().list()).hasSize(2);
        assertThat(again.journal().generations().list().get(1).after()).isEqualTo(2);
    }

    /** Offset of the line that holds update {@code n}; the first line is the opening. */
    private static int nthLine(byte[] bytes, int n) {
        int offset = 0;
        for (int i = 0; i < n; i++) {
            while (bytes[offset] != '\n') {
                offset++;
            }
            offset++;
        }
        return offset;
    }

    @Test
    void anyFlippedBitIsNoticed() throws IOException {
        write(1, 4);
        byte[] whole = Files.readAllBytes(file());
        int first = nthLine(whole, 1);
        Seeds.check(100, random -> {
            byte[] damaged = whole.clone();
            damaged[first + random.nextInt(whole.length - first)] ^= (byte) (1 << random.nextInt(7));
            Files.write(file(), damaged);
            Opened opened = open();
            opened.journal().close();

            assertThat(opened.damage()).isPresent();
            assertThat(opened.updates()).isEqualTo(updates(1, opened.updates().size()));
        });
    }

    @Test
    void updatesOfOneAppendAreThereTogetherOrNotAtAll() throws IOException {
        write(1, 1);
        long before = Files.size(file());
        try (SessionJournal journal = open().journal()) {
            journal.append(updates(2, 4));
        }
        byte[] whole = Files.readAllBytes(file());
        for (long end = before; end < whole.length; end++) {
            Files.write(file(), Arrays.copyOf(whole, (int) end));
            Opened opened = open();
            opened.journal().close();
            assertThat(opened.updates()).isEqualTo(updates(1, 1));
        }
    }

    @Test
    void aSeqThatDoesNotFollowIsRefused() throws IOException {
        try (SessionJournal journal = open().journal()) {
            journal.append(List.of(update(1)));

            assertThatThrownBy(() -> journal.append(List.of(update(3)))).isInstanceOf(IllegalArgumentException.class);
            assertThat(journal.head()).isEqualTo(1);
        }
    }

    @Test
    void aLineThatIsAppendedByAForeignHandIsNotTaken() throws IOException {
        write(1, 2);
        Files.writeString(file(), "{\"seq\":3}\n", StandardOpenOption.APPEND);
        Opened opened = open();
        opened.journal().close();

        assertThat(opened.updates()).isEqualTo(updates(1, 2));
        assertThat(opened.damage().orElseThrow().kept()).exists();
    }

    @Test
    void aCursorBeyondWhatTheDiskKeptIsNotGood() throws IOException {
        write(1, 5);
        long gen;
        try (SessionJournal journal = open().journal()) {
            gen = journal.generations().current();
        }
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, nthLine(whole, 4)));
        write(4, 6);
        Opened opened = open();
        opened.journal().close();
        Generations generations = opened.journal().generations();

        assertThat(generations.isGood(new Cursor(gen, 3), 6)).isTrue();
        assertThat(generations.isGood(new Cursor(gen, 4), 6)).isFalse();
        assertThat(generations.isGood(new Cursor(generations.current(), 6), 6)).isTrue();
        assertThat(generations.isGood(new Cursor(generations.current(), 7), 6)).isFalse();
        assertThat(generations.isGood(new Cursor(12345, 1), 6)).isFalse();
    }

    @Test
    void anOpeningThatIsNotBroughtToDiskLeavesNothing() throws IOException {
        write(1, 3);
        long before = Files.size(file());
        FullableDisk disk = new FullableDisk();
        try (SessionJournal journal =
                SessionJournal.open(disk, file(), update -> {}).journal()) {
            disk.refuseSync(true);
            assertThatThrownBy(() -> journal.append(updates(4, 4))).isInstanceOf(IOException.class);
        }

        assertThat(Files.size(file())).isEqualTo(before);
        disk.refuseSync(false);
        write(4, 4);
        Opened again = open();
        assertThat(again.updates()).isEqualTo(updates(1, 4));
        assertThat(again.damage()).isEmpty();
        again.journal().close();
    }

    @Test
    void aRefusalOfTheDiskIsRememberedAndALaterSuccessNotBelieved() throws IOException {
        FullableDisk disk = new FullableDisk();
        try (SessionJournal journal =
                SessionJournal.open(disk, file(), update -> {}).journal()) {
            journal.append(updates(1, 1));
            journal.sync();
            journal.append(updates(2, 2));
            disk.refuseSync(true);
            assertThatThrownBy(journal::sync).hasMessage("Input/output error");
            disk.refuseSync(false);

            assertThat(journal.isRefused()).isTrue();
            assertThatThrownBy(journal::sync).hasMessageContaining("earlier");
            assertThatThrownBy(() -> journal.append(updates(3, 3))).hasMessageContaining("earlier");
            assertThat(journal.synced()).isEqualTo(1);
        }
    }

    @Test
    void aJournalOfAnEarlierHostIsReadWithItsNamesOfThatTime() throws IOException {
        write(1, 2);
        String now = Files.readString(file());
        assertThat(now).contains("\"kind\":\"message\"");
        StringBuilder then = new StringBuilder();
        for (String line : now.split("\n", 0)) {
            String records = line.substring(line.indexOf("\"r\":") + 4, line.length() - 1)
                    .replace("\"kind\":\"message\"", "\"kind\":\"agentMessageChunk\"");
            then.append(StandardCharsets.UTF_8.decode(
                    JournalLines.encode(JsonParser.parseString(records).getAsJsonArray())
                            .bytes()));
        }
        Files.writeString(file(), then);
        assertThat(then).contains("agentMessageChunk");
        Opened opened = open();
        opened.journal().close();

        assertThat(opened.damage()).isEmpty();
        assertThat(opened.updates()).isEqualTo(updates(1, 2));
    }

    @Test
    void theFileIsForItsOwnerAlone() throws IOException {
        write(1, 1);

        assertThat(Files.getPosixFilePermissions(file())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    /** Replaces the records of the file's lines, with matching checksums. */
    private void rewrite(UnaryOperator<String> change) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String line : Files.readString(file()).split("\n", 0)) {
            String records = change.apply(line.substring(line.indexOf("\"r\":") + 4, line.length() - 1));
            all.append(StandardCharsets.UTF_8.decode(
                    JournalLines.encode(JsonParser.parseString(records).getAsJsonArray())
                            .bytes()));
        }
        Files.writeString(file(), all);
    }

    @Test
    void recordsOfATypeThatIsNotKnownArePassedOverAndStay() throws IOException {
        write(1, 3);
        rewrite(records -> records.replace("{\"opened\"", "{\"later\":{\"a\":1}},{\"opened\""));
        write(4, 4);

        Opened again = open();
        again.journal().close();
        assertThat(again.damage()).isEmpty();
        assertThat(again.updates()).isEqualTo(updates(1, 4));
        assertThat(file()).content().contains("{\"later\":{\"a\":1}}");
    }

    @Test
    void anUpdateWithAWordThatIsNotKnownIsUnknownAndNoDamage() throws IOException {
        write(1, 3);
        rewrite(records -> records.contains("\"seq\":2") ? records.replace("\"item\":2", "\"item\":\"two\"") : records);

        Opened again = open();
        again.journal().close();
        assertThat(again.damage()).isEmpty();
        assertThat(again.updates()).hasSize(3);
        assertThat(again.updates().get(1).update())
                .isInstanceOfSatisfying(
                        SessionUpdate.Unknown.class,
                        unknown -> assertThat(unknown.json()).contains("\"item\":\"two\""));
    }

    @Test
    void aJournalOfANewerVersionOrOfAnotherSessionIsLeftAsItIs() throws IOException {
        file = Files.createDirectories(folder.resolve("sessions/s1")).resolve("journal.jsonl");
        write(1, 2);
        String own = Files.readString(file());
        rewrite(records -> records.replace("\"version\":1", "\"version\":2"));
        String newer = Files.readString(file());
        assertThatThrownBy(this::open).isInstanceOf(NewerFileException.class).hasMessageContaining(file().toString());
        assertThat(file()).hasContent(newer);

        Path other = Files.createDirectories(folder.resolve("sessions/s2")).resolve("journal.jsonl");
        Files.writeString(other, own);
        file = other;
        assertThatThrownBy(this::open).hasMessageContaining("the journal of the session s1");
        assertThat(other).hasContent(own);
    }

    @Test
    void aJournalWithoutVersionAndSessionIsThatOfAnEarlierHost() throws IOException {
        file = Files.createDirectories(folder.resolve("sessions/s1")).resolve("journal.jsonl");
        write(1, 2);
        rewrite(records -> records.replaceFirst("\"version\":1,\"session\":\"s1\",", ""));
        assertThat(file()).content().doesNotContain("version");

        Opened again = open();
        again.journal().close();
        assertThat(again.damage()).isEmpty();
        assertThat(again.updates()).isEqualTo(updates(1, 2));
    }
}
