package dev.pilothouse.ui.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.session.DiffRow;
import dev.pilothouse.session.DiffRow.Kind;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Intent;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.diff.DiffLineActions;
import dev.pilothouse.ui.diff.DiffLines;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

class ReviewLineActionsTest {
    private static final DiffRow SAME = new DiffRow(Kind.SAME, 7, 7, "before");
    private static final List<DiffRow> ROWS = List.of(
            new DiffRow(Kind.GAP, 0, 6, ""),
            SAME,
            new DiffRow(Kind.REMOVED, 8, 0, "old line"),
            new DiffRow(Kind.ADDED, 0, 8, "one"),
            new DiffRow(Kind.ADDED, 0, 9, "two"),
            new DiffRow(Kind.SAME, 9, 10, "after"));

    private final FakeHost host = new FakeHost("h1", "desk", true, Instant.EPOCH);
    private final SessionId session = host.create("s1", "Demo", "/home/me", "A session");
    private final FxRobot fx = new FxRobot();
    private final Map<String, String> stored = new HashMap<>();
    private ReviewPresenter presenter;
    private ReviewLineActions actions;
    private DiffLines lines;

    private final class View implements DiffLineActions.LinesView {
        @Override
        public void redraw() {
            lines.show(ROWS, false);
            lines.applyCss();
            lines.layout();
        }

        @Override
        public void reveal(DiffRow row) {}

        @Override
        public boolean loadMore() {
            return false;
        }

        @Override
        public void focus() {
            lines.requestFocus();
        }
    }

    @BeforeEach
    void open() throws TimeoutException {
        Stage stage = FxToolkit.registerPrimaryStage();
        host.scope(Scope.STEER);
        Preferences kept = new Preferences() {
            @Override
            public Optional<String> get(String name) {
                return Optional.ofNullable(stored.get(name));
            }

            @Override
            public void put(String name, String value) {
                stored.put(name, value);
            }
        };
        fx.interact(() -> {
            presenter = new ReviewPresenter(kept, Runnable::run, notice -> {});
            presenter.show(new HostLink(host.hostId(), true, host, host, host), new SessionKey(host.hostId(), session));
            actions = new ReviewLineActions(presenter, Runnable::run);
            lines = new DiffLines(actions);
            stage.setScene(new Scene(new VBox(lines), 700, 500));
            stage.show();
            View view = new View();
            view.redraw();
            actions.onShown("src/One.java", "b1", ROWS, view);
        });
    }

    private Node number(int row) {
        Node line = lines.getChildren().get(row);
        return (line instanceof VBox with ? with.getChildren().get(0) : line).lookup(".diff-number");
    }

    private void press(int row, boolean shift) {
        fx.interact(() -> number(row)
                .fireEvent(new MouseEvent(
                        MouseEvent.MOUSE_CLICKED,
                        0,
                        0,
                        0,
                        0,
                        MouseButton.PRIMARY,
                        1,
                        shift,
                        false,
                        false,
                        false,
                        true,
                        false,
                        false,
                        true,
                        false,
                        true,
                        null)));
    }

    private void key(KeyCode code, boolean shift) {
        fx.interact(() ->
                actions.onKey(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, false, false, false), SAME));
    }

    private Intent.AddComment write(String text) {
        fx.interact(() -> {
            ((TextArea) lines.lookup("#comment-text")).setText(text);
            ((Button) lines.lookup("#comment-save")).fire();
        });
        return (Intent.AddComment) host.intents().get(0);
    }

    @Test
    void pressingANumberOpensTheFieldBelowItsLine() {
        press(3, false);
        Node below = lines.getChildren().get(3);
        Intent.AddComment added = write(" Why? ");

        assertThat(below.lookup("#comment-editor")).isNotNull();
        assertThat(added.text()).isEqualTo("Why?");
        assertThat(added.anchor().line()).isEqualTo(8);
        assertThat(added.anchor().old()).isFalse();
        assertThat(added.anchor().lines()).containsExactly("one");
        assertThat(added.anchor().content()).isEqualTo("b1");
        assertThat(lines.lookup("#comment-editor")).isNull();
    }

    @Test
    void shiftChoosesARangeOfOneSide() {
        press(3, false);
        press(5, true);
        assertThat(write("Why?").anchor().lines()).containsExactly("one", "two", "after");
    }

    @Test
    void aDragChoosesARange() {
        fx.interact(() -> {
            actions.onBegin(ROWS.get(4));
            actions.onPressed(ROWS.get(3), true);
        });
        assertThat(write("Why?").anchor().lines()).containsExactly("one", "two");
    }

    @Test
    void aRemovedLineIsCommentedOnAsItWas() {
        press(2, false);
        press(4, true);
        press(2, true);
        Intent.AddComment added = write("Why?");

        assertThat(added.anchor().old()).isTrue();
        assertThat(added.anchor().line()).isEqualTo(8);
        assertThat(added.anchor().lastLine()).isEqualTo(8);
        assertThat(added.anchor().lines()).containsExactly("old line");
    }

    @Test
    void keysChooseLinesAndWrite() {
        key(KeyCode.J, false);
        key(KeyCode.J, false);
        key(KeyCode.J, true);
        key(KeyCode.C, false);

        assertThat(write("Why?").anchor().lines()).containsExactly("one", "two");
    }

    @Test
    void theButtonsOfTheFieldChangeTheRange() {
        press(3, false);
        fx.interact(() -> ((Button) lines.lookup("#comment-more")).fire());
        fx.interact(() -> ((Button) lines.lookup("#comment-more")).fire());
        fx.interact(() -> ((Button) lines.lookup("#comment-less")).fire());

        assertThat(write("Why?").anchor().lines()).containsExactly("one", "two");
    }

    @Test
    void aViewerCannotPressLines() {
        host.scope(Scope.VIEW);
        fx.interact(() -> {
            presenter.render();
            lines.show(ROWS, false);
        });
        press(3, false);

        assertThat(presenter.draftProperty().get()).isEmpty();
    }

    @Test
    void afterItsSheetHasClosedItDrawsNoMore() {
        press(3, false);
        fx.interact(() -> {
            actions.close();
            presenter.onDiscard();
        });

        assertThat(lines.lookup("#comment-editor")).isNotNull();
    }
}
