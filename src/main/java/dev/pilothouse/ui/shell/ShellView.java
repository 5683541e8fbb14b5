package dev.pilothouse.ui.shell;

import dev.pilothouse.platform.LocalHost;
import dev.pilothouse.ui.composer.ComposerView;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Overlay;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.newsession.NewSessionView;
import dev.pilothouse.ui.pairing.HostsView;
import dev.pilothouse.ui.panel.PanelView;
import dev.pilothouse.ui.permission.DecisionsView;
import dev.pilothouse.ui.permission.PendingView;
import dev.pilothouse.ui.sessions.SessionsView;
import dev.pilothouse.ui.settings.SettingsView;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.transcript.TranscriptView;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/**
 * The window's content. The same views are laid out side by side where there is room, and one at a time on a phone.
 *
 * <p>Owns all views; confined to the FX thread; ends with the window.
 */
public final class ShellView extends StackPane {
    private static final double PHONE_BELOW = 700;
    private static final double PANEL_FROM = 1_200;
    /** How much of the height a question may take. */
    private static final double CARD_SHARE = 0.55;

    private final ShellPresenter presenter;
    private final Overlay overlay = new Overlay();
    private final BorderPane frame = new BorderPane();
    private final HBox row = new HBox();
    private final Rail rail;
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

    public ShellView(ShellPresenter presenter) {
        this.presenter = presenter;
        getStyleClass().add("shell");
        ShellPorts ports = presenter.ports();
        rail = new Rail(
                presenter.placeProperty(),
                presenter.decisions().countProperty(),
                presenter.hosts().askingProperty());
        footer = new FooterView(presenter.footer());
        sessions = new SessionsView(presenter.sessions(), this::openNewSession);
        transcript = new TranscriptView(presenter.transcript(), overlay, presenter::closeSession);
        pending = new PendingView(
                presenter.pending().items(), presenter.pending(), presenter.transcript()::openLink, false);
        composer = new ComposerView(presenter.composer(), new CardKeys());
        panel = new PanelView(presenter.panel());
        empty = new EmptyView(presenter, this::openNewSession, this::openAgents);
        decisions = new DecisionsView(presenter.decisions(), presenter.transcript()::openLink);
        hosts = new HostsView(presenter.hosts(), overlay, presenter.transcript()::copy);
        settings = new SettingsView(
                presenter.settings(),
                ports.version(),
                ports.platform()
                        .localHost()
                        .map(LocalHost::dataFolder)
                        .map(Object::toString)
                        .orElse(""));
        // A long plan or form scrolls in its place, so that the composer and the conversation keep theirs.
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

        Node notice = noticeBar();
        StackPane.setAlignment(notice, Pos.TOP_CENTER);
        getChildren().setAll(frame, notice, overlay);
        presenter.placeProperty().addListener((property, before, now) -> arrange());
        presenter.sessions().emptyProperty().addListener((property, before, now) -> arrange());
        presenter.onScreenProperty().addListener((property, before, now) -> arrange());
        presenter.setOnOpened(() -> {
            // On a phone the focus would bring up the keyboard over what the person came to read.
            if (!isPhone()) {
                composer.focusInput();
            }
        });
        presenter.settings().textSizeProperty().addListener((property, before, now) -> arrange());
        widthProperty().addListener((property, before, now) -> arrange());
        // On the scene and not here: a key pressed while nothing has the focus reaches the scene only.
        sceneProperty().addListener((property, before, now) -> {
            if (now != null) {
                now.addEventHandler(KeyEvent.KEY_PRESSED, this::onKey);
            }
        });
        arrange();
    }

    /** Enter and Escape in an empty composer answer the card above it; the paging keys move the conversation. */
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

    private boolean isPhone() {
        return getWidth() > 0 && getWidth() < PHONE_BELOW;
    }

    private void arrange() {
        boolean phone = isPhone();
        getStyleClass().removeIf(name -> name.equals("phone") || name.startsWith("text-"));
        getStyleClass()
                .add("text-"
                        + presenter.settings().textSizeProperty().get().name().toLowerCase(Locale.ROOT));
        if (phone) {
            getStyleClass().add("phone");
        }
        boolean inSession = presenter.onScreenProperty().get() != null;
        transcript.setPhone(phone);
        composer.setPhone(phone);
        if (phone) {
            arrangePhone(inSession);
        } else {
            arrangeDesktop(inSession);
        }
    }

    private void arrangePhone(boolean inSession) {
        Place place = presenter.placeProperty().get();
        boolean conversation = place == Place.SESSIONS && inSession;
        boolean nothing = presenter.sessions().emptyProperty().get();
        Node content = place == Place.SESSIONS ? (inSession ? session : nothing ? empty : sessions) : screen(place);
        set(null, content, null, conversation ? null : rail.bar());
    }

    private void arrangeDesktop(boolean inSession) {
        Place place = presenter.placeProperty().get();
        if (place != Place.SESSIONS) {
            set(rail.rail(), screen(place), null, footer);
            return;
        }
        Node main = inSession ? session : empty;
        HBox.setHgrow(main, Priority.ALWAYS);
        ((Region) main).setMinWidth(0);
        sessions.setMinWidth(280);
        sessions.setPrefWidth(getWidth() < 1_000 ? 280 : 320);
        sessions.setMaxWidth(320);
        if (!row.getChildren().equals(List.of(sessions, main))) {
            row.getChildren().setAll(sessions, main);
        }
        set(rail.rail(), row, inSession && getWidth() >= PANEL_FROM ? panel : null, footer);
    }

    private Node screen(Place place) {
        return switch (place) {
            case DECISIONS -> decisions;
            case HOSTS -> hosts;
            case SETTINGS -> settings;
            case SESSIONS -> sessions;
        };
    }

    private void set(Node left, Node centre, Node right, Node bottom) {
        sessions.setMaxWidth(left == null ? Double.MAX_VALUE : 320);
        // Setting what is there already would throw away its scroll position and its focus.
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

    private Node noticeBar() {
        Label text = new Label();
        text.setWrapText(true);
        text.getStyleClass().add("notice-text");
        text.textProperty().bind(presenter.noticeProperty());
        HBox.setHgrow(text, Priority.ALWAYS);
        Button close = new Button(null, Glyph.CLOSE.node());
        close.getStyleClass().add("icon-button");
        close.setAccessibleText(Texts.text("action.dismiss"));
        close.setOnAction(event -> presenter.onDismissNotice());
        HBox bar = new HBox(Glyph.NOTE.node("notice-icon"), text, close);
        bar.getStyleClass().add("notice");
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.setMaxSize(560, Region.USE_PREF_SIZE);
        bar.visibleProperty().bind(presenter.noticeProperty().isNotEmpty());
        bar.managedProperty().bind(bar.visibleProperty());
        PauseTransition rest = new PauseTransition(Duration.seconds(10));
        rest.setOnFinished(event -> presenter.onDismissNotice());
        presenter.noticeProperty().addListener((property, before, now) -> {
            if (now.isEmpty()) {
                rest.stop();
            } else {
                rest.playFromStart();
            }
        });
        return bar;
    }

    private void onKey(KeyEvent event) {
        if (overlay.isOpen()) {
            if (event.getCode() == KeyCode.ESCAPE) {
                overlay.close();
                event.consume();
            }
            return;
        }
        if (event.isShortcutDown() && event.getCode() == KeyCode.N) {
            openNewSession();
            event.consume();
        } else if (event.isShortcutDown() && event.getCode() == KeyCode.F) {
            presenter.placeProperty().set(Place.SESSIONS);
            if (sessions.getScene() != null) {
                sessions.toggleSearch();
            }
            event.consume();
        } else if (event.getCode() == KeyCode.PAGE_UP || event.getCode() == KeyCode.PAGE_DOWN) {
            transcript.pageBy(event.getCode() == KeyCode.PAGE_UP ? -1 : 1);
            event.consume();
        } else if (event.getCode() == KeyCode.ESCAPE && back()) {
            event.consume();
        }
    }

    /** The Escape key, or a phone's back gesture. @return whether there was something to go back from */
    public boolean back() {
        if (overlay.isOpen()) {
            overlay.close();
            return true;
        }
        if (presenter.placeProperty().get() != Place.SESSIONS) {
            presenter.placeProperty().set(Place.SESSIONS);
            return true;
        }
        if (isPhone() && presenter.onScreenProperty().get() != null) {
            presenter.closeSession();
            return true;
        }
        return false;
    }

    /** Opens the sheet for a new session. */
    public void openNewSession() {
        overlay.show(new NewSessionView(presenter.newSession(overlay::close), overlay::close, this::openAgents));
    }

    /** Shows which agents there are. */
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
