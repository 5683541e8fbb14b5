package dev.pilothouse.ui.shell;

import dev.pilothouse.pulse.Lane;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.LastTurn;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.transcript.ProjectedTranscript;
import dev.pilothouse.ui.transcript.TranscriptFeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * The state of the open session, for the parts of the window that show it. They register in the order in which they are
 * drawn. Opening a session draws it at once; later changes are drawn at most once per pulse, before the changes of
 * other parts.
 *
 * <p>Owns the projections of its transcript and its slot. Confined to the FX thread. Ends with the shell.
 */
final class CurrentSession {
    private final Navigation navigation;
    private final LinkedHosts hosts;
    private final TranscriptFeed feed;
    private final List<BiConsumer<HostLink, SessionKey>> openListeners = new ArrayList<>();
    private final List<Runnable> drawListeners = new ArrayList<>();
    private final List<BiConsumer<HostLink, ProjectedTranscript>> changeListeners = new ArrayList<>();
    private final List<Runnable> closeListeners = new ArrayList<>();
    private final List<Runnable> endListeners = new ArrayList<>();
    /** Complete when the session is drawn, or closed. */
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
    /** The turn whose end was marked as seen, 0 for none. */
    private long seenTurn;

    /** @param projections the lane on which transcripts are prepared */
    CurrentSession(Navigation navigation, LinkedHosts hosts, UpdateScheduler scheduler, Lane projections) {
        this.navigation = navigation;
        this.hosts = hosts;
        UpdateScheduler.Slot slot = scheduler.slot();
        scheduler.setVisible(slot);
        slot.draws(this::draw);
        feed = new TranscriptFeed(projections, (key, critical) -> slot.mark(critical));
        hosts.onSession(feed::changed);
        navigation.sessionProperty().addListener((property, before, now) -> {
            if (now == null) {
                closeListeners.forEach(Runnable::run);
                completeWaiting();
            } else {
                open(now);
                scheduler.scheduleTick();
            }
        });
        navigation.screenProperty().addListener((property, before, now) -> {
            if (now == MainScreen.SESSIONS) {
                // A turn that ended while another screen was shown counts as seen only now.
                render();
            }
        });
        navigation.coveredProperty().addListener((property, before, now) -> {
            if (!now) {
                render();
            }
        });
    }

    /** @param opened is called with a session that was opened, before it is drawn */
    void onOpen(BiConsumer<HostLink, SessionKey> opened) {
        openListeners.add(opened);
    }

    /** @param draw draws the newest projection, when there is one */
    void onDraw(Runnable draw) {
        drawListeners.add(draw);
    }

    /** @param changed is called with the state of the session, as often as it may have changed */
    void onChange(BiConsumer<HostLink, ProjectedTranscript> changed) {
        changeListeners.add(changed);
    }

    /** @param closed is called when no session is open any more */
    void onClose(Runnable closed) {
        closeListeners.add(closed);
    }

    /** @param follow scrolls the conversation to its end */
    void onEnd(Runnable follow) {
        endListeners.add(follow);
    }

    /** Scrolls the conversation to its end. */
    void scrollToEnd() {
        endListeners.forEach(Runnable::run);
    }

    /** The projections of the transcript. */
    TranscriptFeed feed() {
        return feed;
    }

    /** The session in the overview of its host. */
    Optional<SessionSummary> summary() {
        return Optional.ofNullable(navigation.sessionProperty().get())
                .flatMap(key -> hosts.link(key.hostId()).flatMap(link -> summary(link, key)));
    }

    private static Optional<SessionSummary> summary(HostLink link, SessionKey key) {
        return link.reader().host().sessions().stream()
                .filter(session -> session.sessionId().equals(key.sessionId()))
                .findFirst();
    }

    private void open(SessionKey key) {
        seenTurn = 0;
        hosts.link(key.hostId()).ifPresent(link -> {
            openListeners.forEach(listener -> listener.accept(link, key));
            render();
        });
    }

    /** Draws the session after its host has changed. Closes it if it is gone. */
    void renderHost() {
        SessionKey key = navigation.sessionProperty().get();
        if (key != null && !exists(key)) {
            navigation.closeSession();
        } else {
            // This device's rights in the session depend on the host too.
            render();
        }
    }

    /**
     * Whether the session still exists. An unreachable host keeps its sessions; they are gone once a live host does not
     * list them.
     */
    private boolean exists(SessionKey key) {
        return hosts.link(key.hostId())
                .filter(link -> !(link.reader().host().connection() instanceof ConnectionState.Live)
                        || link.reader().session(key.sessionId()).isPresent()
                        || summary(link, key).isPresent())
                .isPresent();
    }

    private void draw() {
        drawListeners.forEach(Runnable::run);
        render();
        if (feed.latest() != null) {
            completeWaiting();
        }
    }

    /** Completes on the FX thread when the open session has rows to draw, or none is open. */
    CompletionStage<Void> drawable() {
        CompletableFuture<Void> drawable = new CompletableFuture<>();
        if (navigation.sessionProperty().get() == null || feed.latest() != null) {
            drawable.complete(null);
        } else {
            waiting.add(drawable);
        }
        return drawable;
    }

    private void completeWaiting() {
        List<CompletableFuture<Void>> done = List.copyOf(waiting);
        waiting.clear();
        done.forEach(drawable -> drawable.complete(null));
    }

    /** Draws the newest state of the session. */
    void render() {
        ProjectedTranscript projected = feed.latest();
        SessionKey key = navigation.sessionProperty().get();
        if (projected == null || key == null) {
            return;
        }
        hosts.link(key.hostId()).ifPresent(link -> {
            changeListeners.forEach(listener -> listener.accept(link, projected));
            LastTurn turn = projected.view().state().lastTurn();
            if (turn != null && turn.seq() != seenTurn && navigation.isOnScreen(key)) {
                seenTurn = turn.seq();
                link.sessions().markSeen(key.sessionId());
            }
        });
    }
}
