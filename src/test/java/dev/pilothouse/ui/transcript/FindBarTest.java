package dev.pilothouse.ui.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.fx.Fonts;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.event.Event;
import javafx.geometry.Bounds;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

class FindBarTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final FakeHost host = sample.local();
    private final SessionId session = host.create("find", "Demo agent", "/work", "find");
    private final SessionKey key = new SessionKey(host.hostId(), session);
    private final ManualLane projections = new ManualLane("projection");
    private final TranscriptFeed feed = new TranscriptFeed(projections, (changed, critical) -> {});
    private final FxRobot fx = new FxRobot();
    private TranscriptPresenter presenter;
    private TranscriptList list;
    private FindBar bar;
    private StackPane root;

    @BeforeEach
    void openALongConversation() throws TimeoutException {
        Stage stage = FxToolkit.registerPrimaryStage();
        for (int i = 0; i < 300; i++) {
            say(i % 100 == 0 ? "Here is a **Needle** in paragraph " + i : "Hay " + i);
        }
        fx.interact(() -> {
            Fonts.load();
            presenter = new TranscriptPresenter(
                    feed, Clock.fixed(SampleHosts.NOW, ZoneOffset.UTC), Runnable::run, new TestShell().outside());
            list = new TranscriptList(presenter.rows(), presenter);
            bar = new FindBar(presenter, list);
            root = new StackPane(list, bar);
            Scene scene = new Scene(root, 600, 400);
            Theme.DARK.applyTo(scene);
            stage.setScene(scene);
            stage.show();
            presenter.show(host.link(), key);
            draw();
        });
    }

    private void say(String text) {
        host.update(session, new SessionUpdate.AgentMessageChunk(new ItemId(host.nextSeq(session)), text));
    }

    private void draw() {
        projections.runAll();
        presenter.render();
        projections.runAll();
        root.applyCss();
        root.layout();
        root.layout();
        // A pulse does so after its layout. The next one may come only after what a test looks at.
        list.selection().paint();
    }

    private void find(String text) {
        fx.interact(() -> {
            bar.open();
            ((TextField) bar.getChildren().get(0)).setText(text);
            draw();
        });
    }

    private void press(KeyCode code) {
        fx.interact(() -> {
            Event.fireEvent(
                    bar.getChildren().get(0),
                    new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
            draw();
        });
    }

    /** Looks at the scene between two pulses, so that no layout is under way. */
    private <T> T look(Supplier<T> look) {
        AtomicReference<T> seen = new AtomicReference<>();
        fx.interact(() -> seen.set(look.get()));
        return seen.get();
    }

    private String count() {
        return look(() -> ((Label) bar.getChildren().get(1)).getText());
    }

    private boolean inView(String text) {
        return look(() -> list.shownCells().stream()
                .anyMatch(cell -> cell.isVisible() && CellText.of(cell).text().contains(text)));
    }

    @Test
    void hitsAreCountedAndTheNewestIsShownFirst() {
        find("needle");

        assertThat(count()).isEqualTo("3 of 3");
        assertThat(inView("paragraph 200")).isTrue();
        assertThat(marks()).isNotEmpty();
    }

    @Test
    void enterGoesThroughTheHitsAndRoundAgain() {
        find("needle");

        press(KeyCode.ENTER);
        assertThat(count()).isEqualTo("1 of 3");
        assertThat(inView("paragraph 0")).isTrue();
        press(KeyCode.ENTER);
        assertThat(inView("paragraph 100")).isTrue();
    }

    @Test
    void whatComesWhileTheSearchIsOpenIsCountedAndMovesNothing() {
        find("needle");
        press(KeyCode.ENTER);

        fx.interact(() -> {
            say("another needle");
            feed.changed(key, false);
            draw();
        });

        assertThat(count()).isEqualTo("1 of 4");
        assertThat(inView("paragraph 0")).isTrue();
    }

    private List<Path> marks() {
        return look(() -> {
            draw();
            return Stream.concat(list.lookupAll(".text-found").stream(), list.lookupAll(".text-found-now").stream())
                    .map(Path.class::cast)
                    .filter(mark -> !mark.getElements().isEmpty())
                    .toList();
        });
    }

    private long markedPieces() {
        return marks().stream()
                .flatMap(mark -> mark.getElements().stream())
                .filter(MoveTo.class::isInstance)
                .count();
    }

    @Test
    void onlyWhatIsMarkedIsCounted() {
        fx.interact(() -> {
            host.update(
                    session,
                    new SessionUpdate.UserMessage(new ItemId(host.nextSeq(session)), "You, and `you` again. Do you?"));
            say("The `you` in **you**");
            feed.changed(key, false);
            draw();
        });
        find("you");
        assertThat(count()).isEqualTo("5 of 5");
        assertThat(markedPieces()).as("the name of the author is not searched").isEqualTo(5);
        assertThat(marks())
                .filteredOn(mark -> mark.getStyleClass().contains("text-found-now"))
                .hasSize(1);
    }

    @Test
    void aHitWithinARowThatIsHigherThanTheViewIsScrolledIntoView() {
        fx.interact(() -> {
            say("The first camel. " + "Hay and straw. ".repeat(400) + "The last camel.");
            feed.changed(key, false);
            draw();
        });
        find("camel");
        assertThat(currentMarkIsInView()).isTrue();

        press(KeyCode.ENTER);

        assertThat(count()).isEqualTo("1 of 2");
        assertThat(currentMarkIsInView()).isTrue();
    }

    private boolean currentMarkIsInView() {
        return look(() -> {
            draw();
            Path mark = (Path) list.lookupAll(".text-found-now").stream()
                    .filter(each -> !((Path) each).getElements().isEmpty())
                    .findFirst()
                    .orElseThrow();
            Bounds place = list.sceneToLocal(mark.localToScene(mark.getBoundsInLocal()));
            return place.getMinY() >= bar.getHeight() && place.getMaxY() <= list.getHeight();
        });
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void aHitIsReadable(Theme theme) {
        fx.interact(() -> theme.applyTo(root.getScene()));
        find("needle");
        press(KeyCode.ENTER);
        say("Needle and needle");
        fx.interact(() -> {
            feed.changed(key, false);
            list.follow();
            draw();
        });

        assertThat(marks()).hasSizeGreaterThan(0);
        fx.interact(() -> {
            WritableImage picture = root.snapshot(null, null);
            for (Path mark : marks()) {
                Bounds place = mark.localToScene(mark.getLayoutBounds());
                double darkest = 1;
                double lightest = 0;
                for (int x = (int) place.getMinX() + 3; x < place.getMinX() + 40; x++) {
                    for (int y = (int) place.getMinY() + 3; y < place.getMaxY() - 3; y++) {
                        double light = luminance(picture.getPixelReader().getColor(x, y));
                        darkest = Math.min(darkest, light);
                        lightest = Math.max(lightest, light);
                    }
                }
                Color ground = picture.getPixelReader().getColor((int) place.getMinX() + 3, (int) place.getMinY() + 3);
                assertThat((lightest + 0.05) / (darkest + 0.05)).isGreaterThan(4.5);
                assertThat(ground)
                        .as("the mark is seen")
                        .isNotEqualTo(picture.getPixelReader().getColor(2, 2));
            }
        });
    }

    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
    }

    private static double linear(double part) {
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }

    @Test
    void nothingFoundIsSaidAndEscapeClosesTheSearch() {
        find("camel");
        assertThat(count()).isEqualTo("No results");

        press(KeyCode.ESCAPE);
        assertThat(look(bar::isVisible)).isFalse();
    }
}
