package dev.pilothouse.ui.shell;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.platform.FileOpener;
import dev.pilothouse.platform.LocalHost;
import dev.pilothouse.platform.TextShare;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.attachment.FxAttachmentPreparer;
import dev.pilothouse.ui.composer.ComposerPresenter;
import dev.pilothouse.ui.jobs.JobsPresenter;
import dev.pilothouse.ui.many.ManyPresenter;
import dev.pilothouse.ui.many.SentPromptPresenter;
import dev.pilothouse.ui.markdown.FileReference;
import dev.pilothouse.ui.pairing.HostsPresenter;
import dev.pilothouse.ui.panel.PanelPresenter;
import dev.pilothouse.ui.permission.DecisionsPresenter;
import dev.pilothouse.ui.permission.PendingCards;
import dev.pilothouse.ui.permission.PendingPresenter;
import dev.pilothouse.ui.profile.ProfilesPresenter;
import dev.pilothouse.ui.review.ReviewPresenter;
import dev.pilothouse.ui.runs.RunsPresenter;
import dev.pilothouse.ui.schedule.SchedulesPresenter;
import dev.pilothouse.ui.sessions.SessionsPresenter;
import dev.pilothouse.ui.settings.MachinePresenter;
import dev.pilothouse.ui.settings.Setting;
import dev.pilothouse.ui.settings.SettingsPresenter;
import dev.pilothouse.ui.settings.UpdatesPresenter;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.status.SessionText;
import dev.pilothouse.ui.targets.TargetsPresenter;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.transcript.TranscriptPresenter;
import dev.pilothouse.ui.usage.BudgetWatch;
import dev.pilothouse.ui.usage.UsagePresenter;
import dev.pilothouse.ui.worktrees.WorktreesPresenter;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/**
 * The presenters of the window, wired by hand. Each one is created and subscribed in one place. Parts that listen to the
 * same thing are drawn in the order in which they are subscribed here.
 *
 * <p>Owns all presenters. Confined to the FX thread. Ends with {@link #close()}.
 */
public final class ShellGraph implements AutoCloseable {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ShellPorts ports;
    private final UpdateScheduler scheduler;
    private final LinkedHosts links;
    private final Navigation navigation;
    private final CurrentSession session;
    private final NoticesPresenter notices;
    private final SettingsPresenter settings;
    private final Optional<MachinePresenter> machine;
    private final Optional<UpdatesPresenter> updates;
    private final AnnouncementsPresenter announcements;
    private final SessionsPresenter sessions;
    private final ConnectionHealthPresenter health;
    private final PendingCards cards;
    private final DecisionsPresenter decisions;
    private final PendingPresenter pending;
    private final HostsPresenter hosts;
    private final FooterPresenter footer;
    private final JobsPresenter jobs;
    private final RunsPresenter runs;
    private final WorktreesPresenter worktrees;
    private final UsagePresenter usage;
    private final SchedulesPresenter schedules;
    private final ProfilesPresenter profiles;
    private final TargetsPresenter targets;
    private final SentPromptPresenter sentPrompt;
    private final ManyPresenter many;
    private final ReviewPresenter review;
    private final TranscriptPresenter transcript;
    private final ComposerPresenter composer;
    private final PanelPresenter panel;
    private final SharedContentPresenter shared;
    private Viewer viewer = Viewer.NONE;

    public ShellGraph(ShellPorts ports) {
        this.ports = ports;
        ShellPorts.Threads threads = ports.threads();
        Executor fx = threads.fx();
        Clock clock = ports.time().clock();
        Optional<LocalHost> localHost = ports.platform().localHost();
        scheduler = new UpdateScheduler(threads.pulses(), threads.projections(), threads.onFailure());
        links = new LinkedHosts(ports.hosts(), scheduler);
        navigation = new Navigation(key -> links.link(key.hostId()).isPresent());
        session = new CurrentSession(navigation, links, scheduler, threads.projections());

        UpdateScheduler.Slot expiry = scheduler.slot();
        notices = new NoticesPresenter(clock, expiry::markAfter, navigation::open, ports.outside()::openLink);
        expiry.draws(notices::onTime);

        sessions =
                new SessionsPresenter(ports.hosts(), clock, ports.kept(), threads.projections(), fx, new SessionList());
        links.listenFirst(sessions::render);
        scheduler.onTick(links::period, () -> sessions.render(links.current()));
        navigation.sessionProperty().addListener((property, before, now) -> renderSelected());
        navigation.coveredProperty().addListener((property, before, now) -> renderSelected());

        health = new ConnectionHealthPresenter(
                links, sessions.emptyProperty()::get, scheduler, clock, ports.hosts()::retryNow);

        cards = new PendingCards(fx, notices::showProblem, this::renderCards);
        decisions = new DecisionsPresenter(cards, ports.hosts(), clock, fx, navigation::open);
        links.listen(decisions::render);
        scheduler.onTick(() -> decisions.render(links.current()));

        hosts = new HostsPresenter(
                ports.hosts(),
                new HostsPresenter.Device(
                        ports.platform().qrEncoder(),
                        ports.platform().hostFinder(),
                        ports.platform().attachmentPicker(),
                        ports.platform().mobileServices().codeScanner(),
                        threads.pictures()),
                clock,
                fx,
                notices::showProblem);
        hosts.onPaired(() -> navigation.screenProperty().set(MainScreen.SESSIONS));
        links.listen(hosts::render);
        links.onPairing(hosts::renderPairing);
        navigation.screenProperty().addListener((property, before, now) -> hosts.onShown(now == MainScreen.HOSTS));

        jobs = new JobsPresenter(links::current, clock, fx, notices::showProblem);
        links.listen(jobs::render);
        runs = new RunsPresenter(links::current, clock, fx, notices::showProblem);
        links.listen(runs::render);
        worktrees = new WorktreesPresenter(links::current, clock, fx);
        links.listen(now -> worktrees.render());
        usage = new UsagePresenter(links::current, clock, ZoneId::systemDefault, fx);
        profiles = new ProfilesPresenter(links::current, fx, ports.kept());
        schedules = new SchedulesPresenter(links::current, ZoneId::systemDefault, fx, notices::showProblem);
        links.listen(now -> schedules.render());
        targets = new TargetsPresenter(
                links::current,
                ZoneId::systemDefault,
                clock,
                fx,
                (delay, task) -> later(threads.projections(), delay, () -> fx.execute(task)));
        sentPrompt = new SentPromptPresenter(links::current, ports.kept(), clock, fx);
        many = new ManyPresenter(links::current, ports.kept(), fx, sentPrompt);
        links.listen(now -> {
            sentPrompt.render();
            many.render();
        });

        review = new ReviewPresenter(ports.kept(), fx, notices::showProblem);
        UpdateScheduler.Slot reviewed = scheduler.slot();
        reviewed.draws(review::render);
        links.onSession((key, critical) -> {
            if (review.isShown(key)) {
                reviewed.mark(critical);
            }
        });
        links.listen(now -> review.render());

        footer = new FooterPresenter(clock);
        links.listen(now -> footer.render(now, false));
        scheduler.afterEach(() -> footer.render(links.current(), links.takeNews()));

        settings = new SettingsPresenter(ports.kept(), ports.platform().calm());
        announcements = new AnnouncementsPresenter(
                settings,
                notices,
                ports.platform().notifier(),
                ports.platform().mobileServices().vibrator(),
                navigation,
                clock,
                fx);
        links.listen(announcements::render);
        links.listen(new HostWarningNotices(notices)::render);
        links.listen(new HeldPromptNotices(notices, navigation)::render);
        links.listen(now -> settings.offer(Setting.offered(ports.platform(), now)));
        machine = localHost.flatMap(LocalHost::machine).map(own -> new MachinePresenter(own, fx, notices::showProblem));
        updates = localHost
                .flatMap(LocalHost::releaseFeed)
                .map(feed -> new UpdatesPresenter(
                        feed,
                        ports.kept(),
                        clock,
                        ports.program().version(),
                        fx,
                        (text, page) -> notices.show(Notice.info("update", text, page))));

        composer = new ComposerPresenter(new ComposerPresenter.Ports(
                ports.kept(),
                new FxAttachmentPreparer(),
                threads.pictures(),
                fx,
                notices::showProblem,
                session::scrollToEnd));
        BudgetWatch budgetWatch = new BudgetWatch(fx, session::render);
        session.onOpen((link, key) -> budgetWatch.show(link));
        session.onClose(budgetWatch::hide);
        session.onOpen(composer::show);
        session.onChange((link, projected) -> {
            composer.setWatchText(
                    session.summary().flatMap(summary -> SessionText.watchText(summary, clock.instant())));
            composer.setBudgetText(budgetWatch.text(projected.view().state()));
            composer.render(projected.view().state());
        });
        session.onClose(composer::hide);

        pending = new PendingPresenter(cards, clock);
        session.onOpen((link, key) -> pending.clear());
        session.onChange(
                (link, projected) -> pending.render(link, projected.view().state(), projected.asked()));
        session.onClose(pending::clear);

        panel = new PanelPresenter(ports.kept());
        session.onOpen((link, key) -> panel.clear());
        session.onChange((link, projected) -> panel.render(projected.view().state(), projected.changes()));
        session.onClose(panel::clear);

        transcript = new TranscriptPresenter(session.feed(), clock, fx, new Conversation());
        session.onOpen(transcript::show);
        session.onDraw(transcript::render);
        session.onClose(transcript::hide);
        links.listen(now -> transcript.renderHeading());
        scheduler.onTick(
                () -> Optional.of(SECOND)
                        .filter(second -> transcript.headingProperty().get().running()),
                transcript::renderHeading);
        links.listen(now -> session.renderHost());

        shared = new SharedContentPresenter(links, navigation, hosts, composer, notices::showProblem);

        LastSessionStore lastSession =
                new LastSessionStore(navigation, ports.kept(), ports.platform().display());
        links.listen(lastSession::render);

        links.start();
        updates.ifPresent(found -> found.start(threads.projections()));
    }

    /**
     * The hosts have the state of the last run. Shows it.
     *
     * @return completes on the FX thread when the session that was open then can be drawn, or there is none
     */
    public CompletionStage<Void> onRestored() {
        links.render();
        return session.drawable();
    }

    /** A session that cards cover is not on screen, so it can be unread. */
    private void renderSelected() {
        boolean covered = navigation.coveredProperty().get();
        sessions.selectedProperty()
                .set(covered ? null : navigation.sessionProperty().get());
        sessions.render(links.current());
    }

    /** Shows files in the window. Called on the FX thread. */
    interface Viewer {
        Viewer NONE = new Viewer() {
            @Override
            public void file(HostLink link, SessionKey key, FileReference file, boolean changes) {}

            @Override
            public void attachment(HostLink link, SessionKey key, Attachment.Blob attachment) {}
        };

        /** @param changes whether to begin with the changes to the file, if there are any */
        void file(HostLink link, SessionKey key, FileReference file, boolean changes);

        void attachment(HostLink link, SessionKey key, Attachment.Blob attachment);
    }

    /** Sets where files are shown. */
    void setViewer(Viewer viewer) {
        this.viewer = viewer;
    }

    private void renderCards() {
        decisions.render(links.current());
        session.render();
    }

    private final class Conversation implements TranscriptPresenter.Outside {
        @Override
        public void openLink(String target) {
            ports.outside().openLink(target);
        }

        @Override
        public void copy(String text) {
            ports.outside().copy(text);
        }

        @Override
        public void edit(String text, List<Attachment> attachments) {
            composer.onEditAgain(text, attachments);
        }

        @Override
        public void notice(String text) {
            notices.showProblem(text);
        }

        @Override
        public Executor pictures() {
            return ports.threads().pictures();
        }

        @Override
        public boolean view(HostLink link, SessionKey key, FileReference file) {
            viewer.file(link, key, file, false);
            return true;
        }

        @Override
        public void view(HostLink link, SessionKey key, Attachment.Blob attachment) {
            viewer.attachment(link, key, attachment);
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

    private final class SessionList implements SessionsPresenter.Outside {
        @Override
        public void notice(String text) {
            notices.showProblem(text);
        }

        @Override
        public void open(SessionKey key) {
            navigation.open(key);
        }

        @Override
        public void openAt(SessionKey key, ItemId item) {
            navigation.open(key);
            transcript.reveal(item);
        }

        @Override
        public void draft(SessionKey key, String text) {
            ports.kept().put(ComposerPresenter.draftName(key), text);
        }

        @Override
        public void close(SessionKey key) {
            if (key.equals(navigation.sessionProperty().get())) {
                navigation.closeSession();
            }
        }
    }

    /** Releases caches: the device is short of memory, or the app is in the background. */
    public void onMemoryLow() {
        session.feed().releaseMemory();
        transcript.releaseMemory();
        composer.releaseMemory();
        cards.releaseMemory();
    }

    public UpdateScheduler scheduler() {
        return scheduler;
    }

    public LinkedHosts links() {
        return links;
    }

    public Navigation navigation() {
        return navigation;
    }

    CurrentSession session() {
        return session;
    }

    public NoticesPresenter notices() {
        return notices;
    }

    /** The window's title: the counts of waiting sessions, then the program's name. A recording has a fixed title. */
    public ReadOnlyStringProperty titleProperty() {
        return ports.program().demo().isPlaying()
                ? new ReadOnlyStringWrapper(this, "title", Texts.text("demo.title")).getReadOnlyProperty()
                : announcements.titleProperty();
    }

    public SharedContentPresenter shared() {
        return shared;
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
        return hosts;
    }

    public SettingsPresenter settings() {
        return settings;
    }

    /** The settings of this machine, if it has a host. */
    Optional<MachinePresenter> machine() {
        return machine;
    }

    /** The check for newer releases, if this build has a feed. */
    Optional<UpdatesPresenter> updates() {
        return updates;
    }

    ConnectionHealthPresenter health() {
        return health;
    }

    ManyPresenter many() {
        return many;
    }

    SentPromptPresenter sentPrompt() {
        return sentPrompt;
    }

    public ProfilesPresenter profiles() {
        return profiles;
    }

    private static void later(Lane timers, Duration delay, Runnable task) {
        try {
            timers.schedule(delay, task);
        } catch (RejectedExecutionException ending) {
            // The app is ending.
            return;
        }
    }

    public TargetsPresenter targets() {
        return targets;
    }

    public SchedulesPresenter schedules() {
        return schedules;
    }

    UsagePresenter usage() {
        return usage;
    }

    ReviewPresenter review() {
        return review;
    }

    WorktreesPresenter worktrees() {
        return worktrees;
    }

    RunsPresenter runs() {
        return runs;
    }

    JobsPresenter jobs() {
        return jobs;
    }

    FooterPresenter footer() {
        return footer;
    }

    public ShellPorts ports() {
        return ports;
    }

    @Override
    public void close() {
        updates.ifPresent(UpdatesPresenter::close);
        links.close();
        review.hide();
        hosts.nearby().onStop();
        scheduler.close();
        announcements.close();
        sessions.close();
        composer.close();
        transcript.hide();
    }
}
