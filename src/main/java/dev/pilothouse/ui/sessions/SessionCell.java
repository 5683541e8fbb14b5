package dev.pilothouse.ui.sessions;

import dev.pilothouse.ui.fx.Glyph;
import javafx.beans.InvalidationListener;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Draws one row of the session list: a group's heading, or a session with what it does and since when.
 *
 * <p>Owns its nodes; confined to the FX thread; ends with its list.
 */
final class SessionCell extends ListCell<SessionItem> {
    private static final PseudoClass ON_SCREEN = PseudoClass.getPseudoClass("on-screen");
    private static final PseudoClass UNREAD = PseudoClass.getPseudoClass("unread");
    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

    private final SessionsPresenter presenter;
    private final InvalidationListener newerRow = row -> render();
    private final FontIcon arrow = Glyph.COLLAPSE.node("session-group-arrow");
    private final Label title = label("session-group-title");
    private final Label count = label("session-group-count");
    private final HBox heading = new HBox(arrow, title, count);
    private final StandingIcon icon = new StandingIcon();
    private final Label name = label("session-name");
    private final Label age = label("session-age");
    private final Label doing = label("session-doing");
    private final Label place = label("session-place");
    private final HBox entry = new HBox();
    private SessionItem item;

    SessionCell(SessionsPresenter presenter) {
        this.presenter = presenter;
        getStyleClass().setAll("session-cell");
        setPrefWidth(0);
        heading.getStyleClass().add("session-group");
        heading.setAlignment(Pos.CENTER_LEFT);
        entry.getStyleClass().add("session-entry");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        name.setMinWidth(0);
        age.setMinWidth(USE_PREF_SIZE);
        HBox first = new HBox(name, gap, age);
        first.getStyleClass().add("session-first-line");
        first.setAlignment(Pos.BASELINE_LEFT);
        VBox lines = new VBox(first, doing, place);
        lines.getStyleClass().add("session-lines");
        lines.setMinWidth(0);
        HBox.setHgrow(lines, Priority.ALWAYS);
        entry.getChildren().setAll(icon, lines);
        presenter.selectedProperty().addListener((property, before, now) -> markSelected());
        setOnMouseClicked(event -> activate());
    }

    private static Label label(String styleClass) {
        Label label = new Label();
        label.getStyleClass().add(styleClass);
        return label;
    }

    void activate() {
        if (isEmpty() || item == null) {
            return;
        }
        if (item.row() instanceof SessionRow.Heading group) {
            presenter.onFold(group.group());
        } else if (item.row() instanceof SessionRow.Entry session) {
            presenter.onOpen(session.key());
        }
    }

    @Override
    protected void updateItem(SessionItem next, boolean empty) {
        super.updateItem(next, empty);
        if (item != null && item != next) {
            item.rowProperty().removeListener(newerRow);
            item = null;
        }
        if (empty || next == null) {
            setGraphic(null);
            setText(null);
            return;
        }
        if (item == null) {
            item = next;
            item.rowProperty().addListener(newerRow);
        }
        render();
    }

    private void render() {
        if (item.row() instanceof SessionRow.Heading group) {
            (group.folded() ? Glyph.EXPAND : Glyph.COLLAPSE).showIn(arrow);
            title.setText(group.title());
            count.setText(String.valueOf(group.count()));
            setGraphic(heading);
            setAccessibleText(group.title() + ", " + group.count());
        } else if (item.row() instanceof SessionRow.Entry session) {
            icon.show(session.standing());
            name.setText(session.name());
            age.setText(session.age());
            doing.setText(session.doing());
            place.setText(session.host().isEmpty() ? session.place() : session.host() + " \u00b7 " + session.place());
            setGraphic(entry);
            setAccessibleText(session.name() + ", " + SessionWords.word(session.standing()) + ", " + session.doing());
            pseudoClassStateChanged(UNREAD, session.unread());
            pseudoClassStateChanged(STALE, session.stale());
        }
        markSelected();
    }

    private void markSelected() {
        boolean onScreen = item != null
                && item.row() instanceof SessionRow.Entry session
                && session.key().equals(presenter.selectedProperty().get());
        pseudoClassStateChanged(ON_SCREEN, onScreen);
    }
}
