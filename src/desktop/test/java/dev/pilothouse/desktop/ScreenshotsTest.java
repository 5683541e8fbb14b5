package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.bridge.ClientSetup;
import dev.pilothouse.bridge.InProcessTransport;
import dev.pilothouse.bridge.PairedHosts;
import dev.pilothouse.bridge.SeenMarks;
import dev.pilothouse.desktop.host.HostOptions;
import dev.pilothouse.desktop.host.HostStartResult;
import dev.pilothouse.desktop.host.ServerManager;
import dev.pilothouse.desktop.pairing.QrRenderer;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.pairing.PairedHostStore;
import dev.pilothouse.platform.MobileServices;
import dev.pilothouse.platform.PlatformServices;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.fx.Fonts;
import dev.pilothouse.ui.fx.FxExecutor;
import dev.pilothouse.ui.fx.FxPulse;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.shell.DemoMode;
import dev.pilothouse.ui.shell.MainScreen;
import dev.pilothouse.ui.shell.ShellGraph;
import dev.pilothouse.ui.shell.ShellPorts;
import dev.pilothouse.ui.shell.ShellView;
import dev.pilothouse.ui.status.SessionKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Makes the README's pictures from the real window, the real host and the real demo agent, into {@code assets/shots}:
 * {@code ./pilothouse shots}, or {@code mvn test -Dtest=ScreenshotsTest -Dscreenshots=true}.
 */
@EnabledIfSystemProperty(named = "screenshots", matches = "true", disabledReason = "makes pictures: -Dscreenshots=true")
class ScreenshotsTest {
    private static final Path PICTURES = Path.of("assets", "shots");
    private static final Path WORK = Path.of(System.getProperty("java.io.tmpdir"), "src");

    private final FxRobot fx = new FxRobot();

    @TempDir
    private Path data;

    private HostLink link;
    private ShellGraph shell;
    private Scene scene;
    private ShellView view;

    @Test
    void theReadmesPictures() throws Exception {
        Files.createDirectories(PICTURES);
        FxToolkit.registerPrimaryStage();
        ServerManager host = ((HostStartResult.Started)
                        ServerManager.start(new HostOptions(data.resolve("host"), 0, false, false, "workstation")))
                .host();
        Lanes lanes = new Lanes("screenshots", (thread, failure) -> failure.printStackTrace());
        PairedHosts hosts = new PairedHosts(
                ClientSetup.of(lanes.open("client-state", 8_192), "Pilothouse", "workstation", "Linux"),
                new NoOtherHosts(),
                paired -> {
                    throw new IllegalStateException("there is no other host");
                },
                SeenMarks.NONE,
                new PairedHosts.Local(host.hostId(), host.hostName(), InProcessTransport.to(host)));
        try {
            hosts.start();
            Awaitility.await()
                    .until(() -> hosts.links().size() == 1
                            && hosts.links().get(0).reader().host().connection() instanceof ConnectionState.Live
                            && !hosts.links().get(0).reader().host().agents().isEmpty());
            link = hosts.links().get(0);
            String tour = fillWithSessions();
            openTheWindow(hosts, lanes);
            for (Theme theme : Theme.values()) {
                for (int[] size : new int[][] {{1_440, 900}, {390, 844}}) {
                    String form = size[0] < 700 ? "phone-" : "desktop-";
                    for (Shot shot : Shot.values()) {
                        String name = form + shot.name().toLowerCase(Locale.ROOT) + "-"
                                + theme.name().toLowerCase(Locale.ROOT);
                        picture(theme, size[0], size[1], shot, tour, name);
                    }
                }
            }
        } finally {
            fx.interact(() -> {
                if (shell != null) {
                    shell.close();
                }
            });
            hosts.close();
            host.close();
            lanes.close();
        }
    }

    /** @return the id of the session that waits for a permission in the middle of its tour */
    private String fillWithSessions() throws IOException {
        String done = create("shop", "/say All done; the cart has a module of its own.");
        rename(done, "shop: tidy the cart module");
        await(done, SessionPhase.IDLE);
        String notes = create("notes", "/markdown");
        rename(notes, "notes to pages");
        await(notes, SessionPhase.IDLE);
        link.sessions().markSeen(new SessionId(notes));
        String failed = create("api", "/fail");
        rename(failed, "api: upgrade the client");
        await(failed, SessionPhase.FAILED);
        String question = create("docs", "/question choice");
        rename(question, "docs: which way?");
        await(question, SessionPhase.WAITING);
        String working = create("api", "/slow 120");
        rename(working, "api: add paging to the orders list");
        await(working, SessionPhase.WORKING);
        String tour = create("shop", "Show me what you can do.");
        rename(tour, "a tour of Pilothouse");
        await(tour, SessionPhase.WAITING);
        return tour;
    }

    private String create(String directory, String prompt) throws IOException {
        Path cwd = Files.createDirectories(WORK.resolve(directory));
        IntentResult result = link.sessions()
                .submit(new Intent.CreateSession(new AgentId("demo"), cwd.toString(), null, null, prompt))
                .toCompletableFuture()
                .join();
        assertThat(result).isInstanceOf(IntentResult.Accepted.class);
        return ((IntentResult.Accepted) result).sessionId().value();
    }

    private void rename(String session, String name) {
        link.sessions()
                .submit(new Intent.RenameSession(new SessionId(session), name))
                .toCompletableFuture()
                .join();
    }

    private void await(String session, SessionPhase phase) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> link.reader().host().sessions().stream()
                        .filter(each -> each.sessionId().value().equals(session))
                        .map(SessionSummary::activity)
                        .anyMatch(activity -> activity.phase() == phase));
    }

    private void openTheWindow(PairedHosts hosts, Lanes lanes) throws Exception {
        Stage stage = FxToolkit.registerPrimaryStage();
        fx.interact(() -> {
            Fonts.load();
            TestShell test = new TestShell();
            shell = new ShellGraph(new ShellPorts(
                    hosts,
                    new ShellPorts.Threads(
                            FxPulse::new,
                            lanes.open("projection", 64),
                            lanes.open("pictures", 16),
                            new FxExecutor(),
                            (thread, failure) -> failure.printStackTrace()),
                    new ShellPorts.Time(Clock.systemUTC(), System::nanoTime),
                    test.keptValues(),
                    new PlatformServices(
                            null,
                            null,
                            null,
                            null,
                            Optional.of(new QrRenderer()),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            MobileServices.NOTHING,
                            false),
                    test.outside(),
                    new ShellPorts.Program("0.1.0", DemoMode.NOT_OFFERED)));
            shell.settings().reducedMotionProperty().set(true);
            view = new ShellView(shell);
            scene = new Scene(view, 1_440, 900);
            stage.setScene(scene);
            stage.show();
        });
    }

    /** The subjects of the pictures. */
    private enum Shot {
        SESSION,
        LIST,
        DECISIONS,
        HOSTS,
        SETTINGS,
        PALETTE,
        NEW
    }

    private void picture(Theme theme, int width, int height, Shot shot, String session, String name)
            throws IOException {
        fx.interact(() -> {
            scene.getWindow().setWidth(width);
            scene.getWindow().setHeight(height);
            theme.applyTo(scene);
            while (view.back()) {
                // A sheet, then a place, then on a phone the session.
            }
            shell.navigation().closeSession();
            switch (shot) {
                case SESSION -> shell.navigation().open(new SessionKey(link.hostId(), new SessionId(session)));
                case LIST -> shell.navigation().screenProperty().set(MainScreen.SESSIONS);
                case DECISIONS -> shell.navigation().screenProperty().set(MainScreen.DECISIONS);
                case HOSTS -> shell.navigation().screenProperty().set(MainScreen.HOSTS);
                case SETTINGS -> shell.navigation().screenProperty().set(MainScreen.SETTINGS);
                case PALETTE -> view.openPalette();
                case NEW -> view.sheets().openGuide();
            }
        });
        WaitForAsyncUtils.waitForFxEvents(20);
        if (shot == Shot.SESSION) {
            Awaitility.await().until(() -> !shell.pending().items().isEmpty());
        }
        // The spinner of a running tool turns continuously; its angle does not matter.
        WaitForAsyncUtils.waitForFxEvents(20);
        WritableImage[] picture = new WritableImage[1];
        fx.interact(() -> picture[0] = scene.snapshot(null));
        PngFile.write(picture[0], PICTURES.resolve(name + ".png"));
    }

    /** This window has no paired hosts. */
    private static final class NoOtherHosts implements PairedHostStore {
        @Override
        public List<PairedHost> hosts() {
            return List.of();
        }

        @Override
        public void save(PairedHost host) {}

        @Override
        public boolean remove(HostId hostId) {
            return false;
        }
    }
}
