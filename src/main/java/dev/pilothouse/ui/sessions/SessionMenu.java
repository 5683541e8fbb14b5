package dev.pilothouse.ui.sessions;

import dev.pilothouse.model.Organisation;
import dev.pilothouse.session.Intent;
import dev.pilothouse.ui.fx.Overlay;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.Texts;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import org.jspecify.annotations.Nullable;

/** The menu of actions on a session, and the sheets that request a name. Owns nothing. Confined to the FX thread. */
public final class SessionMenu {
    private final SessionActions actions;
    private final Overlay overlay;

    public SessionMenu(SessionActions actions, Overlay overlay) {
        this.actions = actions;
        this.overlay = overlay;
    }

    /** A menu for the current state of the session on screen. */
    public @Nullable ContextMenu ofSelected(SessionsPresenter presenter) {
        SessionRow.Entry session = presenter.entry(presenter.selectedProperty().get());
        return session == null ? null : of(session);
    }

    /** A menu for the session in this state. */
    ContextMenu of(SessionRow.Entry session) {
        SessionKey key = session.key();
        ContextMenu menu = new ContextMenu(
                item(session.pinned() ? "session.unpin" : "session.pin", () -> actions.onPin(key, !session.pinned())),
                item(
                        session.archived() ? "session.unarchive" : "session.archive",
                        () -> actions.onArchive(key, !session.archived())),
                groups(session),
                item("session.rename", () -> rename(session)),
                new SeparatorMenuItem(),
                item("session.duplicate", () -> actions.onDuplicate(key)),
                item("session.continue", () -> actions.onContinue(key)),
                session.ended()
                        ? item("session.resume", () -> actions.onResume(key))
                        : item("session.close", () -> actions.onClose(key)),
                new SeparatorMenuItem(),
                item("session.delete", () -> actions.onDelete(key)));
        menu.getItems().forEach(each -> each.setDisable(!session.maySteer()));
        return menu;
    }

    private static MenuItem item(String key, Runnable action) {
        MenuItem item = Widgets.menuItem(Texts.text(key), action);
        item.setMnemonicParsing(false);
        return item;
    }

    private Menu groups(SessionRow.Entry session) {
        Menu menu = new Menu(Texts.text("session.group"));
        ToggleGroup one = new ToggleGroup();
        for (String group : actions.groups(session.key())) {
            menu.getItems().add(group(session, group, group, one));
        }
        menu.getItems().add(group(session, "", Texts.text("session.noGroup"), one));
        menu.getItems().add(new SeparatorMenuItem());
        menu.getItems().add(item("session.newGroup", () -> newGroup(session)));
        return menu;
    }

    private MenuItem group(SessionRow.Entry session, String group, String words, ToggleGroup one) {
        RadioMenuItem item = new RadioMenuItem(words);
        item.setMnemonicParsing(false);
        item.setToggleGroup(one);
        item.setSelected(group.equals(session.group()));
        item.setOnAction(event -> actions.onGroup(session.key(), group));
        return item;
    }

    void rename(SessionRow.Entry session) {
        Sheets.ask(
                overlay,
                Texts.text("session.rename"),
                session.name(),
                Intent.RenameSession.MAX_NAME,
                Texts.text("action.rename"),
                name -> actions.onRename(session.key(), name));
    }

    void newGroup(SessionRow.Entry session) {
        Sheets.ask(
                overlay,
                Texts.text("session.newGroupTitle"),
                "",
                Organisation.MAX_GROUP,
                Texts.text("session.newGroupAction"),
                name -> actions.onGroup(session.key(), name));
    }
}
