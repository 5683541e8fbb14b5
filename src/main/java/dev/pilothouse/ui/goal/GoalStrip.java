package dev.pilothouse.ui.goal;

import dev.pilothouse.model.Run;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.Region;

/** One line about the goal of the open session while it is not over; pressed, it opens the goal. FX thread. */
public final class GoalStrip extends Button {
    public GoalStrip(Runnable open) {
        setId("goal-strip");
        getStyleClass().add("goal-strip");
        setGraphic(Glyph.PLAN.node("reason-icon"));
        setMnemonicParsing(false);
        setAlignment(Pos.CENTER_LEFT);
        setWrapText(true);
        setMinHeight(Region.USE_PREF_SIZE);
        setMaxWidth(Double.MAX_VALUE);
        setOnAction(event -> open.run());
        hide();
    }

    /** Shows the goal of a session, if it has one that is not over. */
    public void show(HostLink link, SessionId sessionId) {
        Optional<Run> goal =
                GoalPresenter.goalOf(link, sessionId).filter(run -> !run.state().isOver());
        if (goal.isEmpty()) {
            hide();
            return;
        }
        String line = GoalPresenter.line(goal.get());
        if (!line.equals(getText()) || !isVisible()) {
            setText(line);
            setAccessibleText(Texts.text("goal.stripName", line));
            Widgets.hint(this, goal.get().title());
            setVisible(true);
            setManaged(true);
        }
    }

    public void hide() {
        setVisible(false);
        setManaged(false);
    }
}
