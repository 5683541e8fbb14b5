package dev.pilothouse.desktop.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.journal.HostJournal.Deed;
import dev.pilothouse.desktop.journal.HostJournal.Entry;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostJournalTest {
    private static final DeviceId DEVICE = new DeviceId("d1");
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    @TempDir
    Path folder;

    private static Entry entry(String request, Deed deed, String session, Instant at) {
        return new Entry(new RequestId(request), DEVICE, deed, new SessionId(session), at);
    }

    private HostJournal open(Instant now) throws Exception {
        return HostJournal.open(folder.resolve("host.jsonl"), Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void aHostThatRunsForLongForgetsOutcomesAfterSevenDays() throws Exception {
        try (HostJournal journal = open(START)) {
            journal.add(entry("r1", Deed.DELETED, "s1", START));
            journal.add(entry("r2", Deed.CREATED, "s2", START.plus(Duration.ofDays(6))));
            assertThat(journal.find(DEVICE, new RequestId("r1"))).isPresent();
            assertThat(journal.isDeleted(new SessionId("s1"))).isTrue();

            journal.add(entry("r3", Deed.CREATED, "s3", START.plus(Duration.ofDays(8))));

            assertThat(journal.find(DEVICE, new RequestId("r1"))).isEmpty();
            assertThat(journal.isDeleted(new SessionId("s1"))).isFalse();
            assertThat(journal.find(DEVICE, new RequestId("r2"))).isPresent();
            assertThat(journal.find(DEVICE, new RequestId("r3"))).isPresent();
        }
    }

    @Test
    void outcomesOfTheLastSevenDaysSurviveARestart() throws Exception {
        try (HostJournal journal = open(START)) {
            journal.add(entry("r1", Deed.DELETED, "s1", START));
            journal.add(entry("r2", Deed.DELETED, "s2", START.plus(Duration.ofDays(3))));
        }
        try (HostJournal journal = open(START.plus(Duration.ofDays(8)))) {
            assertThat(journal.find(DEVICE, new RequestId("r1"))).isEmpty();
            assertThat(journal.find(DEVICE, new RequestId("r2"))).isPresent();
            assertThat(journal.isDeleted(new SessionId("s2"))).isTrue();
        }
    }
}
