package dev.pilothouse.ui;

import dev.pilothouse.model.AgentCommand;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.AgentModel;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.DeviceInfo;
import dev.pilothouse.model.FolderEntry;
import dev.pilothouse.model.HostQuestion;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.PlanEntry;
import dev.pilothouse.model.PromptSupport;
import dev.pilothouse.model.PullRequestInfo;
import dev.pilothouse.model.PullRequestState;
import dev.pilothouse.model.QuestionField;
import dev.pilothouse.model.RepositorySummary;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.ToolCall;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.ToolLocation;
import dev.pilothouse.model.ToolStatus;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.model.Usage;
import dev.pilothouse.session.ConnectionState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Sample data: two hosts with sessions of every kind, and one session whose conversation has every kind of item. */
public final class SampleHosts {
    public static final Instant NOW = Instant.parse("2026-11-24T14:05:11Z");
    private static final String SHOP = "/home/ada/src/shop";

    private static final String POOL = """
            package shop;

            import java.time.Duration;
            import java.util.ArrayDeque;
            import java.util.Deque;

            /**
             * The sessions of people who are logged in. A session that nobody has used for half an hour ends.
             */
            final class SessionPool {
                private static final Duration IDLE = Duration.ofMinutes(30);
                private final Deque<Session> free = new ArrayDeque<>();

                /** Returns a session for a login, a used one if possible. */
                synchronized Session take(String login) {
                \tSession session = free.poll();
                    if (session == null || session.isOlderThan(IDLE)) {
                        return new Session(login); // A new one costs 12 ms.
                    }
                    session.reset(login, "a long line that shows how lines break or scroll, depending on the switch above the text, and what they look like then");
                    return session;
                }

                synchronized void release(Session session) {
                    free.push(session);
                }
            }
            """;

    private final FakeHosts hosts = new FakeHosts();
    private final FakeHost local = new FakeHost("h1", "ada-desk", true, NOW.minus(Duration.ofMinutes(60)));
    private final FakeHost remote = new FakeHost("h2", "build-server", false, NOW.minus(Duration.ofMinutes(60)));
    private SessionId main;

    public static SampleHosts aWorkingDay() {
        SampleHosts sample = new SampleHosts();
        sample.local
                .agents(agents())
                .devices(devices())
                .directories(Map.of(
                        "/", List.of("home", "usr"),
                        "/home", List.of("ada"),
                        "/home/ada", List.of(".config", "src", "notes", "Downloads"),
                        "/home/ada/src", List.of("shop", "api", "docs-site", "infrastructure"),
                        "/home/ada/src/api", List.of(".git", "server"),
                        "/home/ada/src/shop", List.of(".git", "src", "test", "docs")));
        sample.local.textFile("src/main/java/shop/SessionPool.java", POOL);
        sample.local.folder(
                "",
                new FolderEntry("docs", true, false, false, 0),
                new FolderEntry("src", true, false, false, 0),
                new FolderEntry("target", true, true, false, 0),
                new FolderEntry(".env", false, true, false, 120),
                new FolderEntry(".gitignore", false, false, false, 40),
                new FolderEntry("current", false, false, true, 0),
                new FolderEntry("pom.xml", false, false, false, 4_000));
        sample.remote.agents(agents()).scope(Scope.STEER);
        sample.hosts.add(sample.local);
        sample.hosts.add(sample.remote);
        sample.others();
        sample.conversation();
        sample.local.repository(
                sample.main,
                new RepositorySummary(
                        "fix/login-race",
                        "origin/main",
                        2,
                        1,
                        "origin/main",
                        4,
                        31,
                        7,
                        new PullRequestInfo(
                                12,
                                "Keep the session",
                                "https://github.com/pilot/shop/pull/12",
                                PullRequestState.OPEN,
                                "main",
                                new PullRequestInfo.Checks(0, 4, 0))));
        return sample;
    }

    /** One local host without sessions. */
    public static SampleHosts aFreshStart() {
        SampleHosts sample = new SampleHosts();
        sample.local.agents(agents()).devices(devices().subList(0, 1)).directories(Map.of("/home/ada", List.of("src")));
        sample.hosts.add(sample.local);
        return sample;
    }

    /** A phone that is paired with one host, without any cached state. */
    public static SampleHosts aPhoneOf(ConnectionState remote) {
        SampleHosts sample = new SampleHosts();
        sample.remote.connection(remote).scope(Scope.STEER);
        sample.hosts.add(sample.remote);
        return sample;
    }

    public FakeHosts hosts() {
        return hosts;
    }

    public FakeHost local() {
        return local;
    }

    public FakeHost remote() {
        return remote;
    }

    /** The session with the rich conversation. */
    public SessionId main() {
        return main;
    }

    public static List<AgentInfo> agents() {
        List<AgentMode> modes = List.of(
                new AgentMode("ask", "Asks before edits", "Every edit and command waits for you"),
                new AgentMode("auto", "Edits by itself", "Asks only before commands"));
        return List.of(
                new AgentInfo(new AgentId("copilot"), "GitHub Copilot", true, "copilot --acp", "", modes),
                new AgentInfo(new AgentId("opencode"), "OpenCode", true, "opencode acp", "", List.of()),
                new AgentInfo(new AgentId("demo"), "Demo agent", true, "built in", "", List.of()),
                new AgentInfo(
                        new AgentId("claude"),
                        "Claude Code",
                        false,
                        "claude-agent-acp",
                        "npm install -g @zed-industries/claude-agent-acp",
                        List.of()),
                new AgentInfo(
                        new AgentId("gemini"),
                        "Gemini CLI",
                        false,
                        "gemini --experimental-acp",
                        "npm install -g @google/gemini-cli",
                        List.of()));
    }

    private static List<DeviceInfo> devices() {
        return List.of(
                new DeviceInfo(
                        new DeviceId("d0"), "ada-desk", "Linux", Scope.ADMIN, NOW, NOW, "127.0.0.1", true, true, null),
                new DeviceInfo(
                        new DeviceId("d1"),
                        "Ada\u2019s Pixel 8",
                        "Android",
                        Scope.STEER,
                        NOW,
                        NOW,
                        "192.168.1.23",
                        true,
                        false,
                        NOW.plus(Duration.ofDays(6))),
                new DeviceInfo(
                        new DeviceId("d2"),
                        "tablet in the kitchen",
                        "iPadOS",
                        Scope.ANSWER,
                        NOW,
                        NOW.minus(Duration.ofDays(2)),
                        "192.168.1.40",
                        false,
                        false,
                        null));
    }

    private SessionId ready(FakeHost host, String id, String agent, String cwd, String name, Duration ago) {
        host.at(NOW.minus(ago));
        SessionId session = host.create(id, agent, cwd, name);
        host.update(session, new SessionUpdate.AgentStarting());
        host.update(session, new SessionUpdate.AgentStarted(agent, "1.0", "x", ContextRestore.NEW, PromptSupport.NONE));
        return session;
    }

    private static long prompt(FakeHost host, SessionId session, String text, String device) {
        host.update(
                session, new SessionUpdate.UserMessage(new ItemId(host.nextSeq(session)), text), FakeHost.from(device));
        return host.update(session, new SessionUpdate.TurnStarted());
    }

    private static void end(FakeHost host, SessionId session, long turn, StopReason reason, String text, long millis) {
        host.update(
                session,
                new SessionUpdate.TurnEnded(
                        new ItemId(host.nextSeq(session)),
                        new TurnId(turn),
                        reason,
                        text,
                        millis,
                        new TokenCount(millis / 3, millis / 40),
                        "20261129-090000000-0a1b2c3d"));
    }

    private static void say(FakeHost host, SessionId session, String text) {
        host.update(session, new SessionUpdate.AgentMessageChunk(new ItemId(host.nextSeq(session)), text));
    }

    private void others() {
        SessionId paging = ready(
                remote,
                "s10",
                "OpenCode",
                "/srv/work/api",
                "api: add paging to the orders list",
                Duration.ofMinutes(20));
        prompt(remote, paging, "Add paging.", "Ada\u2019s Pixel 8");
        remote.at(NOW.minus(Duration.ofMinutes(2)));
        ask(
                remote,
                paging,
                PendingKind.PERMISSION,
                "Run npm test",
                "In `/srv/work/api`.",
                permissionOptions(),
                List.of());

        SessionId port = ready(
                local, "s11", "Demo agent", "/home/ada/src/docs-site", "docs: which port?", Duration.ofMinutes(9));
        prompt(local, port, "Write the quickstart.", "ada-desk");
        local.at(NOW.minus(Duration.ofSeconds(41)));
        ask(
                local,
                port,
                PendingKind.QUESTION,
                "Which port does the development server use?",
                "",
                List.of(),
                List.of(new QuestionField(
                        "port",
                        "Port",
                        "",
                        QuestionField.Type.TEXT,
                        List.of(
                                new QuestionField.Choice("8080", "8080"),
                                new QuestionField.Choice("3000", "3000"),
                                new QuestionField.Choice("5173", "5173")),
                        "8080",
                        true)));

        SessionId docs = ready(
                local, "s12", "GitHub Copilot", "/home/ada/src/docs-site", "docs: quickstart", Duration.ofMinutes(3));
        prompt(local, docs, "Write it.", "ada-desk");
        say(local, docs, "I am reading the guide for contributors.");

        SessionId login = ready(
                local,
                "s13",
                "Gemini CLI",
                "/home/ada/src/infrastructure",
                "infrastructure: rotate the certificates of every environment before they expire",
                Duration.ofMinutes(6));
        local.update(login, new SessionUpdate.LoginNeeded("gemini auth login", "Gemini needs a login."));

        SessionId done = ready(
                remote, "s14", "OpenCode", "/srv/work/api", "api: flaky test in checkout", Duration.ofMinutes(31));
        long turn = prompt(remote, done, "Find out why it is flaky.", "ada-desk");
        say(remote, done, "It depended on the order of a hash map. Sorted now, and 200 runs pass.");
        end(remote, done, turn, StopReason.END_TURN, "", 184_000);

        SessionId failed = ready(local, "s15", "GitHub Copilot", SHOP, "shop: move to Java 21", Duration.ofMinutes(44));
        long failedTurn = prompt(local, failed, "Move the build to Java 21.", "ada-desk");
        end(local, failed, failedTurn, StopReason.FAILED, "The model answered with an error: quota exceeded.", 9_000);

        String[] idle = {
            "shop: tidy the cart module",
            "notes to pages",
            "api: upgrade the client",
            "spike: search by meaning",
            "release notes 2.4"
        };
        for (int i = 0; i < idle.length; i++) {
            SessionId session = ready(local, "s2" + i, "GitHub Copilot", SHOP, idle[i], Duration.ofHours(3 + i * 14));
            long idleTurn = prompt(local, session, "Go.", "ada-desk");
            say(local, session, "All done; see the summary above.");
            end(local, session, idleTurn, StopReason.END_TURN, "", 42_000);
            local.markSeen(session);
        }
    }

    static List<PendingOption> permissionOptions() {
        return List.of(
                new PendingOption("allow_once", "Allow once", PendingOption.Kind.ALLOW_ONCE),
                new PendingOption("allow_always", "Always allow npm", PendingOption.Kind.ALLOW_ALWAYS),
                new PendingOption("reject_once", "Deny", PendingOption.Kind.REJECT_ONCE));
    }

    static PendingId ask(
            FakeHost host,
            SessionId session,
            PendingKind kind,
            String title,
            String detail,
            List<PendingOption> options,
            List<QuestionField> fields) {
        long seq = host.nextSeq(session);
        PendingId id = new PendingId("p" + seq);
        host.update(
                session,
                new SessionUpdate.PendingAsked(
                        new ItemId(seq),
                        new Pending(
                                id,
                                kind,
                                title,
                                detail,
                                null,
                                options,
                                fields,
                                kind == PendingKind.PERMISSION ? ToolKind.EXECUTE : null,
                                kind == PendingKind.PERMISSION ? title.replace("Run ", "") : "")));
        return id;
    }

    private void tool(
            String title,
            ToolKind kind,
            ToolStatus status,
            String path,
            List<ToolContent> content,
            String input,
            long millis) {
        long at = NOW.minusSeconds(60).toEpochMilli();
        local.update(
                main,
                new SessionUpdate.ToolCallStarted(
                        new ItemId(local.nextSeq(main)),
                        new ToolCall(
                                "t" + local.nextSeq(main),
                                title,
                                kind,
                                status,
                                path.isEmpty() ? List.of() : List.of(new ToolLocation(path, 0)),
                                content,
                                input,
                                null,
                                at,
                                status.isFinal() ? at + millis : 0)));
    }

    private void conversation() {
        main = ready(local, "s1", "GitHub Copilot", SHOP, "fix the login race", Duration.ofMinutes(50));
        local.update(main, new SessionUpdate.ModeChanged("ask", agents().get(0).modes()));
        local.update(
                main,
                new SessionUpdate.ModelChanged(
                        "opus",
                        List.of(
                                new AgentModel("opus", "Opus 4.5", "Slow and careful"),
                                new AgentModel("haiku", "Haiku 4.5", "Fast"))));
        local.update(
                main,
                new SessionUpdate.CommandsChanged(List.of(
                        new AgentCommand("compact", "Summarise the conversation so far", ""),
                        new AgentCommand("review", "Review the changes", "files"))));
        long first = prompt(local, main, "What does SessionPool do, and who uses it?", "Ada\u2019s Pixel 8");
        tool(
                "Read src/main/java/shop/SessionPool.java",
                ToolKind.READ,
                ToolStatus.COMPLETED,
                "src/main/java/shop/SessionPool.java",
                List.of(),
                null,
                120);
        say(
                local,
                main,
                "`SessionPool` keeps at most `max` sessions open and hands them out to the request threads.\n\n- `LoginFilter` takes one for each login\n- `Reaper` closes what has been idle for **15 minutes**");
        end(local, main, first, StopReason.END_TURN, "", 6_400);
        local.at(NOW.minus(Duration.ofSeconds(42)));
        prompt(
                local,
                main,
                "Make the login test pass, then explain what was wrong. Keep the change small, and leave the public API as it is.",
                "ada-desk");
        local.update(
                main,
                new SessionUpdate.ThoughtChunk(
                        new ItemId(local.nextSeq(main)),
                        "The pool is checked and filled in two steps, so two threads may both pass the check.\n\nI should hold the lock around both."));
        say(
                local,
                main,
                "The race is in `SessionPool`: two threads may both see `size() < max` and both add. I will hold the same lock around the check and the insert, and wait instead of failing.");
        for (String file : List.of("SessionPool.java", "LoginFilter.java", "Reaper.java", "LoginTest.java")) {
            tool(
                    "Read src/" + file,
                    ToolKind.READ,
                    ToolStatus.COMPLETED,
                    "src/" + file,
                    List.of(new ToolContent.Text("```java\nclass X {}\n```")),
                    null,
                    80);
        }
        tool(
                "Edit src/main/java/shop/SessionPool.java",
                ToolKind.EDIT,
                ToolStatus.COMPLETED,
                "src/main/java/shop/SessionPool.java",
                List.of(new ToolContent.Diff("src/main/java/shop/SessionPool.java", OLD, NEW)),
                null,
                100);
        tool(
                "npm test -- login",
                ToolKind.EXECUTE,
                ToolStatus.FAILED,
                "",
                List.of(
                        new ToolContent.Terminal(
                                "\u001b[1m> shop@2.4.0 test\u001b[0m\n\n  \u001b[32m\u2713\u001b[0m logs in (12 ms)\n  \u001b[31m\u2717 logs in twice at once\u001b[0m\n    expected 2 sessions, got 3\n")),
                "{\"command\":\"npm test -- login\"}",
                12_400);
        tool(
                "Create src/test/LoginTest.java",
                ToolKind.EDIT,
                ToolStatus.COMPLETED,
                "src/test/LoginTest.java",
                List.of(
                        new ToolContent.Diff(
                                "src/test/LoginTest.java",
                                null,
                                "class LoginTest {\n    @Test\n    void twoAtOnce() {\n        // two threads, one place\n    }\n}\n")),
                null,
                60);
        long asked = local.nextSeq(main);
        PendingId earlier =
                ask(local, main, PendingKind.PERMISSION, "Run git stash", "", permissionOptions(), List.of());
        local.update(
                main,
                new SessionUpdate.PendingAnswered(
                        new ItemId(asked),
                        earlier,
                        new PendingAnswer(
                                PendingAnswer.Outcome.ANSWERED, "reject_once", "Deny", "Ada\u2019s Pixel 8")));
        local.update(
                main,
                new SessionUpdate.PlanChanged(List.of(
                        step("Find the race", PlanEntry.Status.COMPLETED),
                        step("Write a test that fails", PlanEntry.Status.COMPLETED),
                        step("Hold the lock around check and insert", PlanEntry.Status.IN_PROGRESS),
                        step("Run the suite", PlanEntry.Status.PENDING),
                        step("Explain", PlanEntry.Status.PENDING))));
        local.update(main, new SessionUpdate.UsageChanged(new Usage(38_200, 200_000, 0.42, "USD")));
        say(
                local,
                main,
                "The first attempt still let a third session in, because `notifyAll` woke two waiters. A loop around `wait()` is needed:\n\n```java\nsynchronized (lock) {\n    while (pool.size() >= max) {\n        lock.wait();\n    }\n    pool.add(session);\n}\n```\n\nI would like to run the login tests again.");
        ask(local, main, PendingKind.PERMISSION, "Run npm test -- login", "", permissionOptions(), List.of());
    }

    /** Adds a session whose agent has two subagents, one of which has another one. Returns the row of the second. */
    public ItemId subagents(SessionId session) {
        prompt(local, session, "Find out why the pool runs empty, and where sessions leak.", "ada-desk");
        ItemId first = call(session, "Explore the connection pool", ToolKind.THINK, ToolStatus.COMPLETED, null);
        call(session, "Read src/main/java/shop/SessionPool.java", ToolKind.READ, ToolStatus.COMPLETED, first);
        call(session, "Search \"acquire(\"", ToolKind.SEARCH, ToolStatus.COMPLETED, first);
        call(session, "Run mvn -q test -Dtest=SessionPoolTest", ToolKind.EXECUTE, ToolStatus.FAILED, first);
        ItemId second = call(session, "Find leaked sessions", ToolKind.THINK, ToolStatus.IN_PROGRESS, null);
        call(session, "Read src/main/java/shop/Checkout.java", ToolKind.READ, ToolStatus.COMPLETED, second);
        ItemId inner = call(session, "Check the callers of Checkout", ToolKind.THINK, ToolStatus.IN_PROGRESS, second);
        call(session, "Search \"new Checkout\"", ToolKind.SEARCH, ToolStatus.COMPLETED, inner);
        call(session, "Read src/main/java/shop/CartController.java", ToolKind.READ, ToolStatus.IN_PROGRESS, inner);
        call(
                session,
                "Checkout closes its session only when the payment succeeds.",
                ToolKind.THINK,
                ToolStatus.COMPLETED,
                second);
        return second;
    }

    private ItemId call(SessionId session, String title, ToolKind kind, ToolStatus status, ItemId parent) {
        ItemId item = new ItemId(local.nextSeq(session));
        long at = NOW.minusSeconds(40).toEpochMilli();
        local.update(
                session,
                new SessionUpdate.ToolCallStarted(
                        item,
                        new ToolCall(
                                "call" + item,
                                title,
                                kind,
                                status,
                                List.of(),
                                status.isFinal() ? List.of(new ToolContent.Text("Nothing more.")) : List.of(),
                                null,
                                null,
                                at,
                                status.isFinal() ? at + 2_300 : 0,
                                parent)));
        return item;
    }

    /** A session of its own for {@link #subagents(SessionId)}. */
    public SessionId sessionWithSubagents() {
        return ready(local, "s61", "Claude Code", SHOP, "shop: the pool runs empty", Duration.ofMinutes(3));
    }

    /** Adds a session whose agent asks for an edit of two files. */
    public SessionId askForEdit() {
        SessionId session =
                ready(local, "s60", "OpenCode", SHOP, "shop: wait for a free session", Duration.ofMinutes(5));
        local.update(
                session, new SessionUpdate.ModelChanged("sonnet", List.of(new AgentModel("sonnet", "Sonnet 4.5", ""))));
        prompt(local, session, "Let the pool wait instead of failing.", "ada-desk");
        local.at(NOW.minus(Duration.ofMinutes(1)));
        ItemId call = new ItemId(local.nextSeq(session));
        local.update(
                session,
                new SessionUpdate.ToolCallStarted(
                        call,
                        new ToolCall(
                                "edit1",
                                "Edit src/main/java/shop/SessionPool.java",
                                ToolKind.EDIT,
                                ToolStatus.PENDING,
                                List.of(new ToolLocation(SHOP + "/src/main/java/shop/SessionPool.java", 0)),
                                List.of(
                                        new ToolContent.Diff(SHOP + "/src/main/java/shop/SessionPool.java", OLD, NEW),
                                        new ToolContent.Diff(
                                                SHOP + "/src/test/java/shop/SessionPoolTest.java", null, NEW + OLD)),
                                null,
                                null,
                                NOW.toEpochMilli(),
                                0)));
        local.update(
                session,
                new SessionUpdate.PendingAsked(
                        new ItemId(local.nextSeq(session)),
                        new Pending(
                                new PendingId("p-edit"),
                                PendingKind.PERMISSION,
                                "Edit src/main/java/shop/SessionPool.java",
                                "",
                                call,
                                List.of(
                                        new PendingOption("once", "Allow once", PendingOption.Kind.ALLOW_ONCE),
                                        new PendingOption("always", "Allow always", PendingOption.Kind.ALLOW_ALWAYS),
                                        new PendingOption("reject", "Reject", PendingOption.Kind.REJECT_ONCE)),
                                List.of(),
                                ToolKind.EDIT,
                                SHOP + "/src/main/java/shop/SessionPool.java")));
        return session;
    }

    /** Adds a session whose host asks whether the setup commands of its repository may run. */
    public SessionId askForCommands() {
        SessionId session = new SessionId("s61");
        local.at(NOW.minus(Duration.ofMinutes(2)));
        String place = SHOP + ".worktrees/fix-login-race";
        local.update(
                session,
                new SessionUpdate.SessionCreated(
                        new AgentId("opencode"), "OpenCode", place, "fix-login-race", SessionUpdate.StartWish.NONE));
        local.update(session, new SessionUpdate.AgentStarting());
        HostText title = HostText.of(HostTextCode.SETUP_ALLOW, ".pilothouse.json", place);
        local.update(
                session,
                new SessionUpdate.PendingAsked(
                        new ItemId(local.nextSeq(session)),
                        new Pending(
                                new PendingId("p-setup"),
                                PendingKind.PERMISSION,
                                title.text(),
                                """
                                ```
                                setup:
                                1  npm ci --prefer-offline --no-audit --no-fund --cache "$HOME/.cache/npm-worktrees"
                                2  cp config/local.example.json config/local.json
                                3  ./scripts/create-database.sh "$PILOTHOUSE_BRANCH"
                                teardown:
                                1  ./scripts/drop-database.sh "$PILOTHOUSE_BRANCH"
                                ```
                                """,
                                null,
                                List.of(
                                        new PendingOption("allow", "Allow", PendingOption.Kind.ALLOW_ONCE),
                                        new PendingOption(
                                                "doNotAllow", "Do not allow", PendingOption.Kind.REJECT_ONCE)),
                                List.of(),
                                null,
                                "",
                                new HostQuestion("job/worktree-s61", "setup", Scope.STEER, title.code()))));
        return session;
    }

    private static PlanEntry step(String text, PlanEntry.Status status) {
        return new PlanEntry(text, PlanEntry.Priority.MEDIUM, status);
    }

    private static final String OLD = """
            final class SessionPool {
                private final Object lock = new Object();

                void add(Session session) {
                    if (pool.size() < max) {
                        synchronized (lock) {
                            pool.add(session);
                        }
                    }
                }
            }
            """;
    private static final String NEW = """
            final class SessionPool {
                private final Object lock = new Object();

                void add(Session session) throws InterruptedException {
                    synchronized (lock) {
                        while (pool.size() >= max) {
                            lock.wait();
                        }
                        pool.add(session);
                    }
                }
            }
            """;
}
