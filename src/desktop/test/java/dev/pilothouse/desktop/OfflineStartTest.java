package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.bridge.KeepingDevice;
import dev.pilothouse.bridge.ScriptedHost;
import dev.pilothouse.bridge.ScriptedJournal;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.platform.MobileServices;
import dev.pilothouse.platform.PlatformServices;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.testing.OwnWindow;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.fx.Fonts;
import dev.pilothouse.ui.fx.FxExecutor;
import dev.pilothouse.ui.fx.FxPulse;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.shell.DemoMode;
import dev.pilothouse.ui.shell.ShellGraph;
import dev.pilothouse.ui.shell.ShellPorts;
import dev.pilothouse.ui.shell.ShellView;
import dev.pilothouse.ui.status.SessionKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/**
 * The real screens on a device that starts without a network, from its cache. {@code -Dpictures=FOLDER} also writes
 * pictures of them.
 */
class OfflineStartTest {
    private static final SessionId S1 = new SessionId("s1");

    @TempDir
    private Path folder;

    private final FxRobot fx = new FxRobot();
    private final Lanes lanes = new Lanes("offline", (thread, failure) -> failure.printStackTrace());
    private KeepingDevice device;
    private ShellGraph shell;
    private OwnWindow window;
    private Scene scene;

    @BeforeEach
    void startWithoutANetwork() throws Exception {
        device = new KeepingDevice(folder.resolve("cache"));
        ScriptedJournal journal = device.host.session("s1");
        device.host.session("s2").ask();
        device.settle();
        device.open("s1");
        journal.append(new SessionUpdate.UserMessage(journal.nextItem(), "Why do the tests fail?"));
        journal.append(new SessionUpdate.AgentMessageChunk(
                journal.nextItem(), "Two of them share a *port*. I give each its own."));
        journal.append(new SessionUpdate.Renamed("shop: flaky tests", true));
        device.host.session("s2").append(new SessionUpdate.Renamed("api: paging", true));
        device.host.say(device.host.overview());
        device.elapse(Duration.ofSeconds(3));
        device.kill();
        device.host.setReachable(false);
        device.clock.advance(Duration.ofHours(2));
        device.run();
        device.elapse(Duration.ofSeconds(40));

        window = new OwnWindow();
        Stage stage = window.stage();
        fx.interact(() -> {
            Fonts.load();
            TestShell test = new TestShell();
            shell = new ShellGraph(new ShellPorts(
                    device.hosts,
                    new ShellPorts.Threads(
                            FxPulse::new,
                            lanes.open("projection", 64),
                            lanes.open("pictures", 16),
                            new FxExecutor(),
                            (thread, failure) -> failure.printStackTrace()),
                    new ShellPorts.Time(device.clock, device.clock::ticker),
                    test.keptValues(),
                    new PlatformServices(
                            null,
                            null,
                            null,
                            null,
                            Optional.of(TestShell.CHEQUERED),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            MobileServices.NOTHING,
                            false),
                    test.outside(),
                    new ShellPorts.Program("0.1.0", DemoMode.NOT_OFFERED)));
            scene = new Scene(new ShellView(shell), 390, 844);
            Theme.DARK.applyTo(scene);
            stage.setScene(scene);
            stage.setWidth(390);
            stage.setHeight(844);
            stage.show();
        });
        settle();
    }

    @AfterEach
    void closeTheWindow() {
        fx.interact(shell::close);
        window.close();
        lanes.close();
    }

    /** Runs all pending work of the client and the screen. */
    private void settle() {
        device.settle();
        WaitForAsyncUtils.waitForFxEvents(20);
        device.settle();
        WaitForAsyncUtils.waitForFxEvents(20);
    }

    private List<String> visibleTexts() {
        return fx.from(scene.getRoot()).lookup(Label.class::isInstance).<Node>queryAll().stream()
                .filter(node -> isShown(node))
                .map(node -> ((Label) node).getText())
                .filter(text -> text != null && !text.isEmpty())
                .toList();
    }

    private static boolean isShown(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }

    private void look(String name) throws Exception {
        String pictures = System.getProperty("pictures");
        if (pictures == null) {
            return;
        }
        for (Theme theme : Theme.values()) {
            WritableImage[] picture = new WritableImage[1];
            fx.interact(() -> theme.applyTo(scene));
            WaitForAsyncUtils.waitForFxEvents(20);
            fx.interact(() -> picture[0] = scene.snapshot(null));
            Files.createDirectories(Path.of(pictures));
            PngFile.write(picture[0], Path.of(pictures, name + "-" + theme + ".png"));
        }
    }

    private void size(double width, double height) {
        fx.interact(() -> {
            scene.getWindow().setWidth(width);
            scene.getWindow().setHeight(height);
        });
        settle();
    }

    @Test
    void thePhoneShowsTheListTheQuestionsAndHowOldTheyAre() throws Exception {
        assertThat(visibleTexts())
                .contains("shop: flaky tests", "api: paging")
                .anySatisfy(
                        text -> assertThat(text).startsWith("Offline since ").contains("Retrying in"));
        assertThat(shell.decisions().items()).hasSize(1);
        look("offline-list");
    }

    @Test
    void theSessionThatWasOpenedLastIsThereAndCanBeWrittenIn() throws Exception {
        fx.interact(() -> shell.navigation().open(new SessionKey(ScriptedHost.HOST, S1)));
        Awaitility.await().until(() -> {
            settle();
            return !shell.transcript().rows().isEmpty();
        });
        fx.interact(() -> {
            shell.composer().draftProperty().set("Run them all once more.");
            shell.composer().onSend(dev.pilothouse.session.WhenBusy.QUEUE);
        });
        settle();
        Awaitility.await().until(() -> {
            settle();
            return device.session("s1").orElseThrow().unconfirmed().size() == 1;
        });
        assertThat(shell.transcript().headingProperty().get().freshness()).startsWith("Offline since ");
        Awaitility.await().until(() -> {
            settle();
            return shell.transcript().rows().size() >= 3;
        });
        look("offline-session");
        size(1_280, 800);
        look("offline-desktop");
    }
}
