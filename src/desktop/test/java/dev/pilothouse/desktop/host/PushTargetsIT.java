package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.push.Receiver;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.NotificationKind;
import dev.pilothouse.model.PushKind;
import dev.pilothouse.model.PushRules;
import dev.pilothouse.model.PushSecrets;
import dev.pilothouse.model.PushTarget;
import dev.pilothouse.model.PushTargetStatus;
import dev.pilothouse.model.QuietHours;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.AdminCommand;
import dev.pilothouse.protocol.HostMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device edits the targets of a real host. */
class PushTargetsIT {
    // RFC 8291, appendix A.
    private static final String KEY =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private static final String AUTH = "BTBZMqHH6r4Tts7J_aSIgg";

    @TempDir
    Path folder;

    @TempDir
    Path work;

    private TestHost host;
    private TestClient window;

    @BeforeEach
    void start() {
        host = TestHost.on(folder);
        window = host.local();
    }

    @AfterEach
    void end() {
        window.close();
        host.close();
    }

    private static PushTarget target(String id, PushKind kind, PushRules rules, DeviceId answersAs) {
        return new PushTarget(id, kind, "My " + id, rules, false, false, true, answersAs);
    }

    private HostMessage save(PushTarget target, String url, String token) {
        return window.admin(new AdminCommand.SavePushTarget(target, new PushSecrets(url, token, KEY, AUTH)));
    }

    private HostMessage.PushTargets list() {
        return (HostMessage.PushTargets) window.admin(new AdminCommand.ListPushTargets());
    }

    private static HostText refusal(HostMessage answer) {
        return ((HostMessage.Failure) answer).sentence();
    }

    @Test
    void aSavedTargetIsPrivateOnTheDiskAndItsSecretsAreNeverSentBack() throws Exception {
        save(target("hook", PushKind.WEBHOOK, PushRules.USUAL, null), "https://example.org/hidden-path", "tk_hidden");

        HostMessage.PushTargets targets = list();

        PushTargetStatus status = targets.targets().get(0);
        assertThat(status.server()).isEqualTo("example.org");
        assertThat(status.tokenSet()).isTrue();
        assertThat(targets.toString()).doesNotContain("hidden");
        Path file = folder.resolve("away.json");
        assertThat(Files.readString(file)).contains("hidden-path", "tk_hidden");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileOfAnEarlierVersionKeepsItsMeaningAndWhatIsNotKnown() throws Exception {
        Files.writeString(
                folder.resolve("away.json"),
                "{\"mine\":1,\"targets\":[{\"name\":\"phone\",\"form\":\"ntfy\",\"url\":\"https://ntfy.example/t\","
                        + "\"token\":\"tk_1\",\"events\":[\"done\"],\"transcript\":true,\"idempotent\":true,\"later\":\"x\"}]}");
        PushTarget before = list().targets().get(0).target();
        assertThat(before.id()).isEqualTo("phone");
        assertThat(before.name()).isEqualTo("phone");
        assertThat(before.transcript() && before.idempotent()).isTrue();

        window.admin(new AdminCommand.SavePushTarget(before, PushSecrets.UNCHANGED));

        assertThat(Files.readString(folder.resolve("away.json")))
                .contains("\"mine\":1", "\"later\":\"x\"", "\"url\":\"https://ntfy.example/t\"", "\"token\":\"tk_1\"");
        assertThat(list().targets().get(0).target()).isEqualTo(before);
    }

    @Test
    void aTargetThatWasJustAddedGetsTheNextEventWithoutARestart() throws Exception {
        try (Receiver receiver = Receiver.open()) {
            SessionId session = window.session("demo", work.toString());
            window.prompt(session, "hello there");
            window.awaitState(session, "the question", state -> !state.open().isEmpty());
            save(target("hook", PushKind.WEBHOOK, PushRules.USUAL, null), receiver.url("/h"), "");
            SessionId next = window.session("demo", work.toString());
            window.prompt(next, "hello there");

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !receiver.taken().isEmpty());

            assertThat(receiver.taken()).hasSize(1);
            assertThat(receiver.taken().get(0).body()).contains(next.value());
            window.admin(new AdminCommand.RemovePushTarget("hook"));
            assertThat(list().targets()).isEmpty();
        }
    }

    @Test
    void wrongSettingsAreRefusedWithWhatToDo() {
        PushRules usual = PushRules.USUAL;
        save(target("first", PushKind.WEBHOOK, usual, null), "https://example.org/h", "");
        PushRules quiet =
                new PushRules(usual.events(), List.of(), new QuietHours("22:00", "x", "UTC", List.of()), "", 0);
        PushRules escalation = new PushRules(usual.events(), List.of(), QuietHours.NONE, "nobody", 5);
        PushRules silent = new PushRules(List.of(), List.of(), QuietHours.NONE, "", 0);

        assertThat(refusal(save(target("a", PushKind.WEBHOOK, usual, null), "http://example.org/h", "")))
                .isEqualTo(HostText.of(HostTextCode.NOTIFY_URL_WRONG));
        assertThat(refusal(save(target("a", PushKind.NTFY, usual, null), "https://ntfy.example/", "")))
                .isEqualTo(HostText.of(HostTextCode.NOTIFY_TOPIC_WRONG));
        assertThat(refusal(save(target("a", PushKind.WEBHOOK, quiet, null), "https://example.org/h", "")))
                .isEqualTo(HostText.of(HostTextCode.NOTIFY_QUIET_WRONG));
        assertThat(refusal(save(target("a", PushKind.WEBHOOK, escalation, null), "https://example.org/h", "")))
                .isEqualTo(HostText.of(HostTextCode.NOTIFY_ESCALATION_WRONG, PushRules.MAX_ESCALATE_MINUTES));
        assertThat(refusal(save(target("a", PushKind.WEBHOOK, silent, null), "https://example.org/h", "")))
                .isEqualTo(HostText.of(HostTextCode.NOTIFY_EVENTS_WRONG));
        assertThat(refusal(save(target("first", PushKind.NTFY, usual, null), "https://ntfy.example/t", "")))
                .isEqualTo(HostText.of(HostTextCode.NOTIFY_KIND_WRONG));
        assertThat(refusal(save(target("../x", PushKind.WEBHOOK, usual, null), "https://example.org/h", "")))
                .isEqualTo(HostText.of(HostTextCode.NOTIFY_NAME_WRONG, PushTarget.MAX_NAME));
        assertThat(refusal(window.admin(new AdminCommand.SavePushTarget(
                        target("a", PushKind.WEB_PUSH, usual, null),
                        new PushSecrets("https://push.example/x", null, "BKey", AUTH)))))
                .isEqualTo(HostText.of(HostTextCode.NOTIFY_KEYS_WRONG));
        assertThat(refusal(window.admin(new AdminCommand.TestPushTarget("nobody", false))))
                .isEqualTo(HostText.of(HostTextCode.NOTIFY_TARGET_UNKNOWN, "nobody"));
        assertThat(list().targets()).hasSize(1);
    }

    @Test
    void buttonsAnswerAsNoDeviceThatMayNotAnswerAndAsNoneThatIsUnknown() throws Exception {
        try (TestClient viewer = host.device("Viewer", Scope.VIEW)) {
            DeviceId viewerId = ((HostMessage.Devices) window.admin(new AdminCommand.ListDevices()))
                    .devices().stream()
                            .filter(device -> device.name().equals("Viewer"))
                            .findFirst()
                            .orElseThrow()
                            .deviceId();
            HostText wrong = HostText.of(HostTextCode.NOTIFY_ANSWERS_WRONG);

            assertThat(refusal(
                            save(target("a", PushKind.NTFY, PushRules.USUAL, viewerId), "https://ntfy.example/t", "")))
                    .isEqualTo(wrong);
            assertThat(refusal(save(
                            target("a", PushKind.NTFY, PushRules.USUAL, new DeviceId("dnobody")),
                            "https://ntfy.example/t",
                            "")))
                    .isEqualTo(wrong);
        }
    }

    private DeviceId idOf(String name) {
        return ((HostMessage.Devices) window.admin(new AdminCommand.ListDevices()))
                .devices().stream()
                        .filter(device -> device.name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .deviceId();
    }

    @Test
    void buttonsOfADeviceGoToNoAddressFromADeviceWhoseAccessEndsEarlier() throws Exception {
        try (TestClient phone = host.device("Phone", Scope.ANSWER);
                TestClient guest = host.device("Guest", Scope.ADMIN)) {
            PushTarget target = target("a", PushKind.NTFY, PushRules.USUAL, idOf("Phone"));
            save(target, "https://ntfy.example/t", "tk_1");
            Instant end = Instant.now().plus(Duration.ofHours(1));
            assertThat(window.admin(new AdminCommand.SetExpiry(idOf("Guest"), end)))
                    .isInstanceOf(HostMessage.Ack.class);

            HostMessage moved = guest.admin(new AdminCommand.SavePushTarget(
                    target, new PushSecrets("https://ntfy.example/other", null, null, null)));
            HostMessage same = guest.admin(new AdminCommand.SavePushTarget(target, PushSecrets.UNCHANGED));

            assertThat(refusal(moved)).isEqualTo(HostText.of(HostTextCode.NOTIFY_ANSWERS_WRONG));
            assertThat(same).isInstanceOf(HostMessage.Ack.class);
            assertThat(Files.readString(folder.resolve("away.json"))).contains("\"https://ntfy.example/t\"", "tk_1");
        }
    }

    @Test
    void aTargetOfARevokedDeviceGetsNothingUntilAnotherDeviceTakesItOver() throws Exception {
        try (Receiver receiver = Receiver.open();
                TestClient tablet = host.device("Tablet", Scope.ADMIN)) {
            PushRules all = new PushRules(List.of(NotificationKind.DONE), List.of(), QuietHours.NONE, "", 0);
            PushTarget target = new PushTarget("hook", PushKind.WEBHOOK, "Hook", all, true, false, false, null);
            PushSecrets secrets = new PushSecrets(receiver.url("/tablet"), null, null, null);
            assertThat(tablet.admin(new AdminCommand.SavePushTarget(target, secrets)))
                    .isInstanceOf(HostMessage.Ack.class);
            assertThat(window.admin(new AdminCommand.SavePushTarget(target, PushSecrets.UNCHANGED)))
                    .isInstanceOf(HostMessage.Ack.class);
            save(target("own", PushKind.WEBHOOK, all, null), receiver.url("/own"), "");
            assertThat(notices()).containsOnly(HostText.NONE);

            window.admin(new AdminCommand.Revoke(idOf("Tablet")));
            window.prompt(window.session("demo", work.toString()), "/say done");

            HostText revoked = HostText.of(HostTextCode.NOTIFY_DEVICE_REVOKED);
            assertThat(notices()).containsExactly(revoked, HostText.NONE);
            assertThat(refusal(window.admin(new AdminCommand.TestPushTarget("hook", false))))
                    .isEqualTo(revoked);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !receiver.taken().isEmpty());
            assertThat(receiver.taken()).extracting(Receiver.Taken::path).containsExactly("/own");

            assertThat(refusal(window.admin(new AdminCommand.SavePushTarget(target, PushSecrets.UNCHANGED))))
                    .isEqualTo(HostText.of(HostTextCode.NOTIFY_ADDRESS_AGAIN));
            assertThat(notices()).containsExactly(revoked, HostText.NONE);
            window.admin(new AdminCommand.SavePushTarget(target, secrets));
            assertThat(notices()).containsOnly(HostText.NONE);
            assertThat(window.admin(new AdminCommand.TestPushTarget("hook", false)))
                    .isInstanceOf(HostMessage.Ack.class);
        }
    }

    private List<HostText> notices() {
        return list().targets().stream().map(PushTargetStatus::notice).toList();
    }

    @Test
    void aTokenIsNotKeptForAnotherServer() throws Exception {
        PushTarget target = target("hook", PushKind.WEBHOOK, PushRules.USUAL, null);
        save(target, "https://one.example/a", "tk_1");

        save(target, "https://one.example/b", null);
        assertThat(list().targets().get(0).tokenSet()).isTrue();
        save(target, "https://two.example/b", null);
        assertThat(list().targets().get(0).tokenSet()).isFalse();
        assertThat(Files.readString(folder.resolve("away.json"))).doesNotContain("tk_1");
    }

    @Test
    void aSubscriptionThatIsGoneLosesItsAddressAndSaysSo() throws Exception {
        try (Receiver receiver = Receiver.open()) {
            receiver.answers(410);
            save(target("tablet", PushKind.WEB_PUSH, PushRules.USUAL, null), receiver.url("/push"), null);
            window.admin(new AdminCommand.TestPushTarget("tablet", false));

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> list().targets().get(0).server().isEmpty());

            PushTargetStatus status = list().targets().get(0);
            assertThat(status.last()).isEqualTo(HostText.of(HostTextCode.NOTIFY_GONE));
            assertThat(status.keysSet()).isFalse();
            host.restart();
            try (TestClient again = host.local()) {
                PushTargetStatus kept = ((HostMessage.PushTargets) again.admin(new AdminCommand.ListPushTargets()))
                        .targets()
                        .get(0);
                assertThat(kept.last()).isEqualTo(HostText.of(HostTextCode.NOTIFY_GONE));
            }
        }
    }

    @Test
    void aFileThatIsWrongIsNotOverwritten() throws Exception {
        Files.writeString(folder.resolve("away.json"), "{\"targets\": 1}");

        HostText refused =
                refusal(save(target("a", PushKind.WEBHOOK, PushRules.USUAL, null), "https://example.org/h", ""));

        assertThat(refused.code().word()).isEqualTo("notifyFileWrong");
        assertThat(list().sentence().text()).contains("away.json", "targets must be an array");
        assertThat(Files.readString(folder.resolve("away.json"))).isEqualTo("{\"targets\": 1}");
    }
}
