package dev.pilothouse.ui.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.Language;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.transcript.TranscriptFeed;
import dev.pilothouse.ui.transcript.TranscriptPresenter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;

/** Pictures from other devices are checked by their header before they are decoded. */
class ThumbnailTest {
    @BeforeAll
    static void startTheToolkit() throws Exception {
        FxToolkit.registerPrimaryStage();
    }

    @BeforeEach
    void speakEnglish() {
        Texts.setLanguage(Language.ENGLISH);
    }

    private static byte[] png(int width, int height) {
        int[] points = new int[width * height];
        Arrays.fill(points, 0xff336699);
        return PngWriter.png(width, height, points);
    }

    /** A small file whose header claims this size. */
    private static byte[] claiming(int width, int height) {
        byte[] png = png(2, 2);
        ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
        return png;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] jpeg(int width, int height) {
        return bytes(
                0xff,
                0xd8,
                0xff,
                0xe0,
                0,
                4,
                1,
                2,
                0xff,
                0xff,
                0xc2,
                0,
                11,
                8,
                height >> 8,
                height & 0xff,
                width >> 8,
                width & 0xff,
                3,
                1,
                1,
                1);
    }

    private static byte[] gif(int width, int height, int frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes('G', 'I', 'F', '8', '9', 'a'));
        out.writeBytes(bytes(width & 0xff, width >> 8, height & 0xff, height >> 8, 0x80, 0, 0));
        out.writeBytes(bytes(0, 0, 0, 255, 255, 255));
        for (int i = 0; i < frames; i++) {
            out.writeBytes(bytes(0x21, 0xf9, 4, 0, 0, 0, 0, 0));
            out.writeBytes(bytes(0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0));
        }
        out.write(0x3b);
        return out.toByteArray();
    }

    @Test
    void aPictureIsDecodedAtTheSizeInWhichItIsShown() {
        assertThat(Thumbnail.decode(png(1_680, 240)).image().getWidth()).isEqualTo(336);
        assertThat(Thumbnail.decode(png(30, 20)).image().getWidth())
                .as("a small one is not blown up")
                .isEqualTo(30);
    }

    @Test
    void theSizeIsReadFromEachHeader() {
        assertThat(ImageDimensions.of(png(30, 20))).contains(new ImageDimensions(30, 20, 1));
        assertThat(ImageDimensions.of(jpeg(4_000, 3_000))).contains(new ImageDimensions(4_000, 3_000, 1));
        assertThat(ImageDimensions.of(gif(640, 480, 3))).contains(new ImageDimensions(640, 480, 3));
    }

    @Test
    void whatPromisesTooManyPointsIsNotDecodedAndSaysSo() {
        Thumbnail bomb = Thumbnail.decode(claiming(60_000, 50_000));
        assertThat(bomb.image()).isNull();
        assertThat(bomb.problem()).isEqualTo("Too large to show: 60,000 \u00d7 50,000 pixels");
        assertThat(new ImageDimensions(8_000, 8_000, 1).isAcceptable()).isTrue();
        assertThat(new ImageDimensions(8_000, 8_001, 1).isAcceptable()).isFalse();
        assertThat(ImageDimensions.of(gif(4_000, 4_000, 500)).orElseThrow().isAcceptable())
                .as("all frames are held")
                .isFalse();
    }

    @Test
    void aDamagedFileIsNoPicture() {
        byte[] whole = gif(640, 480, 3);
        for (int length = 0; length < whole.length; length++) {
            Thumbnail cut = Thumbnail.decode(Arrays.copyOf(whole, length));
            assertThat(cut.problem()).isEmpty();
        }
        for (byte[] file : List.of(
                claiming(-1, 5),
                claiming(0, 5),
                Arrays.copyOf(jpeg(9, 9), 12),
                bytes(0xff, 0xd8, 0xff, 0xe0, 0, 0),
                new byte[0])) {
            assertThat(Thumbnail.decode(file)).isEqualTo(new Thumbnail(null, ""));
        }
    }

    @Test
    void picturesAreDecodedOffTheCallersThreadAndOnce() {
        FakeHost host = SampleHosts.aWorkingDay().local();
        List<Runnable> decoding = new ArrayList<>();
        ThumbnailCache thumbnails = new ThumbnailCache(Runnable::run, decoding::add);
        BlobId blob = new BlobId("b1");
        host.blobs().put(blob, png(30, 20));
        Attachment.Blob attachment = new Attachment.Blob(new BlobId("b0"), "photo.png", "image/png", 900, blob);
        List<Thumbnail> shown = new ArrayList<>();

        thumbnails.show(host.link(), new SessionId("s1"), attachment, shown::add);
        thumbnails.show(host.link(), new SessionId("s1"), attachment, shown::add);
        assertThat(shown).isEmpty();
        assertThat(decoding).hasSize(1);
        decoding.get(0).run();
        thumbnails.show(host.link(), new SessionId("s1"), attachment, shown::add);

        assertThat(shown).hasSize(3).allMatch(picture -> picture.image() != null);
        assertThat(decoding).hasSize(1);
    }

    @Test
    void aPictureWithoutASmallOneIsFetchedWholeUnlessItIsTooLargeOrNoPicture() {
        FakeHost host = SampleHosts.aWorkingDay().local();
        ThumbnailCache thumbnails = new ThumbnailCache(Runnable::run, Runnable::run);
        BlobId blob = new BlobId("b1");
        host.blobs().put(blob, png(30, 20));
        List<Thumbnail> shown = new ArrayList<>();

        thumbnails.show(
                host.link(),
                new SessionId("s1"),
                new Attachment.Blob(blob, "a.png", "image/png", 6_000_000, null),
                shown::add);
        thumbnails.show(
                host.link(),
                new SessionId("s1"),
                new Attachment.Blob(blob, "a.mp3", "audio/mpeg", 900, null),
                shown::add);
        assertThat(shown).isEmpty();
        thumbnails.show(
                host.link(),
                new SessionId("s1"),
                new Attachment.Blob(blob, "a.png", "image/png", 900, null),
                shown::add);
        assertThat(shown).hasSize(1).allMatch(picture -> picture.image() != null);
    }

    @Test
    void fewPicturesAreFetchedAtATimeAndTheOthersFollow() {
        FakeHost host = SampleHosts.aWorkingDay().local();
        List<Runnable> decoding = new ArrayList<>();
        ThumbnailCache thumbnails = new ThumbnailCache(Runnable::run, decoding::add);
        List<Thumbnail> shown = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            BlobId blob = new BlobId("b" + i);
            host.blobs().put(blob, png(30, 20));
            thumbnails.show(
                    host.link(),
                    new SessionId("s1"),
                    new Attachment.Blob(blob, "a.png", "image/png", 900, null),
                    shown::add);
        }
        thumbnails.show(
                host.link(),
                new SessionId("s1"),
                new Attachment.Blob(new BlobId("gone"), "a.png", "image/png", 900, null),
                shown::add);
        assertThat(decoding).as("in memory").hasSize(3);
        while (!decoding.isEmpty()) {
            decoding.remove(0).run();
        }
        assertThat(shown).hasSize(5);
    }

    @Test
    void aPictureOfASessionThatIsShownBeforeTheLinkIsUpComesWithTheLink() {
        FakeHost host = SampleHosts.aWorkingDay().local();
        TranscriptPresenter presenter = new TranscriptPresenter(
                new TranscriptFeed(new ManualLane("projection"), (changed, critical) -> {}),
                Clock.fixed(SampleHosts.NOW, ZoneOffset.UTC),
                Runnable::run,
                new TestShell().outside());
        BlobId blob = new BlobId("b1");
        host.blobs().put(blob, png(30, 20));
        List<Thumbnail> shown = new ArrayList<>();
        presenter.show(host.link(), new SessionKey(host.hostId(), new SessionId("s1")));

        host.connection(new ConnectionState.Connecting(1, null));
        presenter.picture(new Attachment.Blob(blob, "a.png", "image/png", 900, null), shown::add);
        assertThat(shown).isEmpty();

        host.connection(new ConnectionState.Live(SampleHosts.NOW, Duration.ZERO));
        presenter.renderHeading();
        assertThat(shown).singleElement().matches(picture -> picture.image() != null);
    }
}
