package dev.pilothouse.desktop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.bridge.ClientSetup;
import dev.pilothouse.bridge.OkHttpConnector;
import dev.pilothouse.bridge.PairedHosts;
import dev.pilothouse.bridge.SeenMarks;
import dev.pilothouse.desktop.host.HostOptions;
import dev.pilothouse.desktop.host.HostStartResult;
import dev.pilothouse.desktop.host.ServerManager;
import dev.pilothouse.desktop.pairing.Photograph;
import dev.pilothouse.desktop.pairing.PictureFiles;
import dev.pilothouse.desktop.pairing.QrRenderer;
import dev.pilothouse.model.Scope;
import dev.pilothouse.pairing.SecurePairedHostStore;
import dev.pilothouse.platform.MemorySecureStore;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.ui.fx.FxExecutor;
import dev.pilothouse.ui.pairing.HostsPresenter;
import dev.pilothouse.ui.pairing.PairForm;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** Pairing from a photo of a running host's QR code, from the file to an accepted device. */
@Timeout(120)
class PairFromPictureIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void aPhotoOfARealTicketPairsWithItsHost() throws Exception {
        FxToolkit.registerPrimaryStage();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        HostStartResult start =
                ServerManager.start(new HostOptions(folder.resolve("host"), 0, false, true, "Workshop"));
        try (ServerManager host = ((HostStartResult.Started) start).host();
                Lanes lanes = new Lanes("client", (thread, failure) -> failures.add(failure));
                PairedHosts phone = phone(lanes)) {
            phone.start().toCompletableFuture().join();
            Path photo = PictureFiles.write(
                    Photograph.photo(
                                    new QrRenderer()
                                            .encode(host.ticket(Scope.STEER).text()),
                                    1_600,
                                    1_200,
                                    700,
                                    -17,
                                    0.12)
                            .inShadow(0.6)
                            .noisy(0.04, 11),
                    folder.resolve("IMG_0001.jpg"));
            HostsPresenter presenter = new HostsPresenter(
                    phone,
                    new HostsPresenter.Device(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(chosen -> chosen.accept(List.of(photo))),
                            lanes.open("pictures", 4)),
                    Clock.systemUTC(),
                    new FxExecutor(),
                    notice -> failures.add(new AssertionError(notice)));
            PairForm form = FxToolkit.setupFixture(() -> new PairForm(presenter));

            press(form, "#ticket-picture");
            await().atMost(TIMEOUT)
                    .until(() ->
                            ((TextArea) form.lookup("#ticket-text")).getText().startsWith("pilothouse://pair#"));
            press(form, "#pair");

            await().atMost(TIMEOUT)
                    .until(() -> phone.links().stream()
                            .anyMatch(link -> link.hostId().equals(host.hostId())
                                    && link.reader().host().connection() instanceof ConnectionState.Live));
            assertThat(phone.links().get(0).reader().host().scope()).isEqualTo(Scope.STEER);
        }
        assertThat(failures).isEmpty();
    }

    private static PairedHosts phone(Lanes lanes) {
        Identity self = Identity.generate();
        return new PairedHosts(
                ClientSetup.of(lanes.open("phone-state", 1024), "test", "Phone", "Test"),
                new SecurePairedHostStore(new MemorySecureStore()),
                paired -> new OkHttpConnector(paired, self),
                SeenMarks.NONE,
                null);
    }

    private static void press(PairForm form, String selector) {
        WaitForAsyncUtils.waitForAsyncFx(10_000, () -> ((Button) form.lookup(selector)).fire());
    }
}
