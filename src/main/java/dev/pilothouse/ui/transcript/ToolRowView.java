package dev.pilothouse.ui.transcript;

import dev.pilothouse.ui.fx.AnimatedTransitions;
import dev.pilothouse.ui.fx.DisclosureLine;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.time.Instant;
import java.util.Locale;
import javafx.animation.Animation;
import javafx.animation.Interpolator;
import javafx.animation.RotateTransition;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Arc;
import javafx.stage.Window;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * One tool call as one row: icon, verb and target, changes, duration. While the call runs, the row has a ring and the
 * last line of output. The ring turns and the time advances only while the row is visible.
 */
final class ToolRowView implements RowView {
    private final FontIcon arrow = Glyph.EXPAND.node("row-arrow");
    private final FontIcon icon = Glyph.TOOL.node("tool-icon");
    private final Arc ring = new Arc(7, 7, 5.5, 5.5, 90, 270);
    private final Label label = Widgets.label("", "tool-label");
    private final Label target = Widgets.label("", "tool-target");
    private final Label added = Widgets.label("", "tool-added");
    private final Label removed = Widgets.label("", "tool-removed");
    private final Label time = Widgets.label("", "tool-time");
    private final Label lastLine = Widgets.label("", "tool-last-line");
    private final Label subagent = Widgets.label("", "tool-subagent");
    private final HBox line = Widgets.row("tool-line");
    private final VBox box = Widgets.column("tool", line, lastLine, subagent);
    private final RotateTransition turning = new RotateTransition(Duration.seconds(1.1), ring);
    private TranscriptRow.@Nullable Tool shown;
    private boolean inUse;
    private final ReadOnlyObjectProperty<Instant> now;
    private final ObservableValue<Boolean> inWindow;
    private final InvalidationListener second = property -> time();

    ToolRowView(TranscriptActions actions) {
        now = actions.nowProperty();
        ring.getStyleClass().add("tool-ring");
        turning.setByAngle(360);
        turning.setCycleCount(Animation.INDEFINITE);
        turning.setInterpolator(Interpolator.LINEAR);
        StackPane picture = new StackPane(icon, ring);
        picture.getStyleClass().add("tool-picture");
        label.setMinHeight(Label.USE_PREF_SIZE);
        target.setMinWidth(0);
        target.setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY && event.isStillSincePress() && !file().isEmpty()) {
                actions.openLink(file());
                event.consume();
            }
        });
        target.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER && !file().isEmpty()) {
                actions.openLink(file());
                event.consume();
            }
        });
        added.setMinWidth(Label.USE_PREF_SIZE);
        removed.setMinWidth(Label.USE_PREF_SIZE);
        time.setMinWidth(Label.USE_PREF_SIZE);
        HBox words = Widgets.row("tool-words", label, target);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        line.getChildren().setAll(arrow, picture, words, added, removed, time);
        lastLine.setMinWidth(0);
        subagent.setWrapText(true);
        subagent.setMinHeight(Label.USE_PREF_SIZE);
        DisclosureLine.make(line, () -> {
            if (shown != null && shown.openable()) {
                actions.toggle(shown.id());
            }
        });
        // The conversation may be removed from the scene, or the window hidden. A ring that is not visible must not
        // request frames.
        inWindow = box.sceneProperty()
                .flatMap(Scene::windowProperty)
                .flatMap(Window::showingProperty)
                .orElse(false);
        inWindow.addListener((property, before, showing) -> turn());
    }

    /** The file that the target names, or empty. */
    private String file() {
        return shown == null ? "" : shown.file();
    }

    @Override
    public Node node() {
        return box;
    }

    @Override
    public boolean show(TranscriptRow row) {
        shown = (TranscriptRow.Tool) row;
        boolean running = shown.status() == TranscriptRow.Status.RUNNING;
        (shown.open() ? Glyph.COLLAPSE : Glyph.EXPAND).showIn(arrow);
        arrow.setVisible(shown.openable());
        picture(shown).showIn(icon);
        icon.setVisible(!running);
        ring.setVisible(running);
        turn();
        label.setText(shown.label());
        // A title without a target may be long.
        label.setMinWidth(shown.target().isEmpty() ? 0 : Label.USE_PREF_SIZE);
        label.setWrapText(shown.target().isEmpty());
        text(target, shown.target());
        boolean link = !file().isEmpty();
        RowViews.choose(target, "names-", link ? "file" : "words");
        target.setFocusTraversable(link);
        target.setAccessibleRole(link ? AccessibleRole.HYPERLINK : AccessibleRole.TEXT);
        text(added, shown.added() > 0 ? "+" + shown.added() : "");
        text(removed, shown.removed() > 0 ? "\u2212" + shown.removed() : "");
        time();
        text(lastLine, running ? shown.lastLine() : "");
        text(subagent, shown.subagent());
        RowViews.choose(box, "tool-is-", shown.status().name().toLowerCase(Locale.ROOT));
        RowViews.choose(box, "depth-", String.valueOf(shown.depth()));
        if (shown.openable() != line.getStyleClass().contains("openable")) {
            line.getStyleClass().removeAll("openable");
            if (shown.openable()) {
                line.getStyleClass().add("openable");
            }
            line.setFocusTraversable(shown.openable());
        }
        line.setAccessibleText((shown.label() + " " + shown.target()).strip() + ", "
                + Texts.text("tool.status." + shown.status().name()));
        return true;
    }

    @Override
    public void setInUse(boolean nowInUse) {
        inUse = nowInUse;
        turn();
    }

    /**
     * Shows the duration of the call, or its running time so far. Empty in the first second, because most calls end
     * within it.
     */
    private void time() {
        if (shown == null) {
            return;
        }
        long millis = shown.since() == 0 || shown.status() != TranscriptRow.Status.RUNNING
                ? 0
                : now.get().toEpochMilli() - shown.since();
        text(time, millis < 1_000 ? shown.time() : TimeFormatter.running(java.time.Duration.ofMillis(millis)));
    }

    private void turn() {
        now.removeListener(second);
        boolean running =
                inUse && inWindow.getValue() && shown != null && shown.status() == TranscriptRow.Status.RUNNING;
        if (running) {
            now.addListener(second);
        }
        if (running && !AnimatedTransitions.isMotionReduced(box)) {
            turning.play();
        } else {
            turning.stop();
        }
    }

    private static Glyph picture(TranscriptRow.Tool shown) {
        if (shown.status() == TranscriptRow.Status.ASKING) {
            return Glyph.WAITING;
        }
        if (shown.status() == TranscriptRow.Status.FAILED) {
            return Glyph.FAILED;
        }
        if (shown.status() == TranscriptRow.Status.REFUSED) {
            return Glyph.REFUSED;
        }
        return switch (shown.kind()) {
            case READ -> Glyph.READ;
            case EDIT -> Glyph.EDIT;
            case DELETE -> Glyph.DELETE;
            case MOVE -> Glyph.MOVE;
            case SEARCH -> Glyph.FIND;
            case EXECUTE -> Glyph.RUN;
            case THINK -> Glyph.THINK;
            case FETCH -> Glyph.FETCH;
            case SWITCH_MODE -> Glyph.SWITCH;
            case OTHER -> Glyph.TOOL;
        };
    }

    private static void text(Label label, String text) {
        label.setText(text);
        label.setVisible(!text.isEmpty());
        label.setManaged(!text.isEmpty());
    }
}
