package dev.pilothouse.desktop.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairingTicket;
import dev.pilothouse.pairing.TicketSecret;
import dev.pilothouse.platform.AttachmentPicker;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.attachment.AttachmentSource;
import dev.pilothouse.ui.pairing.HostsPresenter;
import dev.pilothouse.ui.pairing.PairForm;
import dev.pilothouse.ui.pairing.TicketImagePresenter;
import dev.pilothouse.ui.text.Language;
import dev.pilothouse.ui.text.Texts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;

/** The form's answers to pictures of all kinds. The files are real, and so are their codes. */
class TicketFromPictureTest {
    @TempDir
    Path folder;

    private final QrRenderer renderer = new QrRenderer();
    private final String ticket = ticketOf("Workshop");
    private final Deque<Runnable> background = new ArrayDeque<>();
    private boolean busy;
    private List<Path> chosen = List.of();
    private HostsPresenter hosts;
    private TicketImagePresenter picture;
    private PairForm form;

    @BeforeAll
    static void startTheToolkit() throws Exception {
        FxToolkit.registerPrimaryStage();
    }

    @BeforeEach
    void show() throws Exception {
        Texts.setLanguage(Language.ENGLISH);
        hosts = presenter(Optional.of(told -> told.accept(chosen)));
        picture = hosts.picture();
        form = FxToolkit.setupFixture(() -> new PairForm(hosts));
    }

    private HostsPresenter presenter(Optional<AttachmentPicker> picker) {
        return new HostsPresenter(
                SampleHosts.aWorkingDay().hosts(),
                new HostsPresenter.Device(Optional.empty(), Optional.empty(), picker, this::later),
                Clock.fixed(SampleHosts.NOW, ZoneOffset.UTC),
                Runnable::run,
                notice -> {
                    throw new AssertionError(notice);
                });
    }

    private void later(Runnable task) {
        if (busy) {
            throw new RejectedExecutionException();
        }
        background.add(task);
    }

    private void lookAtAll() {
        while (!background.isEmpty()) {
            background.poll().run();
        }
    }

    private static String ticketOf(String hostName) {
        return new PairingTicket(
                        new HostId("h1"),
                        hostName,
                        Identity.generate().publicKey(),
                        List.of(new BridgeUrl(false, "192.168.1.20", 7717), new BridgeUrl(false, "10.0.0.7", 7717)),
                        "AAAAAAAAAAA",
                        TicketSecret.random(new SecureRandom()),
                        Scope.STEER,
                        SampleHosts.NOW.plusSeconds(120))
                .text();
    }

    private Photograph photo(String text) {
        return Photograph.photo(renderer.encode(text), 1_280, 960, 640, 9, 0.1).noisy(0.03, 5);
    }

    private String inTheForm() {
        return ((TextArea) form.lookup("#ticket-text")).getText();
    }

    private String said(Path... files) {
        picture.onFiles(List.of(files));
        lookAtAll();
        assertThat(inTheForm()).as("nothing goes into the form").isEmpty();
        assertThat(picture.answerProperty().get().problem()).isTrue();
        return picture.answerProperty().get().words();
    }

    @Test
    void aPhotoThatIsChosenPutsItsTicketIntoTheFormAndSaysWhose() throws IOException {
        chosen = List.of(PictureFiles.write(photo(ticket), folder.resolve("photo.jpg")));

        ((Button) form.lookup("#ticket-picture")).fire();
        assertThat(picture.answerProperty().get().words()).isEqualTo("Reading the code");
        lookAtAll();

        assertThat(inTheForm()).isEqualTo(ticket);
        assertThat(picture.answerProperty().get().problem()).isFalse();
        assertThat(picture.answerProperty().get().words()).contains("Workshop", "“Pair”");
    }

    @Test
    void aPictureFromTheClipboardIsReadToo() {
        Photograph photo = photo(ticket);

        picture.onPicture(new AttachmentSource.OfPixels("picture.png", photo.width(), photo.height(), photo.argb()));
        lookAtAll();

        assertThat(inTheForm()).isEqualTo(ticket);
    }

    @Test
    void aLargePhotoAndOneThatCanBeSeenThroughAreReadToo() throws IOException {
        Photograph large = Photograph.photo(renderer.encode(ticket), 4_000, 3_000, 1_300, 4, 0.1);
        Photograph drawn = Photograph.screenshot(renderer.encode(ticket), 6);
        for (Path file : List.of(
                PictureFiles.write(large, folder.resolve("large.jpg")),
                PictureFiles.writeSeeThrough(drawn, folder.resolve("clear.png")),
                PictureFiles.write(drawn, folder.resolve("old.gif")))) {
            hosts.onOffer("");
            picture.onFiles(List.of(file));
            lookAtAll();

            assertThat(picture.answerProperty().get().words())
                    .as(file.toString())
                    .contains("Workshop");
        }
    }

    @Test
    void aTicketIsTakenFromTheOneOfSeveralFilesThatHoldsIt() throws IOException {
        picture.onFiles(List.of(
                Files.writeString(folder.resolve("notes.txt"), "no picture"),
                PictureFiles.write(photo("https://example.org"), folder.resolve("poster.png")),
                PictureFiles.write(photo(ticket), folder.resolve("ticket.png"))));
        lookAtAll();

        assertThat(inTheForm()).isEqualTo(ticket);
    }

    @Test
    void aPictureWithoutACodeIsSaidToHoldNone() throws IOException {
        Photograph desk =
                Photograph.photo(renderer.encode("x"), 400, 300, 1, 0, 0).noisy(0.1, 2);

        assertThat(said(PictureFiles.write(desk, folder.resolve("desk.jpg")))).startsWith("No QR code found");
    }

    @Test
    void aCodeOfSomethingElseIsSaidToBeNoTicket() throws IOException {
        assertThat(said(PictureFiles.write(photo("https://example.org"), folder.resolve("poster.png"))))
                .startsWith("This is not a Pilothouse code");
    }

    @Test
    void aTicketThatIsCutOffIsSaidToBeIncompleteAndShownNowhere() throws IOException {
        String cut = ticket.substring(0, ticket.length() - 20);

        String words = said(PictureFiles.write(photo(cut), folder.resolve("cut.png")));

        assertThat(words).isNotBlank().doesNotContain(cut, "pilothouse://");
    }

    @Test
    void whatIsNoPictureOrADamagedOneIsNamed() throws IOException {
        byte[] webp = "RIFF0000WEBPVP8 ".getBytes(StandardCharsets.US_ASCII);
        byte[] jpeg = Files.readAllBytes(PictureFiles.write(photo(ticket), folder.resolve("whole.jpg")));

        assertThat(said(Files.writeString(folder.resolve("notes.txt"), "hello")))
                .startsWith("notes.txt is not a supported picture");
        assertThat(said(folder)).contains("is not a supported picture");
        assertThat(said(Files.write(folder.resolve("a.webp"), webp))).startsWith("a.webp is not a supported picture");
        assertThat(said(Files.write(folder.resolve("half.jpg"), java.util.Arrays.copyOf(jpeg, 100))))
                .startsWith("half.jpg is damaged");
        assertThat(said(Files.write(folder.resolve("none.png"), new byte[0]))).isEqualTo("none.png is empty.");
        assertThat(said(folder.resolve("gone.png"))).isEqualTo("Cannot read gone.png.");
    }

    @Test
    void aSmallFileThatUnfoldsToGigabytesIsNotDecoded() throws IOException {
        assertThat(said(PictureFiles.writePromising(100_000, 100_000, folder.resolve("bomb.png"))))
                .isEqualTo("bomb.png has too many pixels.");
    }

    @Test
    void whoIsTooBusyToLookSaysSo() throws IOException {
        busy = true;

        assertThat(said(PictureFiles.write(photo(ticket), folder.resolve("photo.png"))))
                .contains("Try again");
    }

    @Test
    void whatIsSeenAfterTheNextPictureOrPairingIsNoNews() throws IOException {
        Path first = PictureFiles.write(photo(ticket), folder.resolve("first.png"));
        Path second = PictureFiles.write(photo(ticketOf("Studio")), folder.resolve("second.png"));
        picture.onFiles(List.of(first));
        picture.onFiles(List.of(second));
        Runnable lookAtFirst = background.poll();

        lookAtAll();
        lookAtFirst.run();
        assertThat(picture.answerProperty().get().words()).contains("Studio");

        picture.onFiles(List.of(first));
        hosts.onPair(inTheForm());
        lookAtAll();
        assertThat(picture.answerProperty().get().words()).isEmpty();
    }

    @Test
    void whoChoosesNothingIsToldNothing() {
        ((Button) form.lookup("#ticket-picture")).fire();

        assertThat(background).isEmpty();
        assertThat(picture.answerProperty().get().words()).isEmpty();
    }

    @Test
    void aDeviceOnWhichNothingCanBeChosenOffersNothing() throws Exception {
        HostsPresenter bare = presenter(Optional.empty());

        assertThat(FxToolkit.setupFixture(() -> new PairForm(bare)).lookup("#ticket-picture"))
                .isNull();
    }
}
