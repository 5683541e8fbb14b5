package dev.pilothouse.ui.shell;

import dev.pilothouse.platform.DeviceDisplay;
import dev.pilothouse.platform.LocalHost;
import dev.pilothouse.platform.SharedContent;
import dev.pilothouse.platform.SoftKeyboard;
import dev.pilothouse.platform.Subscription;
import dev.pilothouse.ui.composer.ComposerView;
import dev.pilothouse.ui.fx.AnimatedTransitions;
import dev.pilothouse.ui.fx.Overlay;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.newsession.NewSessionView;
import dev.pilothouse.ui.newsession.OnboardingPresenter;
import dev.pilothouse.ui.newsession.OnboardingView;
import dev.pilothouse.ui.pairing.HostsView;
import dev.pilothouse.ui.panel.PanelView;
import dev.pilothouse.ui.permission.DecisionsView;
import dev.pilothouse.ui.permission.PendingView;
import dev.pilothouse.ui.sessions.SessionListOptions;
import dev.pilothouse.ui.sessions.SessionMenu;
import dev.pilothouse.ui.sessions.SessionsView;
import dev.pilothouse.ui.settings.SettingsPresenter;
import dev.pilothouse.ui.settings.SettingsView;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.transcript.TranscriptView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.css.PseudoClass;
import javafx.event.EventHandler;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/**
 * The window's content. The views are side by side on a wide window, and one at a time on a phone.
 *
 * <p>Owns all views. Confined to the FX thread. Ends with the window.
 */
public final class ShellView extends StackPane {
    private static final int MAX_WAITING = 8;
    private static final double PHONE_BELOW = 700;
    private static final double FLAT_BELOW = 480;
    private static final double PANEL_FROM = 1_200;
    /** The largest share of the height for open questions. */
    private static final double CARD_SHARE = 0.55;

    private final ShellGraph presenter;
    private final Overlay overlay = new Overlay();
    /** Shared content that arrived while a sheet was open. At most {@link #MAX_WAITING}. */
    private final Deque<SharedContent> waiting = new ArrayDeque<>();

    private final BorderPane frame = new BorderPane();
    private final HBox row = new HBox();
    private final NavigationBar rail;
    private final FooterView footer;
    private final SessionsView sessions;
    private final TranscriptView transcript;
    private final PendingView pending;
    private final ComposerView composer;
    private final BorderPane session = new BorderPane();
    private final EmptyView empty;
    private final PanelView panel;
    private final DecisionsView decisions;
    private final HostsView hosts;
    private final SettingsView settings;
    private final Map<Shortcut, Runnable> shortcuts;
    private final EventHandler<KeyEvent> pressed = this::onKey;
    private final EventHandler<KeyEvent> typed = this::onTyped;
    private Optional<Subscription> turning = Optional.empty();
    private Optional<Subscription> keyboard = Optional.empty();
    private double keyboardHeight;
    private final StringBinding acceptKey;

    public ShellView(ShellGraph presenter) {
        this.presenter = presenter;
        shortcuts = shortcuts();
        getStyleClass().add("shell");
        ShellPorts ports = presenter.ports();
        rail = new NavigationBar(
                presenter.placeProperty(),
                presenter.decisions().countProperty(),
                presenter.hosts().askingProperty());
        footer = new FooterView(presenter.footer(), this::openHealth);
        SessionMenu sessionMenu = new SessionMenu(presenter.sessions().actions(), overlay);
        sessions = new SessionsView(
                presenter.sessions(), sessionMenu, this::openNewSession, presenter::closeSession, this::openHealth);
        transcript = new TranscriptView(presenter.transcript(), presenter::closeSession);
        acceptKey = Bindings.createStringBinding(
                this::acceptKey,
                presenter.composer().draftProperty(),
                presenter.composer().attachments().entriesProperty(),
                presenter.composer().sendKey().changes());
        pending = PendingView.forComposer(
                presenter.pending().items(),
                presenter.pending(),
                presenter.transcript()::openLink,
                acceptKey,
                ports.ticker());
        composer = new ComposerView(
                presenter.composer(), new CardKeys(), ports.platform().attachmentPicker(), ports.ticker());
        panel = new PanelView(presenter.panel());
        empty = new EmptyView(presenter, this::openGuide, this::openAgents);
        decisions = new DecisionsView(presenter.decisions(), presenter.transcript()::openLink, ports.ticker());
        DemoMode demo = ports.demo();
        hosts = new HostsView(
                presenter.hosts(),
                overlay,
                presenter.transcript()::copy,
                demo.isPlaying() ? Optional.of(demo.leave()) : Optional.empty());
        if (demo.isPlaying()) {
            frame.setTop(new DemoBanner(demo.leave()));
        }
        settings = new SettingsView(
                presenter.settings(),
                ports.version(),
                ports.platform()
                        .localHost()
                        .map(LocalHost::dataFolder)
                        .map(Object::toString)
                        .orElse(""),
                presenter.machine(),
                presenter.updates(),
                new Ways());
        // A long plan or form scrolls, to leave room for the composer and the conversation.
        SheetScroll pinned = new SheetScroll(pending);
        pinned.visibleProperty().bind(pending.visibleProperty());
        pinned.managedProperty().bind(pending.visibleProperty());
        pinned.maxHeightProperty().bind(session.heightProperty().multiply(CARD_SHARE));
        VBox foot = new VBox(pinned, composer);
        foot.getStyleClass().add("session-foot");
        foot.setMaxWidth(856);
        session.getStyleClass().add("session");
        session.setCenter(transcript);
        session.setBottom(new StackPane(foot));
        presenter.setFollowEnd(transcript::follow);
        transcript.setMenu(() -> sessionMenu.ofSelected(presenter.sessions()));

        NoticesView notices = new NoticesView(presenter.notices());
        StackPane.setAlignment(notices, Pos.TOP_CENTER);
        getChildren().setAll(frame, notices, overlay);
        presenter.placeProperty().addListener((property, before, now) -> arrange());
        presenter.sessions().emptyProperty().addListener((property, before, now) -> arrange());
        presenter.sessions().choicesProperty().addListener((property, before, now) -> arrange());
        presenter.onScreenProperty().addListener((property, before, now) -> arrange());
        presenter.setOnGiven(this::chooseShareTarget);
        overlay.visibleProperty().addListener((property, before, now) -> {
            if (!now && !waiting.isEmpty()) {
                presenter.onUncovered();
            }
        });
        presenter.setOnUncovered(this::chooseNextShareTarget);
        new WindowDropHandler(presenter).install(this);
        presenter.setOnOpened(() -> {
            // On a phone the focus would open the on-screen keyboard over the conversation.
            if (!hasTouchScreen()) {
                composer.focusInput();
            }
        });
        presenter.settings().densityProperty().addListener((property, before, now) -> arrange());
        presenter.settings().messagesProperty().addListener((property, before, now) -> arrange());
        presenter.settings().reducedMotionProperty().addListener((property, before, now) -> arrange());
        widthProperty().addListener((property, before, now) -> arrange());
        heightProperty().addListener((property, before, now) -> {
            if (before.doubleValue() < FLAT_BELOW != now.doubleValue() < FLAT_BELOW) {
                arrange();
            }
        });
        applyInsets();
        sceneProperty().addListener((property, before, now) -> onScene(before, now));
        arrange();
    }

    /**
     * Moves listeners between scenes. Scene and display outlive this view, which is replaced when the language changes.
     */
    private void onScene(Scene before, Scene now) {
        turning.ifPresent(Subscription::close);
        turning = Optional.empty();
        keyboard.ifPresent(Subscription::close);
        keyboard = Optional.empty();
        if (before != null) {
            before.removeEventHandler(KeyEvent.KEY_PRESSED, pressed);
            before.removeEventHandler(KeyEvent.KEY_TYPED, typed);
        }
        if (now != null) {
            // On the scene and not on this node: a key that is pressed without a focused node reaches only the scene.
            now.addEventHandler(KeyEvent.KEY_PRESSED, pressed);
            now.addEventHandler(KeyEvent.KEY_TYPED, typed);
            turning = Optional.ofNullable(presenter.ports().platform().display())
                    .map(display -> display.observe(this::applyInsets));
            keyboard = presenter
                    .ports()
                    .platform()
                    .mobileServices()
                    .softKeyboard()
                    .map(keys -> keys.observe(this::onKeyboard));
            applyInsets();
            onKeyboard();
        }
    }

    /** Moves the whole window, sheets included, above the on-screen keyboard. */
    private void onKeyboard() {
        double covered = presenter
                .ports()
                .platform()
                .mobileServices()
                .softKeyboard()
                .map(SoftKeyboard::height)
                .orElse(0.0);
        keyboardHeight = Math.max(0, covered);
        Insets room = new Insets(0, 0, keyboardHeight, 0);
        StackPane.setMargin(frame, room);
        StackPane.setMargin(overlay, room);
        arrange();
    }

    /** The key that answers the card. Empty while there is a draft, because the same key would send it. */
    private String acceptKey() {
        boolean nothing = presenter.composer().draftProperty().get().isBlank()
                && presenter.composer().attachments().entriesProperty().get().isEmpty();
        return !nothing
                ? ""
                : presenter.composer().sendKey().enterSends(hasTouchScreen())
                        ? "\u23ce"
                        : Texts.text("key.controlEnter");
    }

    /** Enter and Escape in an empty composer answer the card above it; the paging keys scroll the conversation. */
    private final class CardKeys implements ComposerView.OtherKeys {
        @Override
        public void page(int screens) {
            transcript.pageBy(screens);
        }

        @Override
        public boolean enter() {
            return pending.acceptByKey();
        }

        @Override
        public boolean escape() {
            return pending.refuseByKey();
        }
    }

    /** Whether there is room for only one pane: a phone in portrait, or a narrow window. */
    private boolean isPhone() {
        return getWidth() > 0 && getWidth() < PHONE_BELOW;
    }

    /** Whether the window is too low for a footer: a phone in landscape, with room for two panes. */
    private boolean isFlat() {
        return getHeight() > 0 && getHeight() < FLAT_BELOW;
    }

    /** Whether the device has a touch screen, or the window has a phone's size. */
    private boolean hasTouchScreen() {
        DeviceDisplay display = presenter.ports().platform().display();
        boolean desktop = display == null || display.formFactor() == DeviceDisplay.FormFactor.DESKTOP;
        return isPhone() || isFlat() || !desktop;
    }

    /** Keeps content away from a camera or a rounded corner of the screen. */
    private void applyInsets() {
        DeviceDisplay display = presenter.ports().platform().display();
        Optional<DeviceDisplay.Edge> notch = display == null ? Optional.empty() : display.notch();
        for (DeviceDisplay.Edge edge : DeviceDisplay.Edge.values()) {
            pseudoClassStateChanged(
                    PseudoClass.getPseudoClass("notch-" + edge.name().toLowerCase(Locale.ROOT)),
                    notch.isPresent() && notch.get() == edge);
        }
    }

    private void arrange() {
        boolean phone = isPhone();
        boolean touched = hasTouchScreen();
        acceptKey.invalidate();
        SettingsPresenter chosen = presenter.settings();
        String density = "density-" + chosen.densityProperty().get().name().toLowerCase(Locale.ROOT);
        String messages = "messages-" + chosen.messagesProperty().get().name().toLowerCase(Locale.ROOT);
        getStyleClass()
                .removeIf(name -> name.equals("phone")
                        || name.equals(AnimatedTransitions.STILL)
                        || name.startsWith("density-")
                        || name.startsWith("messages-"));
        getStyleClass().addAll(density, messages);
        if (chosen.reducedMotionProperty().get()) {
            getStyleClass().add(AnimatedTransitions.STILL);
        }
        if (touched) {
            getStyleClass().add("phone");
        }
        boolean inSession = presenter.onScreenProperty().get() != null;
        transcript.setPhone(phone);
        composer.setPhone(touched);
        if (phone) {
            arrangePhone(inSession);
        } else {
            arrangeDesktop(inSession);
        }
    }

    private void arrangePhone(boolean inSession) {
        MainScreen place = presenter.placeProperty().get();
        boolean conversation = place == MainScreen.SESSIONS && inSession;
        sessions.arrangeHead(true, true);
        boolean nothing = presenter.sessions().emptyProperty().get();
        Node content =
                place == MainScreen.SESSIONS ? (inSession ? session : nothing ? empty : sessions) : screen(place);
        // The bar is hidden while the keyboard is open, because the room is needed.
        set(null, content, null, conversation || keyboardHeight > 0 ? null : rail.bar());
    }

    private void arrangeDesktop(boolean inSession) {
        MainScreen place = presenter.placeProperty().get();
        if (place != MainScreen.SESSIONS) {
            set(rail.rail(), screen(place), null, isFlat() ? null : footer);
            return;
        }
        Region main = inSession ? session : empty;
        boolean grid = !inSession && showsGrid();
        HBox.setHgrow(main, Priority.ALWAYS);
        HBox.setHgrow(sessions, grid ? Priority.ALWAYS : Priority.NEVER);
        main.setMinWidth(0);
        // With touch-sized buttons a narrower list has no room for its title.
        double narrow = getWidth() < 1_000 && !hasTouchScreen() ? 280 : 320;
        sessions.setMinWidth(narrow);
        sessions.setPrefWidth(narrow);
        sessions.setMaxWidth(grid ? Double.MAX_VALUE : 320);
        sessions.arrangeHead(grid, hasTouchScreen());
        List<Node> beside = grid ? List.of(sessions) : List.of(sessions, main);
        if (!row.getChildren().equals(beside)) {
            row.getChildren().setAll(beside);
        }
        set(rail.rail(), row, inSession && getWidth() >= PANEL_FROM ? panel : null, isFlat() ? null : footer);
    }

    private boolean showsGrid() {
        return presenter.sessions().choicesProperty().get().layout() == SessionListOptions.Layout.GRID
                && !presenter.sessions().emptyProperty().get();
    }

    private Node screen(MainScreen place) {
        return switch (place) {
            case DECISIONS -> decisions;
            case HOSTS -> hosts;
            case SETTINGS -> settings;
            case SESSIONS -> sessions;
        };
    }

    private void set(Node left, Node centre, Node right, Node bottom) {
        if (left == null) {
            sessions.setMinWidth(0);
            sessions.setMaxWidth(Double.MAX_VALUE);
        }
        // Setting the same node again would lose its scroll position and its focus.
        if (frame.getLeft() != left) {
            frame.setLeft(left);
        }
        if (frame.getCenter() != centre) {
            frame.setCenter(centre);
        }
        if (frame.getRight() != right) {
            frame.setRight(right);
        }
        if (frame.getBottom() != bottom) {
            frame.setBottom(bottom);
        }
    }

    private void onKey(KeyEvent event) {
        if (overlay.isOpen()) {
            if (event.getCode() == KeyCode.ESCAPE) {
                overlay.close();
                event.consume();
            }
            return;
        }
        for (Map.Entry<Shortcut, Runnable> shortcut : shortcuts.entrySet()) {
            if (shortcut.getKey().matches(event)) {
                shortcut.getValue().run();
                event.consume();
                return;
            }
        }
        if (event.getCode() == KeyCode.PAGE_UP || event.getCode() == KeyCode.PAGE_DOWN) {
            transcript.pageBy(event.getCode() == KeyCode.PAGE_UP ? -1 : 1);
            event.consume();
        } else if (event.getCode() == KeyCode.ESCAPE && back()) {
            event.consume();
        }
    }

    /** A question mark opens the list of keys, unless a text field has the focus. */
    private void onTyped(KeyEvent event) {
        if (event.getCharacter().equals("?")
                && !overlay.isOpen()
                && !(getScene().getFocusOwner() instanceof TextInputControl)) {
            openKeys();
            event.consume();
        }
    }

    /** Searches in the conversation on screen, or else in all sessions. */
    private void find() {
        if (presenter.placeProperty().get() == MainScreen.SESSIONS
                && presenter.onScreenProperty().get() != null) {
            transcript.find();
        } else {
            search();
        }
    }

    private Map<Shortcut, Runnable> shortcuts() {
        Map<Shortcut, Runnable> all = new EnumMap<>(Shortcut.class);
        all.put(Shortcut.PALETTE, this::openPalette);
        all.put(Shortcut.NEW_SESSION, this::openNewSession);
        all.put(Shortcut.FIND, this::find);
        all.put(Shortcut.SEARCH, this::search);
        all.put(Shortcut.NEXT_WAITING, () -> presenter.onNextWaiting());
        all.put(Shortcut.PREVIOUS, () -> presenter.onStep(-1));
        all.put(Shortcut.NEXT, () -> presenter.onStep(1));
        all.put(Shortcut.MESSAGE, () -> composer.focusInput());
        all.put(Shortcut.GO_SESSIONS, () -> presenter.placeProperty().set(MainScreen.SESSIONS));
        all.put(Shortcut.GO_DECISIONS, () -> presenter.placeProperty().set(MainScreen.DECISIONS));
        all.put(Shortcut.GO_HOSTS, () -> presenter.placeProperty().set(MainScreen.HOSTS));
        all.put(Shortcut.GO_SETTINGS, () -> presenter.placeProperty().set(MainScreen.SETTINGS));
        all.put(Shortcut.KEYS, this::openKeys);
        return all;
    }

    /** Shows or hides the search field of the current screen. */
    public void search() {
        if (presenter.placeProperty().get() == MainScreen.SETTINGS) {
            settings.focusSearch();
            return;
        }
        presenter.placeProperty().set(MainScreen.SESSIONS);
        if (sessions.getScene() != null) {
            sessions.toggleSearch();
        }
    }

    private final class Ways implements SettingsView.Ways {
        @Override
        public void agents() {
            openAgents();
        }

        @Override
        public void hosts() {
            presenter.placeProperty().set(MainScreen.HOSTS);
        }

        @Override
        public void keys() {
            openKeys();
        }

        @Override
        public void guide() {
            openGuide();
        }

        @Override
        public void licences() {
            openLicences();
        }

        @Override
        public void copy(String text) {
            presenter.transcript().copy(text);
        }

        @Override
        public void page(String address) {
            presenter.ports().outside().openLink(address);
        }

        @Override
        public boolean enterSends() {
            return presenter.composer().sendKey().enterSends(hasTouchScreen());
        }

        @Override
        public void enterSends(boolean sends) {
            presenter.composer().sendKey().setEnterSends(sends);
            composer.onSendKey();
        }
    }

    /**
     * Handles the Escape key, or a phone's back gesture.
     *
     * @return whether there was something to go back from
     */
    public boolean back() {
        if (overlay.isOpen()) {
            overlay.close();
            return true;
        }
        if (presenter.placeProperty().get() != MainScreen.SESSIONS) {
            presenter.placeProperty().set(MainScreen.SESSIONS);
            return true;
        }
        if ((isPhone() || showsGrid()) && presenter.onScreenProperty().get() != null) {
            presenter.closeSession();
            return true;
        }
        return false;
    }

    /** Opens the palette. */
    public void openPalette() {
        PaletteEntries entries = new PaletteEntries(presenter, shortcuts);
        overlay.show(new PaletteView(new PalettePresenter(entries.all(), overlay::close)), Pos.TOP_CENTER);
    }

    /** Shows all keys. */
    public void openKeys() {
        overlay.show(new KeysSheet(overlay::close));
    }

    /** Shows the third-party works in the program. */
    public void openLicences() {
        overlay.show(new LicencesSheet(presenter.transcript()::openLink, overlay::close));
    }

    /** Opens the guide: three steps to a running session. */
    public void openGuide() {
        overlay.show(new OnboardingView(
                new OnboardingPresenter(presenter.newSession(overlay::close)), overlay::close, this::openAgents));
    }

    /** Opens the sheet for a new session. */
    public void openNewSession() {
        overlay.show(new NewSessionView(presenter.newSession(overlay::close), overlay::close, this::openAgents));
    }

    /** Lets the person choose a session for shared content. */
    public void chooseShareTarget(SharedContent given) {
        if (overlay.isOpen()) {
            // The open sheet may contain input, so this one opens after it is closed.
            if (waiting.size() < MAX_WAITING) {
                waiting.add(given);
            } else {
                presenter.showNotice(Texts.text("attach.busy"));
            }
            return;
        }
        ShareTargetPresenter.Into into = new ShareTargetPresenter.Into() {
            @Override
            public void session(SessionKey key) {
                presenter.putInto(key, given);
            }

            @Override
            public void newSession() {
                overlay.show(new NewSessionView(
                        presenter.newSessionWith(given, overlay::close), overlay::close, ShellView.this::openAgents));
            }
        };
        ShareTargetSheet sheet = new ShareTargetSheet(
                new ShareTargetPresenter(presenter.linksProperty()::get, given, into),
                overlay::close,
                hasTouchScreen());
        overlay.show(sheet);
        presenter.setOnOverview(() -> {
            if (sheet.getScene() == null) {
                // The sheet was closed, so it can be released.
                presenter.setOnOverview(() -> {});
            } else {
                sheet.refresh();
            }
        });
    }

    private void chooseNextShareTarget() {
        if (!overlay.isOpen() && !waiting.isEmpty()) {
            chooseShareTarget(waiting.poll());
        }
    }

    /** Shows the connections hop by hop, near the footer of a desktop window. */
    public void openHealth() {
        presenter.onHealth();
        overlay.show(new HealthSheet(presenter.health(), overlay::close), Pos.BOTTOM_LEFT);
    }

    /** Shows the agents of all hosts. */
    public void openAgents() {
        Optional<String> file = presenter
                .ports()
                .platform()
                .localHost()
                .map(local -> local.dataFolder().resolve("agents.json").toString());
        overlay.show(
                new AgentsSheet(presenter.linksProperty().get(), file, presenter.transcript()::copy, overlay::close));
    }
}
