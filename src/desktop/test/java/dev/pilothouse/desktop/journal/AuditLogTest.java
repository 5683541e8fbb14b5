package dev.pilothouse.desktop.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.model.AuditAction;
import dev.pilothouse.model.AuditEntry;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.pulse.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    private static final DeviceId PHONE = new DeviceId("d1");
    private static final DeviceId TABLET = new DeviceId("d2");

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private Path file;
    private AuditLog log;

    @BeforeEach
    void open() {
        file = folder.resolve("audit.jsonl");
        log = new AuditLog(file, clock, clock::ticker, 4_000);
    }

    private void prompted(DeviceId device, String about) {
        log.add(AuditAction.PROMPTED, device, "Name", about, "192.0.2.1");
        log.flush();
        clock.advance(Duration.ofSeconds(1));
    }

    @AfterEach
    void close() {
        log.close();
        log.close();
    }

    private List<AuditEntry> all() throws IOException {
        return log.read(null, null, AuditLog.MAX_READ).entries();
    }

    @Test
    void aLineSaysWhoDidWhatWhenAndFromWhere() throws IOException {
        Instant at = clock.instant();
        prompted(PHONE, "s1");

        assertThat(all()).containsExactly(new AuditEntry(at, AuditAction.PROMPTED, PHONE, "Name", "s1", "192.0.2.1"));
        assertThat(new AuditLog(file, clock, clock::ticker).read(null, null, 5).entries())
                .as("after a restart of the host")
                .isEqualTo(all());
    }

    @Test
    void theNewestComeFirstAndItIsSaidThatThereIsMore() throws IOException {
        for (int i = 0; i < 5; i++) {
            prompted(PHONE, "s" + i);
        }

        AuditLog.Page page = log.read(null, null, 2);

        assertThat(page.entries()).extracting(AuditEntry::about).containsExactly("s4", "s3");
        assertThat(page.more()).isTrue();
        assertThat(log.read(null, null, 5).more()).isFalse();
    }

    @Test
    void itIsAskedSinceATimeAndForADevice() throws IOException {
        prompted(PHONE, "s1");
        Instant since = clock.instant();
        prompted(PHONE, "s2");
        prompted(TABLET, "s3");
        log.add(AuditAction.REVOKED, TABLET, "Tablet", PHONE + " Phone", "");

        assertThat(log.read(since, null, 9).entries()).hasSize(3);
        assertThat(log.read(since, PHONE, 9).entries())
                .as("what it did and what was done to it")
                .extracting(AuditEntry::deed)
                .containsExactly(AuditAction.REVOKED, AuditAction.PROMPTED);
    }

    @Test
    void twoFilesOfABoundedSizeAreKept() throws IOException {
        for (int i = 0; i < 200; i++) {
            prompted(PHONE, "session-" + i);
        }

        assertThat(Files.size(file)).isLessThanOrEqualTo(4_000);
        assertThat(Files.size(folder.resolve("audit.jsonl.1"))).isLessThanOrEqualTo(4_000);
        assertThat(folder.toFile().list()).hasSize(2);
        List<AuditEntry> kept = all();
        assertThat(kept.get(0).about()).isEqualTo("session-199");
        assertThat(kept).as("both files are read").hasSizeGreaterThan(30);
        for (int i = 0; i < kept.size(); i++) {
            assertThat(kept.get(i).about()).isEqualTo("session-" + (199 - i));
        }
    }

    @Test
    void onlyTheOwnerMayReadIt() throws IOException {
        for (int i = 0; i < 50; i++) {
            prompted(PHONE, "session-" + i);
        }

        for (String name : folder.toFile().list()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aTornLineAndOneOfAnotherVersionHideNothingElse() throws IOException {
        prompted(PHONE, "s1");
        Files.writeString(file, "{\"at\":\"2026-01-01T0", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        prompted(PHONE, "s2");
        Files.writeString(file, "{\"deed\":\"flown\"}\n\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        prompted(PHONE, "s3");

        assertThat(all()).extracting(AuditEntry::about).containsExactly("s3", "s2", "s1");
    }

    @Test
    void whoeverIsRefusedCannotWashAwayWhatOthersDid() throws IOException {
        prompted(PHONE, "s1");
        for (int i = 0; i < 5_000; i++) {
            log.add(AuditAction.REFUSED, TABLET, "", "notPaired", "192.0.2.9");
        }
        prompted(PHONE, "s2");

        assertThat(all()).hasSize(22).last().extracting(AuditEntry::about).isEqualTo("s1");

        clock.advance(Duration.ofMinutes(1));
        log.add(AuditAction.REFUSED, TABLET, "", "notPaired", "192.0.2.9");
        assertThat(all().get(0).about()).isEqualTo("notPaired (and 4980 more that were passed over)");
    }

    @Test
    void whatADeviceCallsItselfStaysOneShortLine() throws IOException {
        log.add(AuditAction.PAIRED, PHONE, "a\nb\u202e" + "x".repeat(500), "steer", "");
        log.flush();

        assertThat(Files.readAllLines(file)).hasSize(1);
        assertThat(all().get(0).deviceName()).startsWith("a b x").hasSize(120);
    }

    @Test
    void whoNotesSomethingWaitsForNoDiskUntilTooMuchWaits() throws Exception {
        try (AuditLog stuck = new AuditLog(folder.resolve("other.jsonl"), clock, clock::ticker)) {
            Thread session = noting(stuck, AuditLog.WAITING - 1);
            Thread oneMore = noting(stuck, 1);
            synchronized (stuck.disk) {
                session.start();
                session.join();
                oneMore.start();
                await().until(() -> oneMore.getState() == Thread.State.BLOCKED);
            }
            oneMore.join();
            assertThat(stuck.read(null, null, AuditLog.MAX_READ).more()).isTrue();
            assertThat(Files.readAllLines(folder.resolve("other.jsonl"))).hasSize(AuditLog.WAITING);
        }
    }

    private static Thread noting(AuditLog log, int lines) {
        Thread thread = new Thread(
                () -> {
                    for (int i = 0; i < lines; i++) {
                        log.add(AuditAction.PROMPTED, PHONE, "Name", "s" + i, "");
                    }
                },
                "session");
        thread.setDaemon(true);
        return thread;
    }

    @Test
    void whatWasNotedIsWrittenWhenTheLogIsClosedAndWhatComesLaterAtOnce() throws IOException {
        for (int i = 0; i < 20; i++) {
            log.add(AuditAction.PROMPTED, PHONE, "Name", "s" + i, "");
        }
        log.close();
        assertThat(Files.readAllLines(file)).hasSize(20);
        log.add(AuditAction.PROMPTED, PHONE, "Name", "late", "");
        assertThat(Files.readAllLines(file)).hasSize(21).last().asString().contains("late");
    }

    @Test
    void aLineWithoutAVersionIsOfAnEarlierHostAndIsShown() throws IOException {
        Files.writeString(
                file,
                "{\"at\":\"2026-01-01T00:00:00Z\",\"deed\":\"paired\",\"deviceId\":\"d1\",\"device\":\"Phone\",\"about\":\"\"}\n");

        assertThat(log.read(null, null, 10).entries())
                .extracting(AuditEntry::deviceName)
                .containsExactly("Phone");
    }
}
