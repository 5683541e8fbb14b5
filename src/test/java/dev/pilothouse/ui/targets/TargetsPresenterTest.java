package dev.pilothouse.ui.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.NotificationKind;
import dev.pilothouse.model.PushKind;
import dev.pilothouse.model.PushRules;
import dev.pilothouse.model.PushSecrets;
import dev.pilothouse.model.PushTarget;
import dev.pilothouse.model.PushTargetStatus;
import dev.pilothouse.model.PushTest;
import dev.pilothouse.model.QuietHours;
import dev.pilothouse.model.Scope;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.targets.TargetsPresenter.Row;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetsPresenterTest {
    private static final Instant AT = Instant.parse("2026-03-02T09:12:00Z");

    private final FakeHost host = SampleHosts.aWorkingDay().local();
    private final List<HostLink> links = List.of(host.link());
    private final Deque<Runnable> later = new ArrayDeque<>();
    private final TargetsPresenter presenter = new TargetsPresenter(
            () -> links,
            () -> ZoneId.of("Europe/Berlin"),
            Clock.fixed(AT, ZoneOffset.UTC),
            Runnable::run,
            (delay, task) -> later.add(task));

    private static PushTargetStatus status(PushTest test) {
        return new PushTargetStatus(
                new PushTarget("phone", PushKind.NTFY, "Phone", PushRules.USUAL, true, true, false, null),
                "ntfy.sh",
                true,
                false,
                AT,
                false,
                HostText.of(HostTextCode.NOTIFY_REFUSED, "HTTP 403"),
                HostText.NONE,
                test);
    }

    private Row row() {
        return presenter.shownProperty().get().rows().get(0);
    }

    @Test
    void aLastingProblemOfATargetIsNamed() {
        PushTargetStatus known = status(PushTest.NONE);
        host.pushTargets(new PushTargetStatus(
                known.target(),
                known.server(),
                true,
                false,
                AT,
                true,
                known.last(),
                HostText.of(HostTextCode.NOTIFY_DEVICE_REVOKED),
                PushTest.NONE));

        presenter.onOpen();

        assertThat(row().notice())
                .isEqualTo("The device that added this target has no access any more, so it gets nothing."
                        + " Enter its address again to use it, or remove it.");
        assertThat(row().stopped()).isTrue();
    }

    @Test
    void aLimitOfItsServerDoesNotStopATarget() {
        PushTargetStatus known = status(PushTest.NONE);
        host.pushTargets(new PushTargetStatus(
                known.target(),
                known.server(),
                true,
                false,
                AT,
                true,
                known.last(),
                HostText.of(HostTextCode.NOTIFY_TOO_OLD),
                PushTest.NONE));

        presenter.onOpen();

        assertThat(row().stopped()).isFalse();
        assertThat(row().notice()).startsWith("This ntfy server is too old");
    }

    @Test
    void eachTargetSaysWhereItIsAndWhatTheLastAttemptCameTo() {
        host.pushTargets(status(PushTest.NONE));
        presenter.onOpen();

        assertThat(row().where()).isEqualTo("ntfy · ntfy.sh");
        assertThat(row().what()).isEqualTo("Needs you, Failed · with content");
        assertThat(row().last()).endsWith("The server refused it (HTTP 403). Check the address and the token.");
        assertThat(row().good()).isFalse();
        assertThat(later).isEmpty();
    }

    @Test
    void aDeviceThatMayNotManageTheHostSeesNothing() {
        host.scope(Scope.STEER);
        host.pushTargets(status(PushTest.NONE));
        presenter.onOpen();

        assertThat(presenter.shownProperty().get().rows()).isEmpty();
        assertThat(presenter.shownProperty().get().mayAdd()).isFalse();
        assertThat(presenter.shownProperty().get().problem()).isNotEmpty();
    }

    @Test
    void aTestIsFollowedUntilItsEnd() {
        host.pushTargets(status(new PushTest(PushTest.State.WAITING, AT, 320, -1)));
        presenter.onOpen();
        presenter.onTest(row(), true);
        assertThat(host.pushCommands()).containsExactly("testPushTarget phone true");
        assertThat(row().test()).isEqualTo("Accepted after 0.3\u00a0s. Press its button now.");
        assertThat(later).hasSize(1);

        host.pushTargets(status(new PushTest(PushTest.State.ANSWERED, AT, 320, 4_100)));
        later.remove().run();

        assertThat(row().test()).isEqualTo("Accepted after 0.3\u00a0s, the press arrived after 4.1\u00a0s.");
        assertThat(later).isEmpty();
    }

    @Test
    void aClosedSheetAsksNoMore() {
        host.pushTargets(status(new PushTest(PushTest.State.SENDING, AT, -1, -1)));
        presenter.onOpen();
        presenter.onClose();
        later.remove().run();

        assertThat(later).isEmpty();
    }

    @Test
    void fieldsThatStayEmptyLeaveTheSecretsAsTheyAre() {
        host.pushTargets(status(PushTest.NONE));
        presenter.onOpen();
        presenter.onEdit(row());
        TargetForm form = presenter.formProperty().get();
        form.from.set("22:00");
        form.to.set("07:00");
        form.except.add(NotificationKind.FAILED);
        presenter.onSave();

        PushTarget saved = host.savedPushTargets().get(0);
        assertThat(saved.rules().quiet())
                .isEqualTo(new QuietHours("22:00", "07:00", "Europe/Berlin", List.of(NotificationKind.FAILED)));
        assertThat(saved.idempotent()).isTrue();
        assertThat(host.savedPushSecrets()).containsExactly(PushSecrets.UNCHANGED);
        assertThat(presenter.formProperty().get()).isNull();
    }

    @Test
    void aNewTargetHasNoButtonsAndNoContentUntilThePersonWantsThem() {
        presenter.onOpen();
        presenter.onAdd(host.link());
        TargetForm form = presenter.formProperty().get();
        form.name.set("Phone");
        form.url.set("https://ntfy.sh/topic");
        presenter.onSave();

        PushTarget saved = host.savedPushTargets().get(0);
        assertThat(saved.answersAs()).isNull();
        assertThat(saved.transcript()).isFalse();
        assertThat(PushTarget.isId(saved.id())).isTrue();
        assertThat(host.savedPushSecrets().get(0).url()).isEqualTo("https://ntfy.sh/topic");
    }
}
