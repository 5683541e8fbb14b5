package dev.pilothouse.ui.shell;

import dev.pilothouse.ui.status.SessionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableBooleanValue;
import org.jspecify.annotations.Nullable;

/**
 * Where the person is in the window: the main screen, and the session that is open on {@link MainScreen#SESSIONS}.
 * Notices, notifications, the palette and the inbox open sessions here.
 *
 * <p>Owns both. Confined to the FX thread. Ends with the shell.
 */
public final class Navigation {
    private final Predicate<SessionKey> known;
    private final ObjectProperty<MainScreen> screen = new SimpleObjectProperty<>(this, "screen", MainScreen.SESSIONS);
    private final ReadOnlyObjectWrapper<SessionKey> session = new ReadOnlyObjectWrapper<>(this, "session");
    private final ReadOnlyBooleanWrapper covered = new ReadOnlyBooleanWrapper(this, "covered");
    private final List<Runnable> openListeners = new ArrayList<>();
    private final List<Runnable> summonListeners = new ArrayList<>();
    /** The navigation of the window that replaced this one. */
    private @Nullable Navigation successor;

    /** @param known whether the host of a session is linked */
    Navigation(Predicate<SessionKey> known) {
        this.known = known;
    }

    /** The main screen. */
    public ObjectProperty<MainScreen> screenProperty() {
        return screen;
    }

    /**
     * The open session, or null. It is on screen while the main screen is {@link MainScreen#SESSIONS} and no cards cover
     * it.
     */
    public ReadOnlyObjectProperty<SessionKey> sessionProperty() {
        return session.getReadOnlyProperty();
    }

    /** Whether the cards of all sessions cover the open session, which stays open. */
    ReadOnlyBooleanProperty coveredProperty() {
        return covered.getReadOnlyProperty();
    }

    /** Covers the open session with the cards, or shows it again. */
    void setCovered(boolean now) {
        covered.set(now && session.get() != null);
    }

    /** The session on screen. */
    Optional<SessionKey> onScreen() {
        return screen.get() == MainScreen.SESSIONS && !covered.get()
                ? Optional.ofNullable(session.get())
                : Optional.empty();
    }

    boolean isOnScreen(SessionKey key) {
        return onScreen().filter(key::equals).isPresent();
    }

    /**
     * @param attended whether the window has the person's attention
     * @param seen is called with a session that was opened, or to which the person returned
     */
    void onViewed(ObservableBooleanValue attended, Consumer<SessionKey> seen) {
        session.addListener((property, before, now) -> Optional.ofNullable(now).ifPresent(seen));
        screen.addListener((property, before, now) -> onScreen().ifPresent(seen));
        covered.addListener((property, before, now) -> onScreen().ifPresent(seen));
        attended.addListener(
                (property, before, now) -> onScreen().filter(key -> now).ifPresent(seen));
    }

    /**
     * Opens a session, drawn in this frame as far as its state is known. After a change of the language it opens in the
     * window that followed: a host may answer a request of the earlier one.
     */
    public void open(SessionKey key) {
        if (successor != null) {
            successor.open(key);
        } else if (known.test(key)) {
            screen.set(MainScreen.SESSIONS);
            session.set(key);
            covered.set(false);
            openListeners.forEach(Runnable::run);
        }
    }

    /** Shows a session that was open before a restart. The focus stays where it is while the person types. */
    void resume(SessionKey key) {
        if (known.test(key)) {
            session.set(key);
        }
    }

    /** Goes where the person was in the window that this one replaces, which from now on opens sessions here. */
    public void follow(Navigation before) {
        before.successor = this;
        Optional.ofNullable(before.session.get()).ifPresent(this::open);
        screen.set(before.screen.get());
    }

    /** Opens the session that is this many places after the open one, or the first one if the open one is not listed. */
    void step(List<SessionKey> listed, int places) {
        if (!listed.isEmpty()) {
            int from = listed.indexOf(session.get());
            open(listed.get(from < 0 ? 0 : Math.floorMod(from + places, listed.size())));
        }
    }

    /** Returns to the list of sessions. */
    public void closeSession() {
        session.set(null);
        covered.set(false);
    }

    /**
     * Goes one step back.
     *
     * @param overList whether the open session covers the list of sessions
     * @param cards whether the list is a grid of cards, which then covers the session that stays open
     * @return whether there was something to go back from
     */
    boolean back(boolean overList, boolean cards) {
        if (screen.get() != MainScreen.SESSIONS) {
            screen.set(MainScreen.SESSIONS);
            return true;
        }
        if (overList && onScreen().isPresent()) {
            if (cards) {
                setCovered(true);
            } else {
                closeSession();
            }
            return true;
        }
        return false;
    }

    /** @param opened runs after a session was opened and drawn, or opened again */
    void onOpened(Runnable opened) {
        openListeners.add(opened);
    }

    /** Brings the window to the front. */
    void summon() {
        summonListeners.forEach(Runnable::run);
    }

    /** @param summoned brings the window to the front */
    public void onSummoned(Runnable summoned) {
        summonListeners.add(summoned);
    }
}
