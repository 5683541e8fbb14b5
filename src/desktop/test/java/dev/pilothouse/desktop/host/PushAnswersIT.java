package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.push.NtfyServer;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.AuditAction;
import dev.pilothouse.model.AuditEntry;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.NotificationKind;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PushKind;
import dev.pilothouse.model.PushRules;
import dev.pilothouse.model.PushSecrets;
import dev.pilothouse.model.PushTarget;
import dev.pilothouse.model.PushTargetStatus;
import dev.pilothouse.model.PushTest;
import dev.pilothouse.model.QuietHours;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.AdminCommand;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A complete host, an agent that asks, and a server of ntfy whose buttons are pressed as a phone does. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in is a shell script")
class PushAnswersIT {
    private static final String TOPIC = "topic";

    @TempDir
    Path folder;

    @TempDir
    Path work;

    private NtfyServer ntfy;
    private AskingAgent agent;
    private TestHost host;
    private TestClient window;
    private TestClient phone;
    private DeviceId phoneId;

    @BeforeEach
    void start() throws Exception {
        agent = AskingAgent.knownIn(folder, work.resolve("agent"));
        host = TestHost.on(folder);
        window = host.local();
        phone = host.device("Pocket", Scope.ANSWER);
        phoneId = idOf("Pocket");
    }

    private DeviceId idOf(String name) {
        return ((HostMessage.Devices) window.admin(new AdminCommand.ListDevices()))
                .devices().stream()
                        .filter(device -> device.name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .deviceId();
    }

    @AfterEach
    void end() throws Exception {
        phone.close();
        window.close();
        host.close();
        if (ntfy != null) {
            ntfy.close();
        }
    }

    private static PushTarget target(boolean transcript, DeviceId answersAs, NotificationKind... kinds) {
        PushRules rules = new PushRules(List.of(kinds), List.of(), QuietHours.NONE, "", 0);
        return new PushTarget("phone", PushKind.NTFY, "Phone", rules, transcript, false, false, answersAs);
    }

    private void use(NtfyServer server, boolean transcript) {
        ntfy = server;
        save(target(transcript, phoneId, NotificationKind.NEEDS_YOU));
    }

    private void save(PushTarget target) {
        assertThat(window.admin(
                        new AdminCommand.SavePushTarget(target, new PushSecrets(ntfy.topicUrl(TOPIC), "", null, null))))
                .isInstanceOf(HostMessage.Ack.class);
    }

    private SessionId ask() {
        SessionId session = window.session(AskingAgent.ID, work.toString());
        prompt(session);
        return session;
    }

    private SessionState prompt(SessionId session) {
        window.prompt(session, "go on");
        return window.awaitState(session, "the question", state -> !state.open().isEmpty());
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }

    private List<AuditEntry> audit() {
        return ((HostMessage.Audit) window.admin(new AdminCommand.ReadAudit(null, phoneId, 100))).entries();
    }

    private void awaitRefusal(String why) {
        await(
                "the refusal " + why,
                () -> audit().stream()
                        .anyMatch(entry -> entry.deed() == AuditAction.PUSH_ANSWER_REFUSED
                                && entry.about().endsWith(why)));
    }

    private void aPressAnswersAsTheDevice() throws Exception {
        ask();
        JsonObject message = ntfy.await(TOPIC, 1).get(0);
        assertThat(NtfyServer.labels(message)).containsExactly("Allow once", "Reject");
        assertThat(message.get("message").getAsString()).startsWith("Run a command\nmake test");

        ntfy.press(message, "Allow once");

        await("the answer", () -> agent.answers().size() == 1);
        assertThat(agent.answers().get(0)).contains("\"once\"");
        await(
                "the entry",
                () -> audit().stream()
                        .anyMatch(entry -> entry.deed() == AuditAction.ANSWERED
                                && entry.deviceName().equals("Pocket")
                                && entry.address().equals("by notification")));
    }

    @Test
    void aPressOfAButtonAnswersAsItsDeviceAndIsAudited() throws Exception {
        use(NtfyServer.standIn(), true);
        aPressAnswersAsTheDevice();
    }

    @Test
    void aPressOfAButtonOnTheRealServerAnswersToo(@TempDir Path data) throws Exception {
        assumeTrue(NtfyServer.installed().isPresent(), "ntfy is not installed on this machine");
        use(NtfyServer.real(NtfyServer.installed().get(), data), true);
        aPressAnswersAsTheDevice();
    }

    @Test
    void aSecondPressAReplayAndAForgedAnswerHaveNoEffectAndAreAudited() throws Exception {
        use(NtfyServer.standIn(), true);
        SessionId session = ask();
        JsonObject first = ntfy.await(TOPIC, 1).get(0);
        JsonObject allow = NtfyServer.action(first, "Allow once");
        String responses = allow.get("url").getAsString();
        String body = allow.get("body").getAsString();
        ntfy.post(responses, body.replace("\"once\"", "\"always\""));
        awaitRefusal("forged");
        assertThat(agent.answers()).isEmpty();

        ntfy.press(first, "Allow once");
        await("the answer", () -> agent.answers().size() == 1);
        window.awaitState(session, "the end of the turn", state -> state.open().isEmpty() && state.lastTurn() != null);
        prompt(session);
        ntfy.press(first, "Allow once");
        awaitRefusal("replayed");
        ntfy.press(first, "Reject");

        await(
                "both refusals",
                () -> audit().stream()
                                .filter(entry -> entry.deed() == AuditAction.PUSH_ANSWER_REFUSED)
                                .count()
                        >= 3);
        assertThat(agent.answers()).hasSize(1);
        assertThat(window.state(session).orElseThrow().open()).hasSize(1);
    }

    @Test
    void aRevokedDeviceAnswersNothingByItsButtons() throws Exception {
        use(NtfyServer.standIn(), true);
        SessionId session = ask();
        JsonObject message = ntfy.await(TOPIC, 1).get(0);
        window.admin(new AdminCommand.Revoke(phoneId));

        ntfy.press(message, "Allow once");

        awaitRefusal("forbidden");
        assertThat(agent.answers()).isEmpty();
        assertThat(window.state(session).orElseThrow().open()).hasSize(1);
    }

    @Test
    void theButtonsThatARevokedDeviceHasGotEndWhenItsTargetIsTakenOver() throws Exception {
        PushTarget target = target(true, phoneId, NotificationKind.NEEDS_YOU);
        ntfy = NtfyServer.standIn();
        try (TestClient tablet = host.device("Tablet", Scope.ADMIN)) {
            assertThat(tablet.admin(new AdminCommand.SavePushTarget(
                            target, new PushSecrets(ntfy.topicUrl(TOPIC), "", null, null))))
                    .isInstanceOf(HostMessage.Ack.class);
            SessionId first = ask();
            JsonObject before = ntfy.await(TOPIC, 1).get(0);
            window.admin(new AdminCommand.Revoke(idOf("Tablet")));
            assertThat(window.admin(new AdminCommand.SavePushTarget(
                            target, new PushSecrets(ntfy.topicUrl(TOPIC), "", null, null))))
                    .isInstanceOf(HostMessage.Ack.class);

            ntfy.press(before, "Allow once");
            ask();
            ntfy.press(ntfy.await(TOPIC, 2).get(1), "Reject");

            await("the answer", () -> !agent.answers().isEmpty());
            assertThat(agent.answers()).hasSize(1).first().asString().contains("\"no\"");
            assertThat(window.state(first).orElseThrow().open()).hasSize(1);
        }
    }

    @Test
    void aCommandThatIsHiddenCutOrUnusualHasNoButtons() throws Exception {
        use(NtfyServer.standIn(), true);
        agent.asksFor("rm -rf \\u202e/tmp");
        ask();
        agent.asksFor("echo a\\nrm -rf x");
        ask();
        save(target(false, phoneId, NotificationKind.NEEDS_YOU));
        agent.asksFor("make test");
        List<JsonObject> before = ntfy.await(TOPIC, 2);
        ask();

        List<JsonObject> messages = ntfy.await(TOPIC, 3);
        assertThat(before).hasSize(2);
        assertThat(messages).allSatisfy(message -> {
            assertThat(NtfyServer.labels(message)).isEmpty();
            assertThat(message.get("message").getAsString()).contains("Open Pilothouse to read and answer it.");
        });
        assertThat(messages.get(2).toString()).doesNotContain("make test");
    }

    @Test
    void anAnswerElsewhereClearsTheNotificationAndALaterPressIsHarmless() throws Exception {
        use(NtfyServer.standIn(), true);
        SessionId session = ask();
        JsonObject message = ntfy.await(TOPIC, 1).get(0);
        PendingId pending =
                window.state(session).orElseThrow().open().get(0).pending().pendingId();

        window.done(new Intent.AnswerPending(session, pending, new Answer.Option("no")));

        JsonObject cleared = ntfy.await(TOPIC, 2).get(1);
        assertThat(cleared.get("event").getAsString()).isEqualTo("message_clear");
        assertThat(cleared.get("sequence_id")).isEqualTo(message.get("sequence_id"));
        ntfy.press(message, "Allow once");
        awaitRefusal("alreadyAnswered");
        assertThat(agent.answers()).hasSize(1).first().asString().contains("\"no\"");
    }

    @Test
    void aServerThatCannotClearIsNamedAfterTheFirstAnswerElsewhere() throws Exception {
        use(NtfyServer.olderStandIn(), true);
        SessionId session = ask();
        ntfy.await(TOPIC, 1);
        assertThat(status().notice()).isEqualTo(HostText.NONE);

        window.done(new Intent.AnswerPending(
                session,
                window.state(session).orElseThrow().open().get(0).pending().pendingId(),
                new Answer.Option("no")));

        await("the notice", () -> status().notice().equals(HostText.of(HostTextCode.NOTIFY_TOO_OLD)));
        assertThat(ntfy.messages(TOPIC)).hasSize(1);
    }

    @Test
    void aTestShowsWhetherTheServerCanClear() throws Exception {
        use(NtfyServer.olderStandIn(), false);
        window.admin(new AdminCommand.TestPushTarget("phone", false));
        await("the notice", () -> status().notice().equals(HostText.of(HostTextCode.NOTIFY_TOO_OLD)));
        ntfy.close();

        use(NtfyServer.standIn(), false);

        assertThat(status().notice()).isEqualTo(HostText.NONE);
        window.admin(new AdminCommand.TestPushTarget("phone", false));
        assertThat(ntfy.await(TOPIC, 2).get(1).get("event").getAsString()).isEqualTo("message_clear");
        assertThat(status().notice()).isEqualTo(HostText.NONE);
    }

    @Test
    void aTokenThatWasUsedHasNoEffectAfterARestartOfTheHost() throws Exception {
        use(NtfyServer.standIn(), true);
        SessionId session = ask();
        JsonObject first = ntfy.await(TOPIC, 1).get(0);
        ntfy.press(first, "Allow once");
        await("the answer", () -> agent.answers().size() == 1);
        window.awaitState(session, "the end of the turn", state -> state.open().isEmpty() && state.lastTurn() != null);
        window.close();
        host.restart();
        window = host.local();

        ntfy.press(first, "Allow once");

        awaitRefusal("replayed");
        assertThat(agent.answers()).hasSize(1);
    }

    @Test
    void aQuestionOnAScreenIsSentWhenTheScreenIsLeft() throws Exception {
        use(NtfyServer.standIn(), true);
        SessionId session = window.session(AskingAgent.ID, work.toString());
        phone.send(new ClientMessage.ShowSessions(List.of(session)));
        prompt(session);
        SessionId other = ask();
        List<JsonObject> first = ntfy.await(TOPIC, 1);
        assertThat(NtfyServer.action(first.get(0), "Reject").get("body").getAsString())
                .contains(other.value());

        phone.close();

        assertThat(NtfyServer.action(ntfy.await(TOPIC, 2).get(1), "Reject")
                        .get("body")
                        .getAsString())
                .contains(session.value());
    }

    @Test
    void aRoundTripIsMeasured() throws Exception {
        use(NtfyServer.standIn(), false);
        window.admin(new AdminCommand.TestPushTarget("phone", true));
        JsonObject message = ntfy.await(TOPIC, 1).get(0);
        await("the test waits", () -> status().test().state() == PushTest.State.WAITING);

        ntfy.press(message, "Allow once");

        await("the press", () -> status().test().state() == PushTest.State.ANSWERED);
        PushTargetStatus status = status();
        assertThat(status.test().answeredMillis())
                .isGreaterThanOrEqualTo(status.test().sentMillis());
        assertThat(status.delivered()).isTrue();
        assertThat(status.server()).startsWith("127.0.0.1");
        assertThat(status.toString()).doesNotContain(TOPIC);
    }

    private PushTargetStatus status() {
        return ((HostMessage.PushTargets) window.admin(new AdminCommand.ListPushTargets()))
                .targets()
                .get(0);
    }
}
