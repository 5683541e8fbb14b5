package dev.pilothouse.ui.shell;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.platform.FileOpener;
import dev.pilothouse.platform.Given;
import dev.pilothouse.platform.LocalHost;
import dev.pilothouse.platform.TextShare;
import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.pulse.Coalescer;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.session.LastTurn;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.attachment.FxPreparer;
import dev.pilothouse.ui.composer.ComposerPresenter;
import dev.pilothouse.ui.newsession.NewSessionPresenter;
import dev.pilothouse.ui.pairing.HostsPresenter;
import dev.pilothouse.ui.panel.PanelPresenter;
import dev.pilothouse.ui.permission.DecisionsPresenter;
import dev.pilothouse.ui.permission.PendingCards;
import dev.pilothouse.ui.permission.PendingPresenter;
import dev.pilothouse.ui.sessions.SessionItem;
import dev.pilothouse.ui.sessions.SessionKey;
import dev.pilothouse.ui.sessions.SessionRow;
import dev.pilothouse.ui.sessions.SessionWords;
import dev.pilothouse.ui.sessions.SessionsPresenter;
import dev.pilothouse.ui.sessions.Standing;
import dev.pilothouse.ui.settings.MachinePresenter;
import dev.pilothouse.ui.settings.Setting;
import dev.pilothouse.ui.settings.SettingsPresenter;
import dev.pilothouse.ui.settings.UpdatesPresenter;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.transcript.Projected;
import dev.pilothouse.ui.transcript.TranscriptFeed;
import dev.pilothouse.ui.transcript.TranscriptPresenter;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;

/**
 * The root of the presenters and the one place where changes arrive: what a store announces on the client-state lane marks
 * a slot, and a slot is drawn at most once per pulse. Switching to a session draws it at once.
 *
 * <p>Owns the coalescer and all presenters. Confined to the FX thread, but for the listener that marks slots. Ends with
 * {@link #close()}.
 */
public final class ShellPresenter implements AutoCloseable {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    /** Ages in the list are rough, so they may be this late. */
    private static final Duration AGES = Duration.ofSeconds(20);

    private final ShellPorts ports;
    private final Coalescer<Slot> coalescer;
    private final TranscriptFeed feed;
    private final Hosts.Subscription subscription;
    private final SessionsPresenter sessions;
    private final TranscriptPresenter transcript;
    private final ComposerPresenter composer;
    private final PendingCards cards;
    private final PendingPresenter pending;
    private final DecisionsPresenter decisions;
    private final PanelPresenter panel;
    private final HostsPresenter hostsScreen;
    private final SettingsPresenter settings;
    private final FooterPresenter footer;
    private final LinkHealthPresenter health;
    private final NoticesPresenter notices;
    private final HostWarnings warnings;
    private final HeldPrompts held;
    private final Optional<MachinePresenter> machine;
    private final Optional<UpdatesPresenter> updates;
    private final AnnouncementsPresenter announcements;
    private final ObjectProperty<Place> place = new SimpleObjectProperty<>(this, "place", Place.SESSIONS);
    private final ReadOnlyObjectWrapper<SessionKey> onScreen = new ReadOnlyObjectWrapper<>(this, "onScreen");
    private final ReadOnlyObjectWrapper<List<HostLink>> links = new ReadOnlyObjectWrapper<>(this, "links", List.of());
    private final AtomicBoolean news = new AtomicBoolean();
    private volatile PairingCode pairingCode = new PairingCode("", "");
    private final BooleanProperty shown = new SimpleBooleanProperty(this, "shown", true);
    private Runnable followEnd = () -> {};
    private Runnable opened = () -> {};
    private Runnable summoned = () -> {};
    private Consumer<Given> asked = given -> {};
    private Runnable overviewShown = () -> {};
    private Runnable uncovered = () -> {};
    private Cancellable tick;
    private Duration tickWait;
    private Cancellable hourly = Cancellable.NOTHING;
    private boolean closed;
    private long seenTurn;

    /** What is drawn apart from the others. */
    private enum Slot {
        /** The hosts, their sessions and what these ask. */
        OVERVIEW,
        /** The session on screen. */
        SESSION,
        /** Time has passed. */
        TICK,
        /** A notice may have been there long enough. */
        NOTICES,
        /** A code to compare while this device is being paired. */
        PAIRING,
        /** A sheet was closed, and not for the next one. */
        UNCOVERED
    }

    private record PairingCode(String hostName, String code) {}

    public ShellPresenter(ShellPorts ports) {
        this.ports = ports;
        coalescer = new Coalescer<>(ports.pulses(), this::show, ports.onFailure());
        coalescer.setVisible(Slot.SESSION);
        feed = new TranscriptFeed(ports.projections(), (key, critical) -> mark(Slot.SESSION, critical));
        settings = new SettingsPresenter(ports.kept(), ports.platform().calm());
        notices = new NoticesPresenter(
                ports.clock(), wait -> later(wait, Slot.NOTICES), this::openSession, ports.outside()::openLink);
        warnings = new HostWarnings(notices);
        held = new HeldPrompts(notices, this::sees);
        machine = ports.platform()
                .localHost()
                .flatMap(LocalHost::machine)
                .map(own -> new MachinePresenter(own, ports.fx(), this::showNotice));
        updates = ports.platform()
                .localHost()
                .flatMap(LocalHost::releases)
                .map(feed -> new UpdatesPresenter(
                        feed,
                        ports.kept(),
                        ports.clock(),
                        ports.version(),
                        ports.fx(),
                        (text, page) -> notices.show(Notice.news("update", text, page))));
        announcements =
                new AnnouncementsPresenter(settings, notices, ports.platform().notifier(), this::sees, ports.clock());
        ports.platform()
                .notifier()
                .ifPresent(system -> system.onPressed(key -> ports.fx().execute(() -> onNotificationPressed(key))));
        sessions = new SessionsPresenter(
                ports.hosts(), ports.clock(), ports.kept(), ports.projections(), ports.fx(), new AroundTheList());
        cards = new PendingCards(ports.fx(), this::showNotice, this::renderPendings);
        pending = new PendingPresenter(cards, ports.clock());
        decisions = new DecisionsPresenter(cards, ports.hosts(), ports.clock(), ports.fx(), this::openSession);
        transcript = new TranscriptPresenter(feed, ports.clock(), ports.fx(), new Outside());
        composer = new ComposerPresenter(new ComposerPresenter.Ports(
                ports.kept(), new FxPreparer(), ports.pictures(), ports.fx(), this::showNotice, () -> followEnd.run()));
        panel = new PanelPresenter();
        hostsScreen = new HostsPresenter(
                ports.hosts(),
                new HostsPresenter.Device(
                        ports.platform().qrEncoder(),
                        ports.platform().hostFinder(),
                        ports.platform().attachmentPicker(),
                        ports.pictures()),
                ports.clock(),
                ports.fx(),
                this::showNotice);
        hostsScreen.setOnPaired(() -> place.set(Place.SESSIONS));
        footer = new FooterPresenter(ports.clock());
        health = new LinkHealthPresenter(ports.clock(), () -> ports.hosts().retryNow());
        shown.addListener((property, before, now) -> onShown(now));
        notices.attendedProperty().addListener((property, before, now) -> {
            if (now && onScreen.get() != null && place.get() == Place.SESSIONS) {
                announcements.seen(onScreen.get());
                held.seen(onScreen.get());
            }
        });
        place.addListener((property, before, now) -> {
            hostsScreen.nearby().onStop();
            if (now == Place.HOSTS) {
                hostsScreen.refreshDevices();
            } else if (now == Place.SESSIONS) {
                // What has ended behind another screen is seen only now.
                renderSession(feed.latest());
            }
        });
        links.set(ports.hosts().links());
        renderOverview();
        subscription = ports.hosts().listen(new Marks());
        updates.ifPresent(this::lookForUpdates);
    }

    /** Asks when it is time to, and looks every hour whether it is. */
    private void lookForUpdates(UpdatesPresenter found) {
        if (!closed) {
            found.onTime();
            try {
                hourly = ports.projections().schedule(HOUR, () -> ports.fx().execute(() -> lookForUpdates(found)));
            } catch (RejectedExecutionException ending) {
                // The app is ending, and asks when it runs again.
            }
        }
    }

    /** Marks slots; called on the client-state lane. */
    private final class Marks implements Hosts.Listener {
        private final Map<HostId, List<SessionSummary>> overviews = new HashMap<>();

        @Override
        public void linksChanged(List<HostLink> changed) {
            // What is known of a host when it comes is no news of it.
            overviews.keySet().retainAll(changed.stream().map(HostLink::hostId).toList());
            changed.forEach(link ->
                    overviews.putIfAbsent(link.hostId(), link.reader().host().sessions()));
            mark(Slot.OVERVIEW, true);
        }

        @Override
        public void hostChanged(HostId hostId, boolean critical) {
            // The answer to a ping leaves the sessions as they are, and is no news.
            ports.hosts().links().stream()
                    .filter(link -> link.hostId().equals(hostId))
                    .map(link -> link.reader().host().sessions())
                    .filter(now -> !now.equals(overviews.put(hostId, now)))
                    .forEach(changed -> {
                        news.set(true);
                        health.heard(hostId);
                    });
            mark(Slot.OVERVIEW, critical);
        }

        @Override
        public void sessionChanged(HostId hostId, SessionId sessionId, boolean critical) {
            news.set(true);
            health.heard(hostId);
            feed.changed(new SessionKey(hostId, sessionId), critical);
        }

        @Override
        public void pairing(String hostName, String code) {
            pairingCode = new PairingCode(hostName, code);
            mark(Slot.PAIRING, true);
        }
    }

    private final class Outside implements TranscriptPresenter.Outside {
        @Override
        public void openLink(String target) {
            ports.outside().openLink(target);
        }

        @Override
        public void copy(String text) {
            ports.outside().copy(text);
        }

        @Override
        public void notice(String text) {
            showNotice(text);
        }

        @Override
        public Executor pictures() {
            return ports.pictures();
        }

        @Override
        public Optional<FileOpener> files() {
            return ports.platform().fileOpener();
        }

        @Override
        public Optional<TextShare> share() {
            return ports.platform().inHand().textShare();
        }
    }

    private final class AroundTheList implements SessionsPresenter.Outside {
        @Override
        public void notice(String text) {
            showNotice(text);
        }

        @Override
        public void open(SessionKey key) {
            openSession(key);
        }

        @Override
        public void openAt(SessionKey key, ItemId item) {
            openSession(key);
            transcript.reveal(item);
        }

        @Override
        public void draft(SessionKey key, String text) {
            ports.kept().put(ComposerPresenter.draftName(key), text);
        }

        @Override
        public void close(SessionKey key) {
            if (key.equals(onScreen.get())) {
                closeSession();
            }
        }
    }

    private void mark(Slot slot, boolean critical) {
        if (critical) {
            coalescer.markCritical(slot);
        } else {
            coalescer.mark(slot);
        }
    }

    private void show(Slot slot) {
        switch (slot) {
            case OVERVIEW -> renderOverview();
            case SESSION -> renderSession(transcript.render());
            case TICK -> {
                tick = null;
                sessions.render(links.get());
                renderHealth();
                decisions.render(links.get());
                transcript.renderHeading();
            }
            case NOTICES -> notices.onTime();
            case PAIRING -> hostsScreen.renderPairing(pairingCode.hostName(), pairingCode.code());
            case UNCOVERED -> uncovered.run();
        }
        footer.render(links.get(), news.getAndSet(false));
        tickWhenNeeded();
    }

    private void renderOverview() {
        links.set(ports.hosts().links());
        sessions.render(links.get());
        renderHealth();
        decisions.render(links.get());
        hostsScreen.render(links.get());
        footer.render(links.get(), false);
        announcements.render(links.get());
        warnings.render(links.get());
        held.render(links.get());
        settings.offer(offered());
        overviewShown.run();
        transcript.renderHeading();
        SessionKey key = onScreen.get();
        if (key != null && !exists(key)) {
            closeSession();
        } else {
            // What this device may do with it depends on the host too.
            renderSession(feed.latest());
        }
    }

    private void renderHealth() {
        health.render(links.get(), sessions.emptyProperty().get());
    }

    /** A session stays on screen while its host is unreachable; it goes when a live host does not have it. */
    private boolean exists(SessionKey key) {
        Optional<HostLink> link = link(key.hostId());
        return link.isPresent()
                && (!(link.get().reader().host().connection() instanceof ConnectionState.Live)
                        || link.get().reader().session(key.sessionId()).isPresent()
                        || link.get().reader().host().sessions().stream()
                                .anyMatch(session -> session.sessionId().equals(key.sessionId())));
    }

    private void renderSession(Projected projected) {
        SessionKey key = onScreen.get();
        if (projected == null || key == null) {
            return;
        }
        Optional<HostLink> link = link(key.hostId());
        if (link.isEmpty()) {
            return;
        }
        composer.watched(link.get().reader().host().sessions().stream()
                .filter(session -> session.sessionId().equals(key.sessionId()))
                .findFirst()
                .flatMap(session -> SessionWords.watched(session, ports.clock().instant())));
        composer.render(projected.view().state());
        pending.render(link.get(), projected.view().state());
        panel.render(projected);
        LastTurn turn = projected.view().state().lastTurn();
        if (turn != null && turn.seq() != seenTurn && place.get() == Place.SESSIONS) {
            seenTurn = turn.seq();
            transcript.seen();
        }
    }

    private void renderPendings() {
        decisions.render(links.get());
        renderSession(feed.latest());
    }

    private void tickWhenNeeded() {
        if (!shown.get()) {
            return;
        }
        Duration wait = transcript.headingProperty().get().running() || anyLost() || health.isOpen()
                ? SECOND
                : anyAtWork() ? AGES : null;
        if (tick != null && wait != null && wait.compareTo(tickWait) < 0) {
            // Seconds count from now on; the tick that is on its way is for rough ages.
            tick.cancel();
            tick = null;
        }
        if (tick == null && wait != null) {
            try {
                tickWait = wait;
                tick = ports.projections().schedule(wait, () -> coalescer.mark(Slot.TICK));
            } catch (RejectedExecutionException closed) {
                // The app is ending: nobody reads the time any more.
            }
        }
    }

    /** Nobody reads times off a window that is not there; one that comes back is drawn as late as it is. */
    private void onShown(boolean now) {
        if (now) {
            show(Slot.TICK);
        } else if (tick != null) {
            tick.cancel();
            tick = null;
        }
    }

    private void later(Duration wait, Slot slot) {
        try {
            ports.projections().schedule(wait, () -> coalescer.mark(slot));
        } catch (RejectedExecutionException closed) {
            // The app is ending: nobody reads the time any more.
        }
    }

    private boolean sees(SessionKey key) {
        return key.equals(onScreen.get()) && place.get() == Place.SESSIONS;
    }

    /** What of the settings makes sense on this device. */
    private Set<Setting> offered() {
        Set<Setting> offered = EnumSet.allOf(Setting.class);
        if (ports.platform().localHost().isEmpty()) {
            offered.remove(Setting.DATA);
        }
        if (machine.isEmpty()) {
            offered.removeAll(EnumSet.of(Setting.KEEP_AWAKE, Setting.START_AT_LOGIN));
        }
        if (links.get().stream().noneMatch(link -> link.reader().host().scope().covers(Scope.ADMIN))) {
            offered.removeAll(EnumSet.of(Setting.SHARING, Setting.DEVICES));
        }
        if (updates.isEmpty()) {
            offered.remove(Setting.UPDATES);
        }
        if (links.get().isEmpty()) {
            offered.removeAll(EnumSet.of(Setting.AGENTS, Setting.GUIDE));
        }
        return offered;
    }

    private boolean anyLost() {
        return links.get().stream().anyMatch(link -> link.reader().host().connection() instanceof ConnectionState.Lost);
    }

    private boolean anyAtWork() {
        return links.get().stream()
                .flatMap(link -> link.reader().host().sessions().stream())
                .map(session -> session.activity().phase())
                .anyMatch(phase -> phase == SessionPhase.WORKING
                        || phase == SessionPhase.WAITING
                        || phase == SessionPhase.STARTING);
    }

    private Optional<HostLink> link(HostId hostId) {
        return links.get().stream().filter(link -> link.hostId().equals(hostId)).findFirst();
    }

    /** Puts a session on screen, in this very frame as far as it is known. */
    public void openSession(SessionKey key) {
        Optional<HostLink> link = link(key.hostId());
        if (link.isEmpty()) {
            return;
        }
        place.set(Place.SESSIONS);
        if (!key.equals(onScreen.get())) {
            seenTurn = 0;
            composer.show(link.get(), key);
            pending.clear();
            panel.clear();
            Projected projected = transcript.show(link.get(), key);
            onScreen.set(key);
            announcements.seen(key);
            held.seen(key);
            sessions.selectedProperty().set(key);
            renderSession(projected);
            sessions.render(links.get());
            tickWhenNeeded();
        }
        followEnd.run();
        opened.run();
    }

    /** A notification of the system leads to its session, and so to the window. */
    private void onNotificationPressed(String noticeKey) {
        summoned.run();
        announcements.pressed(noticeKey).ifPresent(this::openSession);
    }

    /**
     * The program was started again, or by a link, and the person wants to see its window.
     *
     * @param link a ticket leads to the form that takes it, where the person decides; anything else only to the window
     */
    public void onSummoned(String link) {
        summoned.run();
        if (link.startsWith(HostsPresenter.TICKET)) {
            place.set(Place.HOSTS);
            hostsScreen.onOffer(link);
        }
    }

    /** Forgets what is only held to be quick: the device is short of memory, or nobody looks. */
    public void onMemoryLow() {
        feed.trim();
        transcript.trim();
        composer.trim();
        cards.trim();
    }

    /** @param summon brings the window before the person */
    public void setOnSummoned(Runnable summon) {
        summoned = summon;
    }

    /** Goes back to the list. */
    public void closeSession() {
        onScreen.set(null);
        sessions.selectedProperty().set(null);
        transcript.hide();
        composer.hide();
        pending.clear();
        panel.clear();
        sessions.render(links.get());
    }

    /** Makes the presenter of a sheet for a new session. */
    public NewSessionPresenter newSession(Runnable closeSheet) {
        return newSession(closeSheet, key -> {});
    }

    private NewSessionPresenter newSession(Runnable closeSheet, Consumer<SessionKey> made) {
        return new NewSessionPresenter(links.get(), ports.fx(), ports.kept(), key -> {
            closeSheet.run();
            openSession(key);
            made.accept(key);
        });
    }

    /** The presenter of a sheet for a new session, in whose draft something is put. */
    NewSessionPresenter newSessionWith(Given given, Runnable closeSheet) {
        return newSession(closeSheet, key -> putInto(key, given));
    }

    /** Another app has given something, which goes where the person says. Nothing is sent. */
    public void onGiven(Given given) {
        String problem = PutIntoPresenter.problem(given);
        if (!problem.isEmpty()) {
            showNotice(problem);
        }
        if (given.isEmpty()) {
            return;
        }
        if (given.text().strip().startsWith(HostsPresenter.TICKET)) {
            onSummoned(given.text().strip());
            return;
        }
        // Right after a start they have come a moment ago.
        links.set(ports.hosts().links());
        if (given.text().length() > Given.MOST_CHARACTERS) {
            showNotice(Texts.text("given.tooLarge", Given.MOST_CHARACTERS));
        } else if (links.get().isEmpty()) {
            showNotice(Texts.text("given.pairFirst"));
        } else {
            summoned.run();
            asked.accept(given);
        }
    }

    /** @param told that the hosts or their sessions have changed, at most once a frame */
    void setOnOverview(Runnable told) {
        overviewShown = told;
    }

    /** A sheet was closed; whether for another one shows in the next frame. */
    void onUncovered() {
        mark(Slot.UNCOVERED, false);
    }

    /** @param told a frame after {@link #onUncovered} */
    void setOnUncovered(Runnable told) {
        uncovered = told;
    }

    /** @param ask lets the person say into which session something goes */
    void setOnGiven(Consumer<Given> ask) {
        asked = ask;
    }

    /** Puts something into the draft of a session, which comes on screen. */
    void putInto(SessionKey key, Given given) {
        openSession(key);
        composer.onGiven(given);
    }

    /** Starts a session with the demo agent on the first host that has it. */
    public void onDemo() {
        links.get().stream()
                .filter(NewSessionPresenter::hasDemo)
                .findFirst()
                .ifPresent(
                        link -> NewSessionPresenter.startDemo(link, ports.fx(), this::openSession, this::showNotice));
    }

    /** Shows a sentence until it is dismissed. */
    public void showNotice(String text) {
        notices.show(Notice.problem(text));
    }

    /** Opens the session that has waited for the person the longest, after the one on screen; or the inbox. */
    void onNextWaiting() {
        List<SessionKey> waiting = sessions.rows().stream()
                .map(SessionItem::row)
                .filter(SessionRow.Entry.class::isInstance)
                .map(SessionRow.Entry.class::cast)
                .filter(entry -> entry.standing().group() == Standing.Group.NEEDS_YOU)
                .map(SessionRow.Entry::key)
                .toList();
        if (waiting.isEmpty()) {
            place.set(Place.DECISIONS);
        } else {
            openSession(waiting.get((waiting.indexOf(onScreen.get()) + 1) % waiting.size()));
        }
    }

    /** Opens the session that stands so many rows below the one on screen in the list. */
    void onStep(int rowsOn) {
        List<SessionKey> all = sessions.rows().stream()
                .map(SessionItem::row)
                .filter(SessionRow.Entry.class::isInstance)
                .map(row -> ((SessionRow.Entry) row).key())
                .toList();
        if (!all.isEmpty()) {
            int from = all.indexOf(onScreen.get());
            openSession(all.get(from < 0 ? 0 : Math.floorMod(from + rowsOn, all.size())));
        }
    }

    /** @param follow lets the transcript go to its end */
    void setFollowEnd(Runnable follow) {
        followEnd = follow;
    }

    /** @param told is told when the person has opened a session, after it was drawn */
    void setOnOpened(Runnable told) {
        opened = told;
    }

    public ObjectProperty<Place> placeProperty() {
        return place;
    }

    /** The session on screen, or null. */
    public ReadOnlyObjectProperty<SessionKey> onScreenProperty() {
        return onScreen.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<List<HostLink>> linksProperty() {
        return links.getReadOnlyProperty();
    }

    /** The sentences over the window. */
    public NoticesPresenter notices() {
        return notices;
    }

    /**
     * What the window is called: the program's name, and before it what waits for the person. Nobody is waited for in a
     * recording.
     */
    public ReadOnlyStringProperty titleProperty() {
        return ports.demo().isPlaying()
                ? new ReadOnlyStringWrapper(this, "title", Texts.text("demo.title")).getReadOnlyProperty()
                : announcements.titleProperty();
    }

    /** Whether the window is there to be read: neither hidden nor an icon. */
    public BooleanProperty shownProperty() {
        return shown;
    }

    public SessionsPresenter sessions() {
        return sessions;
    }

    public TranscriptPresenter transcript() {
        return transcript;
    }

    public ComposerPresenter composer() {
        return composer;
    }

    public PendingPresenter pending() {
        return pending;
    }

    public DecisionsPresenter decisions() {
        return decisions;
    }

    public PanelPresenter panel() {
        return panel;
    }

    public HostsPresenter hosts() {
        return hostsScreen;
    }

    /** What can be chosen of this machine, where there is a host on it. */
    Optional<MachinePresenter> machine() {
        return machine;
    }

    /** Whether there is a newer release, where somebody can be asked. */
    Optional<UpdatesPresenter> updates() {
        return updates;
    }

    public SettingsPresenter settings() {
        return settings;
    }

    /** How the ways to the hosts are. */
    LinkHealthPresenter health() {
        return health;
    }

    /** Somebody looks at the ways to the hosts from now on. */
    void onHealth() {
        health.onOpen(links.get(), sessions.emptyProperty().get());
        tickWhenNeeded();
    }

    FooterPresenter footer() {
        return footer;
    }

    ShellPorts ports() {
        return ports;
    }

    @Override
    public void close() {
        closed = true;
        hourly.cancel();
        updates.ifPresent(UpdatesPresenter::close);
        subscription.close();
        hostsScreen.nearby().onStop();
        if (tick != null) {
            tick.cancel();
        }
        coalescer.close();
        announcements.close();
        sessions.close();
        composer.close();
        transcript.hide();
    }
}
