package dev.pilothouse.ui.shell;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.platform.FileOpener;
import dev.pilothouse.platform.LocalHost;
import dev.pilothouse.platform.SharedContent;
import dev.pilothouse.platform.TextShare;
import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.pulse.Coalescer;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.session.LastTurn;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.attachment.FxAttachmentPreparer;
import dev.pilothouse.ui.composer.ComposerPresenter;
import dev.pilothouse.ui.newsession.NewSessionPresenter;
import dev.pilothouse.ui.pairing.HostsPresenter;
import dev.pilothouse.ui.panel.PanelPresenter;
import dev.pilothouse.ui.permission.DecisionsPresenter;
import dev.pilothouse.ui.permission.PendingCards;
import dev.pilothouse.ui.permission.PendingPresenter;
import dev.pilothouse.ui.sessions.SessionItem;
import dev.pilothouse.ui.sessions.SessionRow;
import dev.pilothouse.ui.sessions.SessionsPresenter;
import dev.pilothouse.ui.settings.MachinePresenter;
import dev.pilothouse.ui.settings.Setting;
import dev.pilothouse.ui.settings.SettingsPresenter;
import dev.pilothouse.ui.settings.UpdatesPresenter;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.status.SessionStatus;
import dev.pilothouse.ui.status.SessionText;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.transcript.ProjectedTranscript;
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
 * The root of the presenters and the only place that receives changes. A change from a store, on the client-state lane,
 * marks a slot, and each slot is drawn at most once per pulse. Switching to a session draws it at once.
 *
 * <p>Owns the coalescer and all presenters. Confined to the FX thread, except for the listener that marks slots. Ends
 * with {@link #close()}.
 */
public final class ShellGraph implements AutoCloseable {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    /** The longest delay of ages in the list, which are rough. */
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
    private final ConnectionHealthPresenter health;
    private final NoticesPresenter notices;
    private final HostWarningNotices warnings;
    private final HeldPromptNotices held;
    private final Optional<MachinePresenter> machine;
    private final Optional<UpdatesPresenter> updates;
    private final AnnouncementsPresenter announcements;
    private final ObjectProperty<MainScreen> place = new SimpleObjectProperty<>(this, "place", MainScreen.SESSIONS);
    private final ReadOnlyObjectWrapper<SessionKey> onScreen = new ReadOnlyObjectWrapper<>(this, "onScreen");
    private final ReadOnlyObjectWrapper<List<HostLink>> links = new ReadOnlyObjectWrapper<>(this, "links", List.of());
    private final AtomicBoolean news = new AtomicBoolean();
    private volatile PairingCode pairingCode = new PairingCode("", "");
    private final BooleanProperty shown = new SimpleBooleanProperty(this, "shown", true);
    private Runnable followEnd = () -> {};
    private Runnable opened = () -> {};
    private Runnable summoned = () -> {};
    private Consumer<SharedContent> asked = given -> {};
    private Runnable overviewShown = () -> {};
    private Runnable uncovered = () -> {};
    private Cancellable tick;
    private Duration tickWait;
    private Cancellable hourly = Cancellable.NOTHING;
    private boolean closed;
    private long seenTurn;

    /** Parts that are drawn independently. */
    private enum Slot {
        /** The hosts, their sessions and their open questions. */
        OVERVIEW,
        /** The session on screen. */
        SESSION,
        /** Ages and running times. */
        TICK,
        /** A notice may have expired. */
        NOTICES,
        /** The code to compare during a pairing. */
        PAIRING,
        /** A sheet was closed without another one opening. */
        UNCOVERED
    }

    private record PairingCode(String hostName, String code) {}

    public ShellGraph(ShellPorts ports) {
        this.ports = ports;
        coalescer = new Coalescer<>(ports.pulses(), this::show, ports.onFailure());
        coalescer.setVisible(Slot.SESSION);
        feed = new TranscriptFeed(ports.projections(), (key, critical) -> mark(Slot.SESSION, critical));
        settings = new SettingsPresenter(ports.kept(), ports.platform().calm());
        notices = new NoticesPresenter(
                ports.clock(), wait -> later(wait, Slot.NOTICES), this::openSession, ports.outside()::openLink);
        warnings = new HostWarningNotices(notices);
        held = new HeldPromptNotices(notices, this::sees);
        machine = ports.platform()
                .localHost()
                .flatMap(LocalHost::machine)
                .map(own -> new MachinePresenter(own, ports.fx(), this::showNotice));
        updates = ports.platform()
                .localHost()
                .flatMap(LocalHost::releaseFeed)
                .map(feed -> new UpdatesPresenter(
                        feed,
                        ports.kept(),
                        ports.clock(),
                        ports.version(),
                        ports.fx(),
                        (text, page) -> notices.show(Notice.info("update", text, page))));
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
                ports.kept(),
                new FxAttachmentPreparer(),
                ports.pictures(),
                ports.fx(),
                this::showNotice,
                () -> followEnd.run()));
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
        hostsScreen.setOnPaired(() -> place.set(MainScreen.SESSIONS));
        footer = new FooterPresenter(ports.clock());
        health =
                new ConnectionHealthPresenter(ports.clock(), () -> ports.hosts().retryNow());
        shown.addListener((property, before, now) -> onShown(now));
        notices.attendedProperty().addListener((property, before, now) -> {
            if (now && onScreen.get() != null && place.get() == MainScreen.SESSIONS) {
                announcements.seen(onScreen.get());
                held.seen(onScreen.get());
            }
        });
        place.addListener((property, before, now) -> {
            hostsScreen.nearby().onStop();
            if (now == MainScreen.HOSTS) {
                hostsScreen.refreshDevices();
            } else if (now == MainScreen.SESSIONS) {
                // A turn that ended while another screen was shown counts as seen only now.
                renderSession(feed.latest());
            }
        });
        links.set(ports.hosts().links());
        renderOverview();
        subscription = ports.hosts().listen(new Marks());
        updates.ifPresent(this::lookForUpdates);
    }

    /** Checks for a release if that is due, and tests hourly whether it is. */
    private void lookForUpdates(UpdatesPresenter found) {
        if (!closed) {
            found.onTime();
            try {
                hourly = ports.projections().schedule(HOUR, () -> ports.fx().execute(() -> lookForUpdates(found)));
            } catch (RejectedExecutionException ending) {
                // The app is ending. The next run checks.
            }
        }
    }

    /** Marks slots. Called on the client-state lane. */
    private final class Marks implements Hosts.Listener {
        private final Map<HostId, List<SessionSummary>> overviews = new HashMap<>();

        @Override
        public void linksChanged(List<HostLink> changed) {
            // The first overview of a host is not news.
            overviews.keySet().retainAll(changed.stream().map(HostLink::hostId).toList());
            changed.forEach(link ->
                    overviews.putIfAbsent(link.hostId(), link.reader().host().sessions()));
            mark(Slot.OVERVIEW, true);
        }

        @Override
        public void hostChanged(HostId hostId, boolean critical) {
            // An answer to a ping leaves the sessions unchanged, and is not news.
            ports.hosts().links().stream()
                    .filter(link -> link.hostId().equals(hostId))
                    .map(link -> link.reader().host().sessions())
                    .filter(now -> !now.equals(overviews.put(hostId, now)))
                    .forEach(changed -> {
                        news.set(true);
                        health.onHostHeard(hostId);
                    });
            mark(Slot.OVERVIEW, critical);
        }

        @Override
        public void sessionChanged(HostId hostId, SessionId sessionId, boolean critical) {
            news.set(true);
            health.onHostHeard(hostId);
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
            return ports.platform().mobileServices().textShare();
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
            // This device's rights in the session depend on the host too.
            renderSession(feed.latest());
        }
    }

    private void renderHealth() {
        health.render(links.get(), sessions.emptyProperty().get());
    }

    /**
     * Whether the session still exists. An unreachable host keeps its sessions; they are gone once a live host does not
     * list them.
     */
    private boolean exists(SessionKey key) {
        Optional<HostLink> link = link(key.hostId());
        return link.isPresent()
                && (!(link.get().reader().host().connection() instanceof ConnectionState.Live)
                        || link.get().reader().session(key.sessionId()).isPresent()
                        || link.get().reader().host().sessions().stream()
                                .anyMatch(session -> session.sessionId().equals(key.sessionId())));
    }

    private void renderSession(ProjectedTranscript projected) {
        SessionKey key = onScreen.get();
        if (projected == null || key == null) {
            return;
        }
        Optional<HostLink> link = link(key.hostId());
        if (link.isEmpty()) {
            return;
        }
        composer.watchText(link.get().reader().host().sessions().stream()
                .filter(session -> session.sessionId().equals(key.sessionId()))
                .findFirst()
                .flatMap(session -> SessionText.watchText(session, ports.clock().instant())));
        composer.render(projected.view().state());
        pending.render(link.get(), projected.view().state());
        panel.render(projected.view().state(), projected.changes());
        LastTurn turn = projected.view().state().lastTurn();
        if (turn != null && turn.seq() != seenTurn && place.get() == MainScreen.SESSIONS) {
            seenTurn = turn.seq();
            transcript.markSeen();
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
            // Seconds must count from now on; the pending tick is for rough ages.
            tick.cancel();
            tick = null;
        }
        if (tick == null && wait != null) {
            try {
                tickWait = wait;
                tick = ports.projections().schedule(wait, () -> coalescer.mark(Slot.TICK));
            } catch (RejectedExecutionException closed) {
                // The app is ending, and times need no more updates.
            }
        }
    }

    /** Stops the ticks while the window is hidden, and draws the current times when it is shown again. */
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
            // The app is ending, and times need no more updates.
        }
    }

    private boolean sees(SessionKey key) {
        return key.equals(onScreen.get()) && place.get() == MainScreen.SESSIONS;
    }

    /** The settings that apply to this device. */
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

    /** Shows a session, in this frame as far as its state is known. */
    public void openSession(SessionKey key) {
        Optional<HostLink> link = link(key.hostId());
        if (link.isEmpty()) {
            return;
        }
        place.set(MainScreen.SESSIONS);
        if (!key.equals(onScreen.get())) {
            seenTurn = 0;
            composer.show(link.get(), key);
            pending.clear();
            panel.clear();
            ProjectedTranscript projected = transcript.show(link.get(), key);
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

    /** Brings the window to the front and opens the notification's session. */
    private void onNotificationPressed(String noticeKey) {
        summoned.run();
        announcements.pressed(noticeKey).ifPresent(this::openSession);
    }

    /**
     * Handles a second start of the program, or a start by a link, by bringing the window to the front.
     *
     * @param link a ticket opens the pairing form, where the person confirms; any other link is ignored
     */
    public void onSummoned(String link) {
        summoned.run();
        if (link.startsWith(HostsPresenter.TICKET)) {
            place.set(MainScreen.HOSTS);
            hostsScreen.onOffer(link);
        }
    }

    /** Releases caches: the device is short of memory, or the app is in the background. */
    public void onMemoryLow() {
        feed.releaseMemory();
        transcript.releaseMemory();
        composer.releaseMemory();
        cards.removeOld();
    }

    /** @param summon brings the window to the front */
    public void setOnSummoned(Runnable summon) {
        summoned = summon;
    }

    /** Returns to the list. */
    public void closeSession() {
        onScreen.set(null);
        sessions.selectedProperty().set(null);
        transcript.hide();
        composer.hide();
        pending.clear();
        panel.clear();
        sessions.render(links.get());
    }

    /** Creates the presenter of the sheet for a new session. */
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

    /** Creates the presenter of the sheet for a new session whose draft gets this content. */
    NewSessionPresenter newSessionWith(SharedContent given, Runnable closeSheet) {
        return newSession(closeSheet, key -> putInto(key, given));
    }

    /** Handles content that another app shared. The person chooses the session. Nothing is sent. */
    public void onGiven(SharedContent given) {
        String problem = ShareTargetPresenter.problem(given);
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
        // Reads the links again, because right after a start they may have just arrived.
        links.set(ports.hosts().links());
        if (given.text().length() > SharedContent.MAX_CHARACTERS) {
            showNotice(Texts.text("given.tooLarge", SharedContent.MAX_CHARACTERS));
        } else if (links.get().isEmpty()) {
            showNotice(Texts.text("given.pairFirst"));
        } else {
            summoned.run();
            asked.accept(given);
        }
    }

    /** @param told runs after changes of the hosts or their sessions, at most once per frame */
    void setOnOverview(Runnable told) {
        overviewShown = told;
    }

    /** Called when a sheet was closed. The next frame shows whether another one has opened. */
    void onUncovered() {
        mark(Slot.UNCOVERED, false);
    }

    /** @param told runs one frame after {@link #onUncovered} */
    void setOnUncovered(Runnable told) {
        uncovered = told;
    }

    /** @param ask lets the person choose the session for shared content */
    void setOnGiven(Consumer<SharedContent> ask) {
        asked = ask;
    }

    /** Adds content to the draft of a session and shows the session. */
    void putInto(SessionKey key, SharedContent given) {
        openSession(key);
        composer.onShared(given);
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

    /** Opens the next session that waits for the person, after the one on screen; opens the inbox if none waits. */
    void onNextWaiting() {
        List<SessionKey> waiting = sessions.rows().stream()
                .map(SessionItem::row)
                .filter(SessionRow.Entry.class::isInstance)
                .map(SessionRow.Entry.class::cast)
                .filter(entry -> entry.standing().group() == SessionStatus.Group.NEEDS_YOU)
                .map(SessionRow.Entry::key)
                .toList();
        if (waiting.isEmpty()) {
            place.set(MainScreen.DECISIONS);
        } else {
            openSession(waiting.get((waiting.indexOf(onScreen.get()) + 1) % waiting.size()));
        }
    }

    /** Opens the session that is this many rows below the one on screen. */
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

    /** @param follow scrolls the transcript to its end */
    void setFollowEnd(Runnable follow) {
        followEnd = follow;
    }

    /** @param told runs after the person has opened a session and it was drawn */
    void setOnOpened(Runnable told) {
        opened = told;
    }

    public ObjectProperty<MainScreen> placeProperty() {
        return place;
    }

    /** The session on screen, or null. */
    public ReadOnlyObjectProperty<SessionKey> onScreenProperty() {
        return onScreen.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<List<HostLink>> linksProperty() {
        return links.getReadOnlyProperty();
    }

    /** The notices over the window. */
    public NoticesPresenter notices() {
        return notices;
    }

    /** The window's title: the counts of waiting sessions, then the program's name. A recording has a fixed title. */
    public ReadOnlyStringProperty titleProperty() {
        return ports.demo().isPlaying()
                ? new ReadOnlyStringWrapper(this, "title", Texts.text("demo.title")).getReadOnlyProperty()
                : announcements.titleProperty();
    }

    /** Whether the window is visible and not minimized. */
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

    /** The settings of this machine, if it has a host. */
    Optional<MachinePresenter> machine() {
        return machine;
    }

    /** The check for newer releases, if this build has a feed. */
    Optional<UpdatesPresenter> updates() {
        return updates;
    }

    public SettingsPresenter settings() {
        return settings;
    }

    /** The health of the connections. */
    ConnectionHealthPresenter health() {
        return health;
    }

    /** Starts the updates of the health sheet. */
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
