package dev.pilothouse.ui.shell;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.RepositorySummary;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionProfile;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.platform.SharedContent;
import dev.pilothouse.platform.Subscription;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.SessionInfo;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.changes.ChangesPresenter;
import dev.pilothouse.ui.changes.ChangesSheet;
import dev.pilothouse.ui.changes.RejectPresenter;
import dev.pilothouse.ui.commit.CommitPresenter;
import dev.pilothouse.ui.commit.CommitSheet;
import dev.pilothouse.ui.diff.DiffLineActions;
import dev.pilothouse.ui.forge.PullRequestPresenter;
import dev.pilothouse.ui.forge.PullRequestSheet;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Overlay;
import dev.pilothouse.ui.goal.GoalPresenter;
import dev.pilothouse.ui.goal.GoalSheet;
import dev.pilothouse.ui.jobs.CheckPresenter;
import dev.pilothouse.ui.jobs.CheckSheet;
import dev.pilothouse.ui.jobs.JobsSheet;
import dev.pilothouse.ui.many.ManySheet;
import dev.pilothouse.ui.many.SentPromptSheet;
import dev.pilothouse.ui.markdown.FileReference;
import dev.pilothouse.ui.newsession.NewSessionPresenter;
import dev.pilothouse.ui.newsession.NewSessionView;
import dev.pilothouse.ui.newsession.OnboardingPresenter;
import dev.pilothouse.ui.newsession.OnboardingView;
import dev.pilothouse.ui.panel.PanelView;
import dev.pilothouse.ui.profile.ProfilesSheet;
import dev.pilothouse.ui.profile.SessionProfileSheet;
import dev.pilothouse.ui.registry.RegistryPresenter;
import dev.pilothouse.ui.registry.RegistrySheet;
import dev.pilothouse.ui.remote.RemotePresenter;
import dev.pilothouse.ui.remote.RemoteSheet;
import dev.pilothouse.ui.review.ReviewEntry;
import dev.pilothouse.ui.review.ReviewLineActions;
import dev.pilothouse.ui.review.ReviewSheet;
import dev.pilothouse.ui.reviewer.ReviewerPresenter;
import dev.pilothouse.ui.reviewer.ReviewerSheet;
import dev.pilothouse.ui.runs.RunDetailFactory;
import dev.pilothouse.ui.runs.RunKey;
import dev.pilothouse.ui.runs.RunMembersSheet;
import dev.pilothouse.ui.runs.RunsSheet;
import dev.pilothouse.ui.runs.TryCompareSheet;
import dev.pilothouse.ui.runs.TryPresenter;
import dev.pilothouse.ui.runs.TrySheet;
import dev.pilothouse.ui.schedule.SchedulesSheet;
import dev.pilothouse.ui.sessions.SessionMenu;
import dev.pilothouse.ui.settings.SettingChoices;
import dev.pilothouse.ui.status.PullRequestText;
import dev.pilothouse.ui.status.RepositoryAction;
import dev.pilothouse.ui.status.RepositoryActionBar;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.targets.TargetsSheet;
import dev.pilothouse.ui.team.TeamPresenter;
import dev.pilothouse.ui.team.TeamSheet;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.transcript.TranscriptPresenter;
import dev.pilothouse.ui.transcript.UndoPresenter;
import dev.pilothouse.ui.transcript.UndoSheet;
import dev.pilothouse.ui.usage.UsageSheet;
import dev.pilothouse.ui.viewer.FileTreePresenter;
import dev.pilothouse.ui.viewer.FileTreeSheet;
import dev.pilothouse.ui.viewer.FileViewerPresenter;
import dev.pilothouse.ui.viewer.FileViewerSheet;
import dev.pilothouse.ui.viewer.ViewedFile;
import dev.pilothouse.ui.worktrees.WorktreesSheet;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** Opens the sheets of the whole window in its overlay. Owns nothing. Confined to the FX thread. */
public final class ShellSheets implements ShellGraph.Viewer, PanelView.Actions {
    /** The action that opens the push of a branch. */
    private static final String PUSH_ACTION = "remote-push-action";

    private static final String TRY_DRAFT = "try.draft";

    private static final String TEAM_DRAFT = "teamDraft";

    private final ShellGraph shell;
    private final Overlay overlay;
    private final WindowForm form;
    /** The details of the runs of a kind. */
    /** Texts of goals that were not started. */
    private final Map<SessionKey, String> goalDrafts = new HashMap<>();

    private final Map<SessionKey, String> reviewDrafts = new HashMap<>();

    private final Map<RunKind, RunDetailFactory> runDetails = new EnumMap<>(RunKind.class);
    /** Counts the changes of hosts, for what is shown about them. */
    private final SimpleIntegerProperty hostsRevision = new SimpleIntegerProperty(this, "hostsRevision");
    /** The changes that are shown, under other sheets. */
    private @Nullable ChangesPresenter changes;

    private @Nullable ReviewLineActions lines;

    ShellSheets(ShellGraph shell, Overlay overlay, WindowForm form) {
        this.shell = shell;
        this.overlay = overlay;
        this.form = form;
        runDetails.put(RunKind.TRY, new TryCompareSheet.Factory(shell.runs(), new TryCompareSheet.Actions() {
            @Override
            public void session(SessionKey key) {
                overlay.close();
                shell.navigation().open(key);
            }

            @Override
            public void changes(SessionKey key) {
                overlay.close();
                openChanges(key);
            }

            @Override
            public void compare(SessionKey before, SessionKey after, String title) {
                openComparison(before, after, title);
            }
        }));
        shell.links().listen(now -> hostsRevision.set(hostsRevision.get() + 1));
        RunMembersSheet.Factory members = new RunMembersSheet.Factory(
                shell.runs(),
                new RunMembersSheet.Actions(
                        key -> {
                            overlay.close();
                            shell.navigation().open(key);
                        },
                        key -> {
                            overlay.close();
                            openChanges(key);
                        }));
        runDetails.put(RunKind.TEAM, members);
        runDetails.put(RunKind.REVIEW, members);
        runDetails.put(RunKind.GOAL, new RunDetailFactory() {
            @Override
            public String title() {
                return Texts.text("goal.title");
            }

            @Override
            public Region create(RunKey key, Runnable close) {
                SessionId session = shell.runs()
                        .run(key)
                        .map(run -> run.request().sessionId())
                        .orElseThrow();
                return goalSheet(shell.runs().link(key).orElseThrow(), session);
            }
        });
        shell.transcript().setOnUndo(undo -> overlay.show(new UndoSheet(undo, overlay::close)));
        SharedContentPresenter shared = shell.shared();
        shared.countProperty().addListener((property, before, now) -> {
            if (now.intValue() > before.intValue()) {
                openNextShared();
            }
        });
        UpdateScheduler.Slot uncovered = shell.scheduler().slot();
        uncovered.draws(this::openNextShared);
        overlay.visibleProperty().addListener((property, before, now) -> {
            if (!now) {
                changes = null;
                lines = null;
                shell.review().hide();
            }
            if (!now && shared.countProperty().get() > 0) {
                // The next frame shows whether another sheet has opened.
                uncovered.mark(false);
            }
        });
    }

    /** Opens the palette with the actions of these shortcuts, and those on the session on screen. */
    void openPalette(Map<Shortcut, Runnable> shortcuts, SessionMenu menu, SettingChoices settingChoices) {
        PaletteEntries entries = new PaletteEntries(
                shell.links(),
                shell.navigation(),
                shell.settings(),
                settingChoices,
                shortcuts,
                new SessionPaletteEntries(shell, menu),
                pages());
        overlay.show(new PaletteView(new PalettePresenter(entries.all(), overlay::close)), Pos.TOP_CENTER);
    }

    /** The sheets that have no shortcut. */
    private List<PalettePresenter.Entry> pages() {
        List<PalettePresenter.Entry> pages = new ArrayList<>(List.of(
                new PalettePresenter.Entry(
                        PalettePresenter.Kind.ACTION,
                        Texts.text("jobs.title"),
                        Texts.text("jobs.about"),
                        "",
                        this::openJobs),
                new PalettePresenter.Entry(
                        PalettePresenter.Kind.ACTION,
                        Texts.text("runs.title"),
                        Texts.text("runs.about"),
                        "",
                        this::openRuns),
                new PalettePresenter.Entry(
                        PalettePresenter.Kind.ACTION,
                        Texts.text("worktrees.title"),
                        Texts.text("worktrees.about"),
                        "",
                        this::openWorktrees),
                new PalettePresenter.Entry(
                        PalettePresenter.Kind.ACTION,
                        Texts.text("profiles.title"),
                        Texts.text("profiles.about"),
                        "",
                        this::openProfiles),
                new PalettePresenter.Entry(
                        PalettePresenter.Kind.ACTION,
                        Texts.text("schedules.title"),
                        Texts.text("schedules.about"),
                        "",
                        this::openSchedules),
                new PalettePresenter.Entry(
                        PalettePresenter.Kind.ACTION,
                        Texts.text("usage.title"),
                        Texts.text("usage.about"),
                        "",
                        this::openUsage)));
        if (maySteerAny()) {
            pages.add(new PalettePresenter.Entry(
                    PalettePresenter.Kind.ACTION,
                    Texts.text("newSession.fromTemplate"),
                    "",
                    "",
                    this::openNewSessionFromTemplate));
            pages.add(new PalettePresenter.Entry(
                    PalettePresenter.Kind.ACTION, Texts.text("tries.new"), "", "", this::openTry));
            pages.add(new PalettePresenter.Entry(
                    PalettePresenter.Kind.ACTION, Texts.text("team.new"), "", "", this::openTeam));
        }
        if (shell.sentPrompt().anyProperty().get()) {
            pages.add(new PalettePresenter.Entry(
                    PalettePresenter.Kind.ACTION, Texts.text("many.sentAction"), "", "", this::openSentPrompt));
        }
        return pages;
    }

    /** Shows the changes to a file of the session on screen, or the file if none are known. */
    public void openChanges(String path) {
        openSession()
                .flatMap(key -> shell.links().link(key.hostId()).map(link -> Map.entry(link, key)))
                .ifPresent(found -> file(found.getKey(), found.getValue(), new FileReference(path, 0), true));
    }

    /**
     * Shows the changes of the open session's working tree at a file. Without a repository it shows what the agent
     * reported about the file.
     */
    @Override
    public void openChange(String path) {
        openSession().ifPresent(key -> {
            if (hasRepository(key)) {
                openChanges(key);
                if (changes != null) {
                    changes.reveal(path);
                }
            } else {
                openChanges(path);
            }
        });
    }

    /** Shows the files of the session on screen. */
    @Override
    public void openFiles() {
        openSession()
                .ifPresent(key -> shell.links()
                        .link(key.hostId())
                        .ifPresent(link -> overlay.show(new FileTreeSheet(
                                new FileTreePresenter(
                                        link,
                                        key.sessionId(),
                                        shell.ports().threads().fx(),
                                        path -> file(link, key, new FileReference(path, 0), false)),
                                overlay::close))));
    }

    private Optional<SessionKey> openSession() {
        return Optional.ofNullable(shell.navigation().sessionProperty().get());
    }

    @Override
    public void file(HostLink link, SessionKey key, FileReference file, boolean changes) {
        TranscriptPresenter transcript = shell.transcript();
        Optional<Runnable> program =
                Optional.<Runnable>of(() -> transcript.openFile(file)).filter(open -> transcript.mayOpenOutside());
        FileViewerPresenter presenter = view(
                ViewedFile.of(link, key.sessionId(), file.path(), transcript.changesOf(file.path())),
                file.line(),
                program);
        presenter.showsChangesProperty().set(changes);
    }

    @Override
    public void attachment(HostLink link, SessionKey key, Attachment.Blob attachment) {
        view(ViewedFile.of(link, key.sessionId(), attachment), 0, Optional.empty());
    }

    private FileViewerPresenter view(ViewedFile file, int line, Optional<Runnable> program) {
        ShellPorts ports = shell.ports();
        FileViewerPresenter presenter = new FileViewerPresenter(
                file, line, ports.threads().fx(), ports.threads().pictures(), new FileViewerPresenter.Outside() {
                    @Override
                    public void copy(String text) {
                        shell.transcript().copy(text);
                    }

                    @Override
                    public void notice(String text) {
                        shell.notices().showProblem(text);
                    }

                    @Override
                    public Optional<Runnable> program() {
                        return program;
                    }
                });
        FileViewerSheet sheet = new FileViewerSheet(presenter, overlay::close);
        // A new language takes the whole overlay out of the scene.
        sheet.sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                presenter.close();
            }
        });
        overlay.push(sheet);
        return presenter;
    }

    /** Shows all keys. */
    public void openKeys() {
        overlay.show(new KeysSheet(overlay::close));
    }

    /** Shows the third-party works in the program. */
    public void openLicences() {
        overlay.show(new LicencesSheet(shell.transcript()::openLink, overlay::close));
    }

    /** Opens the guide: three steps to a running session. */
    public void openGuide() {
        overlay.show(new OnboardingView(new OnboardingPresenter(newSession(made -> {})), overlay, this::openAgents));
    }

    /** Opens the sheet for a new session. */
    public void openNewSession() {
        openNewSession(made -> {});
    }

    /** Opens the sheet for a new session at the choice of a template. */
    public void openNewSessionFromTemplate() {
        openNewSession(made -> {}).chooseTemplate();
    }

    private NewSessionView openNewSession(Consumer<SessionKey> made) {
        NewSessionView view = new NewSessionView(newSession(made), overlay, this::openAgents);
        overlay.show(view);
        return view;
    }

    private NewSessionPresenter newSession(Consumer<SessionKey> made) {
        ShellPorts ports = shell.ports();
        return new NewSessionPresenter(
                shell.links().current(),
                ports.threads().fx(),
                ports.kept(),
                key -> {
                    overlay.close();
                    shell.navigation().open(key);
                    made.accept(key);
                },
                shell.notices()::showProblem);
    }

    /** An open sheet may contain input, so the content waits until it is closed. */
    private void openNextShared() {
        if (!overlay.isOpen()) {
            shell.shared().take().ifPresent(this::openShareTarget);
        }
    }

    /** Lets the person choose a session for shared content. */
    private void openShareTarget(SharedContent content) {
        ShareTargetPresenter presenter =
                new ShareTargetPresenter(shell.links()::current, content, new ShareTargetPresenter.Into() {
                    @Override
                    public void session(SessionKey key) {
                        shell.shared().insertInto(key, content);
                    }

                    @Override
                    public void newSession() {
                        openNewSession(key -> shell.shared().insertInto(key, content));
                    }
                });
        overlay.show(new ShareTargetSheet(presenter, shell.links(), overlay::close, form.hasTouchScreen()));
    }

    /** Shows the connections hop by hop, near the footer of a desktop window. */
    public void openHealth() {
        shell.health().onOpen();
        overlay.show(new HealthSheet(shell.health(), overlay::close), Pos.BOTTOM_LEFT);
    }

    /** Shows the profiles of all hosts. */
    public void openProfiles() {
        shell.profiles().onOpen();
        overlay.show(new ProfilesSheet(shell.profiles(), overlay));
    }

    /** Shows the profile of a session that is or was open. */
    public void openSessionProfile(SessionKey key) {
        SessionProfileSheet sheet = new SessionProfileSheet(() -> profileOf(key), overlay::close);
        Subscription changes = shell.links().listen(now -> sheet.render());
        sheet.sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                changes.close();
            }
        });
        overlay.push(sheet);
    }

    private SessionProfile profileOf(SessionKey key) {
        return shell.links()
                .link(key.hostId())
                .flatMap(link -> link.reader().session(key.sessionId()))
                .map(view -> view.state().info())
                .map(SessionInfo::profile)
                .orElse(SessionProfile.NONE);
    }

    /** Shows the profile of a session, in its menu only. */
    RepositoryAction profileAction() {
        return new RepositoryAction(
                "profile-action",
                Glyph.TOOL,
                key -> Bindings.createObjectBinding(
                        () -> new RepositoryAction.Offer(
                                Texts.text("profiles.action"), !profileOf(key).isNone(), ""),
                        hostsRevision),
                this::openSessionProfile);
    }

    public void openSchedules() {
        shell.schedules().onOpen();
        overlay.show(new SchedulesSheet(shell.schedules(), overlay::close));
    }

    /** Shows where the hosts tell what happens away from the app. */
    public void openTargets() {
        shell.targets().onOpen();
        overlay.show(new TargetsSheet(shell.targets(), shell.transcript()::copy, overlay::close));
    }

    /** Shows the tokens and the cost of the last days. */
    public void openUsage() {
        shell.usage().onOpen();
        overlay.show(new UsageSheet(shell.usage(), shell.transcript()::copy, overlay::close));
    }

    /** Asks for a prompt to several sessions. @param keys those that are chosen at first */
    public void openMany(List<SessionKey> keys) {
        shell.many().onOpen(keys);
        ManySheet sheet = new ManySheet(
                shell.many(),
                () -> {
                    shell.sessions().selection().clear();
                    openSentPrompt();
                },
                shell.sentPrompt().anyProperty().get() ? Optional.of(this::openSentPrompt) : Optional.empty(),
                overlay::close);
        overlay.show(sheet);
        sheet.focusText();
    }

    /** Shows the outcome of the last prompt to several sessions. */
    public void openSentPrompt() {
        shell.sentPrompt().onOpen();
        overlay.show(new SentPromptSheet(
                shell.sentPrompt(),
                key -> {
                    overlay.close();
                    shell.navigation().open(key);
                },
                overlay::close));
    }

    /** Shows the git worktrees of all hosts. */
    public void openWorktrees() {
        shell.worktrees().onOpen();
        overlay.show(new WorktreesSheet(shell.worktrees(), overlay::close));
    }

    /** Shows the changes of the open session's working tree. */
    @Override
    public void openChanges() {
        Optional.ofNullable(shell.navigation().sessionProperty().get()).ifPresent(this::openChanges);
    }

    /** The actions at the foot of the changes, in the menu of a session and in the palette, in this order. */
    List<RepositoryAction> repositoryActions() {
        return List.of(
                reviewAction(),
                new RepositoryAction(
                        "reviewer-action",
                        Glyph.READ,
                        key -> Bindings.createObjectBinding(
                                () -> new RepositoryAction.Offer(
                                        Texts.text("reviewer.action"),
                                        hasRepository(key),
                                        maySteer(key) ? "" : Texts.text("reviewer.mayNot")),
                                hostsRevision),
                        this::openReviewer),
                new RepositoryAction(
                        "commit-action",
                        Glyph.CHECK,
                        key -> Bindings.createObjectBinding(() -> commitOffer(key), hostsRevision),
                        this::openCommit),
                new RepositoryAction(
                        "goal-action",
                        Glyph.PLAN,
                        key -> Bindings.createObjectBinding(
                                () -> new RepositoryAction.Offer(Texts.text("goal.action"), hasRepository(key), ""),
                                hostsRevision),
                        this::openGoal),
                new RepositoryAction(
                        "check-action",
                        Glyph.RUN,
                        key -> Bindings.createObjectBinding(
                                () -> new RepositoryAction.Offer(
                                        Texts.text("check.action"),
                                        hasRepository(key),
                                        maySteer(key) ? "" : Texts.text("check.mayNot")),
                                hostsRevision),
                        this::openCheck),
                remoteAction("remote-fetch-action", Glyph.RETRY, "remote.fetchAction", key -> openRemote(key, true)),
                remoteAction("remote-pull-action", Glyph.DOWN, "remote.pullAction", key -> openRemote(key, false)),
                remoteAction("remote-push-action", Glyph.UP, "remote.pushAction", key -> openRemote(key, false)),
                pullRequestAction());
    }

    /** Offered for sessions whose working tree has a branch. Its text has the number and the checks. */
    private RepositoryAction pullRequestAction() {
        return new RepositoryAction(
                "pull-request-action",
                Glyph.MERGE,
                key -> Bindings.createObjectBinding(() -> pullRequestOffer(key), hostsRevision),
                this::openPullRequest);
    }

    private RepositoryAction.Offer pullRequestOffer(SessionKey key) {
        Optional<RepositorySummary> repository = shell.links()
                .link(key.hostId())
                .map(link -> link.reader().host().repositories().get(key.sessionId()));
        String text = repository
                .map(RepositorySummary::pullRequest)
                .map(info -> Texts.text("pullRequest.action", PullRequestText.label(info)))
                .orElse(Texts.text("pullRequest.title"));
        boolean branch = repository.filter(each -> !each.branch().isEmpty()).isPresent();
        return new RepositoryAction.Offer(text, branch, "");
    }

    /** Shows the pull request of a session's branch, or the form for a new one. */
    public void openPullRequest(SessionKey key) {
        shell.links().link(key.hostId()).ifPresent(link -> {
            PullRequestPresenter presenter = new PullRequestPresenter(
                    link,
                    key.sessionId(),
                    new PullRequestPresenter.Outside() {
                        @Override
                        public void openLink(String address) {
                            shell.ports().outside().openLink(address);
                        }

                        @Override
                        public void copy(String text) {
                            shell.transcript().copy(text);
                        }

                        @Override
                        public void draft(String text) {
                            while (overlay.isOpen()) {
                                overlay.close();
                            }
                            shell.shared().insertInto(key, new SharedContent(text, List.of(), List.of()));
                        }

                        @Override
                        public Optional<Runnable> push() {
                            return repositoryActions().stream()
                                    .filter(action -> action.id().equals(PUSH_ACTION))
                                    .findFirst()
                                    .map(action -> () -> action.run().accept(key));
                        }
                    },
                    shell.ports().kept(),
                    shell.ports().time().clock(),
                    shell.ports().threads().fx());
            Subscription hosts = shell.links().listen(now -> presenter.render());
            PullRequestSheet sheet = new PullRequestSheet(presenter, overlay::close);
            sheet.sceneProperty().addListener((property, before, now) -> {
                if (now == null) {
                    hosts.close();
                }
            });
            overlay.push(sheet);
        });
    }

    /** Offered for sessions whose git working tree is known. */
    private RepositoryAction.Offer commitOffer(SessionKey key) {
        return new RepositoryAction.Offer(
                Texts.text("commit.action"), hasRepository(key), maySteer(key) ? "" : Texts.text("commit.mayNot"));
    }

    private boolean maySteer(SessionKey key) {
        return shell.links()
                .link(key.hostId())
                .filter(link -> link.reader().host().scope().covers(Scope.STEER))
                .isPresent();
    }

    /** Lets another agent review the changes of a session, or shows its review. */
    public void openReviewer(SessionKey key) {
        shell.links().link(key.hostId()).ifPresent(link -> overlay.push(reviewer(link, key)));
    }

    private boolean maySteerAny() {
        return shell.links().current().stream()
                .anyMatch(link -> link.reader().host().scope().covers(Scope.STEER));
    }

    private ReviewerSheet reviewer(HostLink link, SessionKey key) {
        ReviewerPresenter presenter = new ReviewerPresenter(
                link,
                key.sessionId(),
                shell.ports().kept(),
                shell.ports().threads().fx());
        Subscription hosts = shell.links().listen(now -> presenter.render());
        presenter.focusProperty().set(reviewDrafts.getOrDefault(key, ""));
        ReviewerSheet sheet = new ReviewerSheet(presenter, () -> openReview(key), overlay::close);
        sheet.sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                hosts.close();
                if (presenter.shownProperty().get().running()) {
                    reviewDrafts.remove(key);
                } else {
                    reviewDrafts.put(key, presenter.focusProperty().get());
                }
            }
        });
        return sheet;
    }

    /** Shows the form for a check in a session's directory, and the jobs once it has started. */
    public void openCheck(SessionKey key) {
        shell.links().link(key.hostId()).ifPresent(link -> {
            CheckPresenter presenter = new CheckPresenter(
                    link, key.sessionId(), shell.ports().threads().fx(), this::openJobs);
            overlay.push(new CheckSheet(presenter, overlay::close));
        });
    }

    /** Shows the goal of a session, or the form for one. */
    public void openGoal(SessionKey key) {
        shell.links().link(key.hostId()).ifPresent(link -> overlay.push(goalSheet(link, key.sessionId())));
    }

    private GoalSheet goalSheet(HostLink link, SessionId sessionId) {
        GoalPresenter presenter =
                new GoalPresenter(link, sessionId, shell.ports().threads().fx());
        SessionKey key = new SessionKey(link.hostId(), sessionId);
        presenter.textProperty().set(goalDrafts.getOrDefault(key, ""));
        Subscription hosts = shell.links().listen(now -> presenter.render());
        GoalSheet sheet = new GoalSheet(presenter, overlay::close);
        sheet.sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                hosts.close();
                if (presenter.shownProperty().get().form()
                        && !presenter.textProperty().get().isBlank()) {
                    goalDrafts.put(key, presenter.textProperty().get());
                } else {
                    goalDrafts.remove(key);
                }
            }
        });
        return sheet;
    }

    /** Shows the files and the message of a commit in a session's directory. */
    public void openCommit(SessionKey key) {
        shell.links().link(key.hostId()).ifPresent(link -> {
            CommitPresenter presenter = new CommitPresenter(
                    link,
                    key.sessionId(),
                    shell.ports().kept(),
                    shell.ports().threads().fx());
            Subscription hosts = shell.links().listen(now -> presenter.render());
            CommitSheet sheet = new CommitSheet(presenter, overlay::close);
            // A new language takes the whole overlay out of the scene.
            sheet.sceneProperty().addListener((property, before, now) -> {
                if (now == null) {
                    hosts.close();
                    if (changes != null && presenter.hasEndedJobs()) {
                        changes.onReload();
                    }
                }
            });
            overlay.push(sheet);
        });
    }

    /** Offered for sessions whose git working tree is known. */
    private RepositoryAction remoteAction(String id, Glyph icon, String textKey, Consumer<SessionKey> run) {
        return new RepositoryAction(
                id,
                icon,
                key -> Bindings.createObjectBinding(
                        () -> new RepositoryAction.Offer(Texts.text(textKey), hasRepository(key), ""), hostsRevision),
                run);
    }

    private boolean hasRepository(SessionKey key) {
        return shell.links()
                .link(key.hostId())
                .filter(link -> link.reader().host().repositories().containsKey(key.sessionId()))
                .isPresent();
    }

    /** Shows the remote of a session's branch. @param fetch whether to fetch it at once */
    public void openRemote(SessionKey key, boolean fetch) {
        shell.links().link(key.hostId()).ifPresent(link -> {
            RemotePresenter presenter = new RemotePresenter(
                    link,
                    key.sessionId(),
                    shell.ports().kept(),
                    shell.ports().threads().fx(),
                    draft -> {
                        while (overlay.isOpen()) {
                            overlay.close();
                        }
                        shell.shared().insertInto(key, new SharedContent(draft, List.of(), List.of()));
                    });
            Subscription hosts = shell.links().listen(now -> presenter.render());
            RemoteSheet sheet = new RemoteSheet(presenter, overlay::close);
            sheet.sceneProperty().addListener((property, before, now) -> {
                if (now == null) {
                    hosts.close();
                    if (changes != null && presenter.hasEndedJobs()) {
                        changes.onReload();
                    }
                }
            });
            overlay.push(sheet);
            if (fetch) {
                presenter.onFetch();
            }
        });
    }

    private RepositoryAction reviewAction() {
        return new RepositoryAction(
                "review-open",
                Glyph.COMMENT,
                key -> Bindings.createObjectBinding(
                        () -> reviewOffer(key), shell.review().contentProperty()),
                this::openReview);
    }

    private RepositoryAction.Offer reviewOffer(SessionKey key) {
        int drafts = shell.links()
                .link(key.hostId())
                .map(link -> shell.review().drafts(link, key))
                .orElse(0);
        String text = drafts == 0 ? Texts.text("review.action") : Texts.text("review.actionDrafts", drafts);
        return new RepositoryAction.Offer(text, true, "");
    }

    /** Shows the review comments of a session, over its changes if they are open. */
    void openReview(SessionKey key) {
        shell.links().link(key.hostId()).ifPresent(link -> {
            shell.review().show(link, key);
            overlay.push(new ReviewSheet(
                    shell.review(),
                    entry -> {
                        overlay.close();
                        showComment(key, entry);
                    },
                    shell.ports().threads().fx(),
                    overlay::close));
        });
    }

    /** Shows the lines of a comment in the changes. */
    private void showComment(SessionKey key, ReviewEntry entry) {
        if (changes == null || !overlay.isOpen()) {
            openChanges(key);
        }
        if (changes != null && lines != null) {
            lines.reveal(entry);
            changes.reveal(entry.path());
        }
    }

    /** Shows the changes of a session's working tree. */
    void openChanges(SessionKey key) {
        boolean open = key.equals(shell.navigation().sessionProperty().get());
        shell.links().link(key.hostId()).ifPresent(link -> {
            shell.review().show(link, key);
            ChangesPresenter presenter = new ChangesPresenter(
                    link.host(),
                    key,
                    open ? shell.panel().contentProperty().get().changes() : List.of(),
                    shell.ports().kept(),
                    shell.ports().threads().fx(),
                    shell.ports().threads().pictures());
            ReviewLineActions comments = new ReviewLineActions(
                    shell.review(), shell.ports().threads().fx());
            changes = presenter;
            lines = comments;
            RejectPresenter rejects = new RejectPresenter(
                    link,
                    key.sessionId(),
                    presenter,
                    shell.ports().threads().fx(),
                    snapshot -> openUndo(link, key, snapshot));
            Subscription hosts = shell.links().listen(now -> rejects.render());
            ChangesSheet sheet = new ChangesSheet(
                    presenter, rejects, new RepositoryActionBar(key, repositoryActions()), comments, overlay::close);
            sheet.sceneProperty().addListener((property, before, now) -> {
                if (now == null) {
                    hosts.close();
                    comments.close();
                }
            });
            overlay.show(sheet);
        });
    }

    /** Compares the working trees of two sessions, over the sheet that is open. */
    private void openComparison(SessionKey before, SessionKey after, String title) {
        shell.links().link(after.hostId()).ifPresent(link -> {
            ChangesPresenter presenter = ChangesPresenter.between(
                    link.host(),
                    before.sessionId(),
                    after,
                    shell.ports().kept(),
                    shell.ports().threads().fx(),
                    shell.ports().threads().pictures());
            RejectPresenter rejects = new RejectPresenter(
                    link, after.sessionId(), presenter, shell.ports().threads().fx(), snapshot -> {});
            overlay.push(new ChangesSheet(presenter, rejects, title, null, DiffLineActions.NONE, overlay::close));
        });
    }

    private void openUndo(HostLink link, SessionKey key, String snapshot) {
        UndoPresenter undo = new UndoPresenter(
                link, key.sessionId(), snapshot, false, shell.ports().threads().fx(), shell.notices()::showProblem);
        overlay.push(new UndoSheet(undo, overlay::close));
    }

    /** Shows the jobs of all hosts. */
    public void openJobs() {
        shell.jobs().onOpen();
        overlay.show(new JobsSheet(shell.jobs(), overlay::close));
    }

    /** Shows the runs of all hosts. */
    public void openRuns() {
        shell.runs().onOpen();
        overlay.show(new RunsSheet(
                shell.runs(),
                runDetails,
                new RunsSheet.Actions() {
                    @Override
                    public void session(SessionKey key) {
                        overlay.close();
                        shell.navigation().open(key);
                    }

                    @Override
                    public void details(RunKind kind, RunKey key) {
                        openRun(kind, key);
                    }

                    @Override
                    public void startTry() {
                        openTry();
                    }

                    @Override
                    public void startTeam() {
                        openTeam();
                    }
                },
                overlay::close));
    }

    /** Shows the form of a run in which several agents try the same. */
    public void openTry() {
        TryPresenter form = new TryPresenter(shell.links()::current, shell.runs(), openDirectory());
        keepDraft(TRY_DRAFT, form.promptProperty());
        overlay.push(new TrySheet(form, () -> started(form.promptProperty()), overlay::close));
    }

    /** Shows the form of a run in which a lead has workers. */
    public void openTeam() {
        TeamPresenter form = new TeamPresenter(
                shell.links().current(), shell.ports().threads().fx(), openDirectory());
        keepDraft(TEAM_DRAFT, form.taskProperty());
        overlay.push(new TeamSheet(form, () -> started(form.taskProperty()), overlay::close));
    }

    /** Stores the text of a form that is closed without a start. */
    private void keepDraft(String name, StringProperty text) {
        Preferences kept = shell.ports().kept();
        text.set(kept.get(name).orElse(""));
        text.addListener((property, before, now) -> kept.put(name, now));
    }

    private void started(StringProperty draft) {
        draft.set("");
        openRuns();
    }

    /** The directory of the session on screen; empty if there is none. */
    private String openDirectory() {
        return openSession()
                .flatMap(key -> shell.links()
                        .link(key.hostId())
                        .flatMap(link -> link.reader().host().sessions().stream()
                                .filter(session -> session.sessionId().equals(key.sessionId()))
                                .findFirst()))
                .map(SessionSummary::cwd)
                .orElse("");
    }

    /** Shows the details of a run, if its kind has any. */
    public void openRun(RunKind kind, RunKey key) {
        RunDetailFactory factory = runDetails.get(kind);
        if (factory != null) {
            overlay.push(factory.create(key, overlay::close));
        }
    }

    /** Shows the agents of all hosts. A form that is open returns afterwards with its input. */
    public void openAgents() {
        Optional<String> file = shell.ports()
                .platform()
                .localHost()
                .map(local -> local.dataFolder().resolve("agents.json").toString());
        overlay.push(
                new AgentsSheet(shell.links(), file, shell.transcript()::copy, this::openRegistry, overlay::close));
    }

    /** Shows the agents that a host can install. */
    public void openRegistry(HostLink link) {
        RegistryPresenter presenter =
                new RegistryPresenter(link, shell.ports().threads().fx());
        RegistrySheet sheet = new RegistrySheet(presenter, shell.transcript()::copy, overlay::close);
        Subscription hosts = shell.links().listen(now -> presenter.render());
        sheet.sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                hosts.close();
            }
        });
        overlay.push(sheet);
    }
}
