package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.desktop.registry.RegistryService;
import dev.pilothouse.model.AgentDraft;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.Budget;
import dev.pilothouse.model.ChangePart;
import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.CommentId;
import dev.pilothouse.model.CommitOrder;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FileMark;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.Profile;
import dev.pilothouse.model.PushKind;
import dev.pilothouse.model.PushOrder;
import dev.pilothouse.model.PushRules;
import dev.pilothouse.model.PushSecrets;
import dev.pilothouse.model.PushTarget;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.Schedule;
import dev.pilothouse.model.ScheduleAction;
import dev.pilothouse.model.ScheduleId;
import dev.pilothouse.model.ScheduleTask;
import dev.pilothouse.model.ScheduleTiming;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.model.UsageGrouping;
import dev.pilothouse.protocol.AdminCommand;
import dev.pilothouse.protocol.BridgeCodec;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.WireEnum;
import dev.pilothouse.session.Cursor;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.WhenBusy;
import dev.pilothouse.testing.FilledRecords;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every command of the protocol by a device of every scope, over a real socket. The table repeats the scopes of the
 * code on purpose: a change of a command's scope needs the code, this table and docs/devices.md.
 */
class ScopesIT {
    private static final DeviceId NOBODY = new DeviceId("d0000000000000000");
    /** Grouped with the messages that only read; it cannot be sent, since it represents unknown types. */
    private static final Set<Class<?>> NOT_SENT = Set.of(ClientMessage.Unknown.class);

    @TempDir
    Path folder;

    @TempDir
    Path work;

    /** No test asks a server that is not of this machine. */
    @BeforeAll
    static void useNoRegistry() {
        System.setProperty(RegistryService.PROPERTY, "http://127.0.0.1:1/registry.json");
    }

    @AfterAll
    static void useAnyRegistry() {
        System.clearProperty(RegistryService.PROPERTY);
    }

    private record Row(Scope needed, ClientMessage message) {
        /** The class of the intent or the admin command, if it is one. */
        Class<?> kind() {
            if (message instanceof ClientMessage.Submit submit) {
                return submit.intent().getClass();
            }
            return message instanceof ClientMessage.Admin admin
                    ? admin.command().getClass()
                    : message.getClass();
        }

        String type() {
            return json(BridgeCodec.encode(message)).get("type").getAsString();
        }
    }

    private static final class Rows {
        private final List<Row> all = new ArrayList<>();

        void add(Scope needed, ClientMessage message) {
            all.add(new Row(needed, message));
        }

        void add(Scope needed, Intent intent) {
            add(needed, new ClientMessage.Submit(TestClient.newRequestId(), intent));
        }

        void add(AdminCommand command) {
            add(Scope.ADMIN, new ClientMessage.Admin(TestClient.newRequestId(), command));
        }
    }

    /** Ordered so that each command finds the session in the state that it needs. */
    private static List<Row> rows(SessionId session, String cwd) {
        Rows rows = new Rows();
        rows.add(Scope.VIEW, new ClientMessage.Subscribe(7_001, session, Cursor.START));
        rows.add(Scope.VIEW, new ClientMessage.History(7_001, 2, 1));
        rows.add(Scope.VIEW, new ClientMessage.Unsubscribe(7_001));
        rows.add(Scope.VIEW, new ClientMessage.Ping(1));
        rows.add(Scope.VIEW, new ClientMessage.Hello(1, 1, "test"));
        rows.add(Scope.VIEW, new ClientMessage.Pair(1, 1, "test", "AAECAwQFBgc", new byte[16], "Again", ""));
        rows.add(
                Scope.VIEW,
                new ClientMessage.FetchBlob(TestClient.newRequestId(), session, new BlobId("nothing"), false));
        rows.add(Scope.VIEW, new ClientMessage.Search(TestClient.newRequestId(), "word", 5));
        rows.add(
                Scope.VIEW,
                new ClientMessage.PreviewRestore(TestClient.newRequestId(), session, "20261129-154512042-0a1b2c3d"));
        rows.add(
                Scope.VIEW,
                new ClientMessage.ReadUsage(
                        TestClient.newRequestId(), "2026-11-01", "2026-11-29", "UTC", UsageGrouping.PROJECT));
        rows.add(Scope.VIEW, new ClientMessage.EstimateTurns(TestClient.newRequestId(), List.of()));
        rows.add(Scope.VIEW, new ClientMessage.ListBudgets(TestClient.newRequestId()));
        rows.add(
                Scope.STEER,
                new ClientMessage.SetBudget(
                        TestClient.newRequestId(),
                        new Budget("b1", Budget.Subject.HOST, "", Budget.Period.DAY, Budget.TOKENS, 0, 0)));
        rows.add(Scope.VIEW, new ClientMessage.ListProfiles(TestClient.newRequestId(), null));
        rows.add(Scope.ADMIN, new ClientMessage.ReadProfile(TestClient.newRequestId(), "none"));
        rows.add(
                Scope.ADMIN,
                new ClientMessage.SaveProfile(
                        TestClient.newRequestId(),
                        new Profile("scopes", List.of(), List.of(), "", "", "", List.of()),
                        "none",
                        ""));
        rows.add(Scope.ADMIN, new ClientMessage.DeleteProfile(TestClient.newRequestId(), "none", ""));
        rows.add(Scope.ADMIN, new ClientMessage.TestServer(TestClient.newRequestId(), "none", "none"));
        rows.add(Scope.ADMIN, new ClientMessage.SuggestServers(TestClient.newRequestId(), "/"));
        rows.add(Scope.STEER, new ClientMessage.ListTemplates(TestClient.newRequestId()));
        rows.add(Scope.STEER, new ClientMessage.SaveTemplate(TestClient.newRequestId(), "unknown", null, ""));
        rows.add(Scope.STEER, new ClientMessage.ListPresets(TestClient.newRequestId()));
        rows.add(Scope.STEER, new ClientMessage.SavePreset(TestClient.newRequestId(), "unknown", null));
        rows.add(Scope.VIEW, new ClientMessage.ListSchedules(TestClient.newRequestId(), null));
        rows.add(
                Scope.VIEW,
                new ClientMessage.PreviewSchedule(TestClient.newRequestId(), ScheduleTiming.every("UTC", 5)));
        rows.add(
                Scope.STEER,
                new ClientMessage.SaveSchedule(
                        TestClient.newRequestId(),
                        new Schedule(
                                new ScheduleId("scopes"),
                                "Scopes",
                                new ScheduleTask(new AgentId("none"), "", "", "/", false, "Do nothing"),
                                ScheduleTiming.every("UTC", 500_000))));
        rows.add(
                Scope.STEER,
                new ClientMessage.ActOnSchedule(
                        TestClient.newRequestId(), new ScheduleId("unknown"), ScheduleAction.PAUSE));
        rows.add(Scope.VIEW, new ClientMessage.ListWorktrees(TestClient.newRequestId()));
        rows.add(Scope.VIEW, new ClientMessage.ListJobs(TestClient.newRequestId(), null));
        rows.add(
                Scope.VIEW,
                new ClientMessage.ReadFile(TestClient.newRequestId(), session, "no-such-file", 0, 0, false));
        rows.add(Scope.VIEW, new ClientMessage.ListFolder(TestClient.newRequestId(), session, ""));
        rows.add(Scope.VIEW, new ClientMessage.FindFiles(TestClient.newRequestId(), session, "a"));
        rows.add(Scope.ANSWER, new Intent.AnswerPending(session, new PendingId("p999999"), new Answer.Option("allow")));
        rows.add(Scope.STEER, new ClientMessage.ListDirectory(TestClient.newRequestId(), cwd));
        rows.add(Scope.STEER, new ClientMessage.ListExternal(TestClient.newRequestId(), new AgentId("none"), ""));
        rows.add(Scope.VIEW, new ClientMessage.WatchRepositories(List.of(session)));
        rows.add(Scope.VIEW, new ClientMessage.ShowSessions(List.of()));
        rows.add(Scope.VIEW, new ClientMessage.ListChanges(TestClient.newRequestId(), session, ComparisonTarget.HEAD));
        rows.add(
                Scope.VIEW,
                new ClientMessage.ReadDiff(TestClient.newRequestId(), session, "a", "", ComparisonTarget.HEAD, 0, ""));
        rows.add(
                Scope.VIEW,
                new ClientMessage.ReadChange(
                        TestClient.newRequestId(), session, "", "", ComparisonTarget.HEAD, ChangePart.PATCH, 0));
        rows.add(Scope.VIEW, new ClientMessage.PlaceComments(TestClient.newRequestId(), session));
        CommentId comment = new CommentId("c1");
        rows.add(
                Scope.ANSWER,
                new Intent.AddComment(session, comment, new CommentAnchor("a", false, 1, 1, List.of("x"), ""), "Why?"));
        rows.add(Scope.ANSWER, new Intent.EditComment(session, comment, "Why not?"));
        rows.add(Scope.ANSWER, new Intent.ResolveComment(session, comment, true));
        rows.add(Scope.ANSWER, new Intent.DeleteComment(session, comment));
        rows.add(Scope.STEER, new Intent.SendReview(session, "", List.of()));
        rows.add(Scope.VIEW, new ClientMessage.ReadCommit(TestClient.newRequestId(), session));
        rows.add(
                Scope.STEER,
                new ClientMessage.StageFiles(
                        TestClient.newRequestId(), session, true, List.of(new FileMark("a", "", "")), null));
        rows.add(
                Scope.STEER,
                new ClientMessage.RejectChange(
                        TestClient.newRequestId(),
                        new JobId("none"),
                        session,
                        ComparisonTarget.HEAD,
                        new FileMark("../a", "", ""),
                        null,
                        false));
        rows.add(
                Scope.STEER,
                new ClientMessage.MakeCommit(
                        TestClient.newRequestId(),
                        new JobId("none"),
                        session,
                        new CommitOrder("", CommitOrder.Files.STAGED, List.of(), false, false, "", false)));
        rows.add(
                Scope.STEER,
                new ClientMessage.SuggestCommit(TestClient.newRequestId(), new JobId("none"), new SessionId("none")));
        rows.add(
                Scope.STEER,
                new ClientMessage.RunCheck(TestClient.newRequestId(), new JobId("none"), session, List.of(" "), 0));
        rows.add(Scope.ADMIN, new ClientMessage.ListRegistry(TestClient.newRequestId()));
        rows.add(
                Scope.ADMIN,
                new ClientMessage.InstallAgent(TestClient.newRequestId(), new JobId("none"), "none", "", false));
        rows.add(Scope.ADMIN, new ClientMessage.RemoveAgent(TestClient.newRequestId(), new JobId("none"), "none"));
        rows.add(Scope.ADMIN, new ClientMessage.TestAgent(TestClient.newRequestId(), new AgentId("none"), null));
        rows.add(
                Scope.ADMIN,
                new ClientMessage.SaveAgent(
                        TestClient.newRequestId(), new AgentDraft(new AgentId("none"), "", "", List.of(), List.of())));
        rows.add(Scope.ADMIN, new ClientMessage.LogoutAgent(TestClient.newRequestId(), new AgentId("none")));
        rows.add(Scope.ADMIN, new ClientMessage.DeleteAgent(TestClient.newRequestId(), new AgentId("none")));
        rows.add(Scope.ADMIN, new ClientMessage.RefreshRegistry(TestClient.newRequestId(), new JobId("none")));
        rows.add(Scope.STEER, new ClientMessage.ListKept(TestClient.newRequestId(), cwd));
        rows.add(
                Scope.STEER,
                new ClientMessage.RestoreKept(TestClient.newRequestId(), cwd, "20261129-154512042-0a1b2c3d"));
        rows.add(
                Scope.STEER,
                new ClientMessage.ForgetKept(TestClient.newRequestId(), cwd, "20261129-154512042-0a1b2c3d"));
        rows.add(Scope.STEER, new ClientMessage.PutBlob(TestClient.newRequestId(), session, "u1", 0, 1, "YQ=="));
        rows.add(Scope.STEER, new ClientMessage.ListReferences(TestClient.newRequestId(), cwd));
        rows.add(Scope.VIEW, new ClientMessage.ReadRemote(TestClient.newRequestId(), session));
        rows.add(Scope.STEER, new ClientMessage.FetchRemote(TestClient.newRequestId(), new JobId("fetch"), session));
        rows.add(
                Scope.STEER,
                new ClientMessage.PullRemote(TestClient.newRequestId(), new JobId("pull"), session, null, false));
        rows.add(Scope.STEER, new ClientMessage.AbortPull(TestClient.newRequestId(), new JobId("abort"), session));
        rows.add(
                Scope.STEER,
                new ClientMessage.PushRemote(
                        TestClient.newRequestId(),
                        new JobId("push"),
                        session,
                        new PushOrder("none", "", "none", "", "none", false, "")));
        rows.add(
                Scope.STEER,
                new ClientMessage.RemoveWorktree(
                        TestClient.newRequestId(), new JobId("none"), cwd, cwd + "/none", "", false));
        rows.add(
                Scope.STEER,
                new ClientMessage.RestoreWorktree(
                        TestClient.newRequestId(), new JobId("none"), cwd + "/none", "none", ""));
        rows.add(Scope.VIEW, new ClientMessage.ReadPullRequest(TestClient.newRequestId(), session));
        rows.add(Scope.VIEW, new ClientMessage.ReadFailedChecks(TestClient.newRequestId(), session));
        rows.add(
                Scope.STEER,
                new ClientMessage.CreatePullRequest(
                        TestClient.newRequestId(), new JobId("none"), session, "b", "main", "t", "", false));
        rows.add(Scope.STEER, new ClientMessage.CancelJob(TestClient.newRequestId(), new JobId("none")));
        rows.add(Scope.VIEW, new ClientMessage.ListRuns(TestClient.newRequestId()));
        rows.add(
                Scope.STEER,
                new ClientMessage.StartRun(TestClient.newRequestId(), new RunId("none"), RunKind.OTHER, "{}"));
        rows.add(Scope.STEER, new ClientMessage.ActOnRun(TestClient.newRequestId(), new RunId("none"), "stop", "{}"));
        rows.add(Scope.STEER, new ClientMessage.RetryJob(TestClient.newRequestId(), new JobId("none")));
        rows.add(
                Scope.STEER,
                new Intent.CreateSession(new AgentId("demo"), cwd + "/no such folder", null, null, "Hello"));
        rows.add(Scope.STEER, new Intent.Prompt(session, "/say done", WhenBusy.QUEUE));
        rows.add(Scope.STEER, new Intent.Cancel(session, new TurnId(999_999)));
        rows.add(Scope.STEER, new Intent.RenameSession(session, "Other"));
        rows.add(Scope.STEER, new Intent.RestoreFiles(session, "20261129-154512042-0a1b2c3d"));
        rows.add(Scope.STEER, Intent.Organise.pin(session, true));
        rows.add(Scope.STEER, new Intent.SetMode(session, "no-such-mode"));
        rows.add(Scope.STEER, new Intent.SetModel(session, "no-such-model"));
        rows.add(Scope.STEER, new Intent.SetOption(session, "no-such-option", "x"));
        rows.add(Scope.STEER, new Intent.EditQueued(session, 999_999, 1, "x"));
        rows.add(Scope.STEER, new Intent.MoveQueued(session, 999_999, 0));
        rows.add(Scope.STEER, new Intent.RemoveQueued(session, 999_999));
        rows.add(Scope.STEER, new Intent.SendQueued(session, 999_999));
        rows.add(Scope.STEER, new Intent.ResumeSession(session));
        rows.add(Scope.STEER, new Intent.CloseSession(session));
        rows.add(Scope.STEER, new Intent.DeleteSession(session));
        rows.add(new AdminCommand.ListDevices());
        rows.add(new AdminCommand.MakeTicket(Scope.VIEW, null));
        rows.add(new AdminCommand.Approve(NOBODY, "000000"));
        rows.add(new AdminCommand.Refuse(NOBODY));
        rows.add(new AdminCommand.Revoke(NOBODY));
        rows.add(new AdminCommand.RenameDevice(NOBODY, "Other"));
        rows.add(new AdminCommand.SetScope(NOBODY, Scope.ADMIN));
        rows.add(new AdminCommand.ReadAudit(null, null, 10));
        rows.add(new AdminCommand.ReadFigures());
        rows.add(new AdminCommand.ListPushTargets());
        rows.add(new AdminCommand.SavePushTarget(
                new PushTarget("none", PushKind.WEBHOOK, "None", PushRules.USUAL, false, false, false, null),
                PushSecrets.UNCHANGED));
        rows.add(new AdminCommand.RemovePushTarget("none"));
        rows.add(new AdminCommand.TestPushTarget("none", false));
        rows.add(new AdminCommand.ListTrust());
        rows.add(new AdminCommand.ForgetTrust("x"));
        rows.add(new AdminCommand.SetExpiry(NOBODY, null));
        rows.add(new AdminCommand.SetSharing(false));
        rows.add(new AdminCommand.SetTunnel(null));
        return rows.all;
    }

    @ParameterizedTest
    @EnumSource(Scope.class)
    void aDeviceMayDoWhatItsScopeCoversAndNothingElse(Scope scope) throws Exception {
        try (TestHost host = TestHost.on(folder);
                TestClient window = host.local();
                TestClient device = host.device("Device", scope)) {
            SessionId session = window.session("demo", work.toString());
            window.awaitState(
                    session,
                    "the agent is there",
                    state -> state.activity() != null && state.activity().phase() == SessionPhase.IDLE);
            int before = host.manager().sharing().urls().size();

            for (Row row : rows(session, work.toString())) {
                boolean covered = scope.covers(row.needed());
                assertThat(isForbidden(device, row))
                        .as("%s by a device that may %s", row.type(), scope)
                        .isEqualTo(!covered);
            }

            DeviceId id = device.awaitHeard(HostMessage.Welcome.class).deviceId();
            if (!scope.covers(Scope.STEER)) {
                window.done(new Intent.RenameSession(session, "Renamed by the window"));
                window.awaitState(
                        session, "the name", state -> state.info().name().startsWith("Renamed"));
                assertThat(window.updates(session))
                        .as("what was refused left nothing in the journal")
                        .noneMatch(update -> byDevice(update, id) && !(scope == Scope.ANSWER && isComment(update)));
            }
            assertThat(host.manager().sharing().urls()).hasSize(before);
        }
    }

    private static boolean isComment(JournaledUpdate update) {
        return update.update() instanceof SessionUpdate.CommentChanged
                || update.update() instanceof SessionUpdate.CommentRemoved;
    }

    private static boolean byDevice(JournaledUpdate update, DeviceId id) {
        return update.cause() != null && update.cause().deviceId().equals(id);
    }

    /** Sends the command and waits until the host has handled it. */
    private static boolean isForbidden(TestClient device, Row row) {
        JsonObject sent = json(BridgeCodec.encode(row.message()));
        device.send(row.message());
        if (sent.has("requestId")) {
            String id = sent.get("requestId").getAsString();
            HostMessage answer = device.await("answer to " + row.type(), message -> id.equals(requestId(message)));
            if (answer instanceof HostMessage.Failure failure && failure.code() == ErrorCode.FORBIDDEN) {
                assertThat(failure.text()).contains("the scope " + WireEnum.toWire(row.needed()));
                return true;
            }
            return false;
        }
        // A message without an answer is handled before the request that follows it.
        RequestId after = TestClient.newRequestId();
        device.send(new ClientMessage.Search(after, "after", 1));
        device.await("what came after " + row.type(), message -> after.value().equals(requestId(message)));
        return device.heard(message -> message instanceof HostMessage.Failure failure
                        && failure.requestId() == null
                        && failure.code() == ErrorCode.FORBIDDEN)
                .isPresent();
    }

    private static String requestId(HostMessage message) {
        JsonObject json = json(BridgeCodec.encode(message));
        return json.has("requestId") ? json.get("requestId").getAsString() : "";
    }

    private static JsonObject json(byte[] frame) {
        return JsonParser.parseString(new String(frame, StandardCharsets.UTF_8)).getAsJsonObject();
    }

    @Test
    void everyCommandOfTheProtocolHasARow() {
        Set<String> rows = rows(new SessionId("s1"), "/").stream()
                .map(row -> row.kind().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> commands = Stream.of(ClientMessage.class, Intent.class, AdminCommand.class)
                .flatMap(root -> FilledRecords.kinds(root).stream())
                .filter(kind -> kind != ClientMessage.Submit.class && kind != ClientMessage.Admin.class)
                .filter(kind -> !NOT_SENT.contains(kind))
                .map(Class::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(rows).isEqualTo(commands);
    }

    @Test
    void theDocumentShowsThisTable() throws Exception {
        Matcher line = Pattern.compile("(?m)^\\| ((?:`\\w+`(?:, )?)+) \\| (view|answer|steer|admin) \\|")
                .matcher(Files.readString(Path.of("docs/devices.md")));
        Map<String, String> document = new LinkedHashMap<>();
        while (line.find()) {
            for (String type : line.group(1).replace("`", "").split(", ")) {
                assertThat(document.put(type, line.group(2)))
                        .as("%s stands in the table once", type)
                        .isNull();
            }
        }
        Map<String, String> table = rows(new SessionId("s1"), "/").stream()
                .collect(Collectors.toMap(Row::type, row -> WireEnum.toWire(row.needed())));

        assertThat(document).containsExactlyInAnyOrderEntriesOf(table);
    }
}
