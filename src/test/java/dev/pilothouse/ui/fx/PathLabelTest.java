package dev.pilothouse.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeoutException;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

class PathLabelTest {
    private final FxRobot fx = new FxRobot();

    @BeforeAll
    static void start() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
    }

    @Test
    void theNameOfTheProjectKeepsItsRoomInANarrowRow() {
        PathLabel label = new PathLabel();
        label.show("ada-desk \u00b7 ~/src/shop \u00b7 Asks");

        assertThat(shownBeside(label)).isEqualTo("shop");
    }

    @Test
    void aLongNameKeepsItsFirstAndLastLetters() {
        PathLabel label = new PathLabel();
        label.show("~/src/checkout-service-v12");

        assertThat(shownBeside(label)).startsWith("che").contains("\u2026").endsWith("v12");
    }

    @Test
    void aRelativePathKeepsTheNameOfItsFile() {
        PathLabel label = new PathLabel();
        label.showPath("src/main/java/shop/Pool.java");

        assertThat(shownBeside(label)).startsWith("Po").endsWith("ava");
        assertThat(label.getAccessibleHelp()).isEqualTo("src/main/java/shop/Pool.java");
    }

    /** The text of a label that shares a row without room with another one. */
    private String shownBeside(PathLabel label) {
        fx.interact(() -> {
            Label other = new Label("a long text that may be cut off");
            other.setMinWidth(0);
            HBox row = new HBox(other, label);
            new Scene(row);
            row.resize(1, 30);
            row.applyCss();
            row.layout();
        });
        return label.getText();
    }
}
