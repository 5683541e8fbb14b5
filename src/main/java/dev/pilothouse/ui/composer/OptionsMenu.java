package dev.pilothouse.ui.composer;

import dev.pilothouse.model.AgentOption;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import java.util.function.BiConsumer;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;

/**
 * The agent's own options as one flat menu, because a phone has no room for submenus. A choice is a heading with its
 * values below; an on/off option is a check item. Shows the values at the time of opening.
 *
 * <p>Owns nothing; confined to the FX thread.
 */
final class OptionsMenu {
    private static final String ON = "true";
    private static final String OFF = "false";

    private OptionsMenu() {}

    /** @param chosen receives the option and its new value */
    static ContextMenu of(List<AgentOption> options, BiConsumer<AgentOption, String> chosen) {
        ContextMenu menu = new ContextMenu();
        boolean afterChoices = false;
        for (AgentOption option : options) {
            boolean choices = !option.choices().isEmpty();
            if (!menu.getItems().isEmpty() && (choices || afterChoices)) {
                menu.getItems().add(new SeparatorMenuItem());
            }
            afterChoices = choices;
            if (!choices) {
                menu.getItems().add(onOrOff(option, chosen));
            } else {
                menu.getItems().add(heading(option));
                ToggleGroup group = new ToggleGroup();
                option.choices().forEach(choice -> menu.getItems().add(choice(option, choice, group, chosen)));
            }
        }
        return menu;
    }

    private static MenuItem onOrOff(AgentOption option, BiConsumer<AgentOption, String> chosen) {
        CheckMenuItem item = new CheckMenuItem(option.name());
        item.setMnemonicParsing(false);
        item.setSelected(option.current().equals(ON));
        item.setOnAction(event -> chosen.accept(option, item.isSelected() ? ON : OFF));
        return item;
    }

    private static MenuItem choice(
            AgentOption option, AgentOption.Choice choice, ToggleGroup group, BiConsumer<AgentOption, String> chosen) {
        RadioMenuItem item = new RadioMenuItem(choice.name());
        item.setMnemonicParsing(false);
        item.setToggleGroup(group);
        item.setSelected(choice.value().equals(option.current()));
        item.setOnAction(event -> chosen.accept(option, choice.value()));
        return item;
    }

    /** Creates a heading as a separator with text. It cannot be selected, and keyboard navigation skips it. */
    private static MenuItem heading(AgentOption option) {
        Label name = Widgets.label(option.name(), "menu-heading");
        VBox words = new VBox(name);
        if (!option.description().isEmpty()) {
            Label description = Widgets.label(option.description(), "meta", "menu-description");
            words.getChildren().add(description);
        }
        words.setAccessibleText(Texts.text("composer.optionHeading", option.name()));
        SeparatorMenuItem heading = new SeparatorMenuItem();
        heading.setContent(words);
        return heading;
    }
}
