package dev.pilothouse.ui.sessions;

import dev.pilothouse.model.HostId;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.status.SessionText;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The title of the list with its buttons, and below it the active filters, if there are any. Confined to the FX thread.
 * Ends with the list.
 */
final class SessionsHead extends VBox {
    private final SessionsPresenter presenter;
    private final Button layout;
    private final FontIcon layoutIcon = Glyph.GRID.node();
    private final Label filtered = Widgets.label("", "filter-words");
    private final HBox filterBar;
    private final Button activity = Widgets.iconButton(Glyph.PENDING.node(), Texts.text("jobs.title"));
    private List<SessionAction> pages = List.of();
    private boolean sideBySide;

    /**
     * @param selection takes the place of the title while it is visible
     * @param find shows the search field
     * @param newSession opens the dialog for a new session
     * @param toGrid makes room for the grid
     */
    SessionsHead(
            SessionsPresenter presenter, SelectionBar selection, Runnable find, Runnable newSession, Runnable toGrid) {
        this.presenter = presenter;
        Label title = Widgets.label(Texts.text("sessions.title"), "pane-title");
        title.setMinWidth(0);
        activity.setId("sessions-activity");
        activity.managedProperty().bind(activity.visibleProperty());
        activity.setVisible(false);
        layout = Widgets.iconButton(layoutIcon, Texts.text("view.grid"));
        layout.setId("sessions-layout");
        layout.setOnAction(event -> {
            boolean grid = offersGrid(presenter.choicesProperty().get());
            presenter.onChoose(presenter
                    .choicesProperty()
                    .get()
                    .with(grid ? SessionListOptions.Layout.GRID : SessionListOptions.Layout.LIST));
            if (grid) {
                toGrid.run();
            }
        });
        Button view = Widgets.iconButton(Glyph.FILTER.node(), Texts.text("view.title"));
        view.setId("sessions-view");
        view.setOnAction(event -> ViewMenu.of(presenter, pages).show(view, Side.BOTTOM, 0, 4));
        Button search = Widgets.iconButton(Glyph.SEARCH.node(), Texts.text("sessions.search"), find);
        Button add = Widgets.iconButton(Glyph.ADD.node(), Texts.text("sessions.new"), newSession);
        add.setId("new-session");
        HBox head = Widgets.row("pane-head", title, Widgets.spacer(), activity, layout, view, search, add);

        head.visibleProperty().bind(selection.visibleProperty().not());
        head.managedProperty().bind(head.visibleProperty());

        filtered.setMinWidth(0);
        HBox.setHgrow(filtered, Priority.ALWAYS);
        filtered.setMaxWidth(Double.MAX_VALUE);
        Button all = Widgets.iconButton(
                Glyph.CLOSE.node(),
                Texts.text("view.all"),
                () -> presenter.onChoose(presenter.choicesProperty().get().unfiltered()));
        all.setId("sessions-all");
        filterBar = new HBox(Glyph.FILTER.node("filter-icon"), filtered, all);
        filterBar.getStyleClass().add("filter-bar");
        filterBar.setAlignment(Pos.CENTER_LEFT);
        Widgets.setChildren(this, List.of(head, selection, filterBar), selection);
        presenter.choicesProperty().addListener((property, before, now) -> show(now));
        show(presenter.choicesProperty().get());
    }

    void offerPages(List<SessionAction> all) {
        pages = List.copyOf(all);
    }

    /** @param any whether there are jobs to show */
    void offerActivity(ObservableValue<Boolean> any, Runnable open) {
        activity.visibleProperty().bind(any);
        activity.setOnAction(event -> open.run());
    }

    /** @param stands whether the list is beside a conversation; then it is always a list and not a grid */
    void setSideBySide(boolean stands) {
        sideBySide = stands;
        getStyleClass().remove("beside");
        if (stands) {
            getStyleClass().add("beside");
        }
        show(presenter.choicesProperty().get());
    }

    private boolean offersGrid(SessionListOptions choices) {
        return sideBySide || choices.layout() == SessionListOptions.Layout.LIST;
    }

    private void show(SessionListOptions choices) {
        boolean grid = offersGrid(choices);
        (grid ? Glyph.GRID : Glyph.SESSIONS).showIn(layoutIcon);
        String words = Texts.text(grid ? "view.grid" : "view.list");
        layout.setAccessibleText(words);
        Widgets.hint(layout, words);
        filterBar.setVisible(choices.isFiltered());
        filterBar.setManaged(choices.isFiltered());
        filtered.setText(filterText(choices));
    }

    private String filterText(SessionListOptions choices) {
        List<String> words = new ArrayList<>();
        if (choices.archived()) {
            words.add(Texts.text("view.archived"));
        }
        choices.states().stream().sorted().map(SessionText::title).forEach(words::add);
        choices.agents().stream().sorted().forEach(words::add);
        for (Map.Entry<String, HostId> host : presenter.hosts().entrySet()) {
            if (choices.hosts().contains(host.getValue())) {
                words.add(host.getKey());
            }
        }
        return String.join(", ", words);
    }
}
