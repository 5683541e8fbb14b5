package dev.pilothouse.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeoutException;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

class ButtonRowTest {
    private final FxRobot fx = new FxRobot();
    private final Button cancel = new Button("Cancel");
    private final Button act = new Button("Put all the files back");
    private final HBox row = Widgets.rightRow("sheet-buttons", cancel, act);

    @BeforeAll
    static void start() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
    }

    private void layOut(double room) {
        fx.interact(() -> {
            if (row.getScene() == null) {
                new Scene(row);
            }
            row.applyCss();
            double both = cancel.prefWidth(-1) + act.prefWidth(-1);
            row.resize(both + room, row.prefHeight(both + room));
            row.layout();
        });
    }

    @Test
    void buttonsStandBesideEachOtherAtTheRightEnd() {
        layOut(50);

        assertThat(act.getLayoutX() + act.getWidth()).isEqualTo(row.getWidth());
        assertThat(cancel.getLayoutX() + cancel.getWidth()).isLessThanOrEqualTo(act.getLayoutX());
        assertThat(cancel.getLayoutY()).isEqualTo(act.getLayoutY());
    }

    @Test
    void buttonsWithoutRoomTakeALineEachAndAreNotCut() {
        layOut(-20);

        assertThat(act.getLayoutY()).isGreaterThanOrEqualTo(cancel.getLayoutY() + cancel.getHeight());
        assertThat(act.getWidth()).isGreaterThanOrEqualTo(act.prefWidth(-1));
        assertThat(row.getHeight()).isGreaterThanOrEqualTo(act.getLayoutY() + act.getHeight());
    }

    @Test
    void aButtonIsAtLeastAsHighAsItsSmallestHeight() {
        act.setMinHeight(70);
        layOut(50);

        assertThat(act.getHeight()).isEqualTo(70);
        assertThat(row.getHeight()).isGreaterThanOrEqualTo(70);
    }
}
