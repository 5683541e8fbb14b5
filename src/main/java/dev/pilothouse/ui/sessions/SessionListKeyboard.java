package dev.pilothouse.ui.sessions;

import dev.pilothouse.ui.status.SessionKey;
import java.util.List;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.event.Event;
import javafx.scene.Parent;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the list of sessions. They act on the highlighted row, or on the highlighted card of a row of cards.
 *
 * <p>Owns the highlighted card. Confined to the FX thread. Ends with the list.
 */
final class SessionListKeyboard {
    private static final int PAGE = 8;

    private final SessionsPresenter presenter;
    private final SessionMenu menu;
    private final ListView<SessionItem> list;
    private final RenameField renameField;
    /** The card of the selected row that keys act on. */
    private final IntegerProperty column = new SimpleIntegerProperty(this, "column");

    private @Nullable String rememberedRow;
    private @Nullable SessionKey rememberedSession;
    private int rememberedIndex;

    SessionListKeyboard(
            SessionsPresenter presenter, SessionMenu menu, ListView<SessionItem> list, RenameField renameField) {
        this.presenter = presenter;
        this.menu = menu;
        this.list = list;
        this.renameField = renameField;
        list.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        renameField
                .sessionProperty()
                .addListener((property, before, now) -> presenter.guard().setEditing(now != null));
        presenter.arrangingProperty().addListener((property, before, now) -> {
            if (now) {
                remember();
            } else {
                restore();
            }
        });
    }

    IntegerProperty columnProperty() {
        return column;
    }

    /** The session that keys act on. */
    SessionRow.@Nullable Entry cursor() {
        SessionItem item = list.getSelectionModel().getSelectedItem();
        List<SessionRow.Entry> sessions = item == null ? List.of() : item.row().sessions();
        return sessions.isEmpty() ? null : sessions.get(Math.min(column.get(), sessions.size() - 1));
    }

    /** Highlights the row of a session, and its card. */
    private void moveTo(SessionKey key) {
        for (int row = 0; row < presenter.rows().size(); row++) {
            int card = cardOf(presenter.rows().get(row), key);
            if (card >= 0) {
                list.getSelectionModel().clearAndSelect(row);
                column.set(card);
                list.scrollTo(Math.max(0, row - 1));
                return;
            }
        }
    }

    /** Stores the highlighted row, which the list view would lose when it moves. */
    private void remember() {
        SessionItem item = list.getSelectionModel().getSelectedItem();
        SessionRow.Entry session = cursor();
        rememberedIndex = list.getSelectionModel().getSelectedIndex();
        rememberedRow = item == null ? null : item.row().id();
        rememberedSession = session == null ? null : session.key();
    }

    /** Highlights the same session or heading again; if it is gone, the row that is in its place. */
    private void restore() {
        if (rememberedRow == null) {
            return;
        }
        List<SessionItem> rows = presenter.rows();
        int row = -1;
        for (int i = 0; i < rows.size() && row < 0; i++) {
            if (rememberedSession == null
                    ? rows.get(i).row().id().equals(rememberedRow)
                    : cardOf(rows.get(i), rememberedSession) >= 0) {
                row = i;
            }
        }
        if (row >= 0 && rememberedSession != null) {
            column.set(cardOf(rows.get(row), rememberedSession));
        }
        int highlighted = row >= 0 ? row : Math.min(rememberedIndex, rows.size() - 1);
        if (highlighted >= 0 && highlighted != list.getSelectionModel().getSelectedIndex()) {
            list.getSelectionModel().clearAndSelect(highlighted);
        }
    }

    /** The index of a session in a row, or -1. */
    private static int cardOf(SessionItem item, SessionKey key) {
        List<SessionRow.Entry> sessions = item.row().sessions();
        for (int card = 0; card < sessions.size(); card++) {
            if (sessions.get(card).key().equals(key)) {
                return card;
            }
        }
        return -1;
    }

    private void onKey(KeyEvent event) {
        presenter.guard().onKey();
        if (renameField.isActive()) {
            return;
        }
        if (event.getCode() == KeyCode.ESCAPE) {
            // A list view consumes this key without using it, so it is passed on.
            event.consume();
            Parent parent = list.getParent();
            Event.fireEvent(parent, event.copyFor(parent, parent));
            return;
        }
        if (event.isShortcutDown() ? onShortcut(event.getCode()) : onPlain(event)) {
            event.consume();
        }
    }

    private boolean onShortcut(KeyCode key) {
        SessionRow.Entry session = cursor();
        switch (key) {
            case Z -> presenter.actions().onUndo();
            case A -> presenter.selection().all();
            case SPACE -> {
                if (session != null) {
                    presenter.selection().toggle(session.key());
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean onPlain(KeyEvent event) {
        SessionItem item = list.getSelectionModel().getSelectedItem();
        SessionRow.Entry session = cursor();
        KeyCode key = event.getCode();
        if (item == null || event.isAltDown()) {
            return false;
        }
        if (session != null && event.isShiftDown() && extend(key, session.key())) {
            return true;
        }
        boolean cards = item.row() instanceof SessionRow.Cards;
        if (key == KeyCode.SPACE && session != null && !presenter.selection().isEmpty()) {
            presenter.selection().toggle(session.key());
        } else if (key == KeyCode.ENTER || key == KeyCode.SPACE) {
            activate(item, column.get());
        } else if (cards && (key == KeyCode.LEFT || key == KeyCode.RIGHT)) {
            int last = item.row().sessions().size() - 1;
            int from = Math.min(column.get(), last);
            column.set(Math.max(0, Math.min(last, from + (key == KeyCode.LEFT ? -1 : 1))));
        } else if (!presenter.selection().isEmpty()) {
            return onSelection(key);
        } else {
            return session != null && session.maySteer() && onSession(key, session);
        }
        return true;
    }

    /** Moves the end of the selected range, and the highlight with it. */
    private boolean extend(KeyCode key, SessionKey from) {
        SessionItem item = list.getSelectionModel().getSelectedItem();
        int beside = item != null && item.row() instanceof SessionRow.Cards ? Math.max(1, presenter.columns()) : 1;
        int steps;
        switch (key) {
            case UP -> steps = -beside;
            case DOWN -> steps = beside;
            case LEFT -> steps = -1;
            case RIGHT -> steps = 1;
            case PAGE_UP -> steps = -PAGE;
            case PAGE_DOWN -> steps = PAGE;
            case HOME -> steps = -Integer.MAX_VALUE / 2;
            case END -> steps = Integer.MAX_VALUE / 2;
            default -> {
                return false;
            }
        }
        List<SessionKey> listed = presenter.selection().listed();
        int at = listed.indexOf(from);
        SessionKey to = listed.get(Math.max(0, Math.min(listed.size() - 1, at + steps)));
        presenter.selection().extend(from, to);
        moveTo(to);
        return true;
    }

    /** Keys that act on all selected sessions. */
    private boolean onSelection(KeyCode key) {
        switch (key) {
            case E -> presenter.selectionActions().onArchive();
            case DELETE -> presenter.selectionActions().run(SelectionAction.DELETE);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Keys that act on the highlighted session. */
    private boolean onSession(KeyCode key, SessionRow.Entry session) {
        switch (key) {
            case F2 -> rename(session);
            case P -> presenter.actions().onPin(session.key(), !session.pinned());
            case E -> presenter.actions().onArchive(session.key(), !session.archived());
            case G -> menu.newGroup(session);
            case DELETE -> presenter.actions().onDelete(session.key());
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Renames a session in its row, or in a sheet if the row is not on screen or the list is operated by touch. */
    private void rename(SessionRow.Entry session) {
        if (!renameField.start(session)) {
            menu.rename(session);
        }
    }

    /**
     * Opens, folds or shows the target of a row.
     *
     * @param card the index in a row of cards
     */
    void activate(SessionItem item, int card) {
        List<SessionRow.Entry> sessions = item.row().sessions();
        if (!sessions.isEmpty()) {
            presenter.onOpen(sessions.get(Math.min(card, sessions.size() - 1)).key());
        } else if (item.row() instanceof SessionRow.Heading heading) {
            presenter.onFold(heading.id());
        } else if (item.row() instanceof SessionRow.Hit hit) {
            presenter.onHit(hit);
        }
    }
}
