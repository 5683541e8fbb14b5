package dev.pilothouse.desktop;

import dev.pilothouse.model.AgentDraft;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AgentTrial;
import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.AuditAction;
import dev.pilothouse.model.AuditEntry;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.BrowserLink;
import dev.pilothouse.model.Budget;
import dev.pilothouse.model.ChangePart;
import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.CommentAuthor;
import dev.pilothouse.model.CommentId;
import dev.pilothouse.model.CommentPlace;
import dev.pilothouse.model.CommitFile;
import dev.pilothouse.model.CommitState;
import dev.pilothouse.model.CommitSuggestion;
import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.DiffHunk;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FileChanges;
import dev.pilothouse.model.FileDiff;
import dev.pilothouse.model.FileMatch;
import dev.pilothouse.model.GitActivity;
import dev.pilothouse.model.GitReference;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.InstallKind;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobOutput;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.JobStatus;
import dev.pilothouse.model.KeptWorktree;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.NotificationKind;
import dev.pilothouse.model.OwnPreset;
import dev.pilothouse.model.PairingRequest;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.Profile;
import dev.pilothouse.model.ProfileServer;
import dev.pilothouse.model.ProfileSetting;
import dev.pilothouse.model.PromptSupport;
import dev.pilothouse.model.PullRequestInfo;
import dev.pilothouse.model.PullRequestState;
import dev.pilothouse.model.PullRequestStatus;
import dev.pilothouse.model.PullRequestTrouble;
import dev.pilothouse.model.PushForm;
import dev.pilothouse.model.PushKind;
import dev.pilothouse.model.PushOverride;
import dev.pilothouse.model.PushRules;
import dev.pilothouse.model.PushTarget;
import dev.pilothouse.model.PushTargetStatus;
import dev.pilothouse.model.PushTest;
import dev.pilothouse.model.QuestionField;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.QuietHours;
import dev.pilothouse.model.ReferenceList;
import dev.pilothouse.model.RegistryAgent;
import dev.pilothouse.model.RegistryInfo;
import dev.pilothouse.model.RemoteState;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.RestoredFile;
import dev.pilothouse.model.ReviewComment;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunCheck;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunMemberState;
import dev.pilothouse.model.RunNote;
import dev.pilothouse.model.RunRole;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.RunStatus;
import dev.pilothouse.model.RunStopReason;
import dev.pilothouse.model.Schedule;
import dev.pilothouse.model.ScheduleId;
import dev.pilothouse.model.ScheduleOccurrence;
import dev.pilothouse.model.ScheduleStatus;
import dev.pilothouse.model.ScheduleTask;
import dev.pilothouse.model.ScheduleTiming;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.ServerKind;
import dev.pilothouse.model.ServerSuggestion;
import dev.pilothouse.model.SessionFile;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionProfile;
import dev.pilothouse.model.SessionServer;
import dev.pilothouse.model.SessionTemplate;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.SharingInfo;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TunnelInfo;
import dev.pilothouse.model.TunnelProvider;
import dev.pilothouse.model.TurnEstimate;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.model.UsageReport;
import dev.pilothouse.model.WorktreeInfo;
import dev.pilothouse.platform.SharedContent;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostGateway.Audit;
import dev.pilothouse.session.HostGateway.Found;
import dev.pilothouse.session.HostGateway.Preview;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.session.HostGateway.Worktrees;
import dev.pilothouse.session.SearchHit;
import dev.pilothouse.session.WatchLabel;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.FakeHosts;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.attachment.AttachmentSource;
import dev.pilothouse.ui.runs.RunKey;
import dev.pilothouse.ui.sessions.SessionListOptions;
import dev.pilothouse.ui.shell.MainScreen;
import dev.pilothouse.ui.shell.ShellGraph;
import dev.pilothouse.ui.shell.ShellView;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.transcript.RowItem;
import dev.pilothouse.ui.transcript.TranscriptRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** Every screen and sheet of the window over scripted hosts, for the tests that check all of them. */
enum Screen {
    LIST,
    LIST_OFFLINE,
    LIST_FILTERED,
    LIST_UNDO,
    LIST_SELECTED,
    LIST_RENAME,
    LOADING,
    UNREACHED,
    GRID,
    SEARCH,
    SEARCH_NOTHING,
    CONVERSATION,
    STARTING,
    SUBAGENTS,
    SUBAGENTS_OPEN,
    AGENT_FILES,
    NEW_TALK,
    BUSY,
    ASKED_WHILE_WRITING,
    EDIT_ASKED,
    FAILED,
    AT_REST,
    LOGIN,
    OFFLINE,
    DECISIONS,
    DECISIONS_EDIT,
    DECISIONS_COMMANDS,
    DECISIONS_RUN,
    COMMANDS_ASKED,
    LINK_ASKED,
    LINK_ASKED_HERE,
    DECISIONS_NONE,
    DECISIONS_OFFLINE,
    HOSTS,
    HOSTS_OFFLINE,
    HOSTS_TUNNEL,
    HOSTS_TUNNEL_DROPPED,
    TICKET_TUNNEL,
    PAIRING_ASKED,
    HEALTH,
    HEALTH_OFFLINE,
    SETTINGS,
    SETTINGS_NONE,
    NEW_SESSION,
    NEW_SESSION_WORKTREE,
    NEW_SESSION_PULL_REQUEST,
    NEW_SESSION_BRANCH,
    NEW_SESSION_OFFLINE,
    NEW_SESSION_PROFILE,
    NEW_SESSION_TEMPLATE,
    TEMPLATE_FORM,
    NEW_SESSION_TEMPLATE_NONE,
    PROFILES,
    PROFILES_NONE,
    PROFILES_VIEWER,
    PROFILE_FORM,
    PROFILE_DELETE,
    /** Another device has changed the profile of the form. */
    PROFILE_NEWER,
    TEMPLATE_NEWER,
    PROFILE_NEW,
    PROFILE_SUGGESTIONS,
    PROFILE_SUGGESTIONS_NONE,
    SESSION_PROFILE,
    PANEL_PROFILE,
    FOLDERS,
    FOLDERS_FILTERED,
    FOLDERS_FAILED,
    FILES,
    FILES_FILTERED,
    FILES_OFFLINE,
    FILE_TEXT,
    FILE_FIND,
    FILE_PICTURE,
    FILE_CHANGES,
    FILE_BINARY,
    FILE_LOADING,
    FILE_FAILED,
    FILE_OFFLINE,
    GUIDE_AGENT,
    GUIDE_DIRECTORY,
    GUIDE_TASK,
    AGENTS,
    REGISTRY,
    REGISTRY_ASKS,
    REGISTRY_FORM,
    REGISTRY_LOGOUT,
    REGISTRY_LOGOUT_ASKS,
    AGENTS_OFFLINE,
    AGENTS_FILE_WRONG,
    TICKET,
    TICKET_UNSHARED,
    DEVICE,
    AUDIT,
    AUDIT_NONE,
    AUDIT_LOADING,
    AUDIT_FAILED,
    COMMIT,
    COMMIT_EMPTY,
    COMMIT_CONFLICT,
    COMMIT_FAILED,
    COMMIT_MAY_NOT,
    COMMIT_SUGGEST,
    COMMIT_SUGGESTING,
    COMMIT_SUGGESTED,
    REVIEWER,
    REVIEWER_CHOOSING,
    REVIEWER_FAILED,
    CHANGES,
    CHANGES_FILE,
    CHANGES_SEEN,
    CHANGES_PICTURE,
    CHANGES_COMMENTS,
    REVIEW,
    REVIEW_NONE,
    CHANGES_NONE,
    CHANGES_REPORTED,
    CHANGES_FAILED,
    JOBS,
    JOBS_NONE,
    RUNS,
    RUNS_NONE,
    TRY_FORM,
    TRY_COMPARE,
    TRY_MERGE,
    TRY_DIFFERENCE,
    TRY_DISCARD,
    GOAL,
    GOAL_NEW,
    GOAL_STRIP,
    TEAM_FORM,
    TEAM_REFUSED,
    CHECK_RUN,
    TEAM_MEMBERS,
    REMOTE,
    REMOTE_DIVERGED,
    REMOTE_CONFLICTS,
    REMOTE_RUNNING,
    REMOTE_VIEW,
    WORKTREES,
    WORKTREES_NONE,
    PULL_REQUEST,
    PULL_REQUEST_LOADING,
    PULL_REQUEST_FORM,
    PULL_REQUEST_NOT_PUSHED,
    PULL_REQUEST_NO_PROGRAM,
    MANY,
    MANY_NONE,
    MANY_SENT,
    TARGETS,
    TARGETS_NONE,
    TARGET_FORM,
    TARGET_FORM_PUSH,
    SCHEDULES,
    SCHEDULES_NONE,
    SCHEDULE_FORM,
    SCHEDULE_DELETE,
    USAGE,
    USAGE_NONE,
    UNDO,
    UNDO_NONE,
    UNDO_LOADING,
    UNDO_FAILED,
    KEYS,
    PALETTE,
    PALETTE_NONE,
    LICENCES,
    NOTICES,
    WELCOME,
    PAIR_FIRST,
    PAIR_NEARBY,
    PAIR_PICTURE,
    PAIR_CAMERA,
    PAIR_OTHER_KEY,
    PUT_INTO;

    String file() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** New hosts for this screen; not shared, since a screen may change them. */
    SampleHosts sample() {
        return switch (this) {
            case WELCOME, GUIDE_AGENT, GUIDE_DIRECTORY, GUIDE_TASK, DECISIONS_NONE -> SampleHosts.aFreshStart();
            case LOADING, UNREACHED, AGENTS_OFFLINE, NEW_SESSION_OFFLINE -> SampleHosts.aPhoneOf(awayFor(this));
            default -> SampleHosts.aWorkingDay();
        };
    }

    private static ConnectionState awayFor(Screen screen) {
        return screen == LOADING ? new ConnectionState.Connecting(1, null) : lost();
    }

    private static ConnectionState lost() {
        return new ConnectionState.Lost(
                "The host does not answer",
                SampleHosts.NOW.minus(Duration.ofMinutes(3)),
                SampleHosts.NOW.plusSeconds(8));
    }

    /** Whether hosts answer this screen later, by {@link #finish}. */
    boolean isAnsweredLater() {
        return this == SEARCH || this == SEARCH_NOTHING;
    }

    /** Whether the screen has requested its later data, so that {@link #finish} can deliver it. Thread-safe. */
    boolean isAsking(SampleHosts sample) {
        return switch (this) {
            case SEARCH ->
                !sample.local().searched().isEmpty()
                        && !sample.remote().searched().isEmpty();
            case SEARCH_NOTHING -> !sample.local().searched().isEmpty();
            default -> true;
        };
    }

    /** Delivers the hosts' later answers. On the FX thread. */
    void finish(SampleHosts sample) {
        if (this == SEARCH) {
            sample.local()
                    .found(
                            0,
                            new Found(
                                    List.of(
                                            hit(
                                                    sample,
                                                    SearchHit.Kind.MESSAGE,
                                                    "\u2026two threads may take the last session of the pool: a race"
                                                            + " that the test sees once in twenty runs, since\u2026",
                                                    51),
                                            hit(
                                                    sample,
                                                    SearchHit.Kind.USER,
                                                    "Find the race in the login test and fix it.",
                                                    9),
                                            hit(
                                                    sample,
                                                    SearchHit.Kind.TOOL,
                                                    "grep -rn race"
                                                            + " src/main/java/shop/checkout/concurrency/SessionPool.java"
                                                            + " src/test/java/shop/LoginTest.java",
                                                    8)),
                                    9,
                                    false));
            sample.remote().found(0, new Found(List.of(), 3, true));
        } else if (this == SEARCH_NOTHING) {
            sample.local().found(0, new Found(List.of(), 9, false));
        }
    }

    private static SearchHit hit(SampleHosts sample, SearchHit.Kind kind, String excerpt, int mark) {
        int at = excerpt.indexOf("race");
        return new SearchHit(
                sample.main(),
                new ItemId(3 + mark),
                SampleHosts.NOW.minusSeconds(mark * 60L),
                kind,
                excerpt,
                List.of(new SearchHit.Mark(at, at + 4)));
    }

    /** The hosts that the shell lists. */
    FakeHosts hosts(SampleHosts sample) {
        return this == PAIR_FIRST || this == PAIR_NEARBY || this == PAIR_PICTURE || this == PAIR_CAMERA
                ? new FakeHosts()
                : sample.hosts();
    }

    /** Opens this screen in the window. On the FX thread. */
    void show(ShellGraph shell, ShellView view, SampleHosts sample) {
        SessionKey main = new SessionKey(sample.local().hostId(), new SessionId("s1"));
        switch (this) {
            case LIST, WELCOME, PAIR_FIRST, PAIR_CAMERA, LOADING, UNREACHED ->
                shell.navigation().screenProperty().set(MainScreen.SESSIONS);
            case LIST_OFFLINE -> {
                shell.navigation().screenProperty().set(MainScreen.SESSIONS);
                sample.remote().connection(lost());
            }
            case LIST_FILTERED -> {
                shell.navigation().screenProperty().set(MainScreen.SESSIONS);
                shell.sessions()
                        .onChoose(SessionListOptions.PLAIN.withArchived(true).toggledAgent("GitHub Copilot"));
            }
            case LIST_UNDO -> {
                shell.navigation().screenProperty().set(MainScreen.SESSIONS);
                shell.sessions().actions().onDelete(main);
            }
            case LIST_SELECTED -> {
                shell.navigation().screenProperty().set(MainScreen.SESSIONS);
                shell.sessions().selection().toggle(main);
                shell.sessions()
                        .selection()
                        .toggle(new SessionKey(sample.local().hostId(), new SessionId("s12")));
            }
            case LIST_RENAME -> {
                shell.navigation().screenProperty().set(MainScreen.SESSIONS);
                ListView<?> list = (ListView<?>) view.lookup(".session-list");
                list.getSelectionModel().select(3);
                list.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.F2, false, false, false, false));
            }
            case GRID -> {
                shell.navigation().screenProperty().set(MainScreen.SESSIONS);
                shell.sessions().onChoose(SessionListOptions.PLAIN.with(SessionListOptions.Layout.GRID));
            }
            case SEARCH -> {
                view.search();
                shell.sessions().filterProperty().set("race");
            }
            case SEARCH_NOTHING -> {
                sample.remote().connection(lost());
                view.search();
                shell.sessions().filterProperty().set("zebra");
            }
            case CONVERSATION -> shell.navigation().open(main);
            case STARTING -> {
                sample.local().connection(new ConnectionState.Connecting(1, SampleHosts.NOW.minusSeconds(3_600)));
                shell.navigation().open(main);
            }
            case SUBAGENTS, SUBAGENTS_OPEN -> {
                SessionId session = sample.sessionWithSubagents();
                ItemId second = sample.subagents(session);
                shell.navigation().open(new SessionKey(sample.local().hostId(), session));
                if (this == SUBAGENTS_OPEN) {
                    shell.transcript().toggle("tool-" + second);
                    shell.transcript().toggle("tool-" + new ItemId(second.createdSeq() + 2));
                }
            }
            case AGENT_FILES -> agentFiles(shell, sample.local());
            case NEW_TALK -> {
                SessionId fresh = sample.local().create("s90", "OpenCode", "/home/ada/src/shop", "shop");
                sample.local().update(fresh, new SessionUpdate.AgentStarting());
                shell.navigation().open(new SessionKey(sample.local().hostId(), fresh));
            }
            case BUSY -> {
                SessionId docs = new SessionId("s12");
                sample.local()
                        .update(
                                docs,
                                new SessionUpdate.QueueChanged(List.of(
                                        queued(70, "Then add a page about the demo agent."),
                                        queued(71, "Check every link of the guide, and say which are dead."))));
                shell.navigation().open(new SessionKey(sample.local().hostId(), docs));
                shell.composer().draftProperty().set("Use short sentences.");
            }
            case ASKED_WHILE_WRITING -> {
                shell.navigation().open(main);
                shell.composer().draftProperty().set("Run only the login tests.");
            }
            case EDIT_ASKED ->
                shell.navigation().open(new SessionKey(sample.local().hostId(), sample.askForEdit()));
            case DECISIONS_COMMANDS -> {
                sample.askForCommands();
                shell.navigation().screenProperty().set(MainScreen.DECISIONS);
            }
            case COMMANDS_ASKED ->
                shell.navigation().open(new SessionKey(sample.local().hostId(), sample.askForCommands()));
            case LINK_ASKED ->
                askToOpen(
                        shell,
                        sample.local(),
                        "https://login.example.com/oauth2/authorize?response_type=code&client_id=9d1c250a-e61b-44d9-88ed"
                                + "&redirect_uri=http%3A%2F%2Flocalhost%3A1455%2Fcallback&scope=openid%20profile%20offline"
                                + "&code_challenge=6fdkQaPm51l13DSukcAH3Mdx7_ntecHYd1vi3n0hMZY&state=Zk9pQ2w3");
            case LINK_ASKED_HERE -> askToOpen(shell, sample.local(), "http://localhost:1455/login");
            case DECISIONS_RUN -> {
                sample.local().runs(runs(sample.main()));
                shell.navigation().screenProperty().set(MainScreen.DECISIONS);
            }
            case DECISIONS_EDIT -> {
                sample.askForEdit();
                shell.navigation().screenProperty().set(MainScreen.DECISIONS);
                view.applyCss();
                view.lookupAll(".pending-inbox .output-more").forEach(fold -> ((ButtonBase) fold).fire());
            }
            case FAILED -> shell.navigation().open(new SessionKey(sample.local().hostId(), new SessionId("s15")));
            case AT_REST -> {
                SessionId done = new SessionId("s14");
                sample.remote().update(done, new SessionUpdate.AgentExited(null, true, ""));
                shell.navigation().open(new SessionKey(sample.remote().hostId(), done));
                shell.composer().draftProperty().set("Now run the whole suite.");
            }
            case LOGIN -> shell.navigation().open(new SessionKey(sample.local().hostId(), new SessionId("s13")));
            case OFFLINE -> {
                shell.navigation().open(new SessionKey(sample.remote().hostId(), new SessionId("s10")));
                sample.remote().connection(lost());
            }
            case DECISIONS, DECISIONS_NONE ->
                shell.navigation().screenProperty().set(MainScreen.DECISIONS);
            case HOSTS -> shell.navigation().screenProperty().set(MainScreen.HOSTS);
            case HOSTS_OFFLINE -> {
                sample.remote().connection(lost());
                shell.navigation().screenProperty().set(MainScreen.HOSTS);
            }
            case PUT_INTO -> {
                shell.navigation().screenProperty().set(MainScreen.SESSIONS);
                shell.shared()
                        .onShared(new SharedContent(
                                "The total of the basket is wrong when a coupon is used twice: it shows 12.40 and should show"
                                        + " 14.90. Seen on the test server this morning, with two coupons and one article.",
                                List.of(Path.of("Screenshot_20261126.png")),
                                List.of()));
            }
            case PAIR_PICTURE -> {
                shell.navigation().screenProperty().set(MainScreen.SESSIONS);
                shell.hosts().picture().onPicture(new AttachmentSource.OfPixels("photo.png", 40, 40, new int[1_600]));
            }
            case PAIR_OTHER_KEY -> {
                shell.navigation().screenProperty().set(MainScreen.HOSTS);
                shell.hosts().onPair("pilothouse://pair#AQ");
                sample.hosts().askForKey("office", "8bd2a1907fe04c36", "03c7f15e9a6d2b84");
                view.applyCss();
                view.layout();
                // The first screen has such a form too.
                for (Node form : view.lookupAll("#key-question")) {
                    Node node = form;
                    while (!(node instanceof ScrollPane)) {
                        node = node.getParent();
                    }
                    ((ScrollPane) node).setVvalue(1);
                }
            }
            case PAIR_NEARBY -> {
                shell.navigation().screenProperty().set(MainScreen.SESSIONS);
                shell.hosts().nearby().onSearch();
            }
            case HOSTS_TUNNEL, TICKET_TUNNEL -> {
                String url = "wss://seasonal-deck-organisms-sf.trycloudflare.com";
                TunnelInfo up = new TunnelInfo(TunnelProvider.CLOUDFLARED, TunnelInfo.Phase.UP, url, "", null);
                List<String> urls =
                        List.of("ws://192.168.1.20:7717", "ws://100.101.7.4:7717", url, "ws://127.0.0.1:7717");
                sample.local().shares(new SharingInfo(true, urls, up));
                shell.navigation().screenProperty().set(MainScreen.HOSTS);
                if (this == TICKET_TUNNEL) {
                    shell.hosts().onTicket(sample.local().hostId(), Scope.STEER);
                }
            }
            case HOSTS_TUNNEL_DROPPED -> {
                sample.local()
                        .shares(new SharingInfo(
                                false,
                                List.of("ws://127.0.0.1:7717"),
                                new TunnelInfo(
                                        TunnelProvider.COMMAND,
                                        TunnelInfo.Phase.DROPPED,
                                        "",
                                        "ssh ended with code 255. Its last words: Connection closed by 203.0.113.7",
                                        SampleHosts.NOW.plusSeconds(48))));
                shell.navigation().screenProperty().set(MainScreen.HOSTS);
            }
            case PAIRING_ASKED -> {
                sample.local()
                        .asking(List.of(new PairingRequest(
                                new DeviceId("d9"),
                                "Grace\u2019s phone",
                                "Android",
                                "192.168.1.77",
                                Scope.STEER,
                                "482913")));
                shell.navigation().screenProperty().set(MainScreen.HOSTS);
            }
            case HEALTH -> {
                sample.local().label(new SessionId("s12"), WatchLabel.QUIET);
                sample.remote()
                        .connection(new ConnectionState.Live(
                                SampleHosts.NOW.minus(Duration.ofMinutes(42)), Duration.ofMillis(18)));
                view.sheets().openHealth();
            }
            case HEALTH_OFFLINE -> {
                sample.remote().connection(lost());
                view.sheets().openHealth();
            }
            case SETTINGS -> shell.navigation().screenProperty().set(MainScreen.SETTINGS);
            case SETTINGS_NONE -> {
                shell.settings().searchProperty().set("qqq");
                shell.navigation().screenProperty().set(MainScreen.SETTINGS);
            }
            case DECISIONS_OFFLINE -> {
                sample.remote().connection(lost());
                shell.navigation().screenProperty().set(MainScreen.DECISIONS);
            }
            case NEW_SESSION, NEW_SESSION_OFFLINE -> view.sheets().openNewSession();
            case NEW_SESSION_WORKTREE, NEW_SESSION_PULL_REQUEST, NEW_SESSION_BRANCH -> {
                String shop = "/home/ada/src/shop";
                sample.local()
                        .references(
                                shop,
                                new ReferenceList(
                                        shop,
                                        shop + ".worktrees",
                                        "main",
                                        "origin/main",
                                        2,
                                        List.of(
                                                new GitReference("main", false, shop),
                                                new GitReference("origin/main", true)),
                                        this == NEW_SESSION_WORKTREE));
                view.sheets().openNewSession();
                view.applyCss();
                ((TextInputControl) view.lookup("#new-session-directory")).setText(shop);
                ((TextInputControl) view.lookup("#new-session-prompt")).setText("Fix the login race");
                ((ButtonBase) view.lookup("#new-session-use-worktree")).fire();
                if (this == NEW_SESSION_BRANCH) {
                    view.lookupAll("#new-session-work-in .toggle-button").stream()
                            .skip(2)
                            .findFirst()
                            .ifPresent(button -> ((ButtonBase) button).fire());
                }
                if (this == NEW_SESSION_PULL_REQUEST) {
                    ((ComboBox<?>) view.lookup("#new-session-base"))
                            .getSelectionModel()
                            .select(2);
                    ((TextInputControl) view.lookup("#new-session-pull-request"))
                            .setText("github.com/pilot/shop/pull/12");
                }
            }
            case FOLDERS -> {
                sample.local().create("s90", "Copilot", "/home/ada/src/shop", "Fix the basket");
                sample.local().create("s91", "Copilot", "/srv/work/pilot", "Draw the logo");
                browse(view, "/home/ada/src");
            }
            case FOLDERS_FILTERED -> {
                browse(view, "/home/ada/src/");
                ((TextField) view.lookup("#folders-filter")).setText("i");
            }
            case FOLDERS_FAILED -> browse(view, "/home/ada/src/lost");
            case FILES -> {
                shell.navigation().open(main);
                view.sheets().openFiles();
            }
            case FILES_FILTERED -> {
                sample.local()
                        .files(List.of(
                                new FileMatch("src/main/java/shop/SessionPool.java", false),
                                new FileMatch("src/main/java/shop", true)));
                shell.navigation().open(main);
                view.sheets().openFiles();
                view.applyCss();
                ((TextField) view.lookup("#files-filter")).setText("shop");
            }
            case FILES_OFFLINE -> {
                sample.local().connection(lost());
                shell.navigation().open(main);
                view.sheets().openFiles();
            }
            case FILE_TEXT -> {
                shell.navigation().open(main);
                shell.transcript().openLink("src/main/java/shop/SessionPool.java:12");
            }
            case FILE_FIND -> {
                shell.navigation().open(main);
                shell.transcript().openLink("src/main/java/shop/SessionPool.java");
                view.applyCss();
                ((ButtonBase) view.lookup("#viewer-find")).fire();
                ((TextField) view.lookup("#viewer-query")).setText("login");
            }
            case FILE_PICTURE -> {
                byte[] bytes = picture("tool-dark.png");
                sample.local()
                        .otherFile(
                                new SessionFile(
                                        "docs/tool.png",
                                        SessionFile.Kind.PICTURE,
                                        bytes.length,
                                        SampleHosts.NOW,
                                        "",
                                        null,
                                        "image/png"),
                                bytes);
                shell.navigation().open(main);
                shell.transcript().openLink("docs/tool.png");
            }
            case FILE_CHANGES -> {
                shell.navigation().open(main);
                view.sheets().openChanges("src/main/java/shop/SessionPool.java");
            }
            case FILE_BINARY -> {
                sample.local()
                        .otherFile(
                                new SessionFile(
                                        "target/shop.jar",
                                        SessionFile.Kind.BINARY,
                                        1_482_113,
                                        SampleHosts.NOW,
                                        "",
                                        null,
                                        ""),
                                new byte[0]);
                shell.navigation().open(main);
                shell.transcript().openLink("file-reference:target/shop.jar");
            }
            case FILE_LOADING -> {
                sample.local().holdReads();
                shell.navigation().open(main);
                shell.transcript().openLink("src/main/java/shop/SessionPool.java:12");
            }
            case FILE_FAILED -> {
                sample.local()
                        .refuseReads(new Reply.Refused<>(
                                ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.LINK_LEADS_OUT, "link.txt")));
                shell.navigation().open(main);
                shell.transcript().openLink("docs/link.txt");
            }
            case FILE_OFFLINE -> {
                sample.local().connection(lost());
                shell.navigation().open(main);
                shell.transcript().openLink("src/main/java/shop/SessionPool.java:12");
            }
            case GUIDE_AGENT -> view.sheets().openGuide();
            case GUIDE_DIRECTORY -> guide(view, 1);
            case GUIDE_TASK -> guide(view, 2);
            case AGENTS_FILE_WRONG -> {
                view.sheets().openAgents();
                sample.local()
                        .agentProblems(List.of(
                                new ConfigError("agents.json", 12, 5, "", HostText.of(HostTextCode.FILE_NOT_JSON)),
                                new ConfigError(
                                        "agents.json",
                                        7,
                                        0,
                                        "agents[1].startSeconds",
                                        HostText.of(HostTextCode.VALUE_NO_NUMBER, 3_600))));
            }
            case AGENTS, AGENTS_OFFLINE -> view.sheets().openAgents();
            case REGISTRY, REGISTRY_ASKS, REGISTRY_FORM, REGISTRY_LOGOUT, REGISTRY_LOGOUT_ASKS -> {
                sample.local().registry = registry();
                sample.local().trial = new AgentTrial(
                        true,
                        HostText.NONE,
                        "My agent 2.1.0",
                        1,
                        List.of("loadSession", "promptCapabilities.image", "sessionCapabilities.list", "auth.logout"),
                        List.of(new AgentTrial.LoginMethod("t", "Terminal", "", "/opt/mine/bin/agent --login")),
                        812);
                view.sheets().openAgents();
                view.applyCss();
                ((ButtonBase) view.lookup("#agents-install-" + sample.local().hostId())).fire();
                if (this == REGISTRY_ASKS) {
                    view.applyCss();
                    ((TextField) view.lookup("#registry-search")).setText("Cursor");
                    view.applyCss();
                    ((ButtonBase) view.lookup("#registry-install-cursor")).fire();
                }
                if (this == REGISTRY_LOGOUT || this == REGISTRY_LOGOUT_ASKS) {
                    for (String id : List.of("#own-test-mine", "#registry-test-claude-acp")) {
                        view.applyCss();
                        ((ButtonBase) view.lookup(id)).fire();
                    }
                }
                if (this == REGISTRY_LOGOUT_ASKS) {
                    view.applyCss();
                    ((TextField) view.lookup("#registry-search")).setText("Claude");
                    view.applyCss();
                    ((ButtonBase) view.lookup("#registry-logout-claude-acp")).fire();
                }
                if (this == REGISTRY_FORM) {
                    view.applyCss();
                    ((ButtonBase) view.lookup("#own-edit-mine")).fire();
                    view.applyCss();
                    ((ButtonBase) view.lookup("#own-test")).fire();
                }
            }
            case TICKET -> {
                shell.navigation().screenProperty().set(MainScreen.HOSTS);
                shell.hosts().onTicket(sample.local().hostId(), Scope.STEER);
            }
            case TICKET_UNSHARED -> {
                sample.local().shares(new SharingInfo(false, List.of("ws://127.0.0.1:7717"), TunnelInfo.NONE));
                shell.navigation().screenProperty().set(MainScreen.HOSTS);
                view.applyCss();
                ((ButtonBase) view.lookup("#pair-device")).fire();
            }
            case DEVICE -> {
                shell.navigation().screenProperty().set(MainScreen.HOSTS);
                view.applyCss();
                ((ButtonBase) view.lookup("#device-d1")).fire();
            }
            case AUDIT ->
                audit(
                        shell,
                        view,
                        sample,
                        CompletableFuture.completedFuture(new Reply.Value<>(new Audit(deeds(), true))));
            case AUDIT_NONE ->
                audit(
                        shell,
                        view,
                        sample,
                        CompletableFuture.completedFuture(new Reply.Value<>(new Audit(List.of(), false))));
            case AUDIT_LOADING -> audit(shell, view, sample, new CompletableFuture<>());
            case AUDIT_FAILED ->
                audit(
                        shell,
                        view,
                        sample,
                        CompletableFuture.completedFuture(new Reply.Refused<>(
                                ErrorCode.INTERNAL, "The audit log could not be read. Check the host’s disk.")));
            case COMMIT -> {
                sample.local().jobs(commitJob(JobState.RUNNING, HostText.NONE, "eslint src", "src/Login.java: ok"));
                commit(shell, view, sample, commitState("", "", CommitFile.Staging.SOME), "Fix the race in the login");
            }
            case COMMIT_EMPTY ->
                commit(
                        shell,
                        view,
                        sample,
                        new CommitState(
                                new CommitState.Head("main", "1f38", "Start", true, true, GitActivity.NONE),
                                new CommitState.Author("Ada", "ada@example.org"),
                                List.of(),
                                0,
                                "0",
                                "",
                                ""),
                        "");
            case COMMIT_CONFLICT ->
                commit(
                        shell,
                        view,
                        sample,
                        commitState("shop: fix the login", "src/Basket.java", CommitFile.Staging.NONE),
                        "Merge branch main");
            case COMMIT_FAILED -> {
                commit(
                        shell,
                        view,
                        sample,
                        commitState("", "", CommitFile.Staging.ALL),
                        "Fix the race in the login that two open windows of one person run into sometimes");
                sample.local()
                        .jobs(commitJob(
                                JobState.FAILED,
                                HostText.of(HostTextCode.COMMIT_FAILED, "src/Login.java:12 missing semicolon"),
                                "eslint src",
                                "src/Login.java:12 missing semicolon"));
            }
            case COMMIT_SUGGEST -> suggest(shell, view, sample, "");
            case COMMIT_SUGGESTING -> {
                suggest(shell, view, sample, "");
                ((ButtonBase) view.lookup("#commit-suggest")).fire();
            }
            case COMMIT_SUGGESTED -> {
                suggest(shell, view, sample, "Fix the login");
                ((ButtonBase) view.lookup("#commit-suggest")).fire();
                sample.local()
                        .jobs(new Job(
                                new JobId("suggest"),
                                JobKind.COMMIT_SUGGEST,
                                List.of("shop", "OpenCode"),
                                new JobRequest(
                                        new DeviceId("d1"), "Pocket", Scope.STEER, sample.main(), SampleHosts.NOW),
                                new JobStatus(
                                        JobState.DONE,
                                        HostText.of(HostTextCode.SUGGEST_MADE, "OpenCode"),
                                        Map.of(
                                                CommitSuggestion.MESSAGE,
                                                "Close sessions in the order of their use\n\nTwo windows of one person could take the same session from the pool."),
                                        null,
                                        null),
                                JobOutput.NONE));
            }
            case REVIEWER -> reviewer(view, sample, null, HostText.NONE);
            case REVIEWER_CHOOSING ->
                reviewer(view, sample, RunState.WAITING_FOR_YOU, HostText.of(HostTextCode.REVIEW_CHOOSE));
            case REVIEWER_FAILED -> {
                reviewer(view, sample, null, HostText.NONE);
                sample.local().runRefusal = HostText.of(HostTextCode.REVIEW_SESSION_TAKEN);
                ((ButtonBase) view.lookup("#reviewer-start")).fire();
            }
            case COMMIT_MAY_NOT -> {
                sample.local().scope(Scope.VIEW);
                commit(shell, view, sample, commitState("", "", CommitFile.Staging.ALL), "");
            }
            case CHANGES -> changes(shell, view, sample, changed());
            case CHANGES_FILE -> {
                changes(shell, view, sample, changed());
                ((ListView<?>) view.lookup("#changes-files"))
                        .getSelectionModel()
                        .select(1);
                view.lookup("#changes-files")
                        .fireEvent(
                                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, false, false, false, false));
            }
            case CHANGES_PICTURE -> {
                sample.local().change(ChangePart.BEFORE, "web/logo.png", picture("tool-dark.png"));
                sample.local().change(ChangePart.AFTER, "web/logo.png", picture("answer-light.png"));
                changes(shell, view, sample, changed());
                ((ListView<?>) view.lookup("#changes-files"))
                        .getSelectionModel()
                        .select(5);
                view.lookup("#changes-files")
                        .fireEvent(
                                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, false, false, false, false));
            }
            case CHANGES_SEEN -> {
                changes(shell, view, sample, changed());
                view.applyCss();
                ((ListView<?>) view.lookup("#changes-files"))
                        .getSelectionModel()
                        .select(1);
                view.lookup("#changes-files")
                        .fireEvent(
                                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.SPACE, false, false, false, false));
                ((ButtonBase) view.lookup("#changes-seen")).fire();
            }
            case CHANGES_COMMENTS -> {
                comments(sample);
                changes(shell, view, sample, changed());
                choose(view, 1);
                view.applyCss();
                view.layout();
                view.lookup("#changes-diff")
                        .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.C, false, false, false, false));
                view.applyCss();
                view.layout();
                ((TextArea) view.lookup("#comment-text")).setText("Say why the order matters here.");
            }
            case REVIEW -> {
                comments(sample);
                changes(shell, view, sample, changed());
                view.applyCss();
                ((ButtonBase) view.lookup("#review-open")).fire();
            }
            case REVIEW_NONE -> {
                changes(shell, view, sample, changed());
                view.applyCss();
                ((ButtonBase) view.lookup("#review-open")).fire();
            }
            case CHANGES_NONE ->
                changes(
                        shell,
                        view,
                        sample,
                        new Reply.Value<>(new FileChanges("fix/login-race", "origin/main", List.of(), 0, 0, 0)));
            case CHANGES_REPORTED ->
                changes(
                        shell,
                        view,
                        sample,
                        new Reply.Refused<>(
                                ErrorCode.NO_REPOSITORY,
                                "The session\u2019s directory is in no git repository of the host."));
            case CHANGES_FAILED ->
                changes(
                        shell,
                        view,
                        sample,
                        new Reply.Refused<>(ErrorCode.UNREACHABLE, "There is no connection to the host."));
            case JOBS -> {
                sample.local().jobs(jobs());
                view.sheets().openJobs();
            }
            case RUNS -> {
                sample.local().runs(runs(sample.main()));
                view.sheets().openRuns();
            }
            case TRY_FORM -> {
                List.of(sample.local(), sample.remote()).forEach(host -> host.profiles("web", profiles()));
                view.sheets().openTry();
            }
            case TEAM_MEMBERS -> {
                sample.local().runs(team());
                view.sheets()
                        .openRun(RunKind.TEAM, new RunKey(sample.local().host().hostId(), new RunId("t1")));
            }
            case TEAM_FORM -> {
                // The form offers the first host that has agents.
                for (FakeHost host : List.of(sample.local(), sample.remote())) {
                    host.presets.add(new OwnPreset("Careful pair", "{\"workers\":[{\"name\":\"tests\"}]}"));
                    host.profiles("web", profiles());
                }
                view.sheets().openTeam();
                ((ComboBox<?>) view.lookup("#team-own")).getSelectionModel().selectFirst();
            }
            case TEAM_REFUSED -> {
                sample.local().runRefusal = HostText.of(HostTextCode.RUN_BUSY);
                view.sheets().openTeam();
                ((TextInputControl) view.lookup("#team-task")).setText("Add a login with tests.");
                ((TextInputControl) view.lookup("#team-folder")).setText("/home/ada/src/shop");
                ((ButtonBase) view.lookup("#team-start")).fire();
                ((ScrollPane) view.lookup("#team-sheet .scroll-pane")).setVvalue(1);
            }
            case TRY_DIFFERENCE -> {
                changes(shell, view, sample, changed());
                sample.local().runs(tried(sample.main()));
                view.sheets()
                        .openRun(RunKind.TRY, new RunKey(sample.local().host().hostId(), new RunId("n1")));
                view.applyCss();
                view.layout();
                ((ButtonBase) view.lookup("#try-compare-m1")).fire();
                ((ButtonBase) view.lookup("#try-compare-m3")).fire();
                view.applyCss();
                view.layout();
                choose(view, 1);
            }
            case TRY_COMPARE, TRY_MERGE, TRY_DISCARD -> {
                sample.local().runs(tried(sample.main()));
                view.sheets()
                        .openRun(RunKind.TRY, new RunKey(sample.local().host().hostId(), new RunId("n1")));
                if (this != TRY_COMPARE) {
                    view.applyCss();
                    view.layout();
                    ((ButtonBase) view.lookup(this == TRY_MERGE ? "#try-merge-m2" : "#try-discard")).fire();
                }
            }
            case GOAL -> {
                sample.local()
                        .runs(goal(
                                sample.main(),
                                new RunStatus(RunState.PAUSED, null, HostText.of(HostTextCode.GOAL_TURN_STOPPED), null),
                                "paused"));
                view.sheets().openGoal(new SessionKey(sample.local().hostId(), sample.main()));
            }
            case GOAL_STRIP -> {
                sample.local().runs(goal(sample.main(), RunStatus.RUNNING, "working"));
                shell.navigation().open(main);
            }
            case CHECK_RUN ->
                view.sheets().openCheck(new SessionKey(sample.local().hostId(), sample.main()));
            case GOAL_NEW ->
                view.sheets().openGoal(new SessionKey(sample.local().hostId(), sample.main()));
            case RUNS_NONE -> view.sheets().openRuns();
            case JOBS_NONE -> view.sheets().openJobs();
            case REMOTE -> remote(view, sample, remoteState(PushForm.FAST_FORWARD, GitActivity.NONE));
            case REMOTE_DIVERGED -> remote(view, sample, remoteState(PushForm.DIVERGED, GitActivity.NONE));
            case REMOTE_CONFLICTS -> remote(view, sample, remoteState(PushForm.NO_BRANCH, GitActivity.REBASE));
            case REMOTE_RUNNING -> {
                remote(view, sample, remoteState(PushForm.NEW_BRANCH, GitActivity.NONE));
                sample.local()
                        .jobs(job(
                                "j9",
                                JobKind.PUSH,
                                JobState.RUNNING,
                                "fix/login-race",
                                "",
                                "Running the tests before the push",
                                "61 of 204 tests"));
            }
            case REMOTE_VIEW -> {
                sample.local().scope(Scope.VIEW);
                remote(view, sample, remoteState(PushForm.FAST_FORWARD, GitActivity.NONE));
            }
            case WORKTREES -> {
                sample.local().worktrees(worktrees());
                view.sheets().openWorktrees();
            }
            case PULL_REQUEST,
                    PULL_REQUEST_LOADING,
                    PULL_REQUEST_FORM,
                    PULL_REQUEST_NOT_PUSHED,
                    PULL_REQUEST_NO_PROGRAM -> {
                if (this != PULL_REQUEST_LOADING) {
                    sample.local().pullRequest(pullRequest());
                }
                view.sheets()
                        .openPullRequest(new SessionKey(sample.local().link().hostId(), sample.main()));
            }
            case WORKTREES_NONE -> view.sheets().openWorktrees();
            case MANY -> {
                sample.local().estimates(new TurnEstimate(sample.main(), 8, false, 42_000, 0.31, "USD"));
                view.sheets().openMany(manyKeys(sample));
                ((TextInputControl) view.lookup("#many-text"))
                        .setText("Rebase on main and run all tests. Then say in one sentence what has changed.");
            }
            case MANY_NONE -> view.sheets().openMany(List.of());
            case MANY_SENT -> {
                view.sheets().openMany(manyKeys(sample));
                ((TextInputControl) view.lookup("#many-text"))
                        .setText("Rebase on main and run all tests. Then say in one sentence what has changed.");
                ((ButtonBase) view.lookup("#many-send")).fire();
                int sent = sample.local().intents().size();
                for (int i = 0; i < sent; i++) {
                    SessionId session = sample.local().intents().get(i).target().orElseThrow();
                    if (i % 3 == 0) {
                        sample.local().queue(i, session, 9_000);
                    } else if (i % 3 == 1) {
                        sample.local().accept(i, session);
                    } else {
                        sample.local().refuse(i, ErrorCode.BUSY, HostText.of(HostTextCode.QUEUE_FULL));
                    }
                }
            }
            case NEW_SESSION_PROFILE -> {
                sample.local().profiles("web", profiles());
                view.sheets().openNewSession();
            }
            case NEW_SESSION_TEMPLATE_NONE -> view.sheets().openNewSessionFromTemplate();
            case NEW_SESSION_TEMPLATE, TEMPLATE_FORM, TEMPLATE_NEWER -> {
                sample.local()
                        .templates
                        .add(new SessionTemplate(
                                "Fix an issue",
                                "",
                                "/home/ada/src/shop",
                                "",
                                "",
                                "Fix the issue {{issue}} in {{file}}. Write a test first.",
                                List.of("npm test")));
                sample.local().profiles("", profiles());
                view.sheets().openNewSession();
                view.applyCss();
                ((ComboBox<?>) view.lookup("#new-session-template"))
                        .getSelectionModel()
                        .select(1);
                view.applyCss();
                ((TextInputControl) view.lookup("#new-session-blank-0")).setText("#42");
                if (this != NEW_SESSION_TEMPLATE) {
                    ((ButtonBase) view.lookup("#new-session-edit-template")).fire();
                }
                if (this == TEMPLATE_NEWER) {
                    sample.local()
                            .templates
                            .set(0, new SessionTemplate("Fix an issue", "", "", "", "", "Fix {{issue}}."));
                    view.applyCss();
                    ((ButtonBase) view.lookup("#template-save")).fire();
                }
            }
            case PROFILES -> {
                sample.local()
                        .profiles("", profiles())
                        .profileProblems(new ConfigError(
                                "profiles.json",
                                14,
                                0,
                                "profiles.web.servers.local.command",
                                HostText.of(HostTextCode.VALUE_NO_COMMAND)));
                view.sheets().openProfiles();
                view.applyCss();
                ((ButtonBase) view.lookup("#profile-test-docs-web")).fire();
            }
            case PROFILE_NEW -> {
                view.sheets().openProfiles();
                shell.profiles().onAdd();
                shell.profiles().formProperty().get().addServer();
            }
            case PROFILE_SUGGESTIONS, PROFILE_SUGGESTIONS_NONE -> {
                sample.local().profiles("", profiles());
                view.sheets().openProfiles();
                shell.profiles()
                        .onEdit(shell.profiles().shownProperty().get().rows().get(0));
                shell.profiles().onFromFolder();
                if (this == PROFILE_SUGGESTIONS) {
                    TextInputControl folder = (TextInputControl) view.lookup("#suggestions-folder");
                    sample.local().suggestions.put(folder.getText(), new Reply.Value<>(suggestions()));
                }
                view.applyCss();
                ((ButtonBase) view.lookup("#suggestions-ask")).fire();
                if (this == PROFILE_SUGGESTIONS) {
                    ((CheckBox) view.lookup("#suggestion-1")).setSelected(true);
                }
            }
            case PROFILES_NONE -> view.sheets().openProfiles();
            case PROFILES_VIEWER -> {
                sample.local().profiles("", profiles()).scope(Scope.VIEW);
                sample.remote().scope(Scope.VIEW);
                view.sheets().openProfiles();
            }
            case PROFILE_FORM, PROFILE_DELETE, PROFILE_NEWER -> {
                sample.local().profiles("", profiles());
                view.sheets().openProfiles();
                shell.profiles()
                        .onEdit(shell.profiles().shownProperty().get().rows().get(0));
                if (this == PROFILE_DELETE) {
                    ((ButtonBase) view.lookup("#profile-delete")).fire();
                } else if (this == PROFILE_NEWER) {
                    sample.local()
                            .profiles("", new Profile("web", List.of(), List.of(), "Be short.", "", "", List.of()));
                    ((ButtonBase) view.lookup("#profile-save")).fire();
                }
            }
            case SESSION_PROFILE, PANEL_PROFILE -> {
                sample.local().update(sample.main(), new SessionUpdate.ProfileApplied(sessionProfile()));
                shell.navigation().open(main);
                if (this == SESSION_PROFILE) {
                    view.sheets().openSessionProfile(main);
                }
            }
            case SCHEDULES -> {
                sample.local().schedules(schedules());
                view.sheets().openSchedules();
            }
            case TARGETS_NONE -> view.sheets().openTargets();
            case TARGETS, TARGET_FORM, TARGET_FORM_PUSH -> {
                sample.local().pushTargets(pushTargets(sample));
                view.sheets().openTargets();
                if (this != TARGETS) {
                    shell.targets()
                            .onEdit(shell.targets().shownProperty().get().rows().get(this == TARGET_FORM ? 0 : 2));
                }
            }
            case SCHEDULES_NONE -> view.sheets().openSchedules();
            case SCHEDULE_FORM, SCHEDULE_DELETE -> {
                sample.local()
                        .profiles("web", profiles())
                        .scheduleTimes(schedules()[0].next().toArray(new Instant[0]))
                        .schedules(schedules());
                view.sheets().openSchedules();
                shell.schedules()
                        .onEdit(shell.schedules().shownProperty().get().rows().get(0));
                if (this == SCHEDULE_DELETE) {
                    ((ButtonBase) view.lookup("#schedule-delete")).fire();
                }
            }
            case USAGE -> {
                sample.local().usage(new HostGateway.Reply.Value<>(usage()));
                sample.local()
                        .budgets(
                                new Budget("b1", Budget.Subject.HOST, "", Budget.Period.DAY, "USD", 5, 2.25),
                                new Budget(
                                        "b2",
                                        Budget.Subject.PROJECT,
                                        "/home/ada/src/shop",
                                        Budget.Period.WEEK,
                                        Budget.TOKENS,
                                        1_000_000,
                                        1_200_000));
                view.sheets().openUsage();
            }
            case USAGE_NONE -> view.sheets().openUsage();
            case UNDO ->
                undo(
                        shell,
                        sample,
                        CompletableFuture.completedFuture(new Reply.Value<>(new Preview(
                                List.of(
                                        new RestoredFile(
                                                "src/main/java/shop/login/SessionPool.java",
                                                RestoredFile.Kind.MODIFIED),
                                        new RestoredFile(
                                                "src/test/java/shop/login/SessionPoolRaceTest.java",
                                                RestoredFile.Kind.DELETED),
                                        new RestoredFile("docs/login.md", RestoredFile.Kind.ADDED)),
                                14))));
            case UNDO_NONE ->
                undo(shell, sample, CompletableFuture.completedFuture(new Reply.Value<>(new Preview(List.of(), 0))));
            case UNDO_LOADING -> undo(shell, sample, new CompletableFuture<>());
            case UNDO_FAILED ->
                undo(
                        shell,
                        sample,
                        CompletableFuture.completedFuture(new Reply.Refused<>(
                                ErrorCode.CLOSED, "There is no such snapshot. It may have expired.")));
            case KEYS -> view.sheets().openKeys();
            case PALETTE -> view.openPalette();
            case PALETTE_NONE -> {
                view.openPalette();
                view.applyCss();
                ((TextInputControl) view.lookup("#palette-query")).setText("qqqq");
            }
            case LICENCES -> view.sheets().openLicences();
            case NOTICES -> {
                shell.navigation().open(main);
                shell.notices().showProblem("The host refused it: this device may watch, not steer.");
                shell.notices().showProblem("/nowhere is not there.");
            }
        }
    }

    private static Worktrees worktrees() {
        String shop = "/home/ada/src/shop";
        return new Worktrees(
                List.of(
                        worktree(shop, "fix/login-race", true, new WorktreeInfo.Status(3, 2)),
                        worktree(shop, "basket-totals", true, new WorktreeInfo.Status(0, 0)),
                        worktree(shop, "by-hand", false, null)),
                List.of(new KeptWorktree(
                        shop, "k1", shop + ".worktrees/coupon-twice", "coupon-twice", 4, SampleHosts.NOW)),
                false);
    }

    private static List<SessionKey> manyKeys(SampleHosts sample) {
        SessionKey main = new SessionKey(sample.local().hostId(), sample.main());
        List<SessionKey> keys = new ArrayList<>(List.of(main));
        sample.local().host().sessions().stream()
                .map(session -> new SessionKey(sample.local().hostId(), session.sessionId()))
                .filter(key -> !key.equals(main))
                .limit(3)
                .forEach(keys::add);
        sample.remote().host().sessions().stream()
                .map(session -> new SessionKey(sample.remote().hostId(), session.sessionId()))
                .limit(1)
                .forEach(keys::add);
        return keys;
    }

    private static PushTargetStatus[] pushTargets(SampleHosts sample) {
        Instant at = Instant.parse("2026-03-02T09:12:00Z");
        DeviceId phone = new DeviceId("d1");
        PushRules rules = new PushRules(
                List.of(NotificationKind.NEEDS_YOU, NotificationKind.FAILED),
                List.of(new PushOverride(sample.main(), List.of())),
                new QuietHours("22:00", "07:00", "Europe/Berlin", List.of(NotificationKind.FAILED)),
                "hook",
                10);
        return new PushTargetStatus[] {
            new PushTargetStatus(
                    new PushTarget("phone", PushKind.NTFY, "Ada's phone", rules, true, false, false, phone),
                    "ntfy.sh",
                    true,
                    false,
                    at,
                    true,
                    HostText.of(HostTextCode.NOTIFY_ACCEPTED),
                    HostText.of(HostTextCode.NOTIFY_TOO_OLD),
                    new PushTest(PushTest.State.ANSWERED, at, 320, 4_100)),
            new PushTargetStatus(
                    new PushTarget("hook", PushKind.WEBHOOK, "Team", PushRules.USUAL, false, false, false, null),
                    "hooks.example.org:8443",
                    false,
                    false,
                    at,
                    false,
                    HostText.of(HostTextCode.NOTIFY_REFUSED, "HTTP 403"),
                    HostText.NONE,
                    PushTest.NONE),
            new PushTargetStatus(
                    new PushTarget("tablet", PushKind.WEB_PUSH, "Tablet", PushRules.USUAL, false, false, false, null),
                    "push.example.org",
                    false,
                    true,
                    null,
                    false,
                    HostText.NONE,
                    HostText.of(HostTextCode.NOTIFY_DEVICE_REVOKED),
                    PushTest.NONE)
        };
    }

    static ScheduleStatus[] schedules() {
        Instant due = Instant.parse("2026-11-29T01:30:00Z");
        ScheduleTask task = new ScheduleTask(
                new AgentId("claude"), "", "", "/home/ada/src/shop", true, "Run the tests and report.");
        return new ScheduleStatus[] {
            new ScheduleStatus(
                    new Schedule(
                            new ScheduleId("a"),
                            "Nightly tests",
                            task,
                            ScheduleTiming.weekly(
                                    "Europe/Berlin", "02:30", List.of(DayOfWeek.MONDAY, DayOfWeek.THURSDAY))),
                    false,
                    HostText.NONE,
                    List.of(
                            due.plus(Duration.ofDays(1)),
                            due.plus(Duration.ofDays(4)),
                            due.plus(Duration.ofDays(8)),
                            due.plus(Duration.ofDays(11))),
                    List.of(new ScheduleOccurrence(
                            due, ScheduleOccurrence.State.DONE, due, HostText.NONE, new SessionId("s1")))),
            new ScheduleStatus(
                    new Schedule(
                            new ScheduleId("b"),
                            "Update dependencies",
                            task,
                            ScheduleTiming.every("Europe/Berlin", 120)),
                    true,
                    HostText.of(HostTextCode.SCHEDULE_FAILED_THRICE, HostText.of(HostTextCode.SCHEDULE_TURN_LIMIT)),
                    List.of(),
                    List.of(new ScheduleOccurrence(
                            due,
                            ScheduleOccurrence.State.FAILED,
                            due,
                            HostText.of(HostTextCode.SCHEDULE_TURN_LIMIT),
                            new SessionId("s2"))))
        };
    }

    private static SessionProfile sessionProfile() {
        return new SessionProfile(
                "web",
                "3f9a01c2b4d6",
                List.of(
                        new SessionServer("docs", ServerKind.STDIO, true, HostText.NONE, true),
                        new SessionServer("browser", ServerKind.STDIO, true, HostText.NONE, false),
                        new SessionServer(
                                "tickets",
                                ServerKind.HTTP,
                                false,
                                HostText.of(HostTextCode.SERVER_KIND_UNSUPPORTED, "OpenCode", "http"),
                                false)));
    }

    private static HostGateway.Suggestions suggestions() {
        return new HostGateway.Suggestions(
                List.of(
                        new ServerSuggestion(
                                ".mcp.json",
                                new ProfileServer(
                                        "docs",
                                        ServerKind.STDIO,
                                        "npx",
                                        List.of(
                                                "-y",
                                                "@example/docs-server@2.4.1",
                                                "--index",
                                                "/home/ada/src/shop/docs/all the pages",
                                                "--read-only"),
                                        "",
                                        List.of(
                                                new ProfileSetting("DOCS_TOKEN", ProfileSetting.Source.PLAIN, "", ""),
                                                new ProfileSetting("DOCS_LOG", ProfileSetting.Source.PLAIN, "", ""))),
                                HostText.NONE,
                                null,
                                List.of(
                                        new ServerSuggestion.Copy("nightly", true, true),
                                        new ServerSuggestion.Copy("web", false, false),
                                        new ServerSuggestion.Copy("release", true, false))),
                        new ServerSuggestion(
                                ".vscode/mcp.json",
                                new ProfileServer(
                                        "tickets",
                                        ServerKind.HTTP,
                                        "",
                                        List.of(),
                                        "https://tickets.example/organisations/ada/projects/shop/mcp",
                                        List.of(new ProfileSetting(
                                                "Authorization", ProfileSetting.Source.PLAIN, "", ""))),
                                HostText.NONE),
                        new ServerSuggestion(
                                ".cursor/mcp.json",
                                new ProfileServer(
                                        "database",
                                        ServerKind.STDIO,
                                        "${workspaceFolder}/tools/database-server",
                                        List.of("--port", "5432"),
                                        "",
                                        List.of()),
                                HostText.of(HostTextCode.SUGGESTION_EXPANDS, "${workspaceFolder}"))),
                List.of(new ConfigError("opencode.json", 3, 5, "", HostText.of(HostTextCode.SUGGESTIONS_NOT_JSON))));
    }

    private static Profile[] profiles() {
        return new Profile[] {
            new Profile(
                    "web",
                    List.of(
                            new ProfileServer(
                                    "docs",
                                    ServerKind.STDIO,
                                    "npx",
                                    List.of("-y", "@example/docs-server"),
                                    "",
                                    List.of(new ProfileSetting(
                                            "DOCS_TOKEN", ProfileSetting.Source.ENVIRONMENT, "DOCS_TOKEN", ""))),
                            new ProfileServer(
                                    "tickets",
                                    ServerKind.HTTP,
                                    "",
                                    List.of(),
                                    "https://tickets.example/mcp",
                                    List.of(new ProfileSetting(
                                            "Authorization", ProfileSetting.Source.KEYSTORE, "tickets", "Bearer ")))),
                    List.of(new ProfileSetting("NODE_ENV", ProfileSetting.Source.PLAIN, "development", "")),
                    "Look into the docs before you answer.",
                    "plan",
                    "",
                    List.of()),
            new Profile("Short answers", List.of(), List.of(), "Answer in one sentence.", "", "opus", List.of())
        };
    }

    private static UsageReport usage() {
        LocalDate today = LocalDate.ofInstant(SampleHosts.NOW, ZoneId.systemDefault());
        List<UsageReport.Total> days = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            days.add(used(today.minusDays(6L - i).toString(), 2 + i, (i * 5 % 7) * 180_000L, i == 3 ? 0 : 0.4 * i, 0));
        }
        days.remove(2);
        return new UsageReport(
                used("", 35, 1_480_000, 7.2, 2),
                days,
                List.of(
                        used("/home/ada/src/shop", 22, 1_200_000, 6.5, 2),
                        used("/home/ada/src/a-very-long-name-of-a-project/with/deep/folders", 9, 260_000, 0.7, 0),
                        used("/home/ada/notes", 4, 0, -1, 4)),
                false,
                null);
    }

    private static UsageReport.Total used(String key, int turns, long tokens, double cost, int unknown) {
        return new UsageReport.Total(
                key,
                turns,
                unknown,
                unknown,
                new TokenCount(tokens, tokens / 12, tokens * 3, tokens / 40),
                cost < 0 ? List.of() : List.of(new UsageReport.Cost("USD", cost, cost / 3)));
    }

    private PullRequestStatus pullRequest() {
        boolean exists = this == PULL_REQUEST;
        boolean missing = this == PULL_REQUEST_NO_PROGRAM;
        return new PullRequestStatus(
                new PullRequestStatus.Place(
                        "github.com/pilot/shop",
                        "gh",
                        "fix/login-race",
                        this != PULL_REQUEST_NOT_PUSHED,
                        exists ? 2 : 0),
                exists
                        ? new PullRequestInfo(
                                12,
                                "Keep the session when two tabs log in at the same time",
                                "https://github.com/pilot/shop/pull/12",
                                PullRequestState.OPEN,
                                "main",
                                new PullRequestInfo.Checks(1, 4, 2))
                        : null,
                exists ? List.of("test (ubuntu, 17)", "lint") : List.of(),
                new PullRequestStatus.Proposal(
                        "main",
                        List.of("main", "release/2026"),
                        "Fix the login race",
                        "- Keep the session when two tabs log in\n- Test both orders",
                        "https://github.com/pilot/shop/compare/main...fix/login-race?expand=1"),
                missing
                        ? new PullRequestStatus.Problem(
                                PullRequestTrouble.NO_PROGRAM, HostText.of(HostTextCode.FORGE_NO_PROGRAM, "gh"), null)
                        : PullRequestStatus.Problem.NONE);
    }

    private static WorktreeInfo worktree(String shop, String branch, boolean own, WorktreeInfo.Status status) {
        return new WorktreeInfo(
                shop,
                shop + ".worktrees/" + branch.replace('/', '-'),
                branch,
                "1f3870be",
                own,
                own && status.changed() > 0 ? List.of(new SessionId("s1")) : List.of(),
                status,
                79_000_000,
                SampleHosts.NOW,
                own && status.changed() > 0 ? 12 : 0);
    }

    private static Run[] runs(SessionId asking) {
        Instant at = SampleHosts.NOW.minusSeconds(600);
        return new Run[] {
            run(
                    "n1",
                    RunKind.TRY,
                    "Fix the login race",
                    new RunStatus(RunState.RUNNING, null, HostText.NONE, null),
                    member("m1", RunRole.ATTEMPT, "claude", RunMemberState.WORKING, RunCheck.NONE, 0.42, at),
                    member("m2", RunRole.ATTEMPT, "codex", RunMemberState.WAITING, RunCheck.NONE, 0, at)
                            .withSession(asking),
                    member("m3", RunRole.ATTEMPT, "opencode", RunMemberState.DONE, RunCheck.PASSED, 0.18, at)),
            run(
                    "n2",
                    RunKind.REVIEW,
                    "Review the totals of the basket",
                    new RunStatus(
                            RunState.OVER,
                            RunStopReason.STOPPED,
                            HostText.of(HostTextCode.RUN_STOPPED_BY, "Pocket"),
                            SampleHosts.NOW),
                    member("m1", RunRole.REVIEWER, "claude", RunMemberState.STOPPED, RunCheck.NONE, 1.07, at)),
        };
    }

    private static Run run(String id, RunKind kind, String title, RunStatus status, RunMember... members) {
        return new Run(
                new RunId(id),
                kind,
                title,
                "/home/ada/src/shop",
                new JobRequest(new DeviceId("d1"), "Pocket", Scope.STEER, null, SampleHosts.NOW.minusSeconds(600)),
                status,
                List.of(members),
                List.of(),
                Map.of());
    }

    /** A run whose attempts have ended; a person continues the first one. */
    private static Run tried(SessionId session) {
        Instant at = SampleHosts.NOW.minusSeconds(600);
        return new Run(
                new RunId("n1"),
                RunKind.TRY,
                "Fix the login race",
                "/home/ada/src/shop",
                new JobRequest(new DeviceId("d1"), "Pocket", Scope.STEER, null, at),
                new RunStatus(RunState.WAITING_FOR_YOU, null, HostText.of(HostTextCode.TRY_CHOOSE), null),
                List.of(
                        attempt("m1", "claude", RunMemberState.WORKING, RunCheck.FAILED, session)
                                .withFacts(
                                        Map.of(
                                                "branch", "try/fix-the-login-race-1a2b-1",
                                                "message",
                                                        "I lock around the check and the insert. One test is still red.",
                                                "files", "3",
                                                "added", "41",
                                                "removed", "12",
                                                "uncommitted", "3",
                                                "millis", "184000",
                                                "checkExit", "1",
                                                "checkLines",
                                                        "LoginTest.twoLogins FAILED\n  expected 1 but was 2\n12 tests, 1 failed")),
                        attempt("m2", "codex", RunMemberState.FAILED, RunCheck.NONE, session)
                                .withFacts(Map.of("branch", "try/fix-the-login-race-1a2b-2")),
                        attempt("m3", "opencode", RunMemberState.DONE, RunCheck.PASSED, session)
                                .withFacts(Map.of(
                                        "branch", "try/fix-the-login-race-1a2b-3",
                                        "message", "The insert is atomic now, and a test covers two logins at once.",
                                        "files", "2",
                                        "added", "28",
                                        "removed", "9",
                                        "uncommitted", "2",
                                        "millis", "96000",
                                        "checkExit", "0",
                                        "checkLines", "12 tests, 0 failed")),
                        member("judge", RunRole.JUDGE, "gemini", RunMemberState.DONE, RunCheck.NONE, 0.05, at)),
                List.of(),
                Map.of(
                        "baseBranch", "main",
                        "base", "8f3a9c1",
                        "verdict", "m1",
                        "verdictReasons", "It locks around both steps.\nThe other one keeps the race on a retry.",
                        "verdictDisagrees", "1"));
    }

    private static RunMember attempt(
            String key, String agent, RunMemberState state, RunCheck check, SessionId session) {
        return member(key, RunRole.ATTEMPT, agent, state, check, 0.18, SampleHosts.NOW.minusSeconds(600))
                .withSession(session);
    }

    private static Run team() {
        Instant at = SampleHosts.NOW.minusSeconds(600);
        return new Run(
                new RunId("t1"),
                RunKind.TEAM,
                "Add a login with tests",
                "/home/ada/src/shop",
                new JobRequest(new DeviceId("d1"), "Pocket", Scope.STEER, null, at),
                new RunStatus(RunState.RUNNING, null, HostText.NONE, null),
                List.of(
                        member("lead", RunRole.LEAD, "claude", RunMemberState.WORKING, RunCheck.NONE, 0.42, at),
                        member("server", RunRole.WORKER, "codex", RunMemberState.WAITING, RunCheck.NONE, 0.1, at)
                                .withFacts(Map.of(
                                        "assigned", "2", "finished", "1", "task", "Write the handler of POST /login")),
                        RunMember.planned("tests", RunRole.WORKER, new AgentId("opencode"), "", at)),
                List.of(new RunNote(
                        at, HostText.of(HostTextCode.TEAM_ASSIGNED, "server", "Write the handler of POST /login"))),
                Map.of());
    }

    private static Run goal(SessionId session, RunStatus status, String phase) {
        Instant at = SampleHosts.NOW.minusSeconds(600);
        return new Run(
                new RunId("g1"),
                RunKind.GOAL,
                "Make the tests of the login pass",
                "/home/ada/src/shop",
                new JobRequest(new DeviceId("d1"), "Pocket", Scope.STEER, session, at),
                status,
                List.of(member("agent", RunRole.WORKER, "claude", RunMemberState.STOPPED, RunCheck.FAILED, 0.42, at)),
                List.of(new RunNote(at, HostText.of(HostTextCode.COMMAND_FAILED, "1", "npm test"))),
                Map.of(
                        "text", "Make the tests of the login pass, and keep the race out of it",
                        "round", "3",
                        "rounds", "11",
                        "elapsed", "12",
                        "minutes", "120",
                        "unattended", phase.equals("working") ? "Accept all" : "",
                        "phase", phase));
    }

    private static RunMember member(
            String key, RunRole role, String agent, RunMemberState state, RunCheck check, double cost, Instant since) {
        UsageReport.Total spend = cost == 0
                ? UsageReport.Total.NONE
                : new UsageReport.Total(
                        "", 1, 0, 0, new TokenCount(12_000, 900, 0, 0), List.of(new UsageReport.Cost("USD", cost, 0)));
        return RunMember.planned(key, role, new AgentId(agent), "", since)
                .withSession(new SessionId("s1"))
                .withState(state, HostText.NONE, since)
                .withCheck(check)
                .withSpend(spend);
    }

    private static Job[] jobs() {
        return new Job[] {
            job(
                    "j1",
                    JobKind.WORKTREE_ADD,
                    JobState.RUNNING,
                    "fix/login-race",
                    "",
                    "Preparing worktree",
                    "Updating files: 61%"),
            job("j2", JobKind.WORKTREE_ADD, JobState.QUEUED, "docs/agents", ""),
            job(
                    "j3",
                    JobKind.WORKTREE_ADD,
                    JobState.FAILED,
                    "basket-totals",
                    "git could not create the worktree: the disk is full.",
                    "Preparing worktree",
                    "fatal: cannot write /home/ada/src/shop.worktrees/basket-totals/package-lock.json"),
            job(
                    "j4",
                    JobKind.WORKTREE_REMOVE,
                    JobState.DONE,
                    "coupon-twice",
                    "A snapshot is kept for 30 days.",
                    "Removing"),
        };
    }

    private static Job job(String id, JobKind kind, JobState state, String branch, String text, String... lines) {
        return new Job(
                new JobId(id),
                kind,
                List.of(branch, "/home/ada/src/shop.worktrees/" + branch.replace('/', '-')),
                new JobRequest(new DeviceId("d1"), "Pocket", Scope.STEER, new SessionId("s1"), SampleHosts.NOW),
                new JobStatus(state, text, Map.of(), null, null),
                JobOutput.of(lines.length, List.of(lines)));
    }

    /** A message with pictures and a sound, and three summaries: open, closed and failed. */
    private static void askToOpen(ShellGraph shell, FakeHost host, String address) {
        SessionId session = host.create("s92", "Gemini CLI", "/home/ada/src/shop", "shop: log in");
        host.update(
                session,
                new SessionUpdate.AgentStarted("Gemini CLI", "0.61.0", "a", ContextRestore.NEW, PromptSupport.NONE));
        long seq = host.nextSeq(session);
        String name = BrowserLink.of(address).orElseThrow().host();
        host.update(
                session,
                new SessionUpdate.PendingAsked(
                        new ItemId(seq),
                        new Pending(
                                new PendingId("p" + seq),
                                PendingKind.QUESTION,
                                "Log in with your account",
                                "The agent continues once you have logged in.",
                                null,
                                List.of(),
                                List.of(new QuestionField(
                                        "url", name, "", QuestionField.Type.LINK, List.of(), address, false)))));
        shell.navigation().open(new SessionKey(host.hostId(), session));
    }

    private static void agentFiles(ShellGraph shell, FakeHost host) {
        SessionId session = host.create("s91", "OpenCode", "/home/ada/src/shop", "shop: draw the orders");
        host.update(
                session,
                new SessionUpdate.AgentStarted("OpenCode", "1.18.33", "a", ContextRestore.NEW, PromptSupport.NONE));
        note(host, session, "compacted", "The orders table has *two* indexes. The plot is in `plot.png`.\n\n- by day");
        ItemId open = note(
                host,
                session,
                "compacted",
                "The person wants the orders of each **day**:\n\n1. as a plot\n2. read out");
        note(host, session, "compactionFailed", "");
        ItemId message = new ItemId(host.nextSeq(session));
        host.update(
                session,
                new SessionUpdate.AgentMessageChunk(
                        message,
                        "The orders of each day, and the same read out:",
                        List.of(
                                file(host, "plot-of-the-orders.png", "image/png", picture("answer-light.png")),
                                file(host, "before.png", "image/png", picture("tool-dark.png")),
                                file(host, "broken.png", "image/png", new byte[] {1}),
                                file(
                                        host,
                                        "orders-of-each-day-read-out-slowly.mp3",
                                        "audio/mpeg",
                                        new byte[734_003]))));
        host.update(
                session,
                new SessionUpdate.AgentMessageChunk(
                        new ItemId(host.nextSeq(session)), "Shall I put them into the README?"));
        shell.navigation().open(new SessionKey(host.hostId(), session));
        shell.transcript().toggle("note-" + open);
    }

    private static ItemId note(FakeHost host, SessionId session, String code, String detail) {
        ItemId item = new ItemId(host.nextSeq(session));
        NoteLevel level = code.equals("compacted") ? NoteLevel.INFO : NoteLevel.WARNING;
        host.update(session, new SessionUpdate.Note(item, level, code, "", detail));
        return item;
    }

    private static Attachment.Blob file(FakeHost host, String name, String mimeType, byte[] bytes) {
        BlobId blob = new BlobId("b-" + name);
        host.blobs().put(blob, bytes);
        return new Attachment.Blob(blob, name, mimeType, bytes.length, null);
    }

    private static byte[] picture(String name) {
        try (InputStream stream = Screen.class.getResourceAsStream("pictures/" + name)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void undo(ShellGraph shell, SampleHosts sample, CompletableFuture<Reply<Preview>> answer) {
        sample.local().answerPreviews(answer);
        shell.navigation().open(new SessionKey(sample.local().hostId(), new SessionId("s15")));
        shell.transcript().rows().stream()
                .map(RowItem::row)
                .filter(TranscriptRow.TurnEnd.class::isInstance)
                .findFirst()
                .ifPresent(row -> shell.transcript().undo(row.id()));
    }

    private static void choose(ShellView view, int file) {
        ((ListView<?>) view.lookup("#changes-files")).getSelectionModel().select(file);
        view.lookup("#changes-files")
                .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, false, false, false, false));
    }

    /** A review with a comment of each state. */
    private static void comments(SampleHosts sample) {
        String pool = "src/session/SessionPool.java";
        RequestId sent = new RequestId("r1");
        TurnId turn = new TurnId(4);
        comment(
                sample,
                "c1",
                pool,
                false,
                13,
                13,
                "private final Deque<Session> open = new ArrayDeque<>();",
                "A deque is fine, but say which end is taken from.",
                null,
                null,
                false);
        comment(
                sample,
                "c2",
                pool,
                true,
                41,
                41,
                "return create();",
                "Why was this call replaced? The old one did not need the lock.",
                null,
                null,
                false);
        comment(
                sample,
                "c3",
                pool,
                false,
                42,
                43,
                "return register(create());",
                "Register it before it is returned to anybody.",
                sent,
                turn,
                false);
        comment(
                sample,
                "c4",
                "docs/agents.md",
                false,
                7,
                7,
                "The pool keeps 8 sessions.",
                "It keeps as many as `max` says.",
                sent,
                turn,
                false);
        comment(
                sample,
                "c5",
                "src/session/SessionPoolTest.java",
                false,
                3,
                3,
                "assertTrue(pool.isEmpty());",
                "Use the assertion of the other tests.",
                sent,
                turn,
                true);
        sample.local()
                .places(
                        new CommentPlace(new CommentId("c3"), CommentPlace.State.UNCHANGED, pool, 42, 43),
                        new CommentPlace(new CommentId("c4"), CommentPlace.State.CHANGED, "docs/agents.md", 7, 7));
    }

    private static void comment(
            SampleHosts sample,
            String id,
            String path,
            boolean old,
            int line,
            int last,
            String quoted,
            String text,
            RequestId prompt,
            TurnId turn,
            boolean resolved) {
        sample.local()
                .update(
                        sample.main(),
                        new SessionUpdate.CommentChanged(new ReviewComment(
                                new CommentId(id),
                                new CommentAnchor(path, old, line, last, List.of(quoted), ""),
                                text,
                                new CommentAuthor(new DeviceId("d1"), "Phone", null),
                                prompt,
                                turn,
                                resolved)));
    }

    private static void remote(ShellView view, SampleHosts sample, RemoteState state) {
        sample.local().remote(new Reply.Value<>(state));
        view.sheets().openRemote(new SessionKey(sample.local().hostId(), sample.main()), false);
    }

    private static RemoteState remoteState(PushForm form, GitActivity operation) {
        boolean conflict = operation != GitActivity.NONE;
        boolean diverged = form == PushForm.DIVERGED;
        return new RemoteState(
                new RemoteState.Branch("fix/login-race", "1f3870be274f6c49b3e31a0c6728957f01234567", 3),
                new RemoteState.Pull(
                        "origin",
                        "https://code.example.org/ada/shop.git",
                        form == PushForm.NEW_BRANCH ? "" : "origin/fix/login-race",
                        2,
                        conflict || diverged ? 4 : 0,
                        null,
                        operation,
                        conflict
                                ? List.of("src/session/SessionPool.java", "src/session/SessionPoolTest.java")
                                : List.of(),
                        conflict ? 2 : 0,
                        ""),
                new RemoteState.Push(
                        form,
                        "origin",
                        "git@code.example.org:ada/shop.git",
                        "fix/login-race",
                        "0a1b2c3d",
                        diverged,
                        List.of(
                                new RemoteState.Commit("1f3870be274f6c49", "Close sessions in the order of their use"),
                                new RemoteState.Commit("9b1c00aa274f6c49", "Test that two logins share one session")),
                        2,
                        diverged ? 4 : 0));
    }

    private static Job commitJob(JobState state, HostText text, String... lines) {
        return new Job(
                new JobId("commit"),
                JobKind.COMMIT,
                List.of("shop", "Fix the race in the login"),
                new JobRequest(new DeviceId("d1"), "Pocket", Scope.STEER, new SessionId("s1"), SampleHosts.NOW),
                new JobStatus(state, text, Map.of(), null, null),
                JobOutput.of(lines.length, List.of(lines)));
    }

    private static CommitState commitState(String turn, String conflicted, CommitFile.Staging staging) {
        List<CommitFile> files = new ArrayList<>(List.of(
                new CommitFile("src/session/SessionPool.java", "", ChangedFile.State.MODIFIED, staging, "b1"),
                new CommitFile(
                        "src/session/SessionPoolTest.java",
                        "",
                        ChangedFile.State.UNTRACKED,
                        CommitFile.Staging.NONE,
                        "c1"),
                new CommitFile(
                        "web/components/basket/summary/BasketSummaryWithCouponsAndTotals.tsx",
                        "",
                        ChangedFile.State.ADDED,
                        CommitFile.Staging.ALL,
                        "d1"),
                new CommitFile("docs/old.md", "", ChangedFile.State.DELETED, CommitFile.Staging.NONE, "")));
        if (!conflicted.isEmpty()) {
            files.add(0, new CommitFile(conflicted, "", ChangedFile.State.CONFLICTED, CommitFile.Staging.NONE, "a1"));
        }
        return new CommitState(
                new CommitState.Head(
                        "main",
                        "1f3870be",
                        "Start",
                        true,
                        false,
                        conflicted.isEmpty() ? GitActivity.NONE : GitActivity.MERGE),
                new CommitState.Author("Ada Lovelace", "ada@example.org"),
                files,
                files.size(),
                "seen",
                "",
                turn);
    }

    /** @param state of the review that runs; null for none */
    private static void reviewer(ShellView view, SampleHosts sample, RunState state, HostText sentence) {
        SessionKey key = new SessionKey(sample.local().hostId(), sample.main());
        if (state != null) {
            Instant at = Instant.parse("2026-11-29T10:00:00Z");
            sample.local()
                    .runs(new Run(
                            new RunId("review-1"),
                            RunKind.REVIEW,
                            "Fix the login race",
                            "/home/ada/shop",
                            new JobRequest(new DeviceId("d1"), "Phone", Scope.STEER, sample.main(), at),
                            new RunStatus(state, null, sentence, null),
                            List.of(RunMember.planned("reviewer", RunRole.REVIEWER, new AgentId("gemini"), "", at)),
                            List.of(
                                    new RunNote(at, HostText.of(HostTextCode.REVIEW_ROUND_MANY, 1, 4)),
                                    new RunNote(at, HostText.of(HostTextCode.REVIEW_REPEATED, 1))),
                            Map.of("round", "1", "rounds", "3")));
        }
        view.sheets().openReviewer(key);
    }

    private static void commit(
            ShellGraph shell, ShellView view, SampleHosts sample, CommitState state, String message) {
        SessionKey key = new SessionKey(sample.local().hostId(), sample.main());
        shell.navigation().open(key);
        sample.local().commitState(new Reply.Value<>(state));
        view.sheets().openCommit(key);
        ((TextArea) view.lookup("#commit-message")).setText(message);
    }

    private static void suggest(ShellGraph shell, ShellView view, SampleHosts sample, String message) {
        AgentId agent = new AgentId("github-copilot");
        sample.local().agents(List.of(new AgentInfo(agent, "GitHub Copilot", true, "copilot --acp", "", List.of())));
        commit(shell, view, sample, commitState("", "", CommitFile.Staging.SOME), message);
    }

    private static void changes(ShellGraph shell, ShellView view, SampleHosts sample, Reply<FileChanges> answer) {
        shell.navigation().open(new SessionKey(sample.local().hostId(), sample.main()));
        sample.local().changes(answer);
        sample.local()
                .diff(
                        "src/session/SessionPool.java",
                        new FileDiff(
                                List.of(
                                        new DiffHunk(
                                                12,
                                                12,
                                                "final class SessionPool",
                                                List.of(
                                                        "     private final int max;",
                                                        "-    private final List<Session> open = new ArrayList<>();",
                                                        "+    private final Deque<Session> open = new ArrayDeque<>();",
                                                        "+    private final Lock lock = new ReentrantLock();",
                                                        " ",
                                                        "     Session take() {")),
                                        new DiffHunk(
                                                40,
                                                41,
                                                "Session take()",
                                                List.of(
                                                        "         if (open.size() < max) {",
                                                        "-            return create();",
                                                        "+            return register(create());",
                                                        "         }"))),
                                "b1",
                                false,
                                false));
        view.sheets().openChanges();
    }

    private static Reply<FileChanges> changed() {
        List<ChangedFile> files = List.of(
                new ChangedFile("package-lock.json", "", ChangedFile.State.MODIFIED, 214, 180, false, true, "a1"),
                new ChangedFile(
                        "src/session/SessionPool.java", "", ChangedFile.State.MODIFIED, 21, 7, false, false, "b1"),
                new ChangedFile(
                        "src/session/SessionPoolTest.java", "", ChangedFile.State.UNTRACKED, 10, 0, false, false, "c1"),
                new ChangedFile(
                        "src/session/deep/folder/of/the/module/LoginFilter.java",
                        "src/LoginFilter.java",
                        ChangedFile.State.RENAMED,
                        0,
                        0,
                        false,
                        false,
                        "d1"),
                new ChangedFile("docs/old.md", "", ChangedFile.State.DELETED, 0, 31, false, false, ""),
                new ChangedFile("web/logo.png", "", ChangedFile.State.MODIFIED, 0, 0, true, false, "e1"));
        return new Reply.Value<>(new FileChanges("fix/login-race", "origin/main", files, 6, 245, 218));
    }

    private static void audit(
            ShellGraph shell, ShellView view, SampleHosts sample, CompletableFuture<Reply<Audit>> answer) {
        sample.local().answerAudit(answer);
        shell.navigation().screenProperty().set(MainScreen.HOSTS);
        view.applyCss();
        ((ButtonBase) view.lookup("#audit")).fire();
    }

    private static List<AuditEntry> deeds() {
        return List.of(
                deed(3, AuditAction.ANSWERED, "Ada’s Pixel 8", "s1 p13", "192.168.1.23"),
                deed(12, AuditAction.PROMPTED, "ada-desk", "s1", "this computer"),
                deed(40, AuditAction.FORBIDDEN, "tablet in the kitchen", "steer", "192.168.1.40"),
                deed(44, AuditAction.SCOPE_SET, "ada-desk", "d2 answer", "this computer"),
                deed(50, AuditAction.MODE_SET, "ada-desk", "s1 acceptEdits", "this computer"),
                deed(90, AuditAction.REFUSED, "", "ticketUsed", "192.168.1.99"),
                deed(1_500, AuditAction.PAIRED, "Ada’s Pixel 8", "steer", "192.168.1.23"),
                deed(1_501, AuditAction.TICKET_MADE, "ada-desk", "steer", "this computer"));
    }

    private static AuditEntry deed(int minutes, AuditAction deed, String name, String about, String address) {
        return new AuditEntry(
                SampleHosts.NOW.minus(Duration.ofMinutes(minutes)), deed, new DeviceId("d1"), name, about, address);
    }

    private static QueuedPrompt queued(long id, String text) {
        return new QueuedPrompt(id, 1, text, FakeHost.from("ada-desk"), List.of());
    }

    private static void browse(ShellView view, String directory) {
        view.sheets().openNewSession();
        view.applyCss();
        ((TextField) view.lookup("#new-session-directory")).setText(directory);
        ((ButtonBase) view.lookup("#new-session-directory-browse")).fire();
    }

    private static void guide(ShellView view, int steps) {
        view.sheets().openGuide();
        view.applyCss();
        for (int i = 0; i < steps; i++) {
            ((ButtonBase) view.lookup("#guide-next")).fire();
        }
    }

    private static RegistryInfo registry() {
        return new RegistryInfo(
                Instant.parse("2026-11-30T00:00:00Z"),
                true,
                List.of(
                        offered("claude-acp", "Claude Agent", "Anthropic, Zed Industries, JetBrains", "proprietary")
                                .apply(
                                        new RegistryAgent.Offer(
                                                "0.85.1",
                                                InstallKind.NPM,
                                                "@agentclientprotocol/claude-agent-acp@0.85.1",
                                                "@agentclientprotocol/claude-agent-acp",
                                                true,
                                                HostText.NONE),
                                        new RegistryAgent.Installed(
                                                "0.84.2",
                                                "node /home/ada/.local/share/pilothouse/agents/claude-acp/0.84.2/content/node_modules/@agentclientprotocol/claude-agent-acp/dist/index.js",
                                                214_000_000)),
                        offered("cursor", "Cursor", "Cursor", "proprietary")
                                .apply(
                                        new RegistryAgent.Offer(
                                                "2026.10.01",
                                                InstallKind.ARCHIVE,
                                                "https://downloads.cursor.com/lab/2026.10.01-e373342/linux/x64/agent-cli-package.tar.gz",
                                                "dist-package/cursor-agent acp",
                                                false,
                                                HostText.NONE),
                                        RegistryAgent.Installed.NONE),
                        offered("goose", "goose", "Block", "Apache-2.0")
                                .apply(
                                        new RegistryAgent.Offer(
                                                "1.50.1",
                                                InstallKind.ARCHIVE,
                                                "https://github.com/block/goose/releases/download/v1.50.1/goose.tar.bz2",
                                                "goose acp",
                                                true,
                                                HostText.of(HostTextCode.INSTALL_ARCHIVE_FORM, "goose.tar.bz2")),
                                        RegistryAgent.Installed.NONE),
                        offered("kilo", "Kilo", "Kilo Code", "MIT")
                                .apply(
                                        new RegistryAgent.Offer(
                                                "7.5.5",
                                                InstallKind.NPM,
                                                "@kilocode/cli@7.5.5",
                                                "kilo acp",
                                                true,
                                                HostText.NONE),
                                        new RegistryAgent.Installed(
                                                "7.5.5", "/data/agents/kilo/7.5.5/content/kilo acp", 88_000_000))),
                List.of(new AgentDraft(
                        new AgentId("mine"),
                        "My agent",
                        "/opt/mine/bin/agent",
                        List.of("--acp"),
                        List.of("MINE_PROFILE", "MINE_TOKEN"))));
    }

    private static BiFunction<RegistryAgent.Offer, RegistryAgent.Installed, RegistryAgent> offered(
            String id, String name, String publisher, String license) {
        return (offer, installed) -> new RegistryAgent(
                id,
                new AgentId(id),
                new RegistryAgent.Description(
                        name,
                        "A coding agent that works in your repository",
                        publisher,
                        license,
                        "https://example.org",
                        id + " login"),
                offer,
                installed);
    }
}
