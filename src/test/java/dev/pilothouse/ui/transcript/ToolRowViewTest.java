package dev.pilothouse.ui.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ToolKind;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import javafx.scene.AccessibleRole;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/** The duration of a tool call, shown while it runs and is visible. */
class ToolRowViewTest {
    private static final Instant START = Instant.parse("2026-05-04T10:00:00Z");

    private final FxRobot fx = new FxRobot();
    private final NoActions actions = new NoActions();
    private final VBox window = new VBox();
    private ToolRowView view;

    @BeforeEach
    void openAWindow() throws TimeoutException {
        Stage stage = FxToolkit.registerPrimaryStage();
        fx.interact(() -> {
            actions.now.set(START);
            view = new ToolRowView(actions);
            window.getChildren().setAll(view.node());
            stage.setScene(new Scene(window, 400, 200));
            stage.show();
            view.setInUse(true);
            view.show(running());
        });
    }

    private static TranscriptRow.Tool running() {
        return row(START.toEpochMilli(), "", TranscriptRow.Status.RUNNING);
    }

    private static TranscriptRow.Tool row(long since, String time, TranscriptRow.Status status) {
        return new TranscriptRow.Tool(
                "tool-1", 1, ToolKind.EXECUTE, "Run", "make", "", 0, 0, "", "", time, since, status, false, false, 0);
    }

    private String time() {
        Label time = (Label) view.node().lookup(".tool-time");
        return time.isVisible() ? time.getText() : "";
    }

    private void passed(long millis) {
        fx.interact(() -> actions.now.set(START.plusMillis(millis)));
    }

    private double height() {
        fx.interact(() -> {
            window.applyCss();
            window.layout();
        });
        return ((Pane) view.node()).getHeight();
    }

    @Test
    void aRunningCallSaysHowLongItRunsWithoutChangingItsHeight() {
        double before = height();
        assertThat(time()).isEmpty();
        passed(1_000);
        assertThat(time()).isEqualTo("0:01");
        passed(62_000);
        assertThat(time()).isEqualTo("1:02");
        assertThat(height()).isEqualTo(before);
    }

    @Test
    void aFinishedCallSaysWhatItTookAndHearsNoSeconds() {
        passed(3_000);
        fx.interact(() -> view.show(row(0, "3.4 s", TranscriptRow.Status.DONE)));
        passed(9_000);
        assertThat(time()).isEqualTo("3.4 s");
    }

    @Test
    void aRowThatIsNotLookedAtHearsNoSeconds() {
        passed(2_000);
        fx.interact(() -> view.setInUse(false));
        passed(5_000);
        assertThat(time()).isEqualTo("0:02");
        fx.interact(() -> {
            view.setInUse(true);
            view.show(running());
        });
        assertThat(time()).isEqualTo("0:05");
    }

    @Test
    void aRowInAHiddenWindowHearsNoSeconds() {
        passed(2_000);
        fx.interact(() -> window.getScene().getWindow().hide());
        passed(5_000);
        assertThat(time()).isEqualTo("0:02");
        fx.interact(() -> ((Stage) window.getScene().getWindow()).show());
        assertThat(time()).isEqualTo("0:02");
        passed(6_000);
        assertThat(time()).isEqualTo("0:06");
    }

    @Test
    void aHostWhoseClockIsAheadShowsNoTimeInsteadOfALessThanNothing() {
        fx.interact(() -> view.show(row(START.plusSeconds(30).toEpochMilli(), "", TranscriptRow.Status.RUNNING)));
        passed(1_000);
        assertThat(time()).isEmpty();
    }

    @Test
    void thePathOfARowIsALinkThatEnterOpens() {
        Label target = (Label) view.node().lookup(".tool-target");
        assertThat(target.isFocusTraversable()).isFalse();
        fx.interact(() -> {
            view.show(new TranscriptRow.Tool(
                    "tool-1",
                    1,
                    ToolKind.EDIT,
                    "Edit",
                    "Pool.java",
                    "src/Pool.java",
                    0,
                    0,
                    "",
                    "",
                    "",
                    0,
                    TranscriptRow.Status.DONE,
                    false,
                    false,
                    0));
            target.requestFocus();
            target.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, false, false, false, false));
        });

        assertThat(target.isFocused()).isTrue();
        assertThat(target.getAccessibleRole()).isEqualTo(AccessibleRole.HYPERLINK);
        assertThat(actions.opened).containsExactly("src/Pool.java");
    }
}
