package dev.pilothouse.ui.fx;

import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;

/**
 * A row of toggle buttons of which exactly one is selected. The buttons wrap if one line is too narrow. Confined to the
 * FX thread. Ends with its screen.
 */
public final class Choices<E extends Enum<E>> extends FlowPane {
    /**
     * @param about the setting's name, for screen readers
     * @param words the label of each value
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
            // Arrow keys select a button without an action event.
            button.selectedProperty().addListener((selected, before, now) -> {
                if (now) {
                    property.set(value);
                }
            });
            // Otherwise a click on the selected button would deselect it.
            button.setOnAction(event -> button.setSelected(true));
            property.addListener((chosen, before, now) -> button.setSelected(value == now));
            getChildren().add(button);
        }
    }
}
