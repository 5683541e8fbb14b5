package dev.pilothouse.ui.sessions;

import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.RestingCaret;
import dev.pilothouse.ui.text.Texts;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The session list with its title, search and the button for a new one. Confined to the FX thread; ends with the shell. */
public final class SessionsView extends VBox {
    private final ListView<SessionItem> list;
    private final TextField search = new TextField();

    /** @param newSession opens the dialog for a new session */
    public SessionsView(SessionsPresenter presenter, Runnable newSession) {
        getStyleClass().add("sessions");
        Label title = new Label(Texts.text("sessions.title"));
        title.getStyleClass().add("pane-title");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Button add = button(Glyph.ADD, "sessions.new");
        add.setId("new-session");
        add.setOnAction(event -> newSession.run());
        Button find = button(Glyph.SEARCH, "sessions.search");
        find.setOnAction(event -> toggleSearch());
        HBox head = new HBox(title, gap, find, add);
        head.getStyleClass().add("pane-head");
        head.setAlignment(Pos.CENTER_LEFT);

        search.setPromptText(Texts.text("sessions.searchPrompt"));
        search.getStyleClass().add("session-search");
        RestingCaret.in(search);
        search.textProperty().bindBidirectional(presenter.filterProperty());
        search.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                toggleSearch();
                event.consume();
            }
        });
        showSearch(false);

        list = new ListView<>(presenter.rows());
        list.getStyleClass().setAll("session-list");
        list.setAccessibleText(Texts.text("sessions.title"));
        list.setCellFactory(view -> new SessionCell(presenter));
        Label nothing = new Label();
        nothing.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> Texts.text(presenter.emptyProperty().get() ? "sessions.none" : "sessions.noneFound"),
                        presenter.emptyProperty()));
        nothing.getStyleClass().add("meta");
        list.setPlaceholder(nothing);
        list.setOnKeyPressed(event -> {
            SessionItem item = list.getSelectionModel().getSelectedItem();
            if (item != null && (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE)) {
                if (item.row() instanceof SessionRow.Entry entry) {
                    presenter.onOpen(entry.key());
                } else if (item.row() instanceof SessionRow.Heading heading) {
                    presenter.onFold(heading.group());
                }
                event.consume();
            }
        });
        Label freshness = new Label();
        freshness.getStyleClass().add("freshness");
        freshness.setWrapText(true);
        freshness.setMaxWidth(Double.MAX_VALUE);
        freshness.textProperty().bind(presenter.freshnessProperty());
        freshness.visibleProperty().bind(presenter.freshnessProperty().isNotEmpty());
        freshness.managedProperty().bind(freshness.visibleProperty());

        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().setAll(head, search, freshness, list);
    }

    private static Button button(Glyph glyph, String key) {
        Button button = new Button(null, glyph.node());
        button.getStyleClass().add("icon-button");
        button.setAccessibleText(Texts.text(key));
        button.setTooltip(new Tooltip(Texts.text(key)));
        return button;
    }

    /** Shows the search field, or hides and empties it. */
    public void toggleSearch() {
        boolean show = !search.isVisible();
        showSearch(show);
        if (show) {
            search.requestFocus();
        } else {
            search.clear();
            list.requestFocus();
        }
    }

    private void showSearch(boolean show) {
        search.setVisible(show);
        search.setManaged(show);
    }
}
