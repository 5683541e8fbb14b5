package dev.pilothouse.protocol;

import dev.pilothouse.model.AgentCommand;
import dev.pilothouse.model.AgentDraft;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.AgentModel;
import dev.pilothouse.model.AgentOption;
import dev.pilothouse.model.AgentSupport;
import dev.pilothouse.model.AgentTrial;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.AuditAction;
import dev.pilothouse.model.AuditEntry;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.Budget;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.ChangeContent;
import dev.pilothouse.model.ChangePart;
import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.CommentAuthor;
import dev.pilothouse.model.CommentId;
import dev.pilothouse.model.CommentPlace;
import dev.pilothouse.model.CommitFile;
import dev.pilothouse.model.CommitOrder;
import dev.pilothouse.model.CommitState;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.DeviceInfo;
import dev.pilothouse.model.DiffHunk;
import dev.pilothouse.model.DirectoryEntry;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.ExternalSession;
import dev.pilothouse.model.FileChanges;
import dev.pilothouse.model.FileDiff;
import dev.pilothouse.model.FileMark;
import dev.pilothouse.model.FileMatch;
import dev.pilothouse.model.FilePart;
import dev.pilothouse.model.FindingSeverity;
import dev.pilothouse.model.FolderEntry;
import dev.pilothouse.model.GitActivity;
import dev.pilothouse.model.GitReference;
import dev.pilothouse.model.GrowingText;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.HostQuestion;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.HunkMark;
import dev.pilothouse.model.InstallKind;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobOutput;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.JobStatus;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.KeptInfo;
import dev.pilothouse.model.KeptWorktree;
import dev.pilothouse.model.MachineStatus;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.NotificationKind;
import dev.pilothouse.model.Organisation;
import dev.pilothouse.model.OwnPreset;
import dev.pilothouse.model.PairingRequest;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.PlanEntry;
import dev.pilothouse.model.Profile;
import dev.pilothouse.model.ProfileInfo;
import dev.pilothouse.model.ProfileServer;
import dev.pilothouse.model.ProfileSetting;
import dev.pilothouse.model.PromptSupport;
import dev.pilothouse.model.PullMode;
import dev.pilothouse.model.PullRequestInfo;
import dev.pilothouse.model.PullRequestSource;
import dev.pilothouse.model.PullRequestState;
import dev.pilothouse.model.PullRequestStatus;
import dev.pilothouse.model.PullRequestTrouble;
import dev.pilothouse.model.PushForm;
import dev.pilothouse.model.PushKind;
import dev.pilothouse.model.PushOrder;
import dev.pilothouse.model.PushOverride;
import dev.pilothouse.model.PushRules;
import dev.pilothouse.model.PushSecrets;
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
import dev.pilothouse.model.RepositorySummary;
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
import dev.pilothouse.model.SavedTemplate;
import dev.pilothouse.model.Schedule;
import dev.pilothouse.model.ScheduleAction;
import dev.pilothouse.model.ScheduleId;
import dev.pilothouse.model.ScheduleOccurrence;
import dev.pilothouse.model.ScheduleStatus;
import dev.pilothouse.model.ScheduleTask;
import dev.pilothouse.model.ScheduleTiming;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.ServerKind;
import dev.pilothouse.model.ServerOrigin;
import dev.pilothouse.model.ServerSuggestion;
import dev.pilothouse.model.SessionFile;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionProfile;
import dev.pilothouse.model.SessionServer;
import dev.pilothouse.model.SessionTemplate;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.SharingInfo;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.ToolCall;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.ToolLocation;
import dev.pilothouse.model.ToolStatus;
import dev.pilothouse.model.TrustedCommands;
import dev.pilothouse.model.TunnelInfo;
import dev.pilothouse.model.TunnelProvider;
import dev.pilothouse.model.TurnEstimate;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.model.Usage;
import dev.pilothouse.model.UsageGrouping;
import dev.pilothouse.model.UsageReport;
import dev.pilothouse.model.WorktreeInfo;
import dev.pilothouse.model.WorktreeRequest;
import dev.pilothouse.model.WorktreeSpec;
import dev.pilothouse.session.Cursor;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SearchHit;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.WatchEvidence;
import dev.pilothouse.session.WatchLabel;
import dev.pilothouse.session.WhenBusy;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One example of each message, update and intent, under the name of its golden file. */
final class Examples {
    private static final String SNAPSHOT = "20261129-154512042-0a1b2c3d";
    private static final List<ConfigError> PROBLEMS = List.of(
            new ConfigError("agents.json", 3, 14, "", HostText.of(HostTextCode.FILE_NOT_JSON)),
            new ConfigError(
                    "agents.json", 7, 0, "agents[1].startSeconds", HostText.of(HostTextCode.VALUE_NO_NUMBER, 3_600)),
            new ConfigError("agents.json", 0, 0, "", HostText.untranslated("The file is strange.")));

    private static final SessionId SESSION = new SessionId("s3f9a01c2b4d6");
    private static final RequestId REQUEST = new RequestId("q1Z8x0yYbq6t3VfWmT0c9A");
    private static final DeviceId DEVICE = new DeviceId("d8f40c5adb68f2562");
    private static final long GEN = 0x7c3b_5a10_22f0_91e8L;
    private static final Instant AT = Instant.ofEpochMilli(1_764_000_000_000L);
    private static final Cause CAUSE = new Cause(REQUEST, DEVICE, "Pocket", "n8JfE1nVb5k");

    private static final CommentAnchor ANCHOR = new CommentAnchor(
            "src/Login.java", true, 8, 9, List.of("wait();", "ask();"), "c5f1b8d2a06e4f7d9b3e1a2c4d5e6f708192a3b4");

    private static final List<Attachment> ATTACHMENTS = List.of(
            new Attachment.Blob(new BlobId("b12"), "screen.png", "image/png", 300_000, new BlobId("b13")),
            new Attachment.Blob(new BlobId("b14"), "notes.txt", "text/plain", 12, null),
            new Attachment.ProjectFile("src/Session.java"));

    private static final ToolCall CALL = new ToolCall(
            "call_7",
            "Write notes.txt",
            ToolKind.EDIT,
            ToolStatus.PENDING,
            List.of(new ToolLocation("/home/me/work/notes.txt", 3)),
            List.of(
                    new ToolContent.Diff("/home/me/work/notes.txt", null, "hello\n"),
                    new ToolContent.Text("One new file."),
                    new ToolContent.Terminal("$ true\n"),
                    new ToolContent.Large(new BlobId("b12"), "first characters", 90_000),
                    new ToolContent.Other("image", "{\"type\":\"image\"}")),
            "{\"path\":\"notes.txt\"}",
            null,
            1_764_000_000_000L,
            0,
            new ItemId(9));

    private static final Pending PERMISSION = new Pending(
            new PendingId("p13"),
            PendingKind.PERMISSION,
            "Write notes.txt",
            "",
            new ItemId(12),
            List.of(
                    new PendingOption("allow", "Allow", PendingOption.Kind.ALLOW_ONCE),
                    new PendingOption("always", "Always allow", PendingOption.Kind.ALLOW_ALWAYS),
                    new PendingOption("reject", "Reject", PendingOption.Kind.REJECT_ONCE)),
            List.of(),
            ToolKind.EDIT,
            "/home/me/work/notes.txt");

    private static final Pending OF_HOST = new Pending(
            new PendingId("p31"),
            PendingKind.PERMISSION,
            "Already answered by Pocket: Allow",
            "```\nnpm ci\n```",
            null,
            List.of(
                    new PendingOption("allow", "Allow", PendingOption.Kind.ALLOW_ONCE),
                    new PendingOption("doNotAllow", "Do not allow", PendingOption.Kind.REJECT_ONCE)),
            List.of(),
            null,
            "",
            new HostQuestion(
                    "job/worktree-s1",
                    "setup-1",
                    Scope.STEER,
                    HostText.of(HostTextCode.ALREADY_ANSWERED, "Pocket", "Allow")
                            .code()));

    private static final Pending QUESTION = new Pending(
            new PendingId("p21"),
            PendingKind.QUESTION,
            "Which database?",
            "For the **tests**.",
            null,
            List.of(),
            List.of(new QuestionField(
                    "db",
                    "Database",
                    "Where tests run",
                    QuestionField.Type.TEXT,
                    List.of(new QuestionField.Choice("h2", "H2"), new QuestionField.Choice("pg", "PostgreSQL")),
                    "h2",
                    true)));

    private static final Profile PROFILE = new Profile(
            "web",
            List.of(
                    new ProfileServer(
                            "docs",
                            ServerKind.STDIO,
                            "npx",
                            List.of("-y", "docs-server"),
                            "",
                            List.of(new ProfileSetting("LOG", ProfileSetting.Source.PLAIN, "debug", "")),
                            new ServerOrigin("/home/ada/shop", ".mcp.json", "docs", "8d1f".repeat(16))),
                    new ProfileServer(
                            "tickets",
                            ServerKind.HTTP,
                            "",
                            List.of(),
                            "https://tickets.example/mcp",
                            List.of(new ProfileSetting(
                                    "Authorization", ProfileSetting.Source.KEYSTORE, "tickets", "Bearer ")))),
            List.of(new ProfileSetting("GH_TOKEN", ProfileSetting.Source.ENVIRONMENT, "GITHUB", "")),
            "Answer in one sentence.",
            "plan",
            "opus",
            List.of(new Profile.ProfileOption("effort", "high")));

    private static final Schedule SCHEDULE = new Schedule(
            new ScheduleId("nightly-1"),
            "Nightly tests",
            new ScheduleTask(
                    new AgentId("claude"), "plan", "opus", "/home/ada/shop", true, "Run the tests and report.", "web"),
            new ScheduleTiming(
                    ScheduleTiming.Kind.WEEKLY,
                    "Europe/Berlin",
                    "02:30",
                    15,
                    List.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                    "30 2 * * 1,5"),
            Schedule.MissedRule.SKIP,
            Schedule.OverlapRule.QUEUE,
            3);

    private Examples() {}

    static Map<String, SessionUpdate> updates() {
        Map<String, SessionUpdate> all = new LinkedHashMap<>();
        all.put(
                "sessionCreated",
                new SessionUpdate.SessionCreated(
                        new AgentId("demo"),
                        "Demo",
                        "/home/me/work",
                        "work",
                        new SessionUpdate.StartWish("ask", "demo-quick", "a-0")));
        all.put(
                "sessionCreated-fork",
                new SessionUpdate.SessionCreated(
                        new AgentId("demo"),
                        "Demo",
                        "/home/me/work",
                        "work (fork)",
                        new SessionUpdate.StartWish("", "", "a-17", null, "", "s1")));
        all.put(
                "sessionCreated-worktree",
                new SessionUpdate.SessionCreated(
                        new AgentId("demo"),
                        "Demo",
                        "/home/me/shop.worktrees/fix-login/web",
                        "web",
                        new SessionUpdate.StartWish(
                                "",
                                "",
                                "",
                                new WorktreeSpec(
                                        "/home/me/shop",
                                        "/home/me/shop.worktrees/fix-login",
                                        "fix/login",
                                        "1f3870be274f6c49b3e31a0c6728957f5a1d2c3b",
                                        "refs/remotes/origin/main",
                                        new PullRequestSource("origin", 12, false)),
                                "web")));
        all.put("agentStarting", new SessionUpdate.AgentStarting());
        all.put(
                "agentStarted",
                new SessionUpdate.AgentStarted(
                        "Demo agent", "1.0", "a-1", ContextRestore.NEW, new PromptSupport(true, true)));
        all.put("agentExited", new SessionUpdate.AgentExited(137, false, "The agent was ended by a signal."));
        all.put(
                "agentExited-says",
                new SessionUpdate.AgentExited(
                        137,
                        false,
                        HostText.of(HostTextCode.START_EXITED, "Demo")
                                .then(HostText.of(HostTextCode.PROCESS_SIGNAL, "9 (KILL)"))
                                .above("fatal: no space left")));
        all.put(
                "loginNeeded-says",
                new SessionUpdate.LoginNeeded(
                        "demo login", HostText.of(HostTextCode.LOGIN_BY_COMMAND, "Demo", "demo login")));
        all.put("loginNeeded", new SessionUpdate.LoginNeeded("demo login", "Log in with the agent's own command."));
        all.put("sessionClosed", new SessionUpdate.SessionClosed());
        all.put("turnStarted", new SessionUpdate.TurnStarted());
        all.put(
                "turnEnded",
                new SessionUpdate.TurnEnded(
                        new ItemId(20),
                        new TurnId(6),
                        StopReason.END_TURN,
                        "",
                        5_321,
                        new TokenCount(1_200, 85, 9_000, 40)));
        all.put(
                "turnEnded-snapshot",
                new SessionUpdate.TurnEnded(
                        new ItemId(21), new TurnId(6), StopReason.CANCELLED, "", 5_321, TokenCount.NONE, SNAPSHOT));
        all.put(
                "turnEnded-says",
                new SessionUpdate.TurnEnded(
                        new ItemId(21),
                        new TurnId(6),
                        StopReason.INTERRUPTED,
                        HostText.of(HostTextCode.PROCESS_EXITED, 1),
                        5_321,
                        TokenCount.NONE,
                        ""));
        all.put("turnSnapshot", new SessionUpdate.TurnSnapshot(new TurnId(6), SNAPSHOT));
        all.put("userMessage", new SessionUpdate.UserMessage(new ItemId(5), "Say \"hello\" in a file."));
        all.put("userMessage-attachments", new SessionUpdate.UserMessage(new ItemId(5), "What is this?", ATTACHMENTS));
        all.put("passedOn", new SessionUpdate.PassedOn("setMode"));
        all.put("message", new SessionUpdate.AgentMessageChunk(new ItemId(8), "I will write \uD83D\uDE80"));
        all.put(
                "message-attachments",
                new SessionUpdate.AgentMessageChunk(
                        new ItemId(8),
                        "",
                        List.of(new Attachment.Blob(new BlobId("b9"), "plot.png", "image/png", 48_120, null))));
        all.put("thought", new SessionUpdate.ThoughtChunk(new ItemId(7), "A file is needed."));
        all.put("toolCall", new SessionUpdate.ToolCallStarted(new ItemId(12), CALL));
        all.put(
                "toolCallUpdate",
                new SessionUpdate.ToolCallChanged(
                        new ItemId(12),
                        new ToolCallPatch(
                                null,
                                null,
                                ToolStatus.COMPLETED,
                                null,
                                List.of(),
                                null,
                                "{\"ok\":true}",
                                1_764_000_002_000L)));
        all.put(
                "plan",
                new SessionUpdate.PlanChanged(List.of(
                        new PlanEntry("Write", PlanEntry.Priority.HIGH, PlanEntry.Status.COMPLETED),
                        new PlanEntry("Check", PlanEntry.Priority.LOW, PlanEntry.Status.IN_PROGRESS))));
        all.put("pendingAsked", new SessionUpdate.PendingAsked(new ItemId(13), PERMISSION));
        all.put("pendingAsked-question", new SessionUpdate.PendingAsked(new ItemId(21), QUESTION));
        all.put("pendingAsked-host", new SessionUpdate.PendingAsked(new ItemId(31), OF_HOST));
        all.put(
                "pendingAnswered",
                new SessionUpdate.PendingAnswered(
                        new ItemId(13),
                        new PendingId("p13"),
                        new PendingAnswer(PendingAnswer.Outcome.ANSWERED, "allow", "Allow", "Pocket")));
        all.put(
                "pendingAnswered-says",
                new SessionUpdate.PendingAnswered(
                        new ItemId(13),
                        new PendingId("p13"),
                        PendingAnswer.none(
                                PendingAnswer.Outcome.CANCELLED, HostText.of(HostTextCode.NO_ANSWER_CANCELLED))));
        all.put(
                "modeChanged",
                new SessionUpdate.ModeChanged(
                        "ask",
                        List.of(new AgentMode("ask", "Ask first", ""), new AgentMode("auto", "Auto", "Asks never"))));
        all.put(
                "modelChanged",
                new SessionUpdate.ModelChanged("m1", List.of(new AgentModel("m1", "Model One", "Fast"))));
        all.put(
                "optionChanged",
                new SessionUpdate.OptionsChanged(List.of(new AgentOption(
                        "effort",
                        "Effort",
                        "How long it thinks",
                        "thought_level",
                        List.of(new AgentOption.Choice("low", "Low"), new AgentOption.Choice("high", "High")),
                        "high"))));
        all.put(
                "commandsChanged",
                new SessionUpdate.CommandsChanged(List.of(new AgentCommand("review", "Reviews a change", "branch"))));
        all.put("usage", new SessionUpdate.UsageChanged(new Usage(12_000, 200_000, 0.25, "USD")));
        all.put(
                "note",
                new SessionUpdate.Note(
                        new ItemId(4), NoteLevel.WARNING, "memoryLost", "The agent does not know what came before."));
        all.put(
                "note-detail",
                new SessionUpdate.Note(
                        new ItemId(17),
                        NoteLevel.INFO,
                        "compacted",
                        "The agent has compacted the conversation.",
                        "- A *file* is wanted."));
        all.put(
                "note-snapshot",
                new SessionUpdate.Note(
                        new ItemId(22),
                        NoteLevel.INFO,
                        "filesRestored",
                        "1 file was put back.",
                        "- changed: `a.txt`",
                        SNAPSHOT));
        all.put(
                "note-says",
                new SessionUpdate.Note(
                        new ItemId(23),
                        NoteLevel.WARNING,
                        "notSent",
                        HostText.of(HostTextCode.NOT_PASSED_ON_PROMPT, "Pocket"),
                        ""));
        all.put("renamed", new SessionUpdate.Renamed("Notes", true));
        all.put(
                "profileApplied",
                new SessionUpdate.ProfileApplied(new SessionProfile(
                        "web",
                        "0123456789ab",
                        List.of(
                                new SessionServer("docs", ServerKind.STDIO, true, HostText.NONE, true),
                                new SessionServer(
                                        "tickets",
                                        ServerKind.HTTP,
                                        false,
                                        HostText.of(HostTextCode.SERVER_KIND_UNSUPPORTED, "Demo", "http"),
                                        false)))));
        all.put("organised", new SessionUpdate.Organised(new Organisation(true, true, "Release")));
        all.put(
                "queueChanged",
                new SessionUpdate.QueueChanged(
                        List.of(new QueuedPrompt(1, 2, "And then a test.", CAUSE, ATTACHMENTS, CAUSE))));
        all.put(
                "commentChanged",
                new SessionUpdate.CommentChanged(new ReviewComment(
                        new CommentId("c4f1"),
                        ANCHOR,
                        "Ask *after* the window is open.",
                        new CommentAuthor(DEVICE, "Pocket", FindingSeverity.MAJOR),
                        REQUEST,
                        new TurnId(6),
                        true)));
        all.put("commentRemoved", new SessionUpdate.CommentRemoved(new CommentId("c4f0")));
        all.put("reviewSent", new SessionUpdate.ReviewSent(REQUEST, List.of(new CommentId("c4f1")), new TurnId(9)));
        all.put("unknown", new SessionUpdate.Unknown("hologram", "{\"sessionUpdate\":\"hologram\"}"));
        return all;
    }

    static JournaledUpdate journaled(SessionUpdate update) {
        return new JournaledUpdate(13, AT, update instanceof SessionUpdate.UserMessage ? CAUSE : null, update);
    }

    private static final PullRequestInfo PULL_REQUEST = new PullRequestInfo(
            12,
            "Fix the login race",
            "https://github.com/pilot/shop/pull/12",
            PullRequestState.OPEN,
            "main",
            new PullRequestInfo.Checks(1, 2, 3));

    static Map<String, ClientMessage> client() {
        Map<String, ClientMessage> all = new LinkedHashMap<>();
        all.put("hello", new ClientMessage.Hello(1, 1, "pilothouse 0.1.0"));
        byte[] secret = new byte[16];
        for (int i = 0; i < secret.length; i++) {
            secret[i] = (byte) (0xf0 + i);
        }
        all.put(
                "pair",
                new ClientMessage.Pair(1, 1, "pilothouse 0.1.0", "AAECAwQFBgc", secret, "Pocket", "Android 16"));
        all.put("subscribe", new ClientMessage.Subscribe(1, SESSION, new Cursor(GEN, 41)));
        all.put("subscribe-start", new ClientMessage.Subscribe(2, SESSION, Cursor.START));
        all.put("unsubscribe", new ClientMessage.Unsubscribe(1));
        all.put("history", new ClientMessage.History(1, 200, 50));
        all.put("search", new ClientMessage.Search(REQUEST, "login \"race condition\"", 50));
        all.put("listDirectory", new ClientMessage.ListDirectory(REQUEST, "/home/me"));
        all.put("fetchBlob", new ClientMessage.FetchBlob(REQUEST, SESSION, new BlobId("b12"), false));
        all.put("fetchBlob-binary", new ClientMessage.FetchBlob(REQUEST, SESSION, new BlobId("b12"), true));
        all.put("listExternal", new ClientMessage.ListExternal(REQUEST, new AgentId("demo"), "/home/me"));
        all.put("readFile", new ClientMessage.ReadFile(REQUEST, SESSION, "src/Session.java", 2_000, 500, false));
        all.put("readFile-picture", new ClientMessage.ReadFile(REQUEST, SESSION, "logo.png", 524_288, 0, true));
        all.put("listFolder", new ClientMessage.ListFolder(REQUEST, SESSION, "src"));
        all.put("findFiles", new ClientMessage.FindFiles(REQUEST, SESSION, "session"));
        all.put("listKept", new ClientMessage.ListKept(REQUEST, "/home/ada/src/shop"));
        all.put("restoreKept", new ClientMessage.RestoreKept(REQUEST, "/home/ada/src/shop", SNAPSHOT));
        all.put("forgetKept", new ClientMessage.ForgetKept(REQUEST, "/home/ada/src/shop", SNAPSHOT));
        all.put("previewRestore", new ClientMessage.PreviewRestore(REQUEST, SESSION, SNAPSHOT));
        all.put("putBlob", new ClientMessage.PutBlob(REQUEST, SESSION, "u1", 262_144, 300_000, "iVBORw0KGgo="));
        all.put("showSessions", new ClientMessage.ShowSessions(List.of(SESSION)));
        all.put("watchRepositories", new ClientMessage.WatchRepositories(List.of(SESSION)));
        all.put("listChanges", new ClientMessage.ListChanges(REQUEST, SESSION, ComparisonTarget.BASE));
        SessionId other = new SessionId("s-2");
        all.put(
                "listChanges-session",
                new ClientMessage.ListChanges(REQUEST, SESSION, ComparisonTarget.SESSION, other));
        all.put(
                "readDiff-session",
                new ClientMessage.ReadDiff(
                        REQUEST, SESSION, "src/Login.java", "", ComparisonTarget.SESSION, 0, "", other));
        all.put(
                "readDiff",
                new ClientMessage.ReadDiff(
                        REQUEST,
                        SESSION,
                        "src/Login.java",
                        "src/SignIn.java",
                        ComparisonTarget.HEAD,
                        1,
                        "c5f1b8d2a06e4f7d9b3e1a2c4d5e6f708192a3b4"));
        all.put(
                "readChange",
                new ClientMessage.ReadChange(
                        REQUEST, SESSION, "logo.png", "old.png", ComparisonTarget.BASE, ChangePart.BEFORE, 524_288));
        all.put("placeComments", new ClientMessage.PlaceComments(REQUEST, SESSION));
        all.put("readCommit", new ClientMessage.ReadCommit(REQUEST, SESSION));
        all.put(
                "stageFiles",
                new ClientMessage.StageFiles(
                        REQUEST,
                        SESSION,
                        true,
                        List.of(new FileMark("src/Login.java", "src/SignIn.java", "8d1f")),
                        new HunkMark(12, 14, "5feceb66")));
        all.put(
                "rejectChange",
                new ClientMessage.RejectChange(
                        REQUEST,
                        new JobId("w4"),
                        SESSION,
                        ComparisonTarget.BASE,
                        new FileMark("src/Login.java", "", "8d1f"),
                        new HunkMark(12, 14, "5feceb66"),
                        true));
        all.put("suggestCommit", new ClientMessage.SuggestCommit(REQUEST, new JobId("w7"), SESSION));
        all.put(
                "runCheck",
                new ClientMessage.RunCheck(REQUEST, new JobId("w6"), SESSION, List.of("mvn -q verify"), 20, true));
        all.put(
                "makeCommit",
                new ClientMessage.MakeCommit(
                        REQUEST,
                        new JobId("w5"),
                        SESSION,
                        new CommitOrder(
                                "Fix the login",
                                CommitOrder.Files.NAMED,
                                List.of("src/Login.java"),
                                true,
                                true,
                                "6b86b273",
                                true)));
        all.put("listReferences", new ClientMessage.ListReferences(REQUEST, "/home/me/shop"));
        Budget budget = new Budget("b1", Budget.Subject.PROJECT, "/home/ada/shop", Budget.Period.WEEK, "USD", 20, 7.5);
        all.put("estimateTurns", new ClientMessage.EstimateTurns(REQUEST, List.of(SESSION)));
        all.put("listProfiles", new ClientMessage.ListProfiles(REQUEST, "/home/ada/shop"));
        all.put("readProfile", new ClientMessage.ReadProfile(REQUEST, "web"));
        all.put("saveProfile", new ClientMessage.SaveProfile(REQUEST, PROFILE, "old", "0123456789ab"));
        SessionTemplate template = new SessionTemplate(
                "Fix an issue",
                "claude",
                "/home/ada/shop",
                "fix-{{issue}}",
                "web",
                "Fix the issue {{issue}}.",
                List.of("npm test"));
        all.put("listTemplates", new ClientMessage.ListTemplates(REQUEST));
        all.put("saveTemplate", new ClientMessage.SaveTemplate(REQUEST, "Fix", template, "0123456789ab"));
        all.put("deleteProfile", new ClientMessage.DeleteProfile(REQUEST, "web", "0123456789ab"));
        all.put("testServer", new ClientMessage.TestServer(REQUEST, "web", "docs"));
        all.put("suggestServers", new ClientMessage.SuggestServers(REQUEST, "/home/ada/shop"));
        AgentDraft draft = new AgentDraft(
                new AgentId("mine"),
                "My agent",
                "/opt/mine/bin/agent",
                List.of("--acp"),
                List.of("PROFILE=work", "TOKEN"));
        all.put("listRegistry", new ClientMessage.ListRegistry(REQUEST));
        all.put("refreshRegistry", new ClientMessage.RefreshRegistry(REQUEST, new JobId("w8")));
        all.put(
                "installAgent",
                new ClientMessage.InstallAgent(REQUEST, new JobId("w9"), "gemini", "@google/gemini-cli@0.37.1", true));
        all.put("removeAgent", new ClientMessage.RemoveAgent(REQUEST, new JobId("w10"), "gemini"));
        all.put("testAgent", new ClientMessage.TestAgent(REQUEST, new AgentId("mine"), draft));
        all.put("saveAgent", new ClientMessage.SaveAgent(REQUEST, draft));
        all.put("logoutAgent", new ClientMessage.LogoutAgent(REQUEST, new AgentId("mine")));
        all.put("deleteAgent", new ClientMessage.DeleteAgent(REQUEST, new AgentId("mine")));
        all.put("listSchedules", new ClientMessage.ListSchedules(REQUEST, new ScheduleId("nightly-1")));
        all.put("previewSchedule", new ClientMessage.PreviewSchedule(REQUEST, SCHEDULE.timing()));
        all.put("saveSchedule", new ClientMessage.SaveSchedule(REQUEST, SCHEDULE));
        all.put("actOnSchedule", new ClientMessage.ActOnSchedule(REQUEST, SCHEDULE.id(), ScheduleAction.RESUME));
        OwnPreset preset = new OwnPreset(
                "Pair",
                "{\"lead\":{\"agent\":\"claude\"},\"workers\":[{\"name\":\"tests\",\"agent\":\"opencode\",\"worktree\":\"own\"}]}");
        all.put("listPresets", new ClientMessage.ListPresets(REQUEST));
        all.put("savePreset", new ClientMessage.SavePreset(REQUEST, "Two", preset));
        all.put("listBudgets", new ClientMessage.ListBudgets(REQUEST));
        all.put("setBudget", new ClientMessage.SetBudget(REQUEST, budget));
        all.put(
                "readUsage",
                new ClientMessage.ReadUsage(
                        REQUEST, "2026-11-01", "2026-11-29", "Europe/Berlin", UsageGrouping.PROJECT));
        all.put("readRemote", new ClientMessage.ReadRemote(REQUEST, SESSION));
        all.put("fetchRemote", new ClientMessage.FetchRemote(REQUEST, new JobId("r1"), SESSION));
        all.put("pullRemote", new ClientMessage.PullRemote(REQUEST, new JobId("r2"), SESSION, PullMode.REBASE, true));
        all.put("abortPull", new ClientMessage.AbortPull(REQUEST, new JobId("r3"), SESSION));
        all.put(
                "pushRemote",
                new ClientMessage.PushRemote(
                        REQUEST,
                        new JobId("r4"),
                        SESSION,
                        new PushOrder(
                                "fix/login",
                                "1f3870be",
                                "origin",
                                "https://example.org/shop.git",
                                "fix/login",
                                true,
                                "0a1b2c3d")));
        all.put("listWorktrees", new ClientMessage.ListWorktrees(REQUEST));
        all.put(
                "removeWorktree",
                new ClientMessage.RemoveWorktree(
                        REQUEST,
                        new JobId("w2"),
                        "/home/me/shop",
                        "/home/me/shop.worktrees/fix-login",
                        "1f3870be",
                        true));
        all.put("readPullRequest", new ClientMessage.ReadPullRequest(REQUEST, SESSION));
        all.put("readFailedChecks", new ClientMessage.ReadFailedChecks(REQUEST, SESSION));
        all.put(
                "createPullRequest",
                new ClientMessage.CreatePullRequest(
                        REQUEST, new JobId("j1"), SESSION, "fix/login", "main", "Fix the login race", "Why.", true));
        all.put(
                "restoreWorktree",
                new ClientMessage.RestoreWorktree(
                        REQUEST, new JobId("w3"), "/home/me/shop", "20261124-140511000-0a1b2c3d", "totals"));
        all.put("listJobs", new ClientMessage.ListJobs(REQUEST, null));
        all.put("listJobs-one", new ClientMessage.ListJobs(REQUEST, new JobId("w1")));
        all.put("cancelJob", new ClientMessage.CancelJob(REQUEST, new JobId("w1")));
        all.put(
                "startRun",
                new ClientMessage.StartRun(
                        REQUEST,
                        new RunId("n1"),
                        RunKind.TRY,
                        "{\"prompt\":\"Fix the login race\",\"counts\":{\"a\":2}}"));
        all.put(
                "runAction",
                new ClientMessage.ActOnRun(
                        REQUEST, new RunId("n1"), ClientMessage.ActOnRun.STOP, "{\"member\":\"m2\"}"));
        all.put("listRuns", new ClientMessage.ListRuns(REQUEST));
        all.put("retryJob", new ClientMessage.RetryJob(REQUEST, new JobId("w1")));
        all.put("ping", new ClientMessage.Ping(7));
        intents().forEach((name, intent) -> all.put(name, new ClientMessage.Submit(REQUEST, intent)));
        admin().forEach((name, command) -> all.put(name, new ClientMessage.Admin(REQUEST, command)));
        return all;
    }

    static Map<String, Intent> intents() {
        Map<String, Intent> all = new LinkedHashMap<>();
        all.put("createSession", new Intent.CreateSession(new AgentId("demo"), "/home/me/work", "ask", null, "Hello"));
        all.put(
                "createSession-profile",
                new Intent.CreateSession(new AgentId("demo"), "/home/me/shop", null, null, null, null, null, "web"));
        all.put(
                "createSession-continue",
                new Intent.CreateSession(new AgentId("demo"), "/home/me/work", null, null, null, "a-17"));
        all.put(
                "createSession-fork",
                new Intent.CreateSession(
                        new AgentId("demo"), "/home/me/work", null, null, null, null, null, null, SESSION));
        all.put(
                "createSession-worktree",
                new Intent.CreateSession(
                        new AgentId("demo"),
                        "/home/me/shop",
                        null,
                        null,
                        "Hello",
                        null,
                        new WorktreeRequest("fix/login", "origin/main")));
        all.put(
                "createSession-branch",
                new Intent.CreateSession(
                        new AgentId("demo"),
                        "/home/me/shop",
                        null,
                        null,
                        null,
                        null,
                        new WorktreeRequest("fix/login", "", true)));
        all.put("prompt", new Intent.Prompt(SESSION, "Say \"hello\" in a file.", WhenBusy.QUEUE));
        all.put("prompt-attachments", new Intent.Prompt(SESSION, "What is this?", WhenBusy.STEER, ATTACHMENTS));
        all.put("cancel", new Intent.Cancel(SESSION, new TurnId(6)));
        PendingId pending = new PendingId("p13");
        all.put("answer", new Intent.AnswerPending(SESSION, pending, new Answer.Option("allow")));
        all.put("answer-text", new Intent.AnswerPending(SESSION, pending, new Answer.Text("H2")));
        all.put("answer-form", new Intent.AnswerPending(SESSION, pending, new Answer.Form(Map.of("db", "h2"))));
        all.put("answer-decline", new Intent.AnswerPending(SESSION, pending, new Answer.Decline()));
        all.put("resumeSession", new Intent.ResumeSession(SESSION));
        all.put("closeSession", new Intent.CloseSession(SESSION));
        all.put("deleteSession", new Intent.DeleteSession(SESSION));
        all.put("deleteSession-agent", new Intent.DeleteSession(SESSION, true));
        all.put("renameSession", new Intent.RenameSession(SESSION, "Notes"));
        all.put("restoreFiles", new Intent.RestoreFiles(SESSION, SNAPSHOT));
        all.put("organise", new Intent.Organise(SESSION, true, false, "Release"));
        all.put("setMode", new Intent.SetMode(SESSION, "ask"));
        all.put("setModel", new Intent.SetModel(SESSION, "m1"));
        all.put("setOption", new Intent.SetOption(SESSION, "effort", "low"));
        all.put("editQueued", new Intent.EditQueued(SESSION, 1, 2, "And then two tests."));
        all.put("moveQueued", new Intent.MoveQueued(SESSION, 1, 0));
        all.put("removeQueued", new Intent.RemoveQueued(SESSION, 1));
        all.put("sendQueued", new Intent.SendQueued(SESSION, 1));
        CommentId comment = new CommentId("c4f1");
        all.put("addComment", new Intent.AddComment(SESSION, comment, ANCHOR, "Ask *after* the window is open."));
        all.put("editComment", new Intent.EditComment(SESSION, comment, "Ask first."));
        all.put("deleteComment", new Intent.DeleteComment(SESSION, comment));
        all.put("resolveComment", new Intent.ResolveComment(SESSION, comment, true));
        all.put("sendReview", new Intent.SendReview(SESSION, "Please address these comments.", List.of(comment)));
        return all;
    }

    private static final PushTarget PUSH_TARGET = new PushTarget(
            "phone",
            PushKind.NTFY,
            "Ada's phone",
            new PushRules(
                    List.of(NotificationKind.NEEDS_YOU, NotificationKind.FAILED),
                    List.of(new PushOverride(SESSION, List.of(NotificationKind.NEEDS_YOU, NotificationKind.DONE))),
                    new QuietHours("22:00", "07:00", "Europe/Berlin", List.of(NotificationKind.FAILED)),
                    "desk",
                    10),
            true,
            true,
            true,
            DEVICE);

    static Map<String, AdminCommand> admin() {
        Map<String, AdminCommand> all = new LinkedHashMap<>();
        all.put("devices", new AdminCommand.ListDevices());
        all.put("ticket", new AdminCommand.MakeTicket(Scope.STEER, null));
        all.put("ticketForATime", new AdminCommand.MakeTicket(Scope.VIEW, AT));
        all.put("figures", new AdminCommand.ReadFigures());
        all.put("trust", new AdminCommand.ListTrust());
        all.put("pushTargets", new AdminCommand.ListPushTargets());
        all.put(
                "savePushTarget",
                new AdminCommand.SavePushTarget(
                        PUSH_TARGET, new PushSecrets("https://ntfy.example/topic", "tk_1", "BKey", "auth")));
        all.put("removePushTarget", new AdminCommand.RemovePushTarget("phone"));
        all.put("testPushTarget", new AdminCommand.TestPushTarget("phone", true));
        all.put("forgetTrust", new AdminCommand.ForgetTrust("/home/me/shop/.git"));
        all.put("approve", new AdminCommand.Approve(DEVICE, "729877"));
        all.put("refuse", new AdminCommand.Refuse(DEVICE));
        all.put("revoke", new AdminCommand.Revoke(DEVICE));
        all.put("renameDevice", new AdminCommand.RenameDevice(DEVICE, "Tablet"));
        all.put("setScope", new AdminCommand.SetScope(DEVICE, Scope.ANSWER));
        all.put("audit", new AdminCommand.ReadAudit(AT, DEVICE, 200));
        all.put("setExpiry", new AdminCommand.SetExpiry(DEVICE, AT));
        all.put("setSharing", new AdminCommand.SetSharing(true));
        all.put("setTunnel", new AdminCommand.SetTunnel(TunnelProvider.CLOUDFLARED));
        return all;
    }

    static Map<String, HostMessage> host() {
        Map<String, HostMessage> all = new LinkedHashMap<>();
        SharingInfo sharing = new SharingInfo(true, List.of("ws://192.168.1.20:7717", "ws://127.0.0.1:7717"));
        List<AgentInfo> agents = List.of(
                new AgentInfo(
                        new AgentId("demo"),
                        "Demo",
                        true,
                        "pilothouse demo-agent",
                        "",
                        List.of(new AgentMode("ask", "Ask", "")),
                        new AgentSupport(true, true),
                        ""),
                new AgentInfo(new AgentId("gemini"), "Gemini", false, "gemini --acp", "npm i -g gemini", List.of()),
                new AgentInfo(new AgentId("there"), "There", true, "agent --acp", "", List.of(), "ssh build.example"));
        PairingRequest asking =
                new PairingRequest(DEVICE, "Pocket", "Android 16", "192.168.1.31", Scope.STEER, "729877");
        SessionState state = state();
        SessionSummary summary = SessionSummary.of(
                state, WatchLabel.QUIET, new WatchEvidence(AT, 3, Duration.ofMillis(1200), Duration.ofMinutes(4)), AT);
        all.put(
                "welcome",
                new HostMessage.Welcome(
                        new HostId("h5c0ffee"), "desk", 1, DEVICE, Scope.STEER, sharing, agents, PROBLEMS));
        all.put("overview", new HostMessage.Overview(List.of(summary)));
        all.put("overviewChanged", new HostMessage.OverviewChanged(List.of(), List.of(SESSION)));
        all.put(
                "updates",
                new HostMessage.Updates(
                        1,
                        GEN,
                        11,
                        14,
                        1_253,
                        List.of(
                                new JournaledUpdate(12, AT, null, updates().get("message")),
                                journaled(updates().get("userMessage")))));
        all.put("snapshot", new HostMessage.Snapshot(1, GEN, state));
        all.put("historyPage", new HostMessage.HistoryPage(1, 41, 1, items()));
        all.put("ack", new HostMessage.Ack(REQUEST, IntentResult.Outcome.ACCEPTED, SESSION, 42));
        all.put(
                "error-says",
                new HostMessage.Failure(
                        REQUEST,
                        ErrorCode.NO_SUCH_DIRECTORY,
                        HostText.of(HostTextCode.DIRECTORY_MISSING, "/home/me/wrok")));
        all.put(
                "error-says-nested",
                new HostMessage.Failure(
                        REQUEST,
                        ErrorCode.CLOSED,
                        HostText.of(HostTextCode.QUESTION_CLOSED, HostText.of(HostTextCode.NO_ANSWER_AGENT_ENDED))));
        all.put("error", new HostMessage.Failure(REQUEST, ErrorCode.ALREADY_ANSWERED, "Already answered by Pocket."));
        all.put(
                "error-sub",
                new HostMessage.Failure(null, 7, ErrorCode.NO_SUCH_SESSION, "There is no session s2 on this host."));
        all.put(
                "externalSessions",
                new HostMessage.ExternalSessions(
                        REQUEST,
                        List.of(
                                new ExternalSession("a-17", "Fix the login race", "/home/me/shop", AT),
                                new ExternalSession("a-18", "", "", null)),
                        true));
        all.put(
                "directory",
                new HostMessage.Directory(
                        REQUEST,
                        "/home/me",
                        List.of(
                                new DirectoryEntry("work", true, true),
                                new DirectoryEntry("notes.txt", false, false))));
        all.put(
                "searchResults",
                new HostMessage.SearchResults(
                        REQUEST,
                        List.of(new SearchHit(
                                SESSION,
                                new ItemId(8),
                                AT,
                                SearchHit.Kind.MESSAGE,
                                "\u2026the login race is in the pool\u2026",
                                List.of(new SearchHit.Mark(5, 10)))),
                        12,
                        true));
        all.put("blob", new HostMessage.Blob(REQUEST, "the whole text"));
        all.put(
                "files",
                new HostMessage.Files(
                        REQUEST,
                        List.of(new FileMatch("src/Session.java", false), new FileMatch("src/session", true)),
                        true));
        all.put(
                "kept",
                new HostMessage.Kept(
                        REQUEST,
                        List.of(new KeptInfo(
                                SNAPSHOT, "turn", "s1", AT, "/home/ada/src/shop", "refs/heads/main", 3, 4_210))));
        all.put(
                "keptRestored",
                new HostMessage.KeptRestored(REQUEST, HostText.untranslated("3 files were put back."), 3, SNAPSHOT));
        all.put(
                "restorePreview",
                new HostMessage.RestorePreview(
                        REQUEST,
                        List.of(
                                new RestoredFile("src/Session.java", RestoredFile.Kind.MODIFIED),
                                new RestoredFile("notes.txt", RestoredFile.Kind.ADDED),
                                new RestoredFile("src/New.java", RestoredFile.Kind.DELETED)),
                        12));
        all.put(
                "file",
                new HostMessage.File(
                        REQUEST,
                        new FilePart(
                                new SessionFile(
                                        "src/Session.java", SessionFile.Kind.TEXT, 120_000, AT, "UTF-8", 2_901L, ""),
                                2_000,
                                List.of("}", ""),
                                true,
                                true,
                                "")));
        all.put(
                "file-picture",
                new HostMessage.File(
                        REQUEST,
                        new FilePart(
                                new SessionFile(
                                        "logo.png", SessionFile.Kind.PICTURE, 524_289, AT, "", null, "image/png"),
                                524_288,
                                List.of(),
                                false,
                                false,
                                "AQ==")));
        all.put(
                "folder",
                new HostMessage.Folder(
                        REQUEST,
                        "src",
                        List.of(
                                new FolderEntry("target", true, true, false, 0),
                                new FolderEntry("Session.java", false, false, true, 120_000)),
                        true));
        all.put("blobKept", new HostMessage.BlobKept(REQUEST, 262_144, null));
        all.put("blobKept-whole", new HostMessage.BlobKept(REQUEST, 300_000, new BlobId("b12")));
        all.put(
                "devices",
                new HostMessage.Devices(
                        REQUEST,
                        List.of(new DeviceInfo(
                                DEVICE, "Pocket", "Android 16", Scope.STEER, AT, AT, "192.168.1.31", true, false, AT)),
                        List.of(asking)));
        all.put(
                "audit",
                new HostMessage.Audit(
                        REQUEST,
                        List.of(new AuditEntry(
                                AT, AuditAction.ANSWERED, DEVICE, "Pocket", "s3f9a01c2b4d6 p13", "192.168.1.31")),
                        true));
        all.put("ticketForATime", new HostMessage.TicketMade(REQUEST, "pilothouse://pair#AQI", AT, AT.plusSeconds(9)));
        all.put("ticket", new HostMessage.TicketMade(REQUEST, "pilothouse://pair#AQI", AT, null));
        all.put(
                "pushTargets",
                new HostMessage.PushTargets(
                        REQUEST,
                        List.of(new PushTargetStatus(
                                PUSH_TARGET,
                                "ntfy.example",
                                true,
                                true,
                                AT,
                                true,
                                HostText.of(HostTextCode.NOTIFY_ACCEPTED),
                                HostText.of(HostTextCode.NOTIFY_TOO_OLD),
                                new PushTest(PushTest.State.ANSWERED, AT, 120, 2_400))),
                        "BHostKey",
                        HostText.of(HostTextCode.NOTIFY_FILE_WRONG, "away.json", "targets is missing")));
        all.put(
                "trust",
                new HostMessage.Trust(
                        REQUEST,
                        List.of(new TrustedCommands(
                                "/home/me/shop/.git",
                                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                                "setup:\n1  npm ci",
                                AT,
                                "Pocket"))));
        all.put(
                "figures",
                new HostMessage.Figures(REQUEST, List.of(Map.entry("sessions", 12L), Map.entry("turns_open", 2L))));
        all.put("conditionChanged", new HostMessage.ConditionChanged(new MachineStatus(true, 734_003_200)));
        all.put("pairingAsked", new HostMessage.PairingAsked(List.of(asking)));
        all.put("pairingPending", new HostMessage.PairingPending("729877"));
        all.put("agentsChanged", new HostMessage.AgentsChanged(agents, PROBLEMS));
        all.put("sharingChanged", new HostMessage.SharingChanged(sharing));
        all.put(
                "sharingChangedByTunnel",
                new HostMessage.SharingChanged(new SharingInfo(
                        false,
                        List.of("wss://a.example", "ws://127.0.0.1:7717"),
                        new TunnelInfo(TunnelProvider.DEVTUNNEL, TunnelInfo.Phase.UP, "wss://a.example", "", null))));
        all.put(
                "sharingChangedByDrop",
                new HostMessage.SharingChanged(new SharingInfo(
                        false,
                        List.of("ws://127.0.0.1:7717"),
                        new TunnelInfo(
                                TunnelProvider.COMMAND,
                                TunnelInfo.Phase.DROPPED,
                                "",
                                "ssh ended with code 255.",
                                AT))));
        Job job = new Job(
                new JobId("w1"),
                JobKind.WORKTREE_ADD,
                List.of("fix/login", "/home/me/shop.worktrees/fix-login"),
                new JobRequest(DEVICE, "Pocket", Scope.STEER, SESSION, AT),
                new JobStatus(
                        JobState.FAILED,
                        "git could not make the worktree: the disk is full.",
                        Map.of("exitCode", "128"),
                        AT,
                        AT.plusSeconds(3)),
                new JobOutput(
                        3,
                        List.of(
                                HostText.untranslated("Preparing worktree (new branch 'fix/login')"),
                                HostText.untranslated("fatal: out of space"),
                                HostText.of(HostTextCode.JOB_NOT_LOCKED, "out of space"))));
        all.put(
                "changes",
                new HostMessage.Changes(
                        REQUEST,
                        new FileChanges(
                                "fix/login",
                                "origin/main",
                                List.of(
                                        new ChangedFile(
                                                "src/Login.java",
                                                "src/SignIn.java",
                                                ChangedFile.State.RENAMED,
                                                3,
                                                1,
                                                false,
                                                false,
                                                "c5f1b8d2a06e4f7d9b3e1a2c4d5e6f708192a3b4",
                                                "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"),
                                        new ChangedFile(
                                                "yarn.lock", "", ChangedFile.State.DELETED, 0, 9, true, true, "")),
                                2,
                                3,
                                10)));
        all.put(
                "diff",
                new HostMessage.DiffPart(
                        REQUEST,
                        new FileDiff(
                                List.of(new DiffHunk(7, 7, "void login()", List.of(" open();", "-wait();", "+ask();"))),
                                "c5f1b8d2a06e4f7d9b3e1a2c4d5e6f708192a3b4",
                                false,
                                true,
                                "100644",
                                "100755",
                                true)));
        all.put(
                "change",
                new HostMessage.Change(
                        REQUEST, new ChangeContent("5f1b8d2a", 4, 12, "aWZmIC0tZ2l0", List.of("logo.png"))));
        all.put(
                "templates",
                new HostMessage.Templates(
                        REQUEST,
                        List.of(new SavedTemplate(
                                new SessionTemplate(
                                        "Fix an issue",
                                        "claude",
                                        "/home/ada/shop",
                                        "fix-{{issue}}",
                                        "web",
                                        "Fix the issue {{issue}}.",
                                        List.of("npm test")),
                                "0123456789ab")),
                        List.of(new ConfigError(
                                "templates.json",
                                4,
                                0,
                                "templates[1]",
                                HostText.of(HostTextCode.TEMPLATE_NO_PROMPT, "Docs")))));
        all.put(
                "presets",
                new HostMessage.Presets(
                        REQUEST, List.of(new OwnPreset("Pair", "{\"lead\":{\"agent\":\"claude\"},\"workers\":[]}"))));
        all.put(
                "commentPlaces",
                new HostMessage.CommentPlaces(
                        REQUEST,
                        List.of(
                                new CommentPlace(
                                        new CommentId("c4f1"), CommentPlace.State.UNCHANGED, "src/SignIn.java", 9, 10),
                                new CommentPlace(new CommentId("c4f2"), CommentPlace.State.GONE, "a", 1, 1))));
        all.put("diff-binary", new HostMessage.DiffPart(REQUEST, new FileDiff(List.of(), "", true, false)));
        all.put(
                "repositoriesChanged",
                new HostMessage.RepositoriesChanged(List.of(
                        new HostMessage.RepositoriesChanged.Entry(
                                SESSION,
                                new RepositorySummary(
                                        "fix/login", "origin/main", 2, 1, "origin/main", 4, 31, 7, PULL_REQUEST)),
                        new HostMessage.RepositoriesChanged.Entry(new SessionId("s2"), null))));
        all.put(
                "references",
                new HostMessage.References(
                        REQUEST,
                        new ReferenceList(
                                "/home/me/shop",
                                "/home/me/shop.worktrees",
                                "main",
                                "origin/main",
                                2,
                                List.of(
                                        new GitReference("main", false, "/home/me/shop"),
                                        new GitReference("origin/main", true)),
                                true)));
        all.put(
                "turnEstimates",
                new HostMessage.TurnEstimates(
                        REQUEST, List.of(new TurnEstimate(SESSION, 4, true, 12_000, 0.25, "USD"))));
        ScheduleStatus schedule = new ScheduleStatus(
                SCHEDULE,
                true,
                HostText.of(HostTextCode.SCHEDULE_FAILED_THRICE, HostText.of(HostTextCode.SCHEDULE_TURN_FAILED)),
                List.of(AT, AT.plusSeconds(86_400)),
                List.of(new ScheduleOccurrence(
                        AT,
                        ScheduleOccurrence.State.FAILED,
                        AT.plusSeconds(60),
                        HostText.of(HostTextCode.SCHEDULE_TURN_FAILED),
                        SESSION)));
        all.put(
                "profiles",
                new HostMessage.Profiles(
                        REQUEST,
                        List.of(new ProfileInfo(
                                "web",
                                "0123456789ab",
                                List.of(new ProfileInfo.Server("docs", ServerKind.SSE)),
                                2,
                                true,
                                "plan",
                                "opus")),
                        "web",
                        List.of(new ConfigError(
                                "profiles.json",
                                7,
                                0,
                                "profiles.web.servers.docs.command",
                                HostText.of(HostTextCode.VALUE_NO_COMMAND)))));
        all.put("profileRead", new HostMessage.ProfileRead(REQUEST, PROFILE.withheld(), "0123456789ab"));
        all.put(
                "serverTested",
                new HostMessage.ServerTested(
                        REQUEST, List.of("search"), HostText.of(HostTextCode.SERVER_TEST_ENDED, "initialize")));
        all.put(
                "serverSuggestions",
                new HostMessage.ServerSuggestions(
                        REQUEST,
                        List.of(
                                new ServerSuggestion(
                                        ".mcp.json",
                                        new ProfileServer(
                                                "docs",
                                                ServerKind.STDIO,
                                                "npx",
                                                List.of("-y", "docs-server"),
                                                "",
                                                List.of(new ProfileSetting(
                                                        "DOCS_TOKEN", ProfileSetting.Source.PLAIN, "", ""))),
                                        HostText.NONE,
                                        new ServerOrigin("/home/ada/shop", ".mcp.json", "docs", "5feb".repeat(16)),
                                        List.of(
                                                new ServerSuggestion.Copy("web", true, true),
                                                new ServerSuggestion.Copy("old", true, false))),
                                new ServerSuggestion(
                                        ".cursor/mcp.json",
                                        new ProfileServer(
                                                "tickets",
                                                ServerKind.HTTP,
                                                "",
                                                List.of(),
                                                "https://${env:TICKETS}/mcp",
                                                List.of()),
                                        HostText.of(HostTextCode.SUGGESTION_EXPANDS, "${env:TICKETS}"))),
                        List.of(new ConfigError(
                                "opencode.json", 3, 5, "", HostText.of(HostTextCode.SUGGESTIONS_NOT_JSON)))));
        all.put(
                "registry",
                new HostMessage.Registry(
                        REQUEST,
                        new RegistryInfo(
                                Instant.ofEpochMilli(1_785_000_000_000L),
                                true,
                                List.of(new RegistryAgent(
                                        "claude-acp",
                                        new AgentId("claude"),
                                        new RegistryAgent.Description(
                                                "Claude Agent",
                                                "ACP wrapper",
                                                "Anthropic, Zed Industries",
                                                "proprietary",
                                                "https://example.org",
                                                "claude /login"),
                                        new RegistryAgent.Offer(
                                                "0.85.1",
                                                InstallKind.NPM,
                                                "@agentclientprotocol/claude-agent-acp@0.85.1",
                                                "claude-agent-acp",
                                                true,
                                                HostText.of(HostTextCode.INSTALL_NO_NPM)),
                                        new RegistryAgent.Installed("0.84.0", "node /data/agents/x.js", 12_345_678))),
                                List.of(new AgentDraft(
                                        new AgentId("mine"),
                                        "My agent",
                                        "agent",
                                        List.of("--acp"),
                                        List.of("TOKEN"))))));
        all.put(
                "agentTested",
                new HostMessage.AgentTested(
                        REQUEST,
                        new AgentTrial(
                                true,
                                HostText.of(HostTextCode.TRIAL_TIMED_OUT, 30),
                                "OpenCode 1.18.33",
                                1,
                                List.of("loadSession", "sessionCapabilities.list"),
                                List.of(new AgentTrial.LoginMethod(
                                        "browser", "Browser", "Opens the browser.", "opencode auth login")),
                                812)));
        all.put("schedules", new HostMessage.Schedules(REQUEST, List.of(schedule)));
        all.put("scheduleTimes", new HostMessage.ScheduleTimes(REQUEST, schedule.next()));
        all.put(
                "schedulesChanged",
                new HostMessage.SchedulesChanged(true, List.of(schedule), List.of(new ScheduleId("old-1"))));
        all.put(
                "budgets",
                new HostMessage.Budgets(
                        REQUEST,
                        List.of(new Budget(
                                "b1",
                                Budget.Subject.PROJECT,
                                "/home/ada/shop",
                                Budget.Period.WEEK,
                                "USD",
                                20,
                                7.5,
                                true))));
        UsageReport.Total used = new UsageReport.Total(
                "/home/ada/shop",
                3,
                1,
                2,
                new TokenCount(1_200, 85, 9_000, 40),
                List.of(new UsageReport.Cost("USD", 0.25, 0.5)));
        all.put(
                "usage",
                new HostMessage.Usage(
                        REQUEST,
                        new UsageReport(
                                used,
                                List.of(used),
                                List.of(used),
                                true,
                                HostText.of(HostTextCode.PRICES_UNREADABLE, "prices.json", "entry 2"))));
        all.put(
                "remote",
                new HostMessage.Remote(
                        REQUEST,
                        new RemoteState(
                                new RemoteState.Branch("fix/login", "1f3870be", 2),
                                new RemoteState.Pull(
                                        "origin",
                                        "https://example.org/shop.git",
                                        "origin/main",
                                        2,
                                        1,
                                        PullMode.MERGE,
                                        GitActivity.REBASE,
                                        List.of("src/Login.java"),
                                        1,
                                        "Totals"),
                                new RemoteState.Push(
                                        PushForm.DIVERGED,
                                        "origin",
                                        "git@example.org:shop.git",
                                        "fix/login",
                                        "0a1b2c3d",
                                        true,
                                        List.of(new RemoteState.Commit("1f3870be", "Sign in with a key")),
                                        2,
                                        1))));
        all.put(
                "pullRequest",
                new HostMessage.PullRequest(
                        REQUEST,
                        new PullRequestStatus(
                                new PullRequestStatus.Place("github.com/pilot/shop", "gh", "fix/login", true, 2),
                                PULL_REQUEST,
                                List.of("test"),
                                new PullRequestStatus.Proposal(
                                        "main",
                                        List.of("main", "release"),
                                        "Fix the login race",
                                        "Why.",
                                        "https://github.com/pilot/shop/compare/main...fix/login?expand=1"),
                                new PullRequestStatus.Problem(
                                        PullRequestTrouble.LIMITED,
                                        HostText.of(HostTextCode.FORGE_NO_PROGRAM, "gh"),
                                        AT))));
        all.put("failedChecks", new HostMessage.FailedChecks(REQUEST, "test\nFAIL LoginTest"));
        all.put(
                "commit",
                new HostMessage.CommitInfo(
                        REQUEST,
                        new CommitState(
                                new CommitState.Head("fix/login", "1f3870be", "Start", true, true, GitActivity.MERGE),
                                new CommitState.Author("Ada", "ada@example.org"),
                                List.of(new CommitFile(
                                        "src/Login.java",
                                        "src/SignIn.java",
                                        ChangedFile.State.RENAMED,
                                        CommitFile.Staging.SOME,
                                        "8d1f")),
                                3,
                                "6b86b273",
                                "Merge branch 'main'",
                                "Fix the login")));
        all.put(
                "worktrees",
                new HostMessage.Worktrees(
                        REQUEST,
                        List.of(new WorktreeInfo(
                                "/home/me/shop",
                                "/home/me/shop.worktrees/fix-login",
                                "fix/login",
                                "1f3870be",
                                true,
                                List.of(SESSION),
                                new WorktreeInfo.Status(3, 2),
                                79_000_000,
                                AT,
                                12)),
                        List.of(new KeptWorktree(
                                "/home/me/shop",
                                "20261124-140511000-0a1b2c3d",
                                "/home/me/shop.worktrees/totals",
                                "totals",
                                4,
                                AT)),
                        true));
        all.put("runs", new HostMessage.Runs(REQUEST, List.of(run())));
        all.put("runsChanged", new HostMessage.RunsChanged(true, List.of(run()), List.of(new RunId("n0"))));
        all.put("jobs", new HostMessage.Jobs(REQUEST, List.of(job)));
        all.put("jobsChanged", new HostMessage.JobsChanged(true, List.of(job), List.of(new JobId("w0"))));
        all.put("scopeChanged", new HostMessage.ScopeChanged(Scope.VIEW));
        all.put("pong", new HostMessage.Pong(7));
        all.put(
                "bye",
                new HostMessage.Bye(ErrorCode.VERSION, "This host speaks versions 2 to 3. Update the app.", 2, 3));
        all.put("bye-says", new HostMessage.Bye(ErrorCode.BUSY, HostText.of(HostTextCode.HOST_BUSY), 0, 0));
        return all;
    }

    static List<Item> items() {
        return List.of(
                new Item.UserItem(new ItemId(5), 5, AT, "Say hello.", CAUSE, ATTACHMENTS),
                new Item.ThoughtItem(new ItemId(7), 7, AT, GrowingText.of("A file is needed.")),
                new Item.MessageItem(new ItemId(8), 11, AT, GrowingText.of("I will write it.")),
                new Item.MessageItem(
                        new ItemId(9),
                        10,
                        AT,
                        GrowingText.of("This is it:"),
                        List.of(new Attachment.Blob(new BlobId("b9"), "plot.png", "image/png", 48_120, null))),
                new Item.ToolItem(new ItemId(12), 15, AT, CALL),
                new Item.PendingItem(
                        new ItemId(13),
                        14,
                        AT,
                        PERMISSION,
                        new PendingAnswer(PendingAnswer.Outcome.ANSWERED, "allow", "Allow", "Pocket")),
                new Item.NoteItem(new ItemId(16), 16, AT, NoteLevel.INFO, "slow", "The agent is slow.", ""),
                new Item.NoteItem(
                        new ItemId(17),
                        18,
                        AT,
                        NoteLevel.INFO,
                        "compacted",
                        "The agent has compacted the conversation.",
                        "- A *file* is wanted."),
                new Item.TurnEndItem(
                        new ItemId(20), 20, AT, new TurnId(6), StopReason.CANCELLED, "", 5_321, TokenCount.NONE));
    }

    private static SessionState state() {
        SessionState state = SessionState.empty(SESSION);
        long seq = 0;
        List<String> order = new ArrayList<>(List.of(
                "sessionCreated",
                "agentStarting",
                "agentStarted",
                "modeChanged",
                "userMessage",
                "turnStarted",
                "thought",
                "message",
                "plan",
                "usage",
                "queueChanged",
                "toolCall",
                "pendingAsked",
                "commentChanged",
                "reviewSent"));
        for (String name : order) {
            SessionUpdate update = updates().get(name);
            Cause cause = name.equals("userMessage") ? CAUSE : null;
            state = SessionReducer.apply(state, new JournaledUpdate(++seq, AT.plusMillis(seq), cause, update));
        }
        return state;
    }

    private static Run run() {
        UsageReport.Total spend = new UsageReport.Total(
                "", 2, 1, 1, new TokenCount(1_200, 300, 100, 50), List.of(new UsageReport.Cost("USD", 0.5, 0.25)));
        return new Run(
                new RunId("n1"),
                RunKind.TRY,
                "Fix the login race",
                "/home/me/shop",
                new JobRequest(DEVICE, "Pocket", Scope.STEER, SESSION, AT),
                new RunStatus(
                        RunState.OVER,
                        RunStopReason.STOPPED,
                        HostText.of(HostTextCode.RUN_STOPPED_BY, "Pocket"),
                        AT.plusSeconds(60)),
                List.of(
                        new RunMember(
                                "m1",
                                RunRole.ATTEMPT,
                                new AgentId("claude"),
                                "large",
                                SESSION,
                                RunMemberState.STOPPED,
                                AT.plusSeconds(60),
                                HostText.of(HostTextCode.RUN_MEMBER_STOPPED),
                                RunCheck.PASSED,
                                spend,
                                Map.of("branch", "try/login-1")),
                        RunMember.planned("m2", RunRole.ATTEMPT, new AgentId("codex"), "", AT)),
                List.of(new RunNote(AT, HostText.of(HostTextCode.RUN_MEMBER_STOPPED))),
                Map.of("base", "0123456789abcdef0123456789abcdef01234567"));
    }
}
