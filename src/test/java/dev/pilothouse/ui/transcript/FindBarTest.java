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
import java.util.concurrent.TimeoutException;
import javafx.event.Event;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Path;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

    private String count() {
        return ((Label) bar.getChildren().get(1)).getText();
    }

    private boolean inView(String text) {
        return list.shownCells().stream()
                .anyMatch(cell -> cell.isVisible() && CellText.of(cell).text().contains(text));
    }

    @Test
    void hitsAreCountedAndTheNewestIsShownFirst() {
        find("needle");

        assertThat(count()).isEqualTo("3 of 3");
        assertThat(inView("paragraph 200")).isTrue();
        assertThat(list.lookupAll(".text-found").stream()
                        .filter(mark -> !((Path) mark).getElements().isEmpty()))
                .isNotEmpty();
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

    @Test
    void nothingFoundIsSaidAndEscapeClosesTheSearch() {
        find("camel");
        assertThat(count()).isEqualTo("No results");

        press(KeyCode.ESCAPE);
        assertThat(bar.isVisible()).isFalse();
    }
}
