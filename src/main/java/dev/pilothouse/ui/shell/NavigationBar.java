package dev.pilothouse.ui.shell;

import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/**
 * The navigation between the main screens: a rail on the left of a desktop window, a bar at the bottom of a phone.
 * Confined to the FX thread. Ends with the shell.
 */
final class NavigationBar {
    private static final PseudoClass HERE = PseudoClass.getPseudoClass("here");

    private final VBox rail = new VBox();
    private final HBox bar = new Bar();

    /** @param counts the numbers on the buttons of some screens */
    NavigationBar(ObjectProperty<MainScreen> place, Map<MainScreen, ReadOnlyIntegerProperty> counts) {
        rail.getStyleClass().add("rail");
        bar.getStyleClass().add("bottom-bar");
        Region gap = new Region();
        VBox.setVgrow(gap, Priority.ALWAYS);
        rail.getChildren().setAll(buttons(place, counts, false));
        rail.getChildren().add(MainScreen.SETTINGS.ordinal(), gap);
        buttons(place, counts, true).forEach(button -> {
            HBox.setHgrow(button, Priority.ALWAYS);
            button.setMaxWidth(Double.MAX_VALUE);
            bar.getChildren().add(button);
        });
    }

    Node rail() {
        return rail;
    }

    Node bar() {
        return bar;
    }

    private static List<Button> buttons(
            ObjectProperty<MainScreen> place, Map<MainScreen, ReadOnlyIntegerProperty> counts, boolean withWord) {
        List<Button> buttons = new ArrayList<>();
        for (MainScreen each : MainScreen.values()) {
            String word = Texts.text("place." + each.name());
            Button button = new Button(withWord ? word : null);
            ReadOnlyIntegerProperty count = counts.get(each);
            button.setGraphic(count == null ? each.glyph().node("place-icon") : badged(each.glyph(), count));
            button.setContentDisplay(withWord ? ContentDisplay.TOP : ContentDisplay.GRAPHIC_ONLY);
            button.getStyleClass().setAll("place-button");
            button.setAccessibleText(word);
            if (count != null) {
                button.accessibleTextProperty()
                        .bind(Bindings.createStringBinding(
                                () -> count.get() == 0 ? word : word + ", " + count.get(), count));
            }
            if (!withWord) {
                Widgets.hint(button, word);
            }
            button.setOnAction(event -> place.set(each));
            button.pseudoClassStateChanged(HERE, place.get() == each);
            place.addListener((property, before, now) -> button.pseudoClassStateChanged(HERE, now == each));
            buttons.add(button);
        }
        return buttons;
    }

    private static Node badged(Glyph glyph, ReadOnlyIntegerProperty count) {
        Label badge = new Label();
        badge.getStyleClass().add("badge");
        badge.textProperty().bind(count.asString());
        badge.visibleProperty().bind(count.greaterThan(0));
        StackPane stack = new StackPane(glyph.node("place-icon"), badge) {
            @Override
            protected void layoutChildren() {
                super.layoutChildren();
                place(badge);
            }
        };
        stack.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        stack.getStyleClass().add("badged");
        badge.setManaged(false);
        // Not at once: the styles of the whole window would be found anew each time.
        badge.textProperty().addListener(text -> stack.requestLayout());
        badge.fontProperty().addListener(font -> stack.requestLayout());
        StackPane.setAlignment(badge, Pos.TOP_RIGHT);
        return stack;
    }

    /** Over the icon's upper right corner, without moving the icon. */
    private static void place(Label badge) {
        double width = Math.max(16, badge.prefWidth(-1));
        badge.resizeRelocate(12, -6, width, Math.max(16, badge.prefHeight(-1)));
    }

    /** Gives all buttons the same width, or if a word needs more, each the width of its word and an equal rest. */
    private static final class Bar extends HBox {
        @Override
        protected void layoutChildren() {
            List<Node> buttons = getManagedChildren();
            double width = (getWidth() - snappedLeftInset() - snappedRightInset()) / buttons.size();
            if (buttons.stream().anyMatch(button -> button.prefWidth(-1) > width)) {
                super.layoutChildren();
                return;
            }
            double height = getHeight() - snappedTopInset() - snappedBottomInset();
            for (int i = 0; i < buttons.size(); i++) {
                double left = snapPositionX(snappedLeftInset() + i * width);
                double right = snapPositionX(snappedLeftInset() + (i + 1) * width);
                buttons.get(i).resizeRelocate(left, snappedTopInset(), right - left, height);
            }
        }
    }
}
