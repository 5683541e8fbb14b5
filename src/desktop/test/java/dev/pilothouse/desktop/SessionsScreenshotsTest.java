package dev.pilothouse.desktop;

import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.Organisation;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.session.HostGateway.Found;
import dev.pilothouse.session.SearchHit;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.fx.Fonts;
import dev.pilothouse.ui.fx.FxExecutor;
import dev.pilothouse.ui.fx.FxPulse;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.sessions.SessionListOptions;
import dev.pilothouse.ui.sessions.SessionsPresenter;
import dev.pilothouse.ui.shell.MainScreen;
import dev.pilothouse.ui.shell.ShellGraph;
import dev.pilothouse.ui.shell.ShellView;
import dev.pilothouse.ui.status.SessionStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Draws the list, the grid, the search and the inbox over scripted hosts, dark and light, for a desktop and for phones,
 * into {@code target/screenshots}, for review by eye.
 */
@EnabledIfSystemProperty(named = "screenshots", matches = "true", disabledReason = "makes pictures: -Dscreenshots=true")
class SessionsScreenshotsTest {
    private static final Path PICTURES = Path.of("target", "screenshots");

    private final FxRobot fx = new FxRobot();
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final TestShell test = new TestShell();
    private Lanes lanes;
    private ShellGraph shell;
    private Scene scene;

    @BeforeEach
    void open() throws Exception {
        Files.createDirectories(PICTURES);
        open(sample);
    }

    private void open(SampleHosts hosts) throws Exception {
        Stage stage = FxToolkit.registerPrimaryStage();
        lanes = new Lanes("screenshots", (thread, failure) -> test.failures().add(failure));
        fx.interact(() -> {
            Fonts.load();
            shell = new ShellGraph(
                    test.ports(hosts.hosts(), FxPulse::new, lanes.open("projection", 64), new FxExecutor()));
            scene = new Scene(new ShellView(shell), 1_280, 820);
            stage.setScene(scene);
            stage.show();
        });
    }

    @AfterEach
    void close() {
        fx.interact(shell::close);
        lanes.close();
    }

    private SessionsPresenter list() {
        return shell.sessions();
    }

    private void choose(SessionListOptions choices) {
        fx.interact(() -> list().onChoose(choices));
    }

    /** Draws it dark and light, on a desktop and on a phone. */
    private void pictures(String name) throws IOException {
        for (Theme theme : List.of(Theme.DARK, Theme.LIGHT)) {
            String look = theme == Theme.DARK ? "dark" : "light";
            picture(theme, 1_280, 820, name + "-desktop-" + look);
            picture(theme, 390, 844, name + "-phone-" + look);
        }
        picture(Theme.DARK, 360, 640, name + "-small-dark");
        picture(Theme.DARK, 844, 390, name + "-landscape-dark");
    }

    private void picture(Theme theme, int width, int height, String name) throws IOException {
        fx.interact(() -> {
            scene.getWindow().setWidth(width);
            scene.getWindow().setHeight(height);
            theme.applyTo(scene);
        });
        WaitForAsyncUtils.waitForFxEvents(30);
        WritableImage[] picture = new WritableImage[1];
        fx.interact(() -> picture[0] = scene.snapshot(null));
        PngFile.write(picture[0], PICTURES.resolve(name + ".png"));
    }

    private void pinAndGroup() {
        fx.interact(() -> {
            sample.local().update(sample.main(), new SessionUpdate.Organised(new Organisation(true, false, "Release")));
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    @Test
    void theList() throws Exception {
        pinAndGroup();
        pictures("list");
        choose(SessionListOptions.PLAIN.with(SessionListOptions.Grouping.DIRECTORY));
        pictures("list-by-directory");
    }

    @Test
    void theGrid() throws Exception {
        pinAndGroup();
        choose(SessionListOptions.PLAIN.with(SessionListOptions.Layout.GRID));
        pictures("grid");
    }

    @Test
    void whatIsFiltered() throws Exception {
        choose(SessionListOptions.PLAIN.toggled(SessionStatus.Group.NEEDS_YOU).toggledAgent("GitHub Copilot"));
        pictures("filtered");
        choose(SessionListOptions.PLAIN.withArchived(true));
        pictures("archive-empty");
    }

    @Test
    void whatASearchHasFound() throws Exception {
        fx.interact(() -> {
            ((ShellView) scene.getRoot()).search();
            list().filterProperty().set("race");
        });
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> !sample.remote().searched().isEmpty());
        fx.interact(() -> {
            sample.local()
                    .found(
                            0,
                            new Found(
                                    List.of(
                                            hit(
                                                    SearchHit.Kind.MESSAGE,
                                                    "…two threads may take the last session of the pool: a race that the"
                                                            + " test sees once in twenty runs, since…",
                                                    51),
                                            hit(SearchHit.Kind.USER, "Find the race in the login test and fix it.", 9),
                                            hit(SearchHit.Kind.TOOL, "grep -rn race src/test", 9)),
                                    9,
                                    false));
            sample.remote().found(0, new Found(List.of(), 3, true));
        });
        pictures("search");
    }

    private SearchHit hit(SearchHit.Kind kind, String excerpt, int mark) {
        int at = excerpt.indexOf("race");
        return new SearchHit(
                sample.main(),
                new ItemId(3 + mark),
                SampleHosts.NOW.minusSeconds(mark * 60L),
                kind,
                excerpt,
                List.of(new SearchHit.Mark(at, at + 4)));
    }

    @Test
    void theInbox() throws Exception {
        fx.interact(() -> shell.navigation().screenProperty().set(MainScreen.DECISIONS));
        pictures("inbox");
    }

    @Test
    void whatCanBeTakenBack() throws Exception {
        fx.interact(() -> list().actions()
                .onDelete(new dev.pilothouse.ui.status.SessionKey(sample.local().hostId(), sample.main())));
        pictures("undo");
    }

    @Test
    void nothingYet() throws Exception {
        close();
        open(SampleHosts.aFreshStart());
        fx.interact(() -> shell.navigation().screenProperty().set(MainScreen.DECISIONS));
        pictures("inbox-empty");
    }
}
