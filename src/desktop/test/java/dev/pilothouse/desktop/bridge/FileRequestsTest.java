package dev.pilothouse.desktop.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FileMatch;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class FileRequestsTest {
    private static final SessionId SESSION = new SessionId("s1");

    private final List<byte[]> kept = new ArrayList<>();
    private final List<BooleanSupplier> searches = new ArrayList<>();
    private final List<Consumer<FileSearchResult>> answers = new ArrayList<>();
    private final List<Consumer<HostMessage>> reads = new ArrayList<>();
    private final List<Supplier<HostMessage>> sent = new ArrayList<>();
    private final FileRequests requests = new FileRequests(
            new SessionFiles() {
                @Override
                public void kept(ClientMessage.Request question, Consumer<HostMessage> answer) {
                    throw new AssertionError("not a search");
                }

                @Override
                public void preview(ClientMessage.PreviewRestore question, Consumer<HostMessage> answer) {
                    throw new AssertionError("not a search");
                }

                @Override
                public void find(
                        SessionId sessionId, String query, BooleanSupplier cancelled, Consumer<FileSearchResult> then) {
                    searches.add(cancelled);
                    answers.add(then);
                }

                @Override
                public void read(
                        ClientMessage.ReadFile question, BooleanSupplier cancelled, Consumer<HostMessage> answer) {
                    searches.add(cancelled);
                    reads.add(answer);
                }

                @Override
                public void list(
                        ClientMessage.ListFolder question, BooleanSupplier cancelled, Consumer<HostMessage> answer) {
                    reads.add(answer);
                }

                @Override
                public Optional<UploadResult.Refused> refusal(SessionId sessionId, long bytes) {
                    return Optional.ofNullable(refusal);
                }

                @Override
                public UploadResult store(SessionId sessionId, byte[] bytes) {
                    kept.add(bytes);
                    return new UploadResult.Kept(new BlobId("b" + kept.size()));
                }

                @Override
                public Optional<byte[]> bytes(SessionId sessionId, BlobId blobId) {
                    return blobId.value().equals("b1") ? Optional.of(new byte[] {7}) : Optional.empty();
                }

                @Override
                public Optional<String> text(SessionId sessionId, BlobId blobId) {
                    return Optional.of("text of " + blobId.value());
                }
            },
            later -> sent.add(later));
    private int asked;
    private UploadResult.Refused refusal;

    private RequestId next() {
        return new RequestId("r" + ++asked);
    }

    private HostMessage put(String upload, long offset, long total, byte... piece) {
        return requests.put(new ClientMessage.PutBlob(
                next(), SESSION, upload, offset, total, Base64.getEncoder().encodeToString(piece)));
    }

    private static ErrorCode code(HostMessage message) {
        return ((HostMessage.Failure) message).code();
    }

    @Test
    void thePiecesOfAnUploadBecomeOneBlob() {
        assertThat(put("u", 0, 5, (byte) 1, (byte) 2))
                .isEqualTo(new HostMessage.BlobKept(new RequestId("r1"), 2, null));
        assertThat(put("u", 2, 5, (byte) 3, (byte) 4, (byte) 5))
                .isEqualTo(new HostMessage.BlobKept(new RequestId("r2"), 5, new BlobId("b1")));
        assertThat(kept.get(0)).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void piecesThatDoNotFitAreRefusedAndTheUploadIsForgotten() {
        put("u", 0, 5, (byte) 1);
        assertThat(code(put("u", 2, 5, (byte) 3))).isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(code(put("u", 1, 5, (byte) 2))).as("it is over").isEqualTo(ErrorCode.BAD_REQUEST);
        put("u", 0, 2, (byte) 1);
        assertThat(code(put("u", 1, 2, (byte) 1, (byte) 2))).as("too long").isEqualTo(ErrorCode.BAD_REQUEST);
        put("u", 0, 2, (byte) 1);
        assertThat(code(put("u", 1, 2))).as("an empty piece").isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(kept).isEmpty();
    }

    @Test
    void whatIsTooLargeIsRefusedAtItsFirstPieceWithTheLimit() {
        HostMessage.Failure refused = (HostMessage.Failure) put("u", 0, SessionFiles.MAX_BYTES + 1L, (byte) 1);

        assertThat(refused.text()).isEqualTo("That is too large: the host takes 5 MB.");
        assertThat(code(put("u", 0, 0))).isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(code(put("u", 0, -1, (byte) 1))).isEqualTo(ErrorCode.BAD_REQUEST);
    }

    @Test
    void whatTheHostHasNoRoomForIsRefusedAtItsFirstPiece() {
        refusal = new UploadResult.Refused(ErrorCode.BAD_REQUEST, HostText.untranslated("full"));

        assertThat(((HostMessage.Failure) put("u", 0, 5, (byte) 1)).text()).isEqualTo("full");
        assertThat(code(put("u", 1, 5, (byte) 2))).isEqualTo(ErrorCode.BAD_REQUEST);
    }

    @Test
    void theOldestOfThreeUnfinishedUploadsGivesWay() {
        put("a", 0, 2, (byte) 1);
        put("b", 0, 2, (byte) 1);
        put("c", 0, 2, (byte) 1);

        assertThat(code(put("a", 1, 2, (byte) 2))).isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(put("b", 1, 2, (byte) 2)).isInstanceOf(HostMessage.BlobKept.class);
        assertThat(put("c", 1, 2, (byte) 2)).isInstanceOf(HostMessage.BlobKept.class);
    }

    @Test
    void aLaterSearchEndsAnEarlierOneAndEachIsAnswered() {
        requests.find(new ClientMessage.FindFiles(next(), SESSION, "a"));
        assertThat(searches.get(0).getAsBoolean()).isFalse();
        requests.find(new ClientMessage.FindFiles(next(), SESSION, "ab"));

        assertThat(searches.get(0).getAsBoolean()).isTrue();
        assertThat(searches.get(1).getAsBoolean()).isFalse();
        answers.get(0)
                .accept(new FileSearchResult.Refused(
                        ErrorCode.CLOSED, HostText.untranslated("Another search came after this one.")));
        answers.get(1).accept(new FileSearchResult.Found(List.of(new FileMatch("ab.txt", false)), false));
        assertThat(sent)
                .extracting(Supplier::get)
                .containsExactly(
                        new HostMessage.Failure(
                                new RequestId("r1"), ErrorCode.CLOSED, "Another search came after this one."),
                        new HostMessage.Files(new RequestId("r2"), List.of(new FileMatch("ab.txt", false)), false));
        requests.end();
        assertThat(searches.get(1).getAsBoolean()).isTrue();
    }

    @Test
    void soManyReadsWaitOrAreUnsentAndFurtherOnesAreBusy() {
        for (int i = 0; i < FileRequests.READS - 1; i++) {
            requests.read(new ClientMessage.ReadFile(next(), SESSION, "a.txt", 0, 0, false));
        }
        requests.list(new ClientMessage.ListFolder(next(), SESSION, ""));
        assertThat(sent).isEmpty();
        requests.read(new ClientMessage.ReadFile(next(), SESSION, "a.txt", 0, 0, false));
        assertThat(code(sent.remove(0).get())).isEqualTo(ErrorCode.BUSY);

        HostMessage answer = new HostMessage.Failure(new RequestId("r1"), ErrorCode.NO_SUCH_FILE, "none");
        reads.get(0).accept(answer);
        requests.read(new ClientMessage.ReadFile(next(), SESSION, "a.txt", 0, 0, false));
        assertThat(code(sent.get(1).get())).as("an answer that is not sent").isEqualTo(ErrorCode.BUSY);
        assertThat(sent.get(0).get()).isEqualTo(answer);
        requests.read(new ClientMessage.ReadFile(next(), SESSION, "a.txt", 0, 0, false));
        assertThat(reads).hasSize(FileRequests.READS + 1);
        assertThat(searches.get(0).getAsBoolean()).isFalse();
        requests.end();
        assertThat(searches.get(0).getAsBoolean()).isTrue();
    }

    @Test
    void bytesTravelInBase64AndTextsAsTheyAre() {
        assertThat(requests.fetch(new ClientMessage.FetchBlob(next(), SESSION, new BlobId("b1"), true)))
                .isEqualTo(new HostMessage.Blob(new RequestId("r1"), "Bw=="));
        assertThat(code(requests.fetch(new ClientMessage.FetchBlob(next(), SESSION, new BlobId("b9"), true))))
                .isEqualTo(ErrorCode.NO_SUCH_BLOB);
        assertThat(requests.fetch(new ClientMessage.FetchBlob(next(), SESSION, new BlobId("b1"), false)))
                .isEqualTo(new HostMessage.Blob(new RequestId("r3"), "text of b1"));
    }
}
