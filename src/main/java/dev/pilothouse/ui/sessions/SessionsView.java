package dev.pilothouse.ui.sessions;

import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import javafx.animation.PauseTransition;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/**
 * The sessions with a title, a search field and a button for a new one, as a list or, on a wide window, as a grid of
 * cards. Confined to the FX thread. Ends with the shell.
 */
public final class SessionsView extends VBox {
    private static final PseudoClass TOUCH = PseudoClass.getPseudoClass("touch");
    private static final double CARD_WIDTH = 300;
    private static final double PULLED_ENOUGH = 40;
    private static final Duration PULLED_SHOWN = Duration.seconds(4);

    private final SessionsPresenter presenter;
    private final SessionMenu menu;
    private final SelectionMenu selectionMenu;
    private final SessionsHead head;
    private final ListView<SessionItem> list;
    private final TextField search = new TextField();
    private final HealthBar health;
    private final Label pulled = Widgets.label("", "pulled");
    private final PauseTransition pulledRest = new PauseTransition(PULLED_SHOWN);
    private final RenameField renameField;
    private final SessionListKeyboard keyboard;

    private boolean alone;
    private boolean phone;
    private int measured;
    private double pulling;

    /**
     * @param newSession opens the dialog for a new session
     * @param toGrid makes room for the grid
     * @param openHealth opens the sheet of connections
     */
    public SessionsView(
            SessionsPresenter presenter,
            SessionMenu menu,
            SelectionMenu selectionMenu,
            Runnable newSession,
            Runnable toGrid,
            Runnable openHealth) {
        this.presenter = presenter;
        this.menu = menu;
        this.selectionMenu = selectionMenu;
        health = new HealthBar(openHealth);
        getStyleClass().add("sessions");
        head = new SessionsHead(
                presenter, new SelectionBar(presenter, selectionMenu), this::toggleSearch, newSession, toGrid);

        search.setPromptText(Texts.text("sessions.searchPrompt"));
        search.setAccessibleText(Texts.text("sessions.search"));
        search.setId("session-search");
        search.getStyleClass().add("session-search");
        NonBlinkingCaret.install(search);
        search.textProperty().bindBidirectional(presenter.filterProperty());
        search.addEventFilter(KeyEvent.KEY_PRESSED, this::onSearchKey);
        VBox searchBox = Widgets.column("session-search-box", search);
        searchBox.visibleProperty().bind(search.visibleProperty());
        searchBox.managedProperty().bind(search.visibleProperty());
        search.setVisible(false);

        list = new ListView<>(presenter.rows());
        list.getStyleClass().setAll("session-list");
        list.setAccessibleText(Texts.text("sessions.title"));
        list.setCellFactory(view -> new SessionCell(presenter, this));
        list.setPlaceholder(placeholder());
        renameField = new RenameField(presenter.actions()::onRename, list::requestFocus);
        keyboard = new SessionListKeyboard(presenter, menu, list, renameField);
        list.addEventFilter(ScrollEvent.SCROLL, this::onScroll);
        ReorderGuard guard = presenter.guard();
        list.addEventFilter(ScrollEvent.ANY, event -> guard.onPointer());
        list.addEventFilter(MouseEvent.MOUSE_PRESSED, this::markTouch);
        list.addEventFilter(MouseEvent.MOUSE_MOVED, this::markTouch);
        list.addEventFilter(MouseEvent.ANY, event -> {
            if (event.getEventType() == MouseEvent.MOUSE_EXITED) {
                guard.onPointerLeft();
            } else if (event.getEventType() != MouseEvent.MOUSE_EXITED_TARGET) {
                guard.onPointer();
            }
        });
        list.setOnContextMenuRequested(event -> {
            SessionRow.Entry session = keyboard.cursor();
            if (event.isKeyboardTrigger() && session != null) {
                menuOf(session).show(list, event.getScreenX(), event.getScreenY());
                event.consume();
            }
        });
        Label freshness = freshness();
        freshness.textProperty().bind(presenter.freshnessProperty());
        freshness.visibleProperty().bind(presenter.freshnessProperty().isNotEmpty());
        pulled.setMaxWidth(Double.MAX_VALUE);
        pulled.setAlignment(Pos.CENTER);
        pulled.managedProperty().bind(pulled.visibleProperty());
        pulled.setVisible(false);
        pulledRest.setOnFinished(event -> pulled.setVisible(false));

        presenter.healthProperty().addListener((property, before, now) -> health.show(now));
        health.show(presenter.healthProperty().get());

        VBox.setVgrow(list, Priority.ALWAYS);
        Node undo = undoBar();
        Widgets.setChildren(
                this, List.of(head, searchBox, health, freshness, pulled, list, undo), searchBox, pulled, undo);
        widthProperty().addListener((property, before, now) -> measure());
    }

    /** Offers pages about all sessions, such as their usage, in the menu of the list. */
    public void offerPages(List<SessionAction> pages) {
        head.offerPages(pages);
    }

    /** Offers the jobs of the hosts in the head of the list. @param any whether there are jobs to show */
    public void offerActivity(ObservableValue<Boolean> any, Runnable open) {
        head.offerActivity(any, open);
    }

    private static Label freshness() {
        Label freshness = Widgets.wrapped("", "freshness");
        freshness.setMaxWidth(Double.MAX_VALUE);
        freshness.managedProperty().bind(freshness.visibleProperty());
        return freshness;
    }

    private Node placeholder() {
        Label nothing = Widgets.label("", "empty-text");
        nothing.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> Texts.text(
                                presenter.emptyProperty().get()
                                        ? presenter.knownProperty().get() ? "sessions.none" : "sessions.notKnown"
                                        : presenter.choicesProperty().get().archived()
                                                ? "sessions.noneArchived"
                                                : "sessions.noneFound"),
                        presenter.emptyProperty(),
                        presenter.knownProperty(),
                        presenter.choicesProperty()));
        nothing.setWrapText(true);
        Button all = new Button(Texts.text("view.all"));
        all.getStyleClass().add("plain-button");
        all.setOnAction(
                event -> presenter.onChoose(presenter.choicesProperty().get().unfiltered()));
        all.visibleProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> presenter.choicesProperty().get().isFiltered(), presenter.choicesProperty()));
        all.managedProperty().bind(all.visibleProperty());
        return Widgets.column("empty", nothing, all);
    }

    private Node undoBar() {
        Label text = Widgets.wrapped("", "notice-text");
        text.setMinWidth(0);
        text.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(text, Priority.ALWAYS);
        text.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> presenter.undoProperty().get() == null
                                ? ""
                                : presenter.undoProperty().get().text(),
                        presenter.undoProperty()));
        Button undo = Widgets.button(
                Texts.text("action.undo"),
                "quiet-button",
                () -> presenter.actions().onUndo());
        undo.setId("sessions-undo");
        undo.setMinWidth(USE_PREF_SIZE);
        undo.visibleProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> presenter.undoProperty().get() != null
                                && presenter.undoProperty().get().back() != null,
                        presenter.undoProperty()));
        undo.managedProperty().bind(undo.visibleProperty());
        Button close = new Button(null, Glyph.CLOSE.node());
        close.getStyleClass().add("icon-button");
        close.setAccessibleText(Texts.text("action.dismiss"));
        close.setOnAction(event -> presenter.actions().onUndoRead());
        HBox bar = Widgets.row("undo-bar", text, undo, close);
        VBox place = Widgets.column("undo-place", bar);
        place.visibleProperty().bind(presenter.undoProperty().isNotNull());
        place.managedProperty().bind(place.visibleProperty());
        return place;
    }

    // --- layout

    /**
     * Sets the position of the list in the window.
     *
     * @param isAlone whether nothing is beside it, so that there is room for cards
     * @param isPhone whether it is operated by touch
     */
    public void arrangeHead(boolean isAlone, boolean isPhone) {
        alone = isAlone;
        head.setSideBySide(!isAlone);
        if (phone != isPhone) {
            phone = isPhone;
            list.pseudoClassStateChanged(TOUCH, false);
            health.setPhone(isPhone);
            renameField.setTouch(isPhone);
            list.refresh();
        }
        measure();
    }

    private void measure() {
        if (getWidth() > 0) {
            int now = alone ? columns() : 0;
            presenter.onColumns(now);
            if (now != measured) {
                // A row that is not full leaves its space empty, so it must be redrawn too.
                measured = now;
                list.refresh();
            }
        }
    }

    int columns() {
        return Math.max(1, (int) ((getWidth() - 24) / CARD_WIDTH));
    }

    boolean isPhone() {
        return phone;
    }

    /** The menu of a session, or of the whole selection if the session is in it. */
    ContextMenu menuOf(SessionRow.Entry session) {
        return presenter.selection().contains(session.key()) ? selectionMenu.menu() : menu.of(session);
    }

    // --- keys

    SessionListKeyboard keyboard() {
        return keyboard;
    }

    RenameField renameField() {
        return renameField;
    }

    /** Clears the selection. @return whether there was one */
    public boolean leaveSelection() {
        boolean some = !presenter.selection().isEmpty();
        presenter.selection().clear();
        return some;
    }

    private void onSearchKey(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE) {
            toggleSearch();
            event.consume();
        } else if (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.ENTER) {
            for (int i = 0; i < presenter.rows().size(); i++) {
                SessionItem item = presenter.rows().get(i);
                if (!(item.row() instanceof SessionRow.Heading) && !(item.row() instanceof SessionRow.Remark)) {
                    list.getSelectionModel().select(i);
                    list.scrollTo(Math.max(0, i - 1));
                    if (event.getCode() == KeyCode.ENTER) {
                        keyboard.activate(item, 0);
                    } else {
                        list.requestFocus();
                    }
                    break;
                }
            }
            event.consume();
        }
    }

    /** Shows the search field, or hides and clears it. */
    public void toggleSearch() {
        boolean show = !search.isVisible();
        search.setVisible(show);
        if (show) {
            search.requestFocus();
        } else {
            search.clear();
            list.requestFocus();
        }
    }

    // --- touch

    /** A finger does not hover, so that the menu button is shown without. A phone has none. */
    private void markTouch(MouseEvent event) {
        list.pseudoClassStateChanged(TOUCH, !phone && event.isSynthesized());
    }

    // --- pulling at the top

    /**
     * Shows the freshness of the list when it is pulled down at its top. There is nothing to refresh, because updates
     * arrive by themselves.
     */
    private void onScroll(ScrollEvent event) {
        boolean atTop = list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow && flow.getPosition() <= 0;
        if (!phone || event.getDeltaY() <= 0 || !atTop) {
            pulling = 0;
            return;
        }
        pulling += event.getDeltaY();
        String words = presenter.pulledText();
        if (pulling >= PULLED_ENOUGH
                && !words.isEmpty()
                && presenter.freshnessProperty().get().isEmpty()) {
            pulled.setText(words);
            pulled.setVisible(true);
            pulledRest.playFromStart();
        }
    }
}
