package dev.pilothouse.ui.settings;

import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;

/**
 * A few words of which one is chosen; they wrap where there is no room for them in one line. Confined to the FX thread; ends
 * with its screen.
 */
public final class Choices<E extends Enum<E>> extends FlowPane {
    /**
     * @param about what is chosen, for those who hear it
     * @param words what each value is called
     */
    public Choices(String about, ObjectProperty<E> property, E[] values, Function<E, String> words) {
        getStyleClass().add("choices");
        ToggleGroup group = new ToggleGroup();
        for (E value : values) {
            String word = words.apply(value);
            ToggleButton button = new ToggleButton(word);
            button.setToggleGroup(group);
            button.setSelected(value == property.get());
            button.setAccessibleText(about + ": " + word);
            button.setMinWidth(USE_PREF_SIZE);
            button.setOnAction(event -> {
                // A click on the chosen one would otherwise choose nothing.
                button.setSelected(true);
                property.set(value);
            });
            property.addListener((chosen, before, now) -> button.setSelected(value == now));
            getChildren().add(button);
        }
    }
}
