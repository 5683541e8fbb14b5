package dev.pilothouse.ui.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairingTicket;
import dev.pilothouse.pairing.TicketSecret;
import dev.pilothouse.platform.CodeScanner;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.text.Texts;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

class PairFormTest {
    private final FxRobot fx = new FxRobot();

    @Test
    void theFocusMovesToTheSafeAnswerOfTheQuestionAboutAnotherKey() throws TimeoutException {
        Stage stage = FxToolkit.registerPrimaryStage();
        SampleHosts sample = SampleHosts.aWorkingDay();
        HostsPresenter presenter = new HostsPresenter(
                sample.hosts(),
                new HostsPresenter.Device(
                        Optional.of(TestShell.CHEQUERED), Optional.empty(), Optional.empty(), Runnable::run),
                Clock.fixed(SampleHosts.NOW, ZoneOffset.UTC),
                Runnable::run,
                notice -> {});
        AtomicReference<String> focus = new AtomicReference<>();
        fx.interact(() -> {
            stage.setScene(new Scene(new PairForm(presenter)));
            stage.show();
            presenter.onPair("pilothouse://pair#x");
            sample.hosts().askForKey("office", "8bd2a1907fe04c36", "03c7f15e9a6d2b84");
            focus.set(stage.getScene().getFocusOwner().getId());
        });
        assertThat(focus).hasValue("keep-key");
    }

    @Test
    void aCodeInFrontOfTheCameraIsLaidIntoTheForm() throws TimeoutException {
        List<Consumer<String>> scans = new ArrayList<>();
        PairForm form = form(Optional.of(scans::add));
        fx.interact(() -> ((Button) form.lookup("#ticket-camera")).fire());
        fx.interact(() -> scans.get(0).accept("https://example.org"));

        assertThat(ticket(form)).isEmpty();
        assertThat(fx.lookup(".problem").queryAll().stream().map(node -> ((Label) node).getText()))
                .contains(Texts.text("picture.otherCode"));

        String good = new PairingTicket(
                        new HostId("h1"),
                        "Workshop",
                        Identity.generate().publicKey(),
                        List.of(new BridgeUrl(false, "192.168.1.20", 7717)),
                        "AAAAAAAAAAA",
                        TicketSecret.random(new SecureRandom()),
                        Scope.STEER,
                        SampleHosts.NOW.plusSeconds(120))
                .text();
        fx.interact(() -> ((Button) form.lookup("#ticket-camera")).fire());
        // The camera of the first scan answers late.
        fx.interact(() -> scans.get(0).accept("pilothouse://pair#late"));
        assertThat(ticket(form)).isEmpty();
        fx.interact(() -> scans.get(1).accept(good));

        assertThat(ticket(form)).isEqualTo(good);
    }

    @Test
    void withoutACameraTheFormDoesNotOfferOne() throws TimeoutException {
        assertThat(form(Optional.empty()).lookup("#ticket-camera")).isNull();
    }

    private static String ticket(PairForm form) {
        return ((TextArea) form.lookup("#ticket-text")).getText();
    }

    private PairForm form(Optional<CodeScanner> camera) throws TimeoutException {
        Stage stage = FxToolkit.registerPrimaryStage();
        AtomicReference<PairForm> form = new AtomicReference<>();
        fx.interact(() -> {
            form.set(new PairForm(new HostsPresenter(
                    SampleHosts.aWorkingDay().hosts(),
                    new HostsPresenter.Device(
                            Optional.empty(), Optional.empty(), Optional.empty(), camera, Runnable::run),
                    Clock.fixed(SampleHosts.NOW, ZoneOffset.UTC),
                    Runnable::run,
                    notice -> {})));
            stage.setScene(new Scene(form.get()));
            stage.show();
        });
        return form.get();
    }
}
