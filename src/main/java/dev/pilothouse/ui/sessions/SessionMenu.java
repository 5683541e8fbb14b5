package dev.pilothouse.ui.sessions;

import dev.pilothouse.model.Organisation;
import dev.pilothouse.session.Intent;
import dev.pilothouse.ui.fx.Overlay;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.status.RepositoryAction;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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
    private @Nullable Consumer<SessionKey> changes;
    private List<RepositoryAction> repositoryActions = List.of();

    public SessionMenu(SessionActions actions, Overlay overlay) {
        this.actions = actions;
        this.overlay = overlay;
    }

    /** @param open shows the changes of a session's files; without it the menu does not offer them */
    public void onChanges(Consumer<SessionKey> open) {
        changes = open;
    }

    /** @param offered further actions on the repositories of sessions */
    public void offer(List<RepositoryAction> offered) {
        repositoryActions = List.copyOf(offered);
    }

    /** The actions on the repository of the session on screen that it offers now. Empty if there is none. */
    public List<MenuItem> repositoryItems(SessionsPresenter presenter) {
        SessionKey key = presenter.selectedProperty().get();
        return key == null ? List.of() : repositoryItems(key);
    }

    private List<MenuItem> repositoryItems(SessionKey key) {
        List<MenuItem> items = new ArrayList<>();
        for (RepositoryAction action : repositoryActions) {
            RepositoryAction.Offer offer = action.offer().apply(key).getValue();
            if (offer.visible()) {
                MenuItem item = item(offer.text(), () -> action.run().accept(key));
                item.setId(action.id() + "-item");
                item.setDisable(!offer.enabled());
                items.add(item);
            }
        }
        return items;
    }

    /** A menu for the current state of the session on screen. */
    public @Nullable ContextMenu ofSelected(SessionsPresenter presenter) {
        SessionRow.Entry session = presenter.entry(presenter.selectedProperty().get());
        return session == null ? null : of(session);
    }

    /** The actions on the session on screen, without its groups. Empty if there is none, or this device may only look. */
    public List<SessionAction> actionsOnSelected(SessionsPresenter presenter) {
        SessionRow.Entry session = presenter.entry(presenter.selectedProperty().get());
        if (session == null || !session.maySteer()) {
            return List.of();
        }
        List<SessionAction> all = new ArrayList<>(organising(session));
        all.add(new SessionAction("session.newGroup", () -> newGroup(session)));
        all.addAll(continuing(session));
        all.addAll(deleting(session));
        return all;
    }

    /** A menu for the session in this state. */
    ContextMenu of(SessionRow.Entry session) {
        ContextMenu menu = new ContextMenu();
        List<MenuItem> items = menu.getItems();
        organising(session).forEach(action -> items.add(item(action)));
        items.add(items.size() - 1, groups(session));
        items.add(new SeparatorMenuItem());
        continuing(session).forEach(action -> items.add(item(action)));
        items.add(new SeparatorMenuItem());
        deleting(session).forEach(action -> items.add(item(action)));
        items.forEach(each -> each.setDisable(!session.maySteer()));
        Consumer<SessionKey> open = changes;
        if (open != null) {
            items.add(0, item(Texts.text("session.changes"), () -> open.accept(session.key())));
            items.add(1, new SeparatorMenuItem());
            items.addAll(1, repositoryItems(session.key()));
        }
        return menu;
    }

    private List<SessionAction> organising(SessionRow.Entry session) {
        SessionKey key = session.key();
        return List.of(
                new SessionAction(
                        session.pinned() ? "session.unpin" : "session.pin",
                        () -> actions.onPin(key, !session.pinned())),
                new SessionAction(
                        session.archived() ? "session.unarchive" : "session.archive",
                        () -> actions.onArchive(key, !session.archived())),
                new SessionAction("session.rename", () -> rename(session)));
    }

    private List<SessionAction> continuing(SessionRow.Entry session) {
        SessionKey key = session.key();
        List<SessionAction> all = new ArrayList<>();
        if (actions.offers(key).forks()) {
            all.add(new SessionAction("session.fork", () -> actions.onFork(key)));
        }
        all.add(new SessionAction("session.duplicate", () -> actions.onDuplicate(key)));
        all.add(new SessionAction("session.continue", () -> actions.onContinue(key)));
        if (session.ended()) {
            all.add(new SessionAction("session.resume", () -> actions.onResume(key)));
        }
        if (session.mayEnd()) {
            all.add(new SessionAction("session.close", () -> actions.onClose(key)));
        }
        return all;
    }

    private List<SessionAction> deleting(SessionRow.Entry session) {
        SessionKey key = session.key();
        SessionAction delete = new SessionAction("session.delete", () -> actions.onDelete(key));
        return actions.offers(key).deletes()
                ? List.of(delete, new SessionAction("session.deleteAtAgent", () -> actions.onDeleteAtAgent(key)))
                : List.of(delete);
    }

    private static MenuItem item(SessionAction action) {
        return item(action.text(), action.run());
    }

    private static MenuItem item(String text, Runnable action) {
        MenuItem item = Widgets.menuItem(text, action);
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
        menu.getItems().add(item(Texts.text("session.newGroup"), () -> newGroup(session)));
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
