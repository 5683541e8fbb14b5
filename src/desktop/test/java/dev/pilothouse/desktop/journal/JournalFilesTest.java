package dev.pilothouse.desktop.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.secure.Identity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data folder and its files other than the journals of sessions. */
class JournalFilesTest {
    private static final DeviceId DEVICE = new DeviceId("d1");

    @TempDir
    Path root;

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

        assertThat(DataFolder.take(file))
                .isEqualTo(new DataFolder.Taking.Unusable(file, HostText.of(HostTextCode.IO_IN_THE_WAY, file)));
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
    void aFolderWhoseKeyCannotBeOpenedIsNotHeld() throws Exception {
        Path inTheWay = Files.createDirectory(root.resolve("host.key"));
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
    void neitherADeletedSessionNorOneWithoutAnyFileComesBack() throws Exception {
        try (DataFolder folder = ((DataFolder.Taking.Taken) DataFolder.take(root)).folder()) {
            SessionId session = new SessionId("s1");
            folder.createSession(session);
            Files.writeString(folder.journal(session), "");
            assertThat(folder.sessions()).containsExactly(session);
            folder.deleteSession(session);
            Files.createDirectories(root.resolve("sessions/deleted-s2"));
            folder.createSession(new SessionId("s3"));

            assertThat(folder.sessions()).isEmpty();
        }
        ((DataFolder.Taking.Taken) DataFolder.take(root)).folder().close();
        assertThat(root.resolve("sessions")).isEmptyDirectory();
    }

    @Test
    void anOutcomeIsFoundByTheDeviceThatAskedAlsoAfterARestart() throws Exception {
        Path file = root.resolve("host.jsonl");
        HostJournal.Entry entry = new HostJournal.Entry(
                new Cause(new RequestId("r1"), DEVICE, "", "digest"),
                HostJournal.Deed.DELETED,
                new SessionId("s-1"),
                Instant.EPOCH);
        try (HostJournal journal = HostJournal.open(file)) {
            journal.add(entry);
        }
        try (HostJournal journal = HostJournal.open(file)) {
            assertThat(journal.find(DEVICE, entry.cause().requestId())).contains(entry);
            assertThat(journal.find(new DeviceId("d2"), entry.cause().requestId()))
                    .isEmpty();
            assertThat(journal.isDeleted(entry.sessionId())).isTrue();
        }
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

    @Test
    void a_copy_of_an_attachment_has_a_name_that_every_system_can_have() {
        assertThat(BlobStore.fileName("CON.png")).isEqualTo("_CON.png");
        assertThat(BlobStore.fileName("com1")).isEqualTo("_com1");
        assertThat(BlobStore.fileName("nul .tar.gz")).isEqualTo("_nul .tar.gz");
        assertThat(BlobStore.fileName("console.png")).isEqualTo("console.png");
        assertThat(BlobStore.fileName("plan. .")).isEqualTo("plan_");
        assertThat(BlobStore.fileName("a:b*c?.txt")).isEqualTo("a_b_c_.txt");
        assertThat(BlobStore.fileName("../.hidden")).doesNotContain("/").doesNotStartWith(".");
        assertThat(BlobStore.fileName("x".repeat(300) + ".png"))
                .hasSizeLessThanOrEqualTo(61)
                .endsWith(".png");
    }

    @Test
    void a_request_to_stop_is_taken_once_and_by_its_own_host_alone() throws Exception {
        assertThat(HostInfo.requestStop(root)).isFalse();
        assertThat(HostInfo.takeStopRequest(root, 1)).isFalse();
        long own = ProcessHandle.current().pid();
        new HostInfo(1, Identity.generate().publicKey(), "h", "ada-desk", own).write(root);
        assertThat(HostInfo.requestStop(root)).isTrue();
        assertThat(HostInfo.takeStopRequest(root, own)).isTrue();
        assertThat(HostInfo.takeStopRequest(root, own)).isFalse();
        HostInfo.requestStop(root);
        assertThat(HostInfo.takeStopRequest(root, own + 1)).isFalse();
        assertThat(HostInfo.takeStopRequest(root, own)).isFalse();
    }
}
