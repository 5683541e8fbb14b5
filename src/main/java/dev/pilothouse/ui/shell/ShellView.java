package dev.pilothouse.ui.shell;

import dev.pilothouse.platform.LocalHost;
import dev.pilothouse.ui.fx.AnimatedTransitions;
import dev.pilothouse.ui.fx.Overlay;
import dev.pilothouse.ui.fx.SheetForm;
import dev.pilothouse.ui.pairing.HostsView;
import dev.pilothouse.ui.panel.PanelView;
import dev.pilothouse.ui.permission.DecisionsView;
import dev.pilothouse.ui.permission.PendingItem;
import dev.pilothouse.ui.sessions.SelectionMenu;
import dev.pilothouse.ui.sessions.SessionAction;
import dev.pilothouse.ui.sessions.SessionItem;
import dev.pilothouse.ui.sessions.SessionMenu;
import dev.pilothouse.ui.sessions.SessionRow;
import dev.pilothouse.ui.sessions.SessionsView;
import dev.pilothouse.ui.settings.SettingChoices;
import dev.pilothouse.ui.settings.SettingsPresenter;
import dev.pilothouse.ui.settings.SettingsView;
import dev.pilothouse.ui.status.RepositoryAction;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.status.SessionStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;

/**
 * The window's content: the views, wired by hand.
 *
 * <p>Owns all views. Confined to the FX thread. Ends with the window.
 */
public final class ShellView extends StackPane {
    /** The height from which a card at the foot of a session stays below the notices at its head. */
    private static final double ROOM_FOR_BOTH = 800;

    private final ShellGraph shell;
    private final Navigation navigation;
    private final Overlay overlay = new Overlay();
    private final WindowForm form;
    private final ShellSheets sheets;
    private final ConversationPane conversation;
    private final SessionMenu sessionMenu;
    private final SessionsView sessions;
    private final LazyView<SettingsView> settings = new LazyView<>(this::makeSettings);
    private final LazyView<DecisionsView> decisions = new LazyView<>(this::makeDecisions);
    private final LazyView<HostsView> hosts = new LazyView<>(this::makeHosts);
    private final MainPane main;
    private final NoticesView notices;
    private final ShortcutHandler shortcuts;

    public ShellView(ShellGraph shell) {
        this.shell = shell;
        navigation = shell.navigation();
        getStyleClass().add(SheetForm.WINDOW);
        form = new WindowForm(this, shell.ports().platform(), shell.settings().fontSizeProperty());
        form.onChange(this::dress);
        sheets = new ShellSheets(shell, overlay, form);
        shell.setViewer(sheets);
        sessionMenu = new SessionMenu(shell.sessions().actions(), overlay);
        sessionMenu.onChanges(sheets::openChanges);
        List<RepositoryAction> offered = new ArrayList<>(sheets.repositoryActions());
        offered.add(sheets.profileAction());
        sessionMenu.offer(offered);
        sessions = new SessionsView(
                shell.sessions(),
                sessionMenu,
                new SelectionMenu(shell.sessions().selectionActions(), sheets::openMany),
                sheets::openNewSession,
                () -> navigation.setCovered(true),
                sheets::openHealth);
        sessions.offerActivity(shell.jobs().anyProperty(), sheets::openJobs);
        sessions.offerPages(List.of(
                new SessionAction("many.action", () -> sheets.openMany(List.of())),
                new SessionAction("runs.title", sheets::openRuns),
                new SessionAction("worktrees.title", sheets::openWorktrees),
                new SessionAction("profiles.title", sheets::openProfiles),
                new SessionAction("schedules.title", sheets::openSchedules),
                new SessionAction("usage.title", sheets::openUsage)));
        conversation = new ConversationPane(shell, form, sessionMenu, sheets::openFiles, sheets::openGoal);
        DemoMode demo = shell.ports().program().demo();
        main = new MainPane(
                navigation,
                shell.sessions(),
                form,
                shell.ports().kept(),
                shell.panel().openProperty(),
                new MainPane.Parts(
                        sessions,
                        conversation,
                        new EmptyView(shell, sheets::openGuide, sheets::openAgents),
                        new PanelView(shell.panel(), sheets),
                        new NavigationBar(
                                navigation.screenProperty(),
                                Map.of(
                                        MainScreen.DECISIONS, shell.decisions().countProperty(),
                                        MainScreen.HOSTS, shell.hosts().askingProperty())),
                        new FooterView(shell.footer(), shell.panel().openProperty(), sheets::openHealth),
                        Map.of(
                                MainScreen.DECISIONS, decisions,
                                MainScreen.HOSTS, hosts,
                                MainScreen.SETTINGS, settings)));
        new ConversationPreparation(main, conversation);
        new WatchedRepositories(shell, main::coversList);
        new ShownSessions(shell);
        navigation.screenProperty().addListener((property, before, now) -> {
            // On a phone the focus in a field would open the on-screen keyboard.
            if (now == MainScreen.DECISIONS && !form.hasTouchScreen()) {
                decisions.get().requestFocus();
            }
        });
        if (demo.isPlaying()) {
            main.setTop(new DemoBanner(demo.leave()));
        }
        shortcuts = new ShortcutHandler(new Unused());
        putShortcuts();
        shortcuts.listenTo(this);
        notices = new NoticesView(shell.notices());
        notices.heightProperty().addListener((property, before, now) -> placeNotices());
        heightProperty().addListener((property, before, now) -> placeNotices());
        notices.visibleProperty().addListener((property, before, now) -> placeNotices());
        navigation.screenProperty().addListener((property, before, now) -> placeNotices());
        navigation.sessionProperty().addListener((property, before, now) -> placeNotices());
        shell.decisions().countProperty().addListener((property, before, now) -> placeNotices());
        shell.pending().items().addListener((ListChangeListener<PendingItem>) change -> placeNotices());
        getChildren().setAll(main, notices, overlay);
        new WindowDropHandler(navigation, shell.shared()).install(this);
        SettingsPresenter chosen = shell.settings();
        chosen.densityProperty().addListener((property, before, now) -> dress());
        chosen.messagesProperty().addListener((property, before, now) -> dress());
        chosen.reducedMotionProperty().addListener((property, before, now) -> dress());
        dress();
    }

    private DecisionsView makeDecisions() {
        return new DecisionsView(
                shell.decisions(),
                shell.transcript()::openLink,
                shell.ports().time().ticker());
    }

    private HostsView makeHosts() {
        DemoMode demo = shell.ports().program().demo();
        return new HostsView(
                shell.hosts(),
                overlay,
                shell.transcript()::copy,
                Optional.of(demo.leave()).filter(leave -> demo.isPlaying()));
    }

    private SettingsView makeSettings() {
        return new SettingsView(
                shell.settings(),
                shell.ports().program().version(),
                shell.ports()
                        .platform()
                        .localHost()
                        .map(LocalHost::dataFolder)
                        .map(Object::toString)
                        .orElse(""),
                shell.machine(),
                shell.updates(),
                new Ways());
    }

    private void putShortcuts() {
        shortcuts.put(Shortcut.PALETTE, this::openPalette);
        shortcuts.put(Shortcut.NEW_SESSION, sheets::openNewSession);
        shortcuts.put(Shortcut.FIND, this::find);
        shortcuts.put(Shortcut.SEARCH, this::search);
        shortcuts.put(Shortcut.NEXT_WAITING, this::openNextWaiting);
        shortcuts.put(Shortcut.PREVIOUS, () -> step(-1));
        shortcuts.put(Shortcut.NEXT, () -> step(1));
        shortcuts.put(Shortcut.CHANGES, sheets::openChanges);
        shortcuts.put(Shortcut.SEND_TO_MANY, () -> sheets.openMany(List.of()));
        shortcuts.put(Shortcut.PANEL, shell.panel()::onToggle);
        shortcuts.put(Shortcut.MESSAGE, conversation::focusInput);
        shortcuts.put(Shortcut.STOP, conversation::stop);
        shortcuts.put(Shortcut.GO_SESSIONS, () -> navigation.screenProperty().set(MainScreen.SESSIONS));
        shortcuts.put(Shortcut.GO_DECISIONS, () -> navigation.screenProperty().set(MainScreen.DECISIONS));
        shortcuts.put(Shortcut.GO_HOSTS, () -> navigation.screenProperty().set(MainScreen.HOSTS));
        shortcuts.put(Shortcut.GO_SETTINGS, () -> navigation.screenProperty().set(MainScreen.SETTINGS));
        shortcuts.put(Shortcut.KEYS, sheets::openKeys);
    }

    /** Applies the chosen look and the form of the window. */
    private void dress() {
        SettingsPresenter chosen = shell.settings();
        List<String> classes = new ArrayList<>(getStyleClass());
        classes.removeIf(name -> name.equals(SheetForm.PHONE)
                || name.equals(SheetForm.NARROW)
                || name.equals(AnimatedTransitions.STILL)
                || name.startsWith("density-")
                || name.startsWith("messages-"));
        classes.add("density-" + chosen.densityProperty().get().name().toLowerCase(Locale.ROOT));
        classes.add("messages-" + chosen.messagesProperty().get().name().toLowerCase(Locale.ROOT));
        if (chosen.reducedMotionProperty().get()) {
            classes.add(AnimatedTransitions.STILL);
        }
        if (form.hasTouchScreen()) {
            classes.add(SheetForm.PHONE);
        }
        if (form.isPhone()) {
            classes.add(SheetForm.NARROW);
        }
        // A change applies all styles again, and measures all rows of the conversation.
        if (!getStyleClass().equals(classes)) {
            getStyleClass().setAll(classes);
        }
        placeNotices();
    }

    /**
     * Places the notices where they cover no question. Usually they lie over the head of the window. Over the cards of
     * the inbox they would lie over buttons, so they have a strip of their own below, which moves no card. Where the
     * card of the open session may reach them, on a small screen, they have a strip of their own above.
     */
    private void placeNotices() {
        boolean inInbox = navigation.screenProperty().get() == MainScreen.DECISIONS
                && shell.decisions().countProperty().get() > 0;
        boolean overCard = navigation.onScreen().isPresent()
                && !shell.pending().items().isEmpty()
                && (form.hasTouchScreen() || getHeight() < ROOM_FOR_BOTH);
        boolean strip = notices.isVisible() && (inInbox || overCard);
        notices.setStrip(strip);
        double height = strip ? notices.getHeight() : 0;
        double keyboard = form.keyboardHeight();
        // The whole window, sheets included, stays above the on-screen keyboard.
        margin(overlay, new Insets(0, 0, keyboard, 0));
        margin(notices, new Insets(0, 0, keyboard, 0));
        margin(main, new Insets(inInbox ? 0 : height, 0, keyboard + (inInbox ? height : 0), 0));
        StackPane.setAlignment(notices, strip && inInbox ? Pos.BOTTOM_CENTER : Pos.TOP_CENTER);
    }

    private static void margin(Node node, Insets room) {
        if (!room.equals(StackPane.getMargin(node))) {
            StackPane.setMargin(node, room);
        }
    }

    private void step(int places) {
        shell.sessions().onStep();
        navigation.step(listed(entry -> true), places);
    }

    /**
     * Opens the next session that waits for the person or whose failure is unread, after the open one; opens the inbox if
     * there is none.
     */
    private void openNextWaiting() {
        List<SessionKey> waiting =
                listed(entry -> entry.standing().isWaiting() || entry.standing() == SessionStatus.FAILED);
        if (waiting.isEmpty()) {
            navigation.screenProperty().set(MainScreen.DECISIONS);
        } else {
            navigation.step(waiting, 1);
        }
    }

    private List<SessionKey> listed(Predicate<SessionRow.Entry> wanted) {
        return shell.sessions().rows().stream()
                .map(SessionItem::row)
                .flatMap(row -> row.sessions().stream())
                .filter(wanted)
                .map(SessionRow.Entry::key)
                .toList();
    }

    /** Searches in the conversation on screen, or else in all sessions. */
    private void find() {
        if (navigation.onScreen().isPresent()) {
            conversation.find();
        } else {
            search();
        }
    }

    /** Shows or hides the search field of the current screen. */
    public void search() {
        if (navigation.screenProperty().get() == MainScreen.SETTINGS) {
            settings.get().focusSearch();
            return;
        }
        navigation.screenProperty().set(MainScreen.SESSIONS);
        if (sessions.getScene() != null) {
            sessions.toggleSearch();
        }
    }

    /**
     * Handles the Escape key, or a phone's back gesture.
     *
     * @return whether there was something to go back from
     */
    public boolean back() {
        if (overlay.isOpen()) {
            overlay.back();
            return true;
        }
        if (navigation.screenProperty().get() == MainScreen.SESSIONS
                && sessions.getScene() != null
                && sessions.leaveSelection()) {
            return true;
        }
        return navigation.back(main.coversList(), main.showsGrid() && !form.isPhone());
    }

    /** Opens the palette. */
    public void openPalette() {
        sheets.openPalette(
                shortcuts.actions(),
                sessionMenu,
                new SettingChoices(
                        shell.settings(),
                        shell.machine(),
                        shell.updates(),
                        conversation::enterSends,
                        conversation::setEnterSends));
    }

    /** The sheets of the whole window. */
    public ShellSheets sheets() {
        return sheets;
    }

    /** Keys that no view uses. */
    private final class Unused implements ShortcutHandler.Unused {
        private boolean inInbox() {
            return navigation.screenProperty().get() == MainScreen.DECISIONS;
        }

        @Override
        public boolean isCovered() {
            return overlay.isOpen();
        }

        @Override
        public boolean back() {
            return ShellView.this.back();
        }

        @Override
        public boolean accept(boolean withShortcut) {
            return inInbox() ? decisions.get().acceptByKey() : conversation.acceptByKey(withShortcut);
        }

        @Override
        public boolean refuse() {
            return inInbox() ? decisions.get().refuseByKey() : conversation.refuseByKey();
        }

        @Override
        public boolean escape() {
            return conversation.escape();
        }

        @Override
        public void page(int screens) {
            conversation.pageBy(screens);
        }
    }

    private final class Ways implements SettingsView.Ways {
        @Override
        public void agents() {
            sheets.openAgents();
        }

        @Override
        public void profiles() {
            sheets.openProfiles();
        }

        @Override
        public void hosts() {
            navigation.screenProperty().set(MainScreen.HOSTS);
        }

        @Override
        public void away() {
            sheets.openTargets();
        }

        @Override
        public void keys() {
            sheets.openKeys();
        }

        @Override
        public void guide() {
            sheets.openGuide();
        }

        @Override
        public void licences() {
            sheets.openLicences();
        }

        @Override
        public void copy(String text) {
            shell.transcript().copy(text);
        }

        @Override
        public void page(String address) {
            shell.ports().outside().openLink(address);
        }

        @Override
        public boolean enterSends() {
            return conversation.enterSends();
        }

        @Override
        public void enterSends(boolean sends) {
            conversation.setEnterSends(sends);
        }
    }
}
