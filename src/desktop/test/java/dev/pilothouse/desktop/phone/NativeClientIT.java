package dev.pilothouse.desktop.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pilothouse.desktop.pairing.Photograph;
import dev.pilothouse.desktop.pairing.PictureFiles;
import dev.pilothouse.desktop.pairing.QrRenderer;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.session.Intent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Uses the phone's client that was compiled ahead of time, with a real host: {@code mvn -Pdesktop,native verify}. Fails for
 * what an image on a phone would fail for: a name that is looked up and not declared.
 */
@Tag("native")
@Timeout(value = 40, unit = TimeUnit.MINUTES)
class NativeClientIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int FLOODING = 3;
    private static final int CHUNKS = 20_000;

    @TempDir
    Path folder;

    @BeforeEach
    void needsTheImage() throws Exception {
        Path reason = NativePhone.OUT.resolve("skipped");
        assumeTrue(!Files.exists(reason), () -> "no image: " + read(reason));
        assertThat(NativePhone.IMAGE).as("src/native/build client").isExecutable();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    @Test
    void anImagePairsPromptsAnswersSendsAJpegAndShowsADiff() throws Exception {
        try (Workshop workshop = new Workshop(folder);
                NativePhone phone = NativePhone.image("phone", folder.resolve("device"))) {
            SessionId session = workshop.session("Day");
            phone.pair(workshop.ticket());
            NativeDay.use(phone, workshop, session, folder);
            phone.close();
            phone.assertQuiet();
        }
    }

    @Test
    void aPhotoOfACodePairsThroughTlsWhoseCertificateTheDeviceTrusts() throws Exception {
        try (Workshop workshop = new Workshop(folder);
                TlsProxy proxy = new TlsProxy(folder, workshop.port());
                NativePhone phone = NativePhone.image(
                        "phone",
                        folder.resolve("device"),
                        "-Djavax.net.ssl.trustStore=" + proxy.trust(),
                        "-Djavax.net.ssl.trustStoreType=PKCS12",
                        "-Djavax.net.ssl.trustStorePassword=" + TlsProxy.PASSWORD)) {
            SessionId session = workshop.session("Away");
            String ticket = workshop.ticketBy(List.of(new BridgeUrl(true, "localhost", proxy.port())));
            phone.readTicketFrom(photo(ticket, folder.resolve("IMG_0001.jpg")));
            phone.awaitText("#ticket-text", ticket);
            phone.tap("#pair");
            phone.awaitGone("#ticket-text");
            phone.tapWords("Away");
            phone.send("/say over TLS");
            phone.awaitWords("over TLS");

            assertThat(proxy.connections()).isPositive();
            assertThat(workshop.prompts(session)).isEqualTo(List.of("/say over TLS"));
            phone.close();
            phone.assertQuiet();
        }
    }

    @Test
    void aCertificateThatTheDeviceDoesNotTrustIsRefused() throws Exception {
        try (Workshop workshop = new Workshop(folder);
                TlsProxy proxy = new TlsProxy(folder, workshop.port());
                NativePhone phone = NativePhone.image("phone", folder.resolve("device"))) {
            phone.write("#ticket-text", workshop.ticketBy(List.of(new BridgeUrl(true, "localhost", proxy.port()))));
            phone.tap("#pair");
            Awaitility.await("refused").atMost(LIMIT).until(() -> proxy.refused() > 0);

            assertThat(proxy.connections()).isZero();
            phone.close();
            phone.assertQuiet();
        }
    }

    @Test
    void aFloodIsHeldCompletelyAndARestartKeepsIt() throws Exception {
        Path device = folder.resolve("device");
        try (Workshop workshop = new Workshop(folder)) {
            List<SessionId> flooding = new ArrayList<>();
            for (int i = 0; i < FLOODING; i++) {
                flooding.add(workshop.session("Flood " + i));
            }
            try (NativePhone phone = NativePhone.image("phone", device)) {
                phone.pair(workshop.ticket());
                phone.tapWords("Flood 0");
                for (SessionId session : flooding) {
                    workshop.prompt(session, "/flood " + CHUNKS);
                }
                for (SessionId session : flooding) {
                    workshop.awaitState(session, state -> state.seq() > 1_000);
                }
                for (SessionId session : flooding) {
                    awaitQuiet(workshop, session);
                }
                phone.awaitWords("c" + CHUNKS);
                double megabytes = phone.megabytes();
                System.out.println("Resident memory of the image after the flood: " + Math.round(megabytes) + " MB");
                assertThat(megabytes).isLessThan(400);
                phone.close();
                phone.assertQuiet();
            }
        }
        // The host is gone, so this is what the device has kept.
        try (NativePhone phone = NativePhone.image("again", device)) {
            phone.tapWords("Flood 0");
            phone.awaitWords("c" + CHUNKS);
            phone.close();
            phone.assertQuiet();
        }
    }

    /** {@code -Dnative.minutes=15} uses the client for so long; by default it is used for no longer than one round. */
    @Test
    void useForMinutesDoesNotGrow() throws Exception {
        long minutes = Long.getLong("native.minutes", 0);
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
        try (Workshop workshop = new Workshop(folder);
                NativePhone phone = NativePhone.image("phone", folder.resolve("device"))) {
            phone.pair(workshop.ticket());
            int round = 0;
            do {
                SessionId session = workshop.session("Round " + round);
                NativeDay.use(phone, workshop, session, folder);
                phone.tap(".back-button");
                workshop.prompt(session, "/flood 2000");
                awaitQuiet(workshop, session);
                // The list has rows only for the sessions on screen, and nine of them fill it.
                workshop.result(new Intent.DeleteSession(session));
                round++;
                double megabytes = phone.megabytes();
                System.out.println("Round " + round + ": " + Math.round(megabytes) + " MB");
                assertThat(megabytes).isLessThan(400);
            } while (System.nanoTime() < end);
            phone.close();
            phone.assertQuiet();
        }
    }

    private static void awaitQuiet(Workshop workshop, SessionId session) {
        Awaitility.await().atMost(LIMIT).until(() -> Workshop.isQuiet(workshop.awaitState(session, state -> true)));
    }

    private static Path photo(String ticket, Path file) throws Exception {
        return PictureFiles.write(
                Photograph.photo(new QrRenderer().encode(ticket), 1_600, 1_200, 700, -17, 0.12)
                        .inShadow(0.6)
                        .noisy(0.04, 11),
                file);
    }
}
