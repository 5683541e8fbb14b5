package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FilePart;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionFile;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class FilePartReaderTest {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13};

    @TempDir
    Path outer;

    private Path work;
    private Path own;
    private FilePartReader reader;

    @BeforeEach
    void folders() throws IOException {
        work = Files.createDirectories(outer.resolve("project"));
        own = Files.createDirectories(work.resolve("data"));
        reader = new FilePartReader(new ProjectFolders(List.of(own)));
    }

    private FilePart read(String path, long offset, int limit, boolean binary) throws Exception {
        return reader.read(
                work,
                new ClientMessage.ReadFile(new RequestId("r"), new SessionId("s"), path, offset, limit, binary),
                () -> false);
    }

    private FilePart read(String path) throws Exception {
        return read(path, 0, 0, false);
    }

    private ErrorCode refusal(String path, boolean binary) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> read(path, 0, 0, binary));
        assertThat(refused).as(path).isNotNull();
        assertThat(refused.getMessage()).hasSizeBetween(10, 400);
        return refused.code();
    }

    @Test
    void aTextIsReadWithItsEncodingItsSizeAndTheNumberOfItsLines() throws Exception {
        Files.createDirectories(work.resolve("src"));
        Files.writeString(work.resolve("src/a.txt"), "one\r\ntwö\n\nlast");
        FilePart part = read("src/a.txt");

        assertThat(part.lines()).containsExactly("one", "twö", "", "last");
        assertThat(part.more()).isFalse();
        assertThat(part.cut()).isFalse();
        assertThat(part.file().path()).isEqualTo("src/a.txt");
        assertThat(part.file().kind()).isEqualTo(SessionFile.Kind.TEXT);
        assertThat(part.file().encoding()).isEqualTo("UTF-8");
        assertThat(part.file().lineCount()).isEqualTo(4);
        assertThat(part.file().size()).isEqualTo(15);
        assertThat(read(work.resolve("src/a.txt").toString()).file().path()).isEqualTo("src/a.txt");
        assertThat(read("./src//a.txt").file().path()).isEqualTo("src/a.txt");
    }

    @Test
    void otherEncodingsAreRecognised() throws Exception {
        byte[] mark = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, 'x'};
        Files.write(work.resolve("mark.txt"), mark);
        Files.write(work.resolve("utf16.txt"), "\ufeffgrün\n".getBytes(StandardCharsets.UTF_16LE));
        Files.write(work.resolve("big.txt"), "\ufeffgrün\n".getBytes(StandardCharsets.UTF_16BE));
        Files.write(work.resolve("latin.txt"), "grün – ja\n".getBytes(Charset.forName("windows-1252")));

        assertThat(read("mark.txt").lines()).containsExactly("x");
        assertThat(read("utf16.txt").lines()).containsExactly("grün");
        assertThat(read("utf16.txt").file().encoding()).isEqualTo("UTF-16LE");
        assertThat(read("big.txt").lines()).containsExactly("grün");
        assertThat(read("latin.txt").lines()).containsExactly("grün – ja");
        assertThat(read("latin.txt").file().encoding()).isEqualTo("windows-1252");
    }

    @Test
    void anEmptyFileIsATextWithoutLines() throws Exception {
        Files.createFile(work.resolve("empty"));
        FilePart part = read("empty");

        assertThat(part.lines()).isEmpty();
        assertThat(part.more()).isFalse();
        assertThat(part.file().lineCount()).isZero();
    }

    @Test
    void aPageHasSoManyLinesAndTheNextBeginsWhereItEnds() throws Exception {
        String text = IntStream.rangeClosed(1, 5_000)
                .mapToObj(i -> "line " + i + "\n")
                .collect(Collectors.joining());
        Files.writeString(work.resolve("long.txt"), text);

        FilePart first = read("long.txt");
        assertThat(first.lines()).hasSize(FilePartReader.MAX_LINES);
        assertThat(first.more()).isTrue();
        assertThat(first.file().lineCount()).isEqualTo(5_000);
        assertThat(read("long.txt", 2_000, 3, false).lines()).containsExactly("line 2001", "line 2002", "line 2003");
        FilePart last = read("long.txt", 4_999, 9_999, false);
        assertThat(last.lines()).containsExactly("line 5000");
        assertThat(last.more()).isFalse();
        assertThat(read("long.txt", 5_000, 10, false).lines()).isEmpty();
        assertThat(read("long.txt", 5_000, 10, false).more()).isFalse();
    }

    @Test
    void aPageAndALineAreBounded() throws Exception {
        String wide = "w".repeat(9_000) + "\n";
        Files.writeString(work.resolve("wide.txt"), wide.repeat(100) + "😀".repeat(8_000) + "\nend");

        FilePart page = read("wide.txt");
        assertThat(page.lines()).hasSize(29);
        assertThat(page.more()).isTrue();
        FilePart cut = read("wide.txt", 100, 0, false);
        assertThat(cut.cut()).isTrue();
        assertThat(cut.lines().get(0)).hasSize(FilePartReader.MAX_LINE + 1).endsWith("😀…");
        assertThat(cut.lines().get(1)).isEqualTo("end");
    }

    @Test
    void theLinesOfALargeFileAreNotCountedAndItsEndIsNotRead() throws Exception {
        reader = new FilePartReader(new ProjectFolders(List.of()), 1_000, 200_000);
        Files.writeString(work.resolve("large.txt"), "0123456789\n".repeat(40_000));

        FilePart part = read("large.txt", 0, 10, false);
        assertThat(part.file().lineCount()).isNull();
        assertThat(part.lines()).hasSize(10);
        assertThat(part.more()).isTrue();
        RefusedException tooLarge =
                catchThrowableOfType(RefusedException.class, () -> read("large.txt", 30_000, 10, false));
        assertThat(tooLarge.getMessage()).startsWith("The file is too large");
    }

    @Test
    void aReadThatIsNoLongerNeededEnds() throws Exception {
        Files.writeString(work.resolve("a.txt"), "x\n");
        RefusedException cancelled = catchThrowableOfType(
                RefusedException.class,
                () -> reader.read(
                        work,
                        new ClientMessage.ReadFile(new RequestId("r"), new SessionId("s"), "a.txt", 0, 0, false),
                        () -> true));
        assertThat(cancelled.code()).isEqualTo(ErrorCode.CLOSED);
    }

    @Test
    void aBinaryFileIsNamedAndNotSent() throws Exception {
        Files.write(work.resolve("a.out"), new byte[] {0x7f, 'E', 'L', 'F', 0, 0});
        Files.writeString(work.resolve("a.pdf"), "%PDF-1.7 text");
        Files.write(work.resolve("odd"), new byte[] {1, 2, 3, 4, 'a'});

        for (String name : List.of("a.out", "a.pdf", "odd")) {
            FilePart part = read(name);
            assertThat(part.file().kind()).as(name).isEqualTo(SessionFile.Kind.BINARY);
            assertThat(part.lines()).isEmpty();
            assertThat(part.data()).isEmpty();
            assertThat(refusal(name, true)).isEqualTo(ErrorCode.BAD_REQUEST);
        }
    }

    @Test
    void aPictureComesInPieces() throws Exception {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(PNG);
        whole.write(new byte[FilePartReader.PIECE + 100]);
        Files.write(work.resolve("logo.txt"), whole.toByteArray());

        FilePart about = read("logo.txt");
        assertThat(about.file().kind()).isEqualTo(SessionFile.Kind.PICTURE);
        assertThat(about.file().mimeType()).isEqualTo("image/png");
        assertThat(about.data()).isEmpty();
        FilePart first = read("logo.txt", 0, 0, true);
        FilePart second = read("logo.txt", FilePartReader.PIECE, 0, true);
        assertThat(first.more()).isTrue();
        assertThat(second.more()).isFalse();
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        got.write(Base64.getDecoder().decode(first.data()));
        got.write(Base64.getDecoder().decode(second.data()));
        assertThat(got.toByteArray()).isEqualTo(whole.toByteArray());
        assertThat(read("logo.txt", Long.MAX_VALUE, 0, true).data()).isEmpty();
    }

    @Test
    void aPictureThatIsTooLargeIsRefusedWithTheLimit() throws Exception {
        byte[] large = java.util.Arrays.copyOf(PNG, FilePartReader.MAX_PICTURE + 1);
        Files.write(work.resolve("large.png"), large);
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> read("large.png", 0, 0, true));
        assertThat(refused.getMessage()).contains("9 MB").contains("8 MB");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links are for administrators there")
    void noLinkLeadsOutOfTheDirectoryAndOneWithinItDoes() throws Exception {
        Files.writeString(outer.resolve("secret.txt"), "secret");
        Files.createDirectories(work.resolve("src"));
        Files.writeString(work.resolve("src/a.txt"), "mine");
        Files.createSymbolicLink(work.resolve("out.txt"), outer.resolve("secret.txt"));
        Files.createSymbolicLink(work.resolve("outside"), outer);
        Files.createSymbolicLink(work.resolve("loop"), work.resolve("loop"));
        Files.createSymbolicLink(work.resolve("inside"), work.resolve("src"));

        for (String path :
                List.of("out.txt", "outside/secret.txt", "../secret.txt", "src/../../secret.txt", "/etc/passwd")) {
            assertThat(refusal(path, false)).as(path).isEqualTo(ErrorCode.BAD_REQUEST);
        }
        assertThat(refusal("loop", false)).isEqualTo(ErrorCode.NO_SUCH_FILE);
        FilePart inside = read("inside/a.txt");
        assertThat(inside.lines()).containsExactly("mine");
        assertThat(inside.file().path()).isEqualTo("src/a.txt");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links are for administrators there")
    void aFolderThatBecomesALinkAfterItWasCheckedIsNotFollowed() throws Exception {
        Files.createDirectories(outer.resolve("elsewhere"));
        Files.writeString(outer.resolve("elsewhere/a.txt"), "secret");
        Files.createDirectories(work.resolve("src"));
        Files.writeString(work.resolve("src/a.txt"), "mine");
        ProjectFolders folders = new ProjectFolders(List.of());
        ProjectFolders.Place checked = folders.find(work, "src/a.txt");
        Files.delete(work.resolve("src/a.txt"));
        Files.delete(work.resolve("src"));
        Files.createSymbolicLink(work.resolve("src"), outer.resolve("elsewhere"));

        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> folders.open(checked));
        assertThat(refused.code()).isEqualTo(ErrorCode.NO_SUCH_FILE);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no named pipes in folders")
    void aPipeIsRefusedAndDoesNotBlock() throws Exception {
        Process made = new ProcessBuilder("mkfifo", work.resolve("pipe").toString()).start();
        assumeTrue(made.waitFor(10, TimeUnit.SECONDS) && made.exitValue() == 0, "needs mkfifo");

        assertThat(refusal("pipe", false)).isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(refusal("pipe", true)).isEqualTo(ErrorCode.BAD_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".git/config",
                "sub/.git/HEAD",
                ".GIT/config",
                ".git",
                ".hg/store",
                "data/host.key",
                "link/host.key"
            })
    void theDataOfVersionControlAndOfTheHostIsRefused(String path) throws Exception {
        Files.createDirectories(work.resolve(".git"));
        Files.writeString(work.resolve(".git/config"), "token");
        Files.createDirectories(work.resolve("sub/.git"));
        Files.writeString(work.resolve("sub/.git/HEAD"), "x");
        Files.writeString(own.resolve("host.key"), "key");
        Files.createSymbolicLink(work.resolve("link"), own);

        assertThat(refusal(path, false)).isEqualTo(ErrorCode.BAD_REQUEST);
    }

    @Test
    void whatIsNoFileOfTheDirectoryIsRefusedWithASentence() throws Exception {
        Files.createDirectories(work.resolve("src"));
        Files.writeString(work.resolve("gpj.\u202eexe"), "x");

        assertThat(refusal("none.txt", false)).isEqualTo(ErrorCode.NO_SUCH_FILE);
        for (String path : List.of("", "src", ".", "gpj.\u202eexe", "a\0b", "x/".repeat(3_000), "..", "a.txt\n")) {
            assertThat(refusal(path, false)).as(path).isIn(ErrorCode.BAD_REQUEST);
        }
        assertThat(catchThrowableOfType(RefusedException.class, () -> read("src", -1, 0, false))
                        .code())
                .isEqualTo(ErrorCode.BAD_REQUEST);
    }
}
