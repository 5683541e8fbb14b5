package dev.pilothouse.ui.sessions;

import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.PathLabel;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.animation.Animation;
import javafx.animation.PauseTransition;
import javafx.beans.InvalidationListener;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.geometry.Side;
import javafx.scene.AccessibleAction;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Draws one row of the session list: a group's heading, a session, several cards side by side, or a search result.
 *
 * <p>Owns its nodes. Confined to the FX thread. Ends with its list.
 */
final class SessionCell extends ListCell<SessionItem> {
    private static final Duration LONG_PRESS = Duration.millis(450);

    private final SessionsPresenter presenter;
    private final SessionsView view;
    private final InvalidationListener newerRow = row -> render();
    // A cell makes the nodes of a kind of row when it first shows one.
    private @Nullable Group heading;
    private @Nullable Line entry;
    private @Nullable HBox cards;
    private @Nullable Found hit;
    private @Nullable Label remark;
    private final List<SessionRowView> cardNodes = new ArrayList<>();
    private final PauseTransition press = new PauseTransition(LONG_PRESS);
    private SessionRow.@Nullable Entry pressedOn;
    private Point2D pressedAt = Point2D.ZERO;
    /** Whether the latest press has selected a session, or opened its menu. */
    private boolean pressedLong;

    private @Nullable SessionItem item;

    /** The heading of a group. */
    private static final class Group {
        private final FontIcon arrow = Glyph.COLLAPSE.node("session-group-arrow");
        private final PathLabel title = new PathLabel("session-group-title");
        private final Label count = Widgets.label("", "session-group-count");
        private final Label waiting = Widgets.label("", "session-group-waiting");
        private final HBox row = Widgets.row("session-group", arrow, title, count, waiting);
    }

    /** A session and the swipe around it. */
    private static final class Line {
        private final SessionRowView lines;
        private final SwipePane swipe;

        Line(SessionRowView lines) {
            this.lines = lines;
            this.swipe = new SwipePane(lines);
        }
    }

    /** A search result. */
    private static final class Found {
        private final Label name = Widgets.label("", "session-name");
        private final Label when = Widgets.label("", "session-age");
        private final Label about = Widgets.label("", "session-place");
        private final HighlightedText excerpt = new HighlightedText();
        private final VBox column;

        Found() {
            name.setMinWidth(0);
            about.setMinWidth(0);
            when.setMinWidth(Region.USE_PREF_SIZE);
            HBox first = new HBox(name, Widgets.spacer(), when);
            first.getStyleClass().add("session-first-line");
            column = Widgets.column("session-hit", first, excerpt, about);
        }

        void show(SessionRow.Hit found) {
            name.setText(found.name());
            when.setText(found.when());
            about.setText(found.about());
            excerpt.show(found.excerpt(), found.marks());
        }
    }

    SessionCell(SessionsPresenter presenter, SessionsView view) {
        this.presenter = presenter;
        this.view = view;
        getStyleClass().setAll("session-cell");
        setPrefWidth(0);
        presenter.selectedProperty().addListener((property, before, now) -> mark());
        selectedProperty().addListener((property, before, now) -> mark());
        focusedProperty().addListener((property, before, now) -> mark());
        view.keyboard().columnProperty().addListener((property, before, now) -> mark());
        presenter.selection().keysProperty().addListener((property, before, now) -> mark());
        view.renameField().sessionProperty().addListener((property, before, now) -> mark());
        press.setOnFinished(event -> longPress());
        addEventFilter(MouseEvent.MOUSE_PRESSED, this::pressed);
        addEventFilter(MouseEvent.MOUSE_DRAGGED, event -> {
            if (!event.isStillSincePress()) {
                press.stop();
            }
        });
        addEventFilter(MouseEvent.MOUSE_RELEASED, event -> press.stop());
        setOnMouseClicked(this::clicked);
        setOnContextMenuRequested(event -> {
            SessionRow.Entry session = under(event.getPickResult().getIntersectedNode());
            if (press.getStatus() == Animation.Status.RUNNING) {
                // Some systems report a long press of a finger as a request for the menu.
                press.stop();
                longPress();
                event.consume();
            } else if (pressedLong) {
                event.consume();
            } else if (session != null) {
                view.menuOf(session).show(this, event.getScreenX(), event.getScreenY());
                event.consume();
            }
        });
    }

    private void openMenu(SessionRow.Entry session, Button button) {
        view.menuOf(session).show(button, Side.BOTTOM, 0, 4);
    }

    private void pressed(MouseEvent event) {
        pressedLong = false;
        Node node = event.getPickResult().getIntersectedNode();
        pressedOn = isInControl(node) ? null : under(node);
        pressedAt = new Point2D(event.getScreenX(), event.getScreenY());
        // A press of a finger is a mouse event that JavaFX has made of it.
        boolean finger = view.isPhone() || event.isSynthesized();
        if (finger && event.getButton() == MouseButton.PRIMARY && pressedOn != null) {
            press.playFromStart();
        }
    }

    /** Whether the node is in the menu button or the field for a new name, which have their own use of a long press. */
    private boolean isInControl(Node node) {
        for (Node each = node; each != null && each != this; each = each.getParent()) {
            if (each instanceof Button || each instanceof TextInputControl) {
                return true;
            }
        }
        return false;
    }

    /** A finger that rests on a session selects it on a phone. Elsewhere it opens the menu, as the other button does. */
    private void longPress() {
        if (pressedOn == null) {
            return;
        }
        pressedLong = true;
        if (view.isPhone()) {
            presenter.selection().toggle(pressedOn.key());
        } else {
            view.menuOf(pressedOn).show(this, pressedAt.getX(), pressedAt.getY());
        }
    }

    /** Opens the menu of the row for a screen reader: in a row of cards that of the highlighted card. */
    @Override
    public void executeAccessibleAction(AccessibleAction action, Object... parameters) {
        List<SessionRow.Entry> sessions =
                item == null || isEmpty() ? List.of() : item.row().sessions();
        if (action != AccessibleAction.SHOW_MENU || sessions.isEmpty()) {
            super.executeAccessibleAction(action, parameters);
            return;
        }
        int card = isSelected() ? view.keyboard().columnProperty().get() : 0;
        Bounds place = localToScreen(getBoundsInLocal());
        view.menuOf(sessions.get(Math.min(card, sessions.size() - 1))).show(this, place.getMinX(), place.getMaxY());
    }

    private void clicked(MouseEvent event) {
        // Neither a swipe nor a long press is a click.
        if (isEmpty()
                || item == null
                || pressedLong
                || event.getButton() != MouseButton.PRIMARY
                || !event.isStillSincePress()) {
            return;
        }
        SessionRow.Entry session = under(event.getPickResult().getIntersectedNode());
        if (session != null) {
            clicked(session, event);
        } else if (!(item.row() instanceof SessionRow.Cards)) {
            view.keyboard().activate(item, 0);
        }
    }

    private void clicked(SessionRow.Entry session, MouseEvent event) {
        SessionSelection selection = presenter.selection();
        if (event.isShiftDown()) {
            selection.extend(presenter.selectedProperty().get(), session.key());
        } else if (event.isShortcutDown() || view.isPhone() && !selection.isEmpty()) {
            selection.toggle(session.key());
        } else {
            selection.clear();
            presenter.onOpen(session.key());
        }
    }

    /** The session whose row or card contains the node. */
    private SessionRow.@Nullable Entry under(Node node) {
        for (Node each = node; each != null && each != this; each = each.getParent()) {
            if (each instanceof SessionRowView session) {
                return session.shown();
            }
        }
        return item != null && item.row() instanceof SessionRow.Entry session ? session : null;
    }

    @Override
    protected void updateItem(SessionItem next, boolean empty) {
        super.updateItem(next, empty);
        if (item != null && item != next) {
            item.rowProperty().removeListener(newerRow);
            item = null;
        }
        if (empty || next == null) {
            // A cell without an index waits for its next row, and may keep its nodes until then: nodes that are added
            // again have their styles matched again.
            if (getIndex() >= 0) {
                clear();
            }
            return;
        }
        if (item == null) {
            item = next;
            item.rowProperty().addListener(newerRow);
            if (entry != null) {
                entry.swipe.reset();
            }
        }
        render();
    }

    /** JavaFX does not update an empty cell that moves below the last row. */
    @Override
    public void updateIndex(int next) {
        super.updateIndex(next);
        if (next >= 0 && isEmpty() && getGraphic() != null) {
            clear();
        }
    }

    private void clear() {
        setGraphic(null);
        setText(null);
        setAccessibleText(null);
        setAccessibleHelp(null);
    }

    private void render() {
        if (item == null) {
            return;
        }
        SessionRow row = item.row();
        if (row instanceof SessionRow.Heading group) {
            show(group);
        } else if (row instanceof SessionRow.Entry session) {
            show(session);
        } else if (row instanceof SessionRow.Cards several) {
            show(several);
        } else if (row instanceof SessionRow.Hit found) {
            if (hit == null) {
                hit = new Found();
            }
            hit.show(found);
            setGraphic(hit.column);
            setAccessibleText(String.join(", ", found.name(), found.about(), found.when(), found.excerpt()));
        } else if (row instanceof SessionRow.Remark words) {
            if (remark == null) {
                remark = Widgets.label("", "session-remark");
                remark.setWrapText(true);
            }
            remark.setText(words.text());
            setGraphic(remark);
            setAccessibleText(words.text());
        }
        mark();
    }

    private void show(SessionRow.Heading group) {
        if (heading == null) {
            heading = new Group();
        }
        (group.folded() ? Glyph.EXPAND : Glyph.COLLAPSE).showIn(heading.arrow);
        heading.title.show(group.title());
        heading.count.setText(String.valueOf(group.count()));
        boolean someWait = group.folded() && group.waiting() > 0;
        String waiting = someWait ? Texts.counted("sessions.group.waiting", group.waiting()) : "";
        heading.waiting.setText(waiting);
        Widgets.arrange(heading.row, heading.arrow, heading.title, heading.count, someWait ? heading.waiting : null);
        setGraphic(heading.row);
        setAccessibleText(group.title() + ", " + group.count() + (someWait ? ", " + waiting : ""));
    }

    private void show(SessionRow.Entry session) {
        if (entry == null) {
            entry = new Line(new SessionRowView(false, this::openMenu));
        }
        entry.lines.show(session);
        entry.swipe.atLeft(
                Glyph.PIN,
                Texts.text(session.pinned() ? "session.unpin" : "session.pin"),
                () -> presenter.actions().onPin(session.key(), !session.pinned()));
        entry.swipe.atRight(
                Glyph.ARCHIVE,
                Texts.text(session.archived() ? "session.unarchive" : "session.archive"),
                () -> presenter.actions().onArchive(session.key(), !session.archived()));
        setGraphic(entry.swipe);
    }

    private void show(SessionRow.Cards several) {
        if (cards == null) {
            cards = new HBox();
            cards.getStyleClass().add("session-cards");
        }
        List<SessionRow.Entry> entries = several.entries();
        while (cardNodes.size() < view.columns()) {
            SessionRowView card = new SessionRowView(true, this::openMenu);
            HBox.setHgrow(card, Priority.ALWAYS);
            cardNodes.add(card);
        }
        List<Node> shown = new ArrayList<>();
        for (int i = 0; i < Math.max(view.columns(), entries.size()) && i < cardNodes.size(); i++) {
            SessionRowView card = cardNodes.get(i);
            card.setVisible(i < entries.size());
            if (i < entries.size()) {
                card.show(entries.get(i));
            }
            shown.add(card);
        }
        if (!cards.getChildren().equals(shown)) {
            cards.getChildren().setAll(shown);
        }
        setGraphic(cards);
    }

    private void mark() {
        if (item == null) {
            return;
        }
        SessionSelection selection = presenter.selection();
        SessionKey onScreen = presenter.selectedProperty().get();
        SessionKey renamed = view.renameField().sessionProperty().get();
        List<SessionRow.Entry> sessions = item.row().sessions();
        Line one = item.row() instanceof SessionRow.Entry ? entry : null;
        int cursor =
                one == null && isSelected() ? view.keyboard().columnProperty().get() : -1;
        for (int i = 0; i < sessions.size() && (one != null || i < cardNodes.size()); i++) {
            SessionKey key = sessions.get(i).key();
            SessionRowView row = one != null ? one.lines : cardNodes.get(i);
            row.mark(key.equals(onScreen), i == cursor, selection.contains(key));
            boolean current = one == null ? i == cursor : isSelected() || isFocused();
            if ((current || key.equals(onScreen)) && !view.isPhone()) {
                row.putMenuButton();
            }
            row.rename(key.equals(renamed) ? view.renameField().node() : null);
        }
        if (one != null) {
            one.swipe.setEnabled(view.isPhone() && sessions.get(0).maySteer() && selection.isEmpty());
        }
        setAccessibleHelp(sessions.isEmpty() ? null : Texts.text("session.menuHelp"));
        if (!sessions.isEmpty()) {
            setAccessibleText(sessions.stream()
                    .map(session -> SessionRowView.accessibleText(session, selection.contains(session.key())))
                    .collect(Collectors.joining("; ")));
        }
    }
}
