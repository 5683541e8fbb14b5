package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.bridge.UploadResult;
import dev.pilothouse.desktop.journal.BlobStore;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.pulse.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadQuotaTest {
    private static final int PIECE = 100;

    @TempDir
    Path root;

    private final ManualClock clock = new ManualClock();
    private BlobStore one;
    private BlobStore two;
    private long free = 1_000_000;
    private byte next;

    @BeforeEach
    void open() {
        one = new BlobStore(root.resolve("one"));
        two = new BlobStore(root.resolve("two"));
    }

    private UploadQuota room(UploadQuota.Limits limits) {
        return new UploadQuota(
                new UploadQuota.Place() {
                    @Override
                    public BlobStore.Size all() throws IOException {
                        return one.uploadedSize().plus(two.uploadedSize());
                    }

                    @Override
                    public long freeBytes() {
                        return free;
                    }
                },
                clock,
                limits);
    }

    private UploadResult bring(UploadQuota room, BlobStore session) throws IOException {
        byte[] bytes = new byte[PIECE];
        Arrays.fill(bytes, ++next);
        return room.store(session, bytes);
    }

    private static String refused(UploadResult outcome) {
        UploadResult.Refused refused = (UploadResult.Refused) outcome;
        assertThat(refused.code()).isEqualTo(ErrorCode.BAD_REQUEST);
        return refused.sentence().text();
    }

    @Test
    void aSessionTakesSoManyBytesAndAnotherStillTakesSome() throws Exception {
        UploadQuota room = room(new UploadQuota.Limits(250, 10, 10_000, 0));
        bring(room, one);
        bring(room, one);

        assertThat(refused(bring(room, one)))
                .contains("This session has no room")
                .contains("new session");
        assertThat(one.uploadedSize()).isEqualTo(new BlobStore.Size(2, 200));
        assertThat(room.refusal(one, PIECE)).isPresent();
        assertThat(bring(room, two)).isInstanceOf(UploadResult.Kept.class);
    }

    @Test
    void aSessionTakesSoManyPiecesHoweverSmall() throws Exception {
        UploadQuota room = room(new UploadQuota.Limits(10_000, 2, 10_000, 0));
        bring(room, one);
        bring(room, one);

        assertThat(refused(bring(room, one))).contains("up to 2 of them");
    }

    @Test
    void theSameAgainCostsNothingAlsoWhereThereIsNoRoom() throws Exception {
        UploadQuota room = room(new UploadQuota.Limits(10_000, 1, 10_000, 0));
        byte[] bytes = {1, 2, 3};
        UploadResult first = room.store(one, bytes);

        assertThat(room.store(one, bytes)).isEqualTo(first);
        assertThat(one.bytes(((UploadResult.Kept) first).blobId()).orElseThrow())
                .containsExactly(1, 2, 3);
    }

    @Test
    void aHostTakesSoManyBytesAlsoOverARestartAndADeletedSessionGivesThemBack() throws Exception {
        UploadQuota.Limits limits = new UploadQuota.Limits(10_000, 10, 250, 0);
        bring(room(limits), one);
        bring(room(limits), two);
        UploadQuota restarted = room(limits);
        assertThat(refused(bring(restarted, two)))
                .contains("This host has no room")
                .contains("Delete sessions");

        try (Stream<Path> files = Files.list(root.resolve("one/brought"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        assertThat(bring(restarted, two)).as("not counted again at once").isInstanceOf(UploadResult.Refused.class);
        clock.advance(Duration.ofSeconds(11));
        assertThat(bring(restarted, two)).isInstanceOf(UploadResult.Kept.class);
    }

    @Test
    void aPartOfTheDiskStaysFree() throws Exception {
        UploadQuota room = room(new UploadQuota.Limits(10_000, 10, 10_000, 3L << 20));
        free = (3L << 20) + PIECE;
        assertThat(bring(room, one)).isInstanceOf(UploadResult.Kept.class);
        free--;

        assertThat(refused(bring(room, one))).contains("disk of the host is nearly full", "3 MB stay free");
    }

    @Test
    void manyNamesOfOneBlobAreNotManyCopies() throws Exception {
        UploadQuota room = room(new UploadQuota.Limits(10_000, 10, 10_000, 0));
        UploadResult.Kept kept = (UploadResult.Kept) bring(room, one);
        for (int i = 0; i < 20; i++) {
            assertThat(one.findNamed(kept.blobId(), "picture" + i + ".png")).hasSize(PIECE);
        }

        try (Stream<Path> all = Files.walk(root.resolve("one"))) {
            assertThat(all.filter(Files::isRegularFile)).hasSize(1 + 4);
        }
    }
}
