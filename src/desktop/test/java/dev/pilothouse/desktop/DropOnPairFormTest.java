package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.pairing.Photograph;
import dev.pilothouse.desktop.pairing.PictureFiles;
import dev.pilothouse.desktop.pairing.QrRenderer;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairingTicket;
import dev.pilothouse.pairing.TicketSecret;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.testing.OwnWindow;
import dev.pilothouse.ui.FakeHosts;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.fx.Fonts;
import dev.pilothouse.ui.fx.FxExecutor;
import dev.pilothouse.ui.fx.FxPulse;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.fx.ThemeSettings;
import dev.pilothouse.ui.shell.ShellGraph;
import dev.pilothouse.ui.shell.ShellView;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.StackPane;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** Drags a picture of a ticket's QR code by pointer onto the pairing form of a device without hosts. */
@Tag("robot")
class DropOnPairFormTest {
    private final FxRobot fx = new FxRobot();
    private final ClipboardContent brought = new ClipboardContent();
    private final TestShell test = new TestShell();
    private final Lanes lanes =
            new Lanes("drop", (thread, failure) -> test.failures().add(failure));

    @TempDir
    private Path folder;

    private OwnWindow window;
    private ShellGraph shell;
    private Node source;

    @BeforeEach
    void open() throws Exception {
        window = new OwnWindow();
        test.picturesOn(lanes.open("pictures", 16));
        fx.interact(() -> {
            Fonts.load();
            shell = new ShellGraph(
                    test.ports(new FakeHosts(), FxPulse::new, lanes.open("projection", 64), new FxExecutor()));
            source = new Label("a picture");
            StackPane.setAlignment(source, Pos.TOP_RIGHT);
            source.setOnDragDetected(event -> {
                source.startDragAndDrop(TransferMode.COPY).setContent(brought);
                event.consume();
            });
            Scene scene = new Scene(new StackPane(new ShellView(shell), source), 1_000, 800);
            ThemeSettings.of(Theme.DARK).applyTo(scene);
            window.stage().setScene(scene);
            window.stage().show();
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    @AfterEach
    void close() {
        fx.interact(shell::close);
        window.close();
        lanes.close();
        assertThat(test.failures()).isEmpty();
    }

    @Test
    void theTicketOfADroppedPictureStandsInTheForm() throws Exception {
        String ticket = new PairingTicket(
                        new HostId("h1"),
                        "Workshop",
                        Identity.generate().publicKey(),
                        List.of(new BridgeUrl(false, "192.168.1.20", 7717)),
                        "AAAAAAAAAAA",
                        TicketSecret.random(new SecureRandom()),
                        Scope.STEER,
                        SampleHosts.NOW)
                .text();
        Path picture = PictureFiles.write(
                Photograph.photo(new QrRenderer().encode(ticket), 900, 700, 480, 11, 0.1), folder.resolve("code.png"));
        brought.putFiles(List.of(picture.toFile()));

        fx.drag(source).dropTo("#ticket-text");

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> fx.lookup("#ticket-text")
                        .queryAs(TextArea.class)
                        .getText()
                        .equals(ticket));
        assertThat(fx.lookup(".pair-dropping").queryAll())
                .as("what shows that a drop is taken")
                .isEmpty();
    }
}
