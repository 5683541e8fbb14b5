package dev.pilothouse.ui.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javafx.scene.image.Image;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;

/** Uses the decoders of JavaFX, which need its toolkit but no window. */
class FxAttachmentPreparerTest {
    @TempDir
    Path folder;

    private final FxAttachmentPreparer preparer = new FxAttachmentPreparer();

    @BeforeAll
    static void startTheToolkit() throws Exception {
        FxToolkit.registerPrimaryStage();
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private PreparedAttachment prepare(Path file) {
        return preparer.prepare(new AttachmentSource.OfFile(file));
    }

    private static String why(PreparedAttachment prepared) {
        return ((PreparedAttachment.Refused) prepared).why();
    }

    private static int[] noise(int width, int height) {
        return new Random(7)
                .ints((long) width * height)
                .map(point -> point | 0xff000000)
                .toArray();
    }

    @Test
    void aPictureThatWeWriteIsReadPointByPointAlsoWhereSomethingShinesThrough() {
        int[] points = {0xff102030, 0xffffffff, 0xff000000, 0x80ff0000, 0x00000000, 0xff00ff00};
        Image image = new Image(new ByteArrayInputStream(PngWriter.png(3, 2, points)));

        assertThat(image.isError()).isFalse();
        for (int i = 0; i < points.length; i++) {
            assertThat(image.getPixelReader().getArgb(i % 3, i / 3)).isEqualTo(points[i]);
        }
    }

    @Test
    void aPictureFromTheClipboardBecomesAFileWithASmallOne() {
        PreparedAttachment.Ready ready = (PreparedAttachment.Ready)
                preparer.prepare(new AttachmentSource.OfPixels("picture.png", 640, 480, noise(640, 480)));

        assertThat(ready.mimeType()).isEqualTo("image/png");
        Image small = new Image(new ByteArrayInputStream(ready.thumbnail()));
        assertThat(small.getWidth()).isEqualTo(FxAttachmentPreparer.THUMBNAIL_SIDE);
        assertThat(small.getHeight()).isEqualTo(240);
    }

    @Test
    void aPictureThatIsTooLargeForTheHostIsMadeSmaller() throws IOException {
        byte[] large = PngWriter.png(2_400, 1_200, noise(2_400, 1_200));
        assertThat(large.length).isGreaterThan(AttachmentPreparer.MAX_BYTES);
        PreparedAttachment.Ready ready = (PreparedAttachment.Ready) prepare(file("photo.png", large));

        assertThat(ready.bytes().length).isLessThanOrEqualTo(AttachmentPreparer.MAX_BYTES);
        assertThat(new Image(new ByteArrayInputStream(ready.bytes())).getWidth())
                .isEqualTo(1_568);
    }

    @Test
    void theTypeOfAPictureIsReadFromItsBytesAndNotFromItsName() throws IOException {
        byte[] png = PngWriter.png(2, 2, new int[] {-1, -1, -1, -1});

        assertThat(((PreparedAttachment.Ready) prepare(file("photo.jpg", png))).mimeType())
                .isEqualTo("image/png");
        assertThat(((PreparedAttachment.Ready) prepare(file("fake.png", "no picture".getBytes(StandardCharsets.UTF_8))))
                        .mimeType())
                .isEqualTo("text/plain");
    }

    @Test
    void aTextIsTakenAsItIs() throws IOException {
        PreparedAttachment.Ready ready =
                (PreparedAttachment.Ready) prepare(file("notes.md", "# Notes".getBytes(StandardCharsets.UTF_8)));

        assertThat(ready.mimeType()).isEqualTo("text/markdown");
        assertThat(ready.thumbnail()).isNull();
    }

    @Test
    void whatCannotGoIsRefusedWithTheReason() throws IOException {
        assertThat(why(prepare(file("film.mkv", new byte[AttachmentPreparer.MAX_BYTES + 1]))))
                .isEqualTo("film.mkv is larger than 5 MB.");
        assertThat(why(prepare(file("empty.txt", new byte[0])))).isEqualTo("empty.txt is empty.");
        assertThat(why(prepare(folder))).contains("is a folder");
        assertThat(why(prepare(folder.resolve("gone.txt")))).isEqualTo("Cannot read gone.txt.");
    }

    @Test
    void aDamagedPictureGoesWithoutASmallOne() throws IOException {
        byte[] png = PngWriter.png(40, 40, noise(40, 40));
        byte[] cut = Arrays.copyOf(png, 20);

        assertThat(((PreparedAttachment.Ready) prepare(file("cut.png", cut))).thumbnail())
                .isNull();
    }

    @Test
    void aNameIsOneLine() {
        assertThat(FxAttachmentPreparer.oneLine("a\nb\tc.png")).isEqualTo("a b c.png");
        assertThat(FxAttachmentPreparer.oneLine("x".repeat(500) + ".png"))
                .hasSize(120)
                .endsWith(".png");
    }
}
