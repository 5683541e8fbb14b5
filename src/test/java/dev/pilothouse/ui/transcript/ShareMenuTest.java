package dev.pilothouse.ui.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.platform.TextShare;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.fx.Fonts;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javafx.event.Event;
import javafx.geometry.Point2D;
import javafx.scene.Scene;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/** A long press on the conversation offers to share a text, on devices that support it. */
class ShareMenuTest {
    private final FakeHost host = SampleHosts.aWorkingDay().local();
    private final SessionId session = host.create("share", "Demo agent", "/work", "share");
    private final ManualLane projections = new ManualLane("projection");
    private final FxRobot fx = new FxRobot();
    private final List<String> shared = new ArrayList<>();
    private Optional<TextShare> apps = Optional.of(shared::add);
    private TranscriptList list;

    @BeforeEach
    void openAConversation() throws TimeoutException {
        Stage stage = FxToolkit.registerPrimaryStage();
        for (String text : List.of("The first paragraph.", "The second paragraph.")) {
            host.update(session, new SessionUpdate.AgentMessageChunk(new ItemId(host.nextSeq(session)), text));
        }
        fx.interact(() -> {
            Fonts.load();
            TranscriptPresenter presenter = new TranscriptPresenter(
                    new TranscriptFeed(projections, (changed, critical) -> {}),
                    Clock.fixed(SampleHosts.NOW, ZoneOffset.UTC),
                    Runnable::run,
                    new Apps());
            list = new TranscriptList(presenter.rows(), presenter);
            StackPane root = new StackPane(list);
            Scene scene = new Scene(root, 600, 400);
            Theme.DARK.applyTo(scene);
            stage.setScene(scene);
            stage.show();
            presenter.show(host.link(), new SessionKey(host.hostId(), session));
            projections.runAll();
            presenter.render();
            projections.runAll();
            root.applyCss();
            root.layout();
            root.layout();
        });
    }

    @AfterEach
    void hideMenus() {
        fx.interact(() -> menus().forEach(ContextMenu::hide));
    }

    private static List<ContextMenu> menus() {
        return Window.getWindows().stream()
                .filter(ContextMenu.class::isInstance)
                .map(ContextMenu.class::cast)
                .toList();
    }

    /** A long press on the row with this text. */
    private List<MenuItem> press(String text) {
        List<MenuItem> items = new ArrayList<>();
        fx.interact(() -> {
            TranscriptCell cell = list.shownCells().stream()
                    .filter(each -> each.isVisible() && CellText.of(each).text().contains(text))
                    .findFirst()
                    .orElseThrow();
            Point2D at = cell.localToScene(20, cell.getHeight() / 2);
            Event.fireEvent(
                    list,
                    new ContextMenuEvent(
                            ContextMenuEvent.CONTEXT_MENU_REQUESTED, at.getX(), at.getY(), 100, 100, false, null));
            menus().forEach(menu -> items.addAll(menu.getItems()));
        });
        return items;
    }

    private void choose(List<MenuItem> items, String id) {
        fx.interact(() -> items.stream()
                .filter(item -> id.equals(item.getId()))
                .findFirst()
                .orElseThrow()
                .fire());
    }

    @Test
    void theMessageOrTheConversationGoesOut() {
        List<MenuItem> items = press("The first paragraph");
        choose(items, "share");
        choose(items, "share-conversation");

        assertThat(shared).hasSize(2);
        assertThat(shared.get(0)).isEqualTo("The first paragraph.");
        assertThat(shared.get(1)).contains("The first paragraph.").contains("The second paragraph.");
    }

    @Test
    void whatIsSelectedGoesOutAlone() {
        fx.interact(() -> list.selection().selectAll());
        List<MenuItem> items = press("The second paragraph");
        String selected = list.selection().text();
        choose(items, "share");

        assertThat(selected).contains("The first paragraph.");
        assertThat(shared).containsExactly(selected);
    }

    @Test
    void withoutOtherAppsTheMenuOnlyCopies() {
        apps = Optional.empty();

        assertThat(press("The first paragraph")).hasSize(3).allMatch(item -> item.getId() == null);
    }

    private final class Apps implements TranscriptPresenter.Outside {
        @Override
        public void openLink(String target) {
            throw new AssertionError(target);
        }

        @Override
        public void copy(String text) {
            throw new AssertionError(text);
        }

        @Override
        public void notice(String text) {
            throw new AssertionError(text);
        }

        @Override
        public Optional<TextShare> share() {
            return apps;
        }
    }
}
