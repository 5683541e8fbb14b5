package dev.pilothouse.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.testing.OwnWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.event.Event;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

class WidgetsTest {
    private final FxRobot fx = new FxRobot();
    private final List<String> copied = new ArrayList<>();
    private OwnWindow window;
    private Button icon;
    private Button text;

    @BeforeEach
    void show() throws TimeoutException {
        window = new OwnWindow();
        fx.interact(() -> {
            icon = Widgets.copyButton("Copy code", () -> copied.add("code"));
            text = Widgets.copyTextButton("Copy", "Copy tunnel address", () -> copied.add("address"), "plain-button");
            window.stage().setScene(new Scene(new HBox(icon, text)));
            window.stage().show();
        });
    }

    @AfterEach
    void close() {
        window.close();
    }

    private static Ikon shown(Button button) {
        return ((FontIcon) button.getGraphic()).getIconCode();
    }

    @Test
    void aCopyButtonAnswersWithACheckMarkAndIsItselfAgainAfterwards() throws TimeoutException {
        Ikon copy = ((FontIcon) Glyph.COPY.node()).getIconCode();
        Ikon check = ((FontIcon) Glyph.CHECK.node()).getIconCode();
        for (Button button : List.of(icon, text)) {
            String name = button.getAccessibleText();
            assertThat(shown(button)).isEqualTo(copy);
            fx.interact(() -> {
                button.fire();
                button.fire();
                assertThat(shown(button)).isEqualTo(check);
                assertThat(button.getAccessibleText()).isEqualTo("Copied");
            });
            WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, () -> shown(button) == copy);
            assertThat(button.getAccessibleText()).isEqualTo(name);
        }
        assertThat(copied).containsExactly("code", "code", "address", "address");
        assertThat(text.getText()).isEqualTo("Copy");
    }

    @Test
    void aTooltipIsMadeWhenThePointerFirstEntersAndFollowsItsWords() {
        Button closing = Widgets.iconButton(Glyph.CLOSE.node(), "Close");
        assertThat(closing.getTooltip()).isNull();
        assertThat(closing.getAccessibleHelp()).isEqualTo("Close");

        fx.interact(() -> {
            Widgets.hint(closing, "Close all");
            Event.fireEvent(closing, entered());
            Tooltip made = closing.getTooltip();
            assertThat(made.getText()).isEqualTo("Close all");

            Widgets.hint(closing, "Close one");
            Event.fireEvent(closing, entered());
            assertThat(closing.getTooltip()).isSameAs(made);
            assertThat(made.getText()).isEqualTo("Close one");
            assertThat(closing.getAccessibleHelp()).isEqualTo("Close one");

            Widgets.hint(closing, "");
            Event.fireEvent(closing, entered());
            assertThat(closing.getTooltip()).isNull();
        });
    }

    @Test
    void aRareChildIsInItsPlaceWhileItIsVisible() {
        Label first = new Label();
        Label rare = new Label();
        Label last = new Label();
        rare.setVisible(false);
        HBox row = new HBox();

        Widgets.setChildren(row, List.of(first, rare, last), rare);
        assertThat(row.getChildren()).containsExactly(first, last);

        rare.setVisible(true);
        assertThat(row.getChildren()).containsExactly(first, rare, last);

        rare.setVisible(false);
        assertThat(row.getChildren()).containsExactly(first, last);
    }

    @Test
    void focusGoesToTheNextControlWhenARareChildIsHiddenWithIt() throws TimeoutException {
        Button leave = new Button("Leave");
        HBox rare = new HBox(leave);
        HBox row = new HBox();
        fx.interact(() -> {
            Widgets.setChildren(row, List.of(icon, rare, text), rare);
            window.stage().getScene().setRoot(row);
            leave.requestFocus();
        });

        fx.interact(() -> rare.setVisible(false));

        WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, () -> !leave.isFocused());
        fx.interact(() -> {
            assertThat(text.isFocused()).isTrue();
            rare.setVisible(true);
            assertThat(row.getChildren()).containsExactly(icon, rare, text);
            rare.setVisible(false);
            assertThat(row.getChildren()).containsExactly(icon, text);
        });
    }

    private static MouseEvent entered() {
        return new MouseEvent(
                MouseEvent.MOUSE_ENTERED,
                0,
                0,
                0,
                0,
                MouseButton.NONE,
                0,
                false,
                false,
                false,
                false,
                false,
                false,
                false,
                false,
                false,
                false,
                null);
    }
}
