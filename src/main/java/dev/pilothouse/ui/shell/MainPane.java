package dev.pilothouse.ui.shell;

import dev.pilothouse.platform.Preferences;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.sessions.SessionListOptions;
import dev.pilothouse.ui.sessions.SessionsPresenter;
import dev.pilothouse.ui.sessions.SessionsView;
import dev.pilothouse.ui.text.Texts;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Node;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/**
 * Arranges the main screens: the list of sessions and the open session side by side on a wide window, and one at a time
 * on a phone. Confined to the FX thread. Ends with the window.
 */
final class MainPane extends BorderPane {
    private static final double PANEL_FROM = 1_200;
    /** The width that the open session keeps beside the panes. */
    private static final double SESSION_LEAST = 400;

    private static final int PANEL = 272;
    private static final int PANEL_LEAST = 220;
    private static final int LARGEST = 560;

    private final Navigation navigation;
    private final SessionsPresenter sessions;
    private final WindowForm form;
    private final Parts parts;
    private final HBox row = new HBox();
    private final ObservableBooleanValue panelOpen;
    private final PaneSize listSize;
    private final PaneSize panelSize;
    private final PaneDivider listDivider;
    private final PaneDivider panelDivider;

    /**
     * The nodes to arrange.
     *
     * @param list the list of sessions
     * @param conversation the open session
     * @param empty is shown while no session is open
     * @param panel stands beside the open session if there is room
     * @param screens the main screens other than the sessions, made when they are first shown
     */
    record Parts(
            SessionsView list,
            ConversationPane conversation,
            Region empty,
            Region panel,
            NavigationBar bar,
            FooterView footer,
            Map<MainScreen, ? extends Supplier<? extends Node>> screens) {}

    /**
     * @param kept stores the widths that the person chooses
     * @param panelOpen whether the panel is wanted
     */
    MainPane(
            Navigation navigation,
            SessionsPresenter sessions,
            WindowForm form,
            Preferences kept,
            ObservableBooleanValue panelOpen,
            Parts parts) {
        this.navigation = navigation;
        this.sessions = sessions;
        this.form = form;
        this.panelOpen = panelOpen;
        this.parts = parts;
        listSize = new PaneSize(kept, "listWidth", LARGEST);
        panelSize = new PaneSize(kept, "panelWidth", LARGEST);
        listDivider = divider("list-divider", parts.list(), true, "divider.list", listSize);
        panelDivider = divider("panel-divider", parts.panel(), false, "divider.panel", panelSize);
        getChildren().addAll(listDivider, panelDivider);
        panelOpen.addListener((property, before, now) -> arrange());
        navigation.screenProperty().addListener((property, before, now) -> arrange());
        navigation.sessionProperty().addListener((property, before, now) -> arrange());
        navigation.coveredProperty().addListener((property, before, now) -> arrange());
        sessions.emptyProperty().addListener((property, before, now) -> arrange());
        sessions.choicesProperty().addListener((property, before, now) -> {
            if (!showsGrid()) {
                navigation.setCovered(false);
            }
            arrange();
        });
        form.onChange(this::arrange);
        arrange();
    }

    private PaneDivider divider(String id, Region pane, boolean onItsRight, String name, PaneSize size) {
        PaneDivider divider = new PaneDivider(
                pane, onItsRight, Texts.text(name), width -> size.choose(width, form.scaled(1)), size::reset);
        divider.setId(id);
        divider.setVisible(false);
        size.onChange(this::arrange);
        return divider;
    }

    /** Whether the open session covers the list, so that going back returns to it. */
    boolean coversList() {
        return form.isPhone() || showsGrid();
    }

    /** Whether the list is a grid of cards while no session is on screen. */
    boolean showsGrid() {
        return sessions.choicesProperty().get().layout() == SessionListOptions.Layout.GRID
                && !sessions.emptyProperty().get();
    }

    private void arrange() {
        listDivider.setVisible(false);
        panelDivider.setVisible(false);
        parts.footer().setPanelOffered(false);
        MainScreen place = navigation.screenProperty().get();
        boolean inSession = navigation.sessionProperty().get() != null
                && !navigation.coveredProperty().get();
        if (inSession) {
            parts.conversation().show();
        }
        if (form.isPhone()) {
            arrangePhone(place, inSession);
        } else if (place != MainScreen.SESSIONS) {
            set(parts.bar().rail(), screen(place), null, footer());
        } else {
            arrangeDesktop(inSession);
        }
    }

    private Node screen(MainScreen place) {
        return Objects.requireNonNull(parts.screens().get(place)).get();
    }

    private void arrangePhone(MainScreen place, boolean inSession) {
        boolean conversation = place == MainScreen.SESSIONS && inSession;
        parts.list().arrangeHead(true, true);
        Node sessionScreen =
                inSession ? parts.conversation() : sessions.emptyProperty().get() ? parts.empty() : parts.list();
        Node content = place == MainScreen.SESSIONS ? sessionScreen : screen(place);
        // The bar is hidden while the keyboard is open, because the room is needed.
        set(
                null,
                content,
                null,
                conversation || form.keyboardHeight() > 0 ? null : parts.bar().bar());
    }

    private void arrangeDesktop(boolean inSession) {
        SessionsView list = parts.list();
        Region main = inSession ? parts.conversation() : parts.empty();
        boolean grid = !inSession && showsGrid();
        HBox.setHgrow(main, Priority.ALWAYS);
        HBox.setHgrow(list, grid ? Priority.ALWAYS : Priority.NEVER);
        main.setMinWidth(0);
        // With touch-sized buttons a narrower list has no room for its title.
        boolean narrow = form.width() < form.scaled(1_000) && !form.hasTouchScreen();
        boolean roomForPanel = inSession && form.width() >= form.scaled(PANEL_FROM);
        boolean panel = roomForPanel && panelOpen.get();
        double scale = form.scaled(1);
        double room = form.width() - parts.bar().rail().prefWidth(-1) - form.scaled(SESSION_LEAST);
        double least = narrow ? 280 : 320;
        double width = listSize.width(least, least, scale, panel ? room - form.scaled(PANEL_LEAST) : room);
        list.setMinWidth(width);
        list.setPrefWidth(width);
        list.setMaxWidth(grid ? Double.MAX_VALUE : width);
        list.arrangeHead(grid, form.hasTouchScreen());
        ConversationPane conversation = parts.conversation();
        boolean hidden = conversation.getParent() == row && !conversation.isVisible();
        Widgets.arrange(row, list, grid ? null : main, hidden ? conversation : null);
        double panelWidth = panelSize.width(PANEL_LEAST, PANEL, scale, room - width);
        parts.panel().setMinWidth(panelWidth);
        parts.panel().setPrefWidth(panelWidth);
        parts.panel().setMaxWidth(panelWidth);
        set(parts.bar().rail(), row, panel ? parts.panel() : null, footer());
        listDivider.setVisible(!grid);
        panelDivider.setVisible(panel);
        parts.footer().setPanelOffered(roomForPanel);
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        listDivider.place(
                row.getLayoutX() + parts.list().getLayoutX() + parts.list().getWidth(),
                row.getLayoutY(),
                row.getHeight());
        panelDivider.place(
                parts.panel().getLayoutX(),
                parts.panel().getLayoutY(),
                parts.panel().getHeight());
    }

    /**
     * Puts the conversation beside the list before a session is opened, but hidden.
     *
     * @return whether there is a place for it, and it was not in the window
     */
    boolean hideConversation() {
        ConversationPane conversation = parts.conversation();
        if (conversation.getScene() != null || getCenter() != row) {
            return false;
        }
        conversation.setVisible(false);
        conversation.setManaged(false);
        row.getChildren().add(conversation);
        // The grid fills the row.
        double width = Math.max(
                form.scaled(SESSION_LEAST), row.getWidth() - parts.list().getWidth());
        conversation.resize(width, row.getHeight());
        return true;
    }

    private @Nullable Node footer() {
        return form.isFlat() ? null : parts.footer();
    }

    private void set(@Nullable Node left, Node centre, @Nullable Node right, @Nullable Node bottom) {
        if (left == null) {
            parts.list().setMinWidth(0);
            parts.list().setMaxWidth(Double.MAX_VALUE);
        }
        // Setting the same node again would lose its scroll position and its focus.
        if (getLeft() != left) {
            setLeft(left);
        }
        if (getCenter() != centre) {
            setCenter(centre);
        }
        if (getRight() != right) {
            setRight(right);
        }
        if (getBottom() != bottom) {
            setBottom(bottom);
        }
        listDivider.toFront();
        panelDivider.toFront();
    }
}
