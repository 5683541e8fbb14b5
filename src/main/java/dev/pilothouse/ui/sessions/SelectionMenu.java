package dev.pilothouse.ui.sessions;

import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;

/**
 * The menu of actions on all selected sessions, each with the number of sessions to which it applies. Owns nothing.
 * Confined to the FX thread.
 */
public final class SelectionMenu {
    private final SelectionActions actions;
    private final Consumer<List<SessionKey>> prompt;

    /** @param prompt opens the prompt to several sessions */
    public SelectionMenu(SelectionActions actions, Consumer<List<SessionKey>> prompt) {
        this.actions = actions;
        this.prompt = prompt;
    }

    /** A menu for the current selection. */
    ContextMenu menu() {
        ContextMenu menu = new ContextMenu();
        for (SelectionAction action : SelectionAction.values()) {
            if (action == SelectionAction.DELETE) {
                menu.getItems().add(new SeparatorMenuItem());
            }
            // One of these two is enough for most selections.
            boolean optional = action == SelectionAction.ARCHIVE || action == SelectionAction.UNARCHIVE;
            if (!optional || actions.count(action) > 0) {
                menu.getItems().add(item(action));
            }
        }
        return menu;
    }

    private MenuItem item(SelectionAction action) {
        MenuItem item = Widgets.menuItem(text(action), () -> {
            if (action == SelectionAction.PROMPT) {
                prompt.accept(actions.recipients());
            } else {
                actions.run(action);
            }
        });
        item.setId("selection-" + action.name().toLowerCase(Locale.ROOT));
        item.setMnemonicParsing(false);
        item.setDisable(actions.count(action) == 0);
        return item;
    }

    /** The action with its count. */
    String text(SelectionAction action) {
        return Texts.text("selection.counted", Texts.text(action.key()), actions.count(action));
    }
}
