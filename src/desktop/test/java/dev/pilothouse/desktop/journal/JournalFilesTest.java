package dev.pilothouse.desktop.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data folder and what lies in it beside the journals of sessions. */
class JournalFilesTest {
    private static final DeviceId DEVICE = new DeviceId("d1");

    @TempDir
    Path root;

    private static HostJournal.Entry entry(String request, ManualClock clock) {
        return new HostJournal.Entry(
                new RequestId(request),
                DEVICE,
                HostJournal.Deed.DELETED,
                new SessionId("s-" + request),
                clock.instant());
    }

    @Test
    void aSecondTakerOfAFolderIsToldWhoHasIt() {
        try (DataFolder first = ((DataFolder.Taking.Taken) DataFolder.take(root.resolve("data"))).folder()) {
            DataFolder.Taking second = DataFolder.take(first.root());

            assertThat(second)
                    .isEqualTo(new DataFolder.Taking.InUse(
                            first.root(), ProcessHandle.current().pid()));
        }
        DataFolder.Taking later = DataFolder.take(root.resolve("data"));
        assertThat(later).isInstanceOf(DataFolder.Taking.Taken.class);
        ((DataFolder.Taking.Taken) later).folder().close();
    }

    @Test
    void aFileInPlaceOfTheFolderIsAReasonAndNoCrash() throws Exception {
        Path file = Files.writeString(root.resolve("file"), "");

        assertThat(DataFolder.take(file)).isEqualTo(new DataFolder.Taking.Unusable(file, file + " is in the way"));
    }

    @Test
    void aFolderThatCouldNotBeTakenIsNotHeld() throws Exception {
        Path inTheWay = Files.writeString(root.resolve("sessions"), "");
        assertThat(DataFolder.take(root)).isInstanceOf(DataFolder.Taking.Unusable.class);
        Files.delete(inTheWay);

        DataFolder.Taking later = DataFolder.take(root);
        assertThat(later).isInstanceOf(DataFolder.Taking.Taken.class);
        ((DataFolder.Taking.Taken) later).folder().close();
    }

    @Test
    void theFolderIsForItsOwnerAlone() throws Exception {
        try (DataFolder folder = ((DataFolder.Taking.Taken) DataFolder.take(root.resolve("data"))).folder()) {
            folder.createSession(new SessionId("s1"));

            assertThat(Files.getPosixFilePermissions(folder.root()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(Files.getPosixFilePermissions(
                            folder.journal(new SessionId("s1")).getParent()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aDeletedSessionDoesNotComeBackAlsoIfItsFilesCouldNotBeRemoved() throws Exception {
        try (DataFolder folder = ((DataFolder.Taking.Taken) DataFolder.take(root)).folder()) {
            SessionId session = new SessionId("s1");
            folder.createSession(session);
            Files.writeString(folder.journal(session), "");
            assertThat(folder.sessions()).containsExactly(session);
            folder.deleteSession(session);
            Files.createDirectories(root.resolve("sessions/deleted-s2"));

            assertThat(folder.sessions()).isEmpty();
        }
        ((DataFolder.Taking.Taken) DataFolder.take(root)).folder().close();
        assertThat(root.resolve("sessions")).isEmptyDirectory();
    }

    @Test
    void outcomesOfTheHostAreKeptForSevenDays() throws Exception {
        ManualClock clock = new ManualClock();
        Path file = root.resolve("host.jsonl");
        HostJournal.Entry first = entry("r1", clock);
        HostJournal.Entry second;
        try (HostJournal journal = HostJournal.open(file, clock)) {
            journal.add(first);
            clock.advance(Duration.ofDays(6));
            second = entry("r2", clock);
            journal.add(second);
        }
        try (HostJournal journal = HostJournal.open(file, clock)) {
            assertThat(journal.find(DEVICE, first.requestId())).contains(first);
            assertThat(journal.find(new DeviceId("d2"), first.requestId())).isEmpty();
        }
        clock.advance(Duration.ofDays(2));
        try (HostJournal journal = HostJournal.open(file, clock)) {
            assertThat(journal.find(DEVICE, first.requestId())).isEmpty();
            assertThat(journal.find(DEVICE, second.requestId())).contains(second);
            assertThat(journal.isDeleted(second.sessionId())).isTrue();
        }
        assertThat(Files.readString(file)).doesNotContain("r1");
    }

    @Test
    void aBlobIsFoundByItsIdAndByNoOtherName() throws Exception {
        BlobStore blobs = new BlobStore(root.resolve("blobs"));
        Files.writeString(root.resolve("secret"), "secret");
        BlobId id = blobs.put("large ü😀");

        assertThat(blobs.put("large ü😀")).isEqualTo(id);
        assertThat(blobs.get(id)).contains("large ü😀");
        assertThat(blobs.get(new BlobId("../secret"))).isEmpty();
        assertThat(blobs.get(new BlobId("b" + "0".repeat(64)))).isEmpty();
    }

    @Test
    void aBlobBeyondWhatAFrameCarriesIsCutBetweenCharacters() throws Exception {
        BlobStore blobs = new BlobStore(root.resolve("blobs"));
        String text = "é".repeat(BlobStore.MAX_BYTES / 2 + 10);

        String kept = blobs.get(blobs.put(text)).orElseThrow();

        assertThat(kept)
                .startsWith("éé")
                .endsWith("cut here, the rest was not kept")
                .doesNotContain("\uFFFD");
    }
}
