package dev.pilothouse.desktop.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.pilothouse.desktop.journal.HostJournal.Deed;
import dev.pilothouse.desktop.journal.HostJournal.Entry;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.secure.NewerFileException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostJournalTest {
    private static final DeviceId DEVICE = new DeviceId("d1");
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    @TempDir
    Path folder;

    private static Entry entry(String request, Deed deed, String session, Instant at) {
        return new Entry(new Cause(new RequestId(request), DEVICE, ""), deed, new SessionId(session), at);
    }

    private HostJournal open(int most) throws Exception {
        return HostJournal.open(folder.resolve("host.jsonl"), most);
    }

    private long lines() throws Exception {
        return Files.readString(folder.resolve("host.jsonl")).lines().count();
    }

    @Test
    void theNewestOutcomesAreKeptHoweverOldAndTheOthersForgotten() throws Exception {
        try (HostJournal journal = open(2)) {
            journal.add(entry("r1", Deed.DELETED, "s1", START));
            journal.add(entry("r2", Deed.DELETED, "s2", START.plus(Duration.ofDays(800))));
            assertThat(journal.find(DEVICE, new RequestId("r1"))).isPresent();
            assertThat(journal.isDeleted(new SessionId("s1"))).isTrue();

            journal.add(entry("r3", Deed.CREATED, "s3", START.minus(Duration.ofDays(800))));

            assertThat(journal.find(DEVICE, new RequestId("r1"))).isEmpty();
            assertThat(journal.isDeleted(new SessionId("s1"))).isFalse();
            assertThat(journal.find(DEVICE, new RequestId("r2"))).isPresent();
            assertThat(journal.isDeleted(new SessionId("s2"))).isTrue();
            assertThat(journal.find(DEVICE, new RequestId("r3"))).isPresent();
        }
    }

    @Test
    void theNewestOutcomesSurviveARestart() throws Exception {
        try (HostJournal journal = open(2)) {
            for (int i = 1; i <= 3; i++) {
                journal.add(entry("r" + i, Deed.DELETED, "s" + i, START));
            }
        }
        try (HostJournal journal = open(2)) {
            assertThat(journal.find(DEVICE, new RequestId("r1"))).isEmpty();
            assertThat(journal.find(DEVICE, new RequestId("r2"))).isPresent();
            assertThat(journal.isDeleted(new SessionId("s3"))).isTrue();
        }
    }

    @Test
    void theFileIsWrittenAnewBeforeItHasMoreThanTwiceAsManyLinesAsAreKept() throws Exception {
        try (HostJournal journal = open(10)) {
            for (int i = 1; i <= 20; i++) {
                journal.add(entry("r" + i, Deed.DELETED, "s" + i, START));
            }
            assertThat(lines()).isEqualTo(20);
            journal.add(entry("r21", Deed.DELETED, "s21", START));
            assertThat(lines()).isEqualTo(10);
            journal.add(entry("r22", Deed.DELETED, "s22", START));
            assertThat(lines()).isEqualTo(11);
        }
        try (HostJournal journal = open(10)) {
            for (int i = 13; i <= 22; i++) {
                assertThat(journal.find(DEVICE, new RequestId("r" + i))).isPresent();
            }
            assertThat(journal.find(DEVICE, new RequestId("r12"))).isEmpty();
        }
    }

    private void append(String records) throws Exception {
        Files.writeString(
                folder.resolve("host.jsonl"),
                StandardCharsets.UTF_8.decode(
                        JournalLines.encode(JsonParser.parseString(records).getAsJsonArray())
                                .bytes()),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    @Test
    void aDeedThatIsNotKnownIsPassedOverAndStaysWhenTheFileIsWrittenAnew() throws Exception {
        append("[{\"version\":1,\"deed\":\"MOVED\",\"to\":\"elsewhere\"}]");
        try (HostJournal journal = open(2)) {
            assertThat(journal.damage()).isEmpty();
            for (int i = 1; i <= 9; i++) {
                journal.add(entry("r" + i, Deed.CREATED, "s" + i, START));
            }
        }
        assertThat(folder.resolve("host.jsonl")).content().contains("\"MOVED\",\"to\":\"elsewhere\"");
        assertThat(lines()).isLessThanOrEqualTo(5);
        try (HostJournal journal = open(2)) {
            assertThat(journal.find(DEVICE, new RequestId("r9"))).isPresent();
        }
    }

    @Test
    void aRecordOfANewerVersionKeepsTheHostFromStartingAndIsLeftAsItIs() throws Exception {
        append("[{\"version\":2,\"what\":\"else\"}]");
        String before = Files.readString(folder.resolve("host.jsonl"));

        assertThatThrownBy(() -> open(2)).isInstanceOf(NewerFileException.class).hasMessageContaining("host.jsonl");
        assertThat(folder.resolve("host.jsonl")).hasContent(before);
    }

    @Test
    void aRecordWithoutAVersionIsOfAnEarlierHost() throws Exception {
        append("[{\"requestId\":\"r1\",\"deviceId\":\"" + DEVICE.value()
                + "\",\"deed\":\"DELETED\",\"sessionId\":\"s1\",\"at\":1}]");
        try (HostJournal journal = open(2)) {
            assertThat(journal.damage()).isEmpty();
            assertThat(journal.isDeleted(new SessionId("s1"))).isTrue();
        }
    }
}
