package dev.pilothouse.ui.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pilothouse.ui.fx.Fonts;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.markdown.Block;
import dev.pilothouse.ui.markdown.MarkdownText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/** Laid out explicitly on the FX thread, so that no test waits for a frame. */
class TranscriptListTest {
    private static final double END = 12;

    private final ObservableList<RowItem> rows = FXCollections.observableArrayList();
    private final FxRobot fx = new FxRobot();
    private TranscriptList list;
    private StackPane root;

    private int topsReached;
    private final List<String> copied = new ArrayList<>();

    private final TranscriptActions actions = new NoActions() {
        @Override
        public void onTopReached() {
            topsReached++;
        }

        @Override
        public void copy(String text) {
            copied.add(text);
        }
    };

    @BeforeEach
    void openAWindow() throws TimeoutException {
        Stage stage = FxToolkit.registerPrimaryStage();
        fx.interact(() -> {
            Fonts.load();
            list = new TranscriptList(rows, actions);
            root = new StackPane(list);
            Scene scene = new Scene(root, 600, 400);
            Theme.DARK.applyTo(scene);
            stage.setScene(scene);
            stage.show();
        });
    }

    private static TranscriptRow row(int number, long revision, String text) {
        Block block = MarkdownText.of(text).blocks().get(0);
        return new TranscriptRow.Prose("row-" + number, revision, block, false);
    }

    private void fill(int count) {
        fx.interact(() -> {
            for (int i = 0; i < count; i++) {
                rows.add(new RowItem(row(i, 1, "Row " + i)));
            }
            layout();
        });
    }

    private void layout() {
        root.applyCss();
        root.layout();
        root.layout();
    }

    private List<TranscriptCell> cells() {
        return list.getChildrenUnmodifiable().stream()
                .filter(node -> node instanceof TranscriptCell && node.isVisible())
                .map(TranscriptCell.class::cast)
                .sorted(Comparator.comparingDouble(TranscriptCell::getLayoutY))
                .toList();
    }

    private double lowerEdge() {
        TranscriptCell last = cells().get(cells().size() - 1);
        return last.getLayoutY() + last.getHeight();
    }

    @Test
    void onlyRowsInViewHaveCells() {
        fill(5_000);

        assertThat(cells()).hasSizeLessThan(30);
        assertThat(list.getChildrenUnmodifiable()).hasSizeLessThan(80);
    }

    @Test
    void theEndStaysInViewWhileTheLastRowGrows() {
        fill(200);
        StringBuilder text = new StringBuilder("word");
        for (int i = 0; i < 60; i++) {
            text.append(" and one more word of it");
            String grown = text.toString();
            int revision = i + 2;
            fx.interact(() -> {
                rows.get(199).show(row(199, revision, grown));
                layout();
            });
            assertThat(lowerEdge()).as("after chunk %s", i).isCloseTo(400 - END, within(1.0));
        }
        assertThat(list.followingProperty().get()).isTrue();
    }

    @Test
    void whoSeesTheEndSeesNothingMoveWhenTheOldestRowsLeave() {
        fill(1_000);
        List<Double> before = cells().stream().map(TranscriptCell::getLayoutY).toList();
        int tops = topsReached;

        fx.interact(() -> {
            rows.remove(0, 400);
            layout();
        });

        assertThat(cells().stream().map(TranscriptCell::getLayoutY).toList()).isEqualTo(before);
        assertThat(list.followingProperty().get()).isTrue();
        assertThat(topsReached).isEqualTo(tops);
    }

    @Test
    void whoScrolledUpSeesNothingMoveWhenRowsAboveTheViewLeave() {
        fill(1_000);
        fx.interact(() -> {
            list.scrollBy(-700);
            layout();
        });
        TranscriptCell top = cells().get(0);
        double y = top.getLayoutY();

        fx.interact(() -> {
            rows.remove(0, 400);
            layout();
        });

        assertThat(cells().get(0)).isSameAs(top);
        assertThat(top.getLayoutY()).isEqualTo(y);
        assertThat(list.followingProperty().get()).isFalse();
    }

    @Test
    void whoScrolledUpSeesNothingMoveWhileRowsGrowBelow() {
        fill(200);
        fx.interact(() -> {
            list.scrollBy(-700);
            layout();
        });
        TranscriptCell top = cells().get(0);
        double y = top.getLayoutY();

        fx.interact(() -> {
            rows.get(199).show(row(199, 2, "longer ".repeat(400)));
            rows.add(new RowItem(row(200, 1, "another")));
            layout();
        });

        assertThat(list.followingProperty().get()).isFalse();
        assertThat(cells().get(0)).isSameAs(top);
        assertThat(top.getLayoutY()).isEqualTo(y);
    }

    @Test
    void comingBackToTheEndTakesHoldAgain() {
        fill(200);
        fx.interact(() -> {
            list.scrollBy(-300);
            layout();
            list.scrollBy(10_000);
            layout();
        });

        assertThat(list.followingProperty().get()).isTrue();
        assertThat(lowerEdge()).isCloseTo(400 - END, within(1.0));
    }

    @Test
    void whoTurnsTheDeviceThereAndBackIsWhereTheyWere() {
        fx.interact(() -> {
            for (int i = 0; i < 60; i++) {
                rows.add(new RowItem(row(i, 1, "words of a row that fill more than one line ".repeat(6))));
            }
            root.setMaxWidth(300);
            layout();
            list.scrollBy(-1_000);
            layout();
        });
        // Most of the first row is above the view. After the rotation, the whole row is shorter than that hidden part.
        fx.interact(() -> {
            TranscriptCell first = cells().get(0);
            list.scrollBy(first.getLayoutY() + first.getHeight() - 10);
            layout();
        });
        TranscriptCell top = cells().get(0);
        RowItem read = top.item();
        double y = top.getLayoutY();
        for (int turn = 0; turn < 3; turn++) {
            fx.interact(() -> {
                list.setMaxWidth(600);
                list.resize(600, 200);
                list.layout();
                list.resize(300, 400);
                list.layout();
            });
        }

        assertThat(cells().get(0).item()).isSameAs(read);
        assertThat(cells().get(0).getLayoutY()).isCloseTo(y, within(1.0));
    }

    @Test
    void theFirstRowIsTheHighestThatOneCanGo() {
        fill(200);
        fx.interact(() -> {
            list.scrollBy(-1_000_000);
            layout();
        });

        assertThat(cells().get(0).getLayoutY()).isZero();
    }

    @Test
    void earlierRowsAppearAboveWithoutMovingWhatIsInView() {
        fill(100);
        RowItem way = new RowItem(new TranscriptRow.Earlier(false));
        fx.interact(() -> {
            rows.add(0, way);
            list.scrollBy(-1_000_000);
            layout();
        });
        assertThat(cells().get(0).getLayoutY()).as("the way to earlier rows").isZero();
        TranscriptCell first = cells().get(1);
        double y = first.getLayoutY();

        fx.interact(() -> {
            way.show(new TranscriptRow.Earlier(true));
            for (int i = 0; i < 40; i++) {
                rows.add(1 + i, new RowItem(row(1_000 + i, 1, "Earlier " + i)));
            }
            layout();
        });

        assertThat(cells()).contains(first);
        assertThat(first.getLayoutY()).isEqualTo(y);

        fx.interact(() -> {
            rows.remove(way);
            rows.add(0, new RowItem(row(2_000, 1, "the very first")));
            layout();
        });

        assertThat(cells()).contains(first);
        assertThat(first.getLayoutY()).isEqualTo(y);
    }

    @Test
    void aRowThatGoesFromTheTopOfTheViewLeavesTheOthersWhereTheyAre() {
        fill(100);
        fx.interact(() -> {
            list.scrollBy(-700);
            layout();
        });
        TranscriptCell second = cells().get(1);
        double y = second.getLayoutY();

        fx.interact(() -> {
            // A group of tool calls that has grown at its start is a different row.
            int top = rows.indexOf(second.item()) - 1;
            rows.remove(top);
            rows.addAll(top, List.of(new RowItem(row(1_000, 1, "new")), new RowItem(row(1_001, 1, "newer"))));
            layout();
        });

        assertThat(cells()).contains(second);
        assertThat(second.getLayoutY()).isEqualTo(y);
    }

    @Test
    void reachingTheFirstRowIsToldAndScrollingElsewhereIsNot() {
        fill(200);
        fx.interact(() -> {
            list.scrollBy(-300);
            layout();
            list.scrollBy(100);
            layout();
        });
        assertThat(topsReached).isZero();

        fx.interact(() -> {
            list.scrollBy(-1_000_000);
            layout();
        });

        assertThat(topsReached).isEqualTo(1);
    }

    @Test
    void aShortConversationStandsAtTheTop() {
        fill(2);

        assertThat(cells().get(0).getLayoutY()).isZero();
        assertThat(cells()).hasSize(2);
    }

    @Test
    void aNewRowDoesNotTouchTheCellsOfTheOthers() {
        fill(20);
        List<TranscriptCell> before = cells();

        fx.interact(() -> {
            rows.add(new RowItem(row(20, 1, "new")));
            layout();
        });

        assertThat(cells()).containsAll(before.subList(2, before.size()));
    }

    @Test
    void rowsThatAllGoLeaveNothing() {
        fill(50);
        fx.interact(() -> {
            rows.clear();
            layout();
        });

        assertThat(cells()).isEmpty();
    }

    private void mouse(EventType<MouseEvent> type, double x, double y, int clicks) {
        Event.fireEvent(
                list,
                new MouseEvent(
                        type,
                        x,
                        y,
                        x,
                        y,
                        MouseButton.PRIMARY,
                        clicks,
                        false,
                        false,
                        false,
                        false,
                        true,
                        false,
                        false,
                        false,
                        false,
                        false,
                        null));
    }

    private void key(KeyCode code, boolean shortcut) {
        Event.fireEvent(list, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, shortcut, false, false));
    }

    private static double middle(TranscriptCell cell) {
        return cell.getLayoutY() + cell.getHeight() - 12;
    }

    @Test
    void aDragOverSeveralRowsCopiesTheirTextAlsoWhenTheyHaveLeftTheView() {
        fill(200);
        fx.interact(() -> {
            List<TranscriptCell> shown = cells();
            mouse(MouseEvent.MOUSE_PRESSED, 2, middle(shown.get(2)), 1);
            mouse(MouseEvent.MOUSE_DRAGGED, 590, middle(shown.get(4)), 1);
            key(KeyCode.C, true);
        });
        String first = ((Block.Prose)
                        ((TranscriptRow.Prose) cells().get(2).item().row())
                                .block()
                                .content())
                .spans()
                .get(0)
                .text();
        int number = Integer.parseInt(first.substring(4));
        String expected = first + "\nRow " + (number + 1) + "\nRow " + (number + 2);
        assertThat(copied).containsExactly(expected);

        fx.interact(() -> {
            list.scrollBy(-3_000);
            layout();
            key(KeyCode.C, true);
        });
        assertThat(copied).containsExactly(expected, expected);

        fx.interact(() -> {
            key(KeyCode.ESCAPE, false);
            key(KeyCode.C, true);
        });
        assertThat(list.selection().isEmpty()).isTrue();
        assertThat(copied).hasSize(2);
    }

    @Test
    void aDragUpwardsCopiesInTheOrderOfReading() {
        fill(200);
        fx.interact(() -> {
            List<TranscriptCell> shown = cells();
            mouse(MouseEvent.MOUSE_PRESSED, 590, middle(shown.get(4)), 1);
            mouse(MouseEvent.MOUSE_DRAGGED, 2, middle(shown.get(3)), 1);
        });
        assertThat(list.selection().text()).matches("Row \\d+\nRow \\d+");
    }

    @Test
    void aDoubleClickSelectsAWordAndATripleClickTheRow() {
        fill(20);
        fx.interact(() -> {
            mouse(MouseEvent.MOUSE_PRESSED, 30, middle(cells().get(1)), 2);
        });
        assertThat(list.selection().text()).isEqualTo("Row");
        fx.interact(() -> mouse(MouseEvent.MOUSE_PRESSED, 30, middle(cells().get(1)), 3));
        assertThat(list.selection().text()).matches("Row \\d+");
    }

    @Test
    void allOfAConversationIsSelectedWithoutLayingItOut() {
        fill(2_000);
        fx.interact(() -> key(KeyCode.A, true));

        assertThat(list.selection().text().lines())
                .hasSize(2_000)
                .startsWith("Row 0")
                .endsWith("Row 1999");
        assertThat(cells()).hasSizeLessThan(30);
    }

    @Test
    void whatCameSinceThePersonLeftTheEndIsCounted() {
        fill(200);
        fx.interact(() -> {
            list.scrollBy(-700);
            layout();
            rows.add(new RowItem(row(200, 1, "one")));
            rows.add(new RowItem(row(201, 1, "two")));
            rows.add(0, new RowItem(row(202, 1, "an earlier one")));
            layout();
        });
        assertThat(list.unseenProperty().get()).isEqualTo(2);

        fx.interact(() -> {
            rows.remove(rows.size() - 1);
            layout();
        });
        assertThat(list.unseenProperty().get())
                .as("a queued prompt has left the end")
                .isEqualTo(1);

        fx.interact(() -> {
            list.follow();
            layout();
        });
        assertThat(list.unseenProperty().get()).isZero();
    }
}
