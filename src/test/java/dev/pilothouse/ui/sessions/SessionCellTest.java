package dev.pilothouse.ui.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.testing.Frames;
import dev.pilothouse.testing.OwnWindow;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.fx.Fonts;
import dev.pilothouse.ui.fx.Overlay;
import dev.pilothouse.ui.fx.Theme;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.css.PseudoClass;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.ListView;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import javafx.stage.Window;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

/** The menu of a row by touch and for screen readers, and the nodes of a cell without a row. */
class SessionCellTest {
    private final FxRobot fx = new FxRobot();
    private final ListRig rig = new ListRig(SampleHosts.aWorkingDay());
    private OwnWindow window;
    private SessionsView view;
    private ListView<SessionItem> list;

    @BeforeEach
    void open() throws TimeoutException {
        window = new OwnWindow();
        fx.interact(() -> {
            Fonts.load();
            rig.render();
            SessionsPresenter presenter = rig.presenter();
            view = new SessionsView(
                    presenter,
                    new SessionMenu(presenter.actions(), new Overlay()),
                    new SelectionMenu(presenter.selectionActions(), keys -> {}),
                    () -> {},
                    () -> {},
                    () -> {});
            Scene scene = new Scene(view, 1_000, 900);
            Theme.DARK.applyTo(scene);
            window.stage().setScene(scene);
            window.stage().show();
            list = listOf(view);
        });
        Frames.settle();
    }

    @AfterEach
    void close() {
        fx.interact(() -> List.copyOf(Window.getWindows()).stream()
                .filter(ContextMenu.class::isInstance)
                .forEach(Window::hide));
        window.close();
    }

    @SuppressWarnings("unchecked")
    private static ListView<SessionItem> listOf(SessionsView view) {
        return (ListView<SessionItem>) view.lookup(".session-list");
    }

    private List<SessionCell> cells() {
        return list.lookupAll(".session-cell").stream()
                .map(SessionCell.class::cast)
                .filter(cell -> cell.isVisible() && !cell.isEmpty())
                .toList();
    }

    private static List<SessionRow.Entry> sessions(SessionCell cell) {
        return cell.getItem().row().sessions();
    }

    private List<SessionCell> sessions() {
        return cells().stream().filter(cell -> !sessions(cell).isEmpty()).toList();
    }

    private static int menuButtons(Node cell) {
        return cell.lookupAll(".session-more").size();
    }

    private static boolean hasMenu() {
        return Window.getWindows().stream().anyMatch(ContextMenu.class::isInstance);
    }

    private static void mouse(Node target, EventType<MouseEvent> type, boolean finger) {
        Event.fireEvent(
                target,
                new MouseEvent(
                        type,
                        20,
                        20,
                        20,
                        20,
                        MouseButton.PRIMARY,
                        1,
                        false,
                        false,
                        false,
                        false,
                        true,
                        false,
                        false,
                        finger,
                        false,
                        true,
                        new PickResult(target, 20, 20)));
    }

    @Test
    void onlyTheHighlightedRowAndTheOneOnScreenHaveAMenuButton() {
        fx.interact(() -> {
            List<SessionCell> rows = sessions();
            assertThat(rows.get(2).isFocused()).isFalse();
            assertThat(rows.stream().mapToInt(SessionCellTest::menuButtons).sum())
                    .as("at the start")
                    .isZero();

            list.getSelectionModel().clearAndSelect(rows.get(2).getIndex());
            rig.presenter().selectedProperty().set(sessions(rows.get(4)).get(0).key());

            assertThat(rows).extracting(SessionCellTest::menuButtons).startsWith(0, 0, 1, 0, 1, 0);
        });
    }

    @Test
    void aScreenReaderOpensTheMenuOfARow() {
        fx.interact(() -> {
            SessionCell row = sessions().get(1);
            assertThat(row.queryAccessibleAttribute(AccessibleAttribute.HELP))
                    .isEqualTo("The context menu has the actions on the session");

            row.executeAccessibleAction(AccessibleAction.SHOW_MENU);

            assertThat(hasMenu()).isTrue();
        });
    }

    @Test
    void aScreenReaderOpensTheMenuOfTheHighlightedCard() {
        fx.interact(() -> {
            SessionsPresenter presenter = rig.presenter();
            presenter.onChoose(presenter.choicesProperty().get().with(SessionListOptions.Layout.GRID));
            view.arrangeHead(true, false);
        });
        Frames.settle();
        fx.interact(() -> {
            SessionCell row = sessions().stream()
                    .filter(cell -> sessions(cell).size() > 1)
                    .findFirst()
                    .orElseThrow();
            view.keyboard().columnProperty().set(1);
            list.getSelectionModel().clearAndSelect(row.getIndex());
            assertThat(menuButtons(row)).isEqualTo(1);

            row.executeAccessibleAction(AccessibleAction.SHOW_MENU);

            assertThat(hasMenu()).isTrue();
        });
    }

    @Test
    void aHeadingHasNeitherAMenuNorItsHelp() {
        fx.interact(() -> {
            SessionCell heading = cells().stream()
                    .filter(cell -> sessions(cell).isEmpty())
                    .findFirst()
                    .orElseThrow();

            heading.executeAccessibleAction(AccessibleAction.SHOW_MENU);

            assertThat(hasMenu()).isFalse();
            assertThat(heading.getAccessibleHelp()).isNull();
        });
    }

    @Test
    void aFingerThatRestsOnARowOpensItsMenuAndNotTheSession() {
        fx.interact(() -> mouse(sessions().get(1), MouseEvent.MOUSE_PRESSED, true));

        Awaitility.await().atMost(Duration.ofSeconds(10)).until(SessionCellTest::hasMenu);
        fx.interact(() -> {
            mouse(sessions().get(1), MouseEvent.MOUSE_RELEASED, true);
            mouse(sessions().get(1), MouseEvent.MOUSE_CLICKED, true);
        });

        assertThat(rig.opened()).isEmpty();
    }

    @Test
    void aTouchShowsTheMenuButtonOfTheSessionOnScreen() {
        PseudoClass touch = PseudoClass.getPseudoClass("touch");
        fx.interact(() -> {
            SessionCell row = sessions().get(1);
            rig.presenter().selectedProperty().set(sessions(row).get(0).key());
            Node button = row.lookup(".session-more");

            mouse(row, MouseEvent.MOUSE_PRESSED, true);
            mouse(row, MouseEvent.MOUSE_RELEASED, true);
            list.applyCss();
            assertThat(list.getPseudoClassStates()).contains(touch);
            assertThat(button.getOpacity()).isEqualTo(1);
            assertThat(row.lookup(".session-age").getOpacity()).isZero();

            mouse(row, MouseEvent.MOUSE_MOVED, false);
            list.applyCss();
            assertThat(list.getPseudoClassStates()).doesNotContain(touch);
            assertThat(button.getOpacity()).isZero();
        });
    }

    private SessionCell cellAt(int row) {
        SessionCell cell = (SessionCell) list.getCellFactory().call(list);
        cell.updateListView(list);
        cell.updateIndex(row);
        return cell;
    }

    @Test
    void aCellThatWaitsForItsNextRowKeepsItsNodes() {
        fx.interact(() -> {
            SessionCell cell = cellAt(1);
            Node nodes = cell.getGraphic();
            assertThat(nodes).isNotNull();

            cell.updateIndex(-1);

            assertThat(cell.getGraphic()).isSameAs(nodes);
        });
    }

    @Test
    void aCellBelowTheLastRowIsEmpty() {
        fx.interact(() -> {
            SessionCell cell = cellAt(1);

            cell.updateIndex(rig.presenter().rows().size());

            assertThat(cell.getGraphic()).isNull();
            assertThat(cell.getAccessibleText()).isNull();
        });
    }

    @Test
    void aWaitingCellThatMovesBelowTheLastRowIsEmpty() {
        fx.interact(() -> {
            SessionCell cell = cellAt(1);
            cell.updateIndex(-1);
            cell.updateIndex(list.getItems().size());

            assertThat(cell.getGraphic()).isNull();
            assertThat(cell.getAccessibleText()).isNull();
        });
    }

    @Test
    void theCellsBelowAShortListAreEmptyAfterTheyWereMadeAnew() throws TimeoutException {
        fx.interact(list::refresh);
        Frames.settle();

        fx.interact(() -> assertThat(list.lookupAll(".session-cell"))
                .map(SessionCell.class::cast)
                .filteredOn(cell -> cell.isVisible() && cell.isEmpty())
                .allMatch(cell -> cell.getGraphic() == null));
    }
}
