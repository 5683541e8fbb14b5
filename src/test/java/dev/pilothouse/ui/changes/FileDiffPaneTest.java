package dev.pilothouse.ui.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.DiffHunk;
import dev.pilothouse.model.FileChanges;
import dev.pilothouse.model.FileDiff;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.session.DiffRow;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.diff.DiffLineActions;
import dev.pilothouse.ui.fx.Fonts;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ListView;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/** The lines of a file's diff in a real list: which of them have nodes, and which nodes are kept. */
class FileDiffPaneTest {
    private static final SessionKey KEY = new SessionKey(new HostId("h1"), new SessionId("s1"));
    private static final int LINES = 200;
    /** A pane of 700 pixels shows some 40 lines. */
    private static final int SHOWN = 60;

    private final FakeHost host = new FakeHost("h1", "desk", true, Instant.EPOCH);
    private final FxRobot fx = new FxRobot();
    /** The text of the row that comes into view as soon as it is there. */
    private String wanted = "";

    private final DiffLineActions actions = new DiffLineActions() {
        @Override
        public void onShown(String path, String content, List<DiffRow> rows, LinesView view) {
            rows.stream().filter(row -> row.text().equals(wanted)).forEach(view::reveal);
        }
    };
    private ChangesPresenter presenter;
    private FileDiffPane pane;

    private static ChangedFile file(String path) {
        return new ChangedFile(path, "", ChangedFile.State.MODIFIED, LINES, LINES, false, false, path);
    }

    private static FileDiff diff(String name) {
        List<String> lines = Stream.concat(
                        IntStream.range(0, LINES).mapToObj(i -> "-line " + i + " of " + name + ", old"),
                        IntStream.range(0, LINES).mapToObj(i -> "+line " + i + " of " + name + ", new"))
                .toList();
        return new FileDiff(List.of(new DiffHunk(1, 1, "", lines)), name, false, false);
    }

    @BeforeEach
    void openTheFirstFile() throws TimeoutException {
        List<ChangedFile> files = List.of(file("a.txt"), file("b.txt"));
        host.changes(new Reply.Value<>(new FileChanges("topic", "origin/main", files, 2, 2, 2)));
        files.forEach(each -> host.diff(each.path(), diff(each.path())));
        Stage stage = FxToolkit.registerPrimaryStage();
        fx.interact(() -> {
            Fonts.load();
            presenter = new ChangesPresenter(
                    host,
                    KEY,
                    List.of(),
                    new Preferences() {
                        @Override
                        public Optional<String> get(String name) {
                            return Optional.empty();
                        }

                        @Override
                        public void put(String name, String value) {}
                    },
                    Runnable::run,
                    Runnable::run);
            RejectPresenter rejects =
                    new RejectPresenter(host.link(), KEY.sessionId(), presenter, Runnable::run, snapshot -> {});
            pane = new FileDiffPane(presenter, rejects, actions);
            Scene scene = new Scene(pane, 900, 800);
            Theme.DARK.applyTo(scene);
            stage.setScene(scene);
            stage.show();
            presenter.onStep(1);
            layOut();
        });
    }

    private void layOut() {
        pane.applyCss();
        pane.layout();
        pane.layout();
    }

    private static void collect(Node node, String styleClass, List<Node> found) {
        if (!node.isVisible()) {
            return;
        }
        if (node.getStyleClass().contains(styleClass)) {
            found.add(node);
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, styleClass, found));
        }
    }

    /** From top to bottom. */
    private List<Node> lines() {
        List<Node> found = new ArrayList<>();
        collect(pane, "diff-line", found);
        found.sort(Comparator.comparingDouble(line -> line.localToScene(0, 0).getY()));
        return found;
    }

    private static String text(Node line) {
        List<Node> found = new ArrayList<>();
        collect(line, "diff-text", found);
        return String.join(
                "", found.stream().map(node -> ((Text) node).getText()).toList());
    }

    @Test
    void onlyLinesInViewHaveNodesAndTheNextFileUsesThem() {
        fx.interact(() -> {
            List<Node> first = lines();
            assertThat(first).hasSizeBetween(10, SHOWN);
            assertThat(text(first.get(0))).isEqualTo("line 0 of a.txt, old");

            presenter.onStep(1);
            layOut();
            List<Node> second = lines();
            assertThat(second).hasSizeBetween(10, SHOWN);
            assertThat(text(second.get(0))).isEqualTo("line 0 of b.txt, old");
            Set<Node> kept = Collections.newSetFromMap(new IdentityHashMap<>());
            kept.addAll(first);
            assertThat(second).filteredOn(kept::contains).hasSizeGreaterThan(second.size() / 2);
        });
    }

    @Test
    void everyLineOfTheFileIsThereInItsOrder() {
        fx.interact(() -> {
            ListView<?> list = (ListView<?>) pane.lookup("#changes-diff");
            List<String> texts = new ArrayList<>();
            for (int at = 0; at < list.getItems().size(); at += 10) {
                list.scrollTo(at);
                layOut();
                lines().stream()
                        .map(FileDiffPaneTest::text)
                        .filter(text -> !texts.contains(text))
                        .forEach(texts::add);
            }
            assertThat(texts)
                    .containsExactlyElementsOf(diff("a.txt").hunks().get(0).lines().stream()
                            .map(line -> line.substring(1))
                            .toList());
        });
    }

    @Test
    void anOldLineIsBesideItsNewOneHoweverFarTheyAreApart() {
        fx.interact(() -> {
            ListView<?> list = (ListView<?>) pane.lookup("#changes-diff");
            list.scrollTo(150);
            layOut();
            String top = text(lines().get(0));

            ((ToggleButton) pane.lookup("#changes-sides")).setSelected(true);
            layOut();

            assertThat(list.getItems()).hasSize(LINES);
            List<Node> halves = lines();
            assertThat(text(halves.get(0))).isEqualTo(top);
            assertThat(text(halves.get(1))).isEqualTo(top.replace("old", "new"));
        });
    }

    @Test
    void linesOfTheNextPageJoinThoseThatStay() {
        fx.interact(() -> {
            ListView<?> list = (ListView<?>) pane.lookup("#changes-diff");
            Object line = list.getItems().get(7);
            host.diff(
                    "c.txt",
                    new FileDiff(diff("c.txt").hunks(), "c", false, true),
                    new FileDiff(List.of(new DiffHunk(500, 500, "", List.of("+last"))), "c", false, false));
            presenter.onChoose(file("c.txt"));
            layOut();
            assertThat(list.getItems().contains(line)).isFalse();
            Object first = list.getItems().get(0);
            int before = list.getItems().size();

            presenter.onMore();
            layOut();

            // The place of the next page is gone; a gap and a line came.
            assertThat(list.getItems()).hasSize(before + 1);
            assertThat(list.getItems().get(0)).isSameAs(first);
        });
    }

    @Test
    void theLinesStayWhereTheyAreWhenTheNextPageHasLongerNumbers() {
        fx.interact(() -> {
            List<String> lines =
                    IntStream.range(900, 980).mapToObj(i -> "+line " + i).toList();
            List<String> next =
                    IntStream.range(980, 1060).mapToObj(i -> "+line " + i).toList();
            host.diff(
                    "d.txt",
                    new FileDiff(List.of(new DiffHunk(900, 900, "", lines)), "d", false, true),
                    new FileDiff(List.of(new DiffHunk(900, 980, "", next)), "d", false, false));
            presenter.onChoose(file("d.txt"));
            layOut();
            ListView<?> list = (ListView<?>) pane.lookup("#changes-diff");
            list.scrollTo(70);
            layOut();
            String top = text(lines().get(0));
            assertThat(top).isNotEqualTo("line 900");

            presenter.onMore();
            layOut();

            assertThat(list.getItems()).hasSizeGreaterThan(150);
            assertThat(text(lines().get(0))).isEqualTo(top);
        });
    }

    @Test
    void arrowKeysScrollAtOnce() {
        fx.interact(() -> {
            ListView<?> list = (ListView<?>) pane.lookup("#changes-diff");
            for (int i = 0; i < 3; i++) {
                list.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.DOWN, false, false, false, false));
            }
            layOut();

            assertThat(text(lines().get(0))).isNotEqualTo("line 0 of a.txt, old");
        });
    }

    @Test
    void aRowOfTheNextPageComesIntoViewWhenItArrives() {
        fx.interact(() -> {
            host.diff(
                    "e.txt",
                    new FileDiff(diff("e.txt").hunks(), "e", false, true),
                    new FileDiff(
                            List.of(new DiffHunk(
                                    500,
                                    500,
                                    "",
                                    IntStream.range(0, LINES)
                                            .mapToObj(i -> "+more " + i)
                                            .toList())),
                            "e",
                            false,
                            false));
            wanted = "more 100";
            presenter.onChoose(file("e.txt"));
            layOut();

            presenter.onMore();
            layOut();

            assertThat(lines()).extracting(FileDiffPaneTest::text).contains(wanted);
        });
    }
}
