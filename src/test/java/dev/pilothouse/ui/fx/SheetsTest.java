package dev.pilothouse.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.Scene;
import javafx.scene.control.TextField;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

class SheetsTest {
    private final FxRobot fx = new FxRobot();

    @BeforeAll
    static void start() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
    }

    @Test
    void noMoreCanBeTypedOrPastedThanTheHostTakes() {
        fx.interact(() -> {
            Overlay overlay = new Overlay();
            Scene scene = new Scene(new StackPane(overlay));
            List<String> done = new ArrayList<>();
            Sheets.ask(overlay, "Name", "abc", 5, "Rename", done::add);
            TextField field = (TextField) scene.getFocusOwner();

            field.appendText("defgh");
            assertThat(field.getText()).isEqualTo("abcde");
            field.insertText(0, "x");
            assertThat(field.getText()).isEqualTo("abcde");
            field.replaceText(2, 5, "\uD83D\uDE80\uD83D\uDE80");
            assertThat(field.getText()).as("no half of a character").isEqualTo("ab\uD83D\uDE80");
            field.getOnAction().handle(null);
            assertThat(done).containsExactly("ab\uD83D\uDE80");
        });
    }
}
