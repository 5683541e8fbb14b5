package dev.pilothouse.ui.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.GitActivity;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobOutput;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.JobStatus;
import dev.pilothouse.model.PullMode;
import dev.pilothouse.model.PushForm;
import dev.pilothouse.model.RemoteState;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.ui.FakeHost;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RemotePresenterTest {
    private static final Instant NOW = Instant.parse("2026-11-24T14:05:11Z");
    private static final SessionId SESSION = new SessionId("s1");

    private final FakeHost host = new FakeHost("h1", "desk", true, NOW);
    private final Map<String, String> stored = new HashMap<>();
    private final List<String> drafts = new ArrayList<>();
    private RemotePresenter presenter;

    private final Preferences kept = new Preferences() {
        @Override
        public Optional<String> get(String name) {
            return Optional.ofNullable(stored.get(name));
        }

        @Override
        public void put(String name, String value) {
            stored.put(name, value);
        }
    };

    private static RemoteState state(RemoteState.Pull pull, PushForm form, boolean guarded) {
        return new RemoteState(
                new RemoteState.Branch("fix", "1f38", 0),
                pull,
                new RemoteState.Push(
                        form,
                        "origin",
                        "https://example.org/shop",
                        "fix",
                        "0a1b",
                        guarded,
                        List.of(new RemoteState.Commit("1f38", "Sign in")),
                        1,
                        form == PushForm.DIVERGED ? 2 : 0));
    }

    private static RemoteState.Pull pull(int ahead, int behind, PullMode mode) {
        return new RemoteState.Pull(
                "origin",
                "https://example.org/shop",
                "origin/fix",
                ahead,
                behind,
                mode,
                GitActivity.NONE,
                List.of(),
                0,
                "");
    }

    private void open(RemoteState state) {
        host.remote(new Reply.Value<>(state));
        presenter = new RemotePresenter(host.link(), SESSION, kept, Runnable::run, drafts::add);
    }

    private static Job job(String id, JobKind kind, JobState state, String text) {
        return new Job(
                new JobId(id),
                kind,
                List.of("fix", "origin/fix"),
                new JobRequest(new DeviceId("d1"), "Desk", Scope.STEER, SESSION, NOW),
                new JobStatus(state, HostText.untranslated(text), Map.of(), NOW, null),
                JobOutput.of(1, List.of("Writing objects")));
    }

    private void jobs(Job... all) {
        host.jobs(all);
        presenter.render();
    }

    @Test
    void whatWasShownIsPushed() {
        open(state(pull(1, 0, null), PushForm.FAST_FORWARD, false));

        presenter.onPush();

        assertThat(host.pushed()).singleElement().satisfies(order -> {
            assertThat(order.head()).isEqualTo("1f38");
            assertThat(order.target()).isEqualTo("fix");
            assertThat(order.toDefault()).isFalse();
            assertThat(order.replaces()).isEmpty();
        });
        presenter.onPush();
        assertThat(host.pushed()).hasSize(1);
    }

    @Test
    void aProtectedBranchNeedsItsOwnAgreement() {
        open(state(pull(1, 0, null), PushForm.FAST_FORWARD, true));
        presenter.onPush();
        assertThat(host.pushed()).isEmpty();

        presenter.toDefaultProperty().set(true);
        presenter.onPush();

        assertThat(host.pushed())
                .singleElement()
                .satisfies(order -> assertThat(order.toDefault()).isTrue());
    }

    @Test
    void aForcedPushNeedsItsOwnAgreementAndNamesTheCommitThatItReplaces() {
        open(state(pull(1, 2, null), PushForm.DIVERGED, true));
        presenter.toDefaultProperty().set(true);
        assertThat(presenter.mayPush()).isFalse();

        presenter.forceProperty().set(true);
        presenter.onPush();

        assertThat(host.pushed())
                .singleElement()
                .satisfies(order -> assertThat(order.replaces()).isEqualTo("0a1b"));
    }

    @Test
    void anAgreementIsLostWhenThePushIsAnotherOne() {
        open(state(pull(1, 2, null), PushForm.DIVERGED, true));
        presenter.toDefaultProperty().set(true);
        presenter.forceProperty().set(true);

        host.remote(new Reply.Value<>(state(pull(1, 0, null), PushForm.FAST_FORWARD, true)));
        presenter.onReload();

        assertThat(presenter.toDefaultProperty().get()).isFalse();
        assertThat(presenter.forceProperty().get()).isFalse();
    }

    @Test
    void theWayOfAPullIsAskedOnce() {
        open(state(pull(1, 1, null), PushForm.DIVERGED, false));
        assertThat(presenter.mayPull()).isFalse();
        presenter.modeProperty().set(PullMode.REBASE);
        presenter.onPull();
        assertThat(host.jobCommands()).containsExactly("pull s1 REBASE");

        open(state(pull(1, 1, null), PushForm.DIVERGED, false));
        assertThat(presenter.modeProperty().get()).isEqualTo(PullMode.REBASE);

        open(state(pull(1, 1, PullMode.MERGE), PushForm.DIVERGED, false));
        assertThat(presenter.modeProperty().get()).isEqualTo(PullMode.MERGE);
    }

    @Test
    void aPullWaitsForAnAgentThatWorksThere() {
        RemoteState.Pull now =
                new RemoteState.Pull("origin", "u", "origin/fix", 0, 1, null, GitActivity.NONE, List.of(), 0, "Totals");
        open(state(now, PushForm.UP_TO_DATE, false));

        presenter.onPull();

        assertThat(host.jobCommands()).containsExactly("pull s1 null after the turn");
    }

    @Test
    void aDeviceThatOnlyWatchesOrIsOfflineOrdersNothing() {
        host.scope(Scope.VIEW);
        open(state(pull(1, 1, PullMode.MERGE), PushForm.FAST_FORWARD, false));
        presenter.onFetch();
        presenter.onPull();
        presenter.onPush();
        presenter.onAbort();
        assertThat(host.jobCommands()).isEmpty();
        assertThat(presenter.shownProperty().get().hindrance()).contains("steer");

        host.scope(Scope.STEER);
        host.connection(new ConnectionState.Offline());
        presenter.render();
        presenter.onFetch();
        assertThat(host.jobCommands()).isEmpty();
        assertThat(presenter.shownProperty().get().hindrance()).contains("desk is offline");
    }

    @Test
    void aJobIsShownLiveAndTheStateIsReadAgainAtItsEnd() {
        open(state(pull(0, 0, null), PushForm.FAST_FORWARD, false));
        presenter.onFetch();
        assertThat(presenter.shownProperty().get().busy()).isTrue();

        jobs(job("fetch", JobKind.FETCH, JobState.RUNNING, ""));
        assertThat(presenter.shownProperty().get().job().lines()).containsExactly("Writing objects");

        host.remote(new Reply.Value<>(state(pull(0, 3, null), PushForm.UP_TO_DATE, false)));
        jobs(job("fetch", JobKind.FETCH, JobState.FAILED, "Not reachable."));

        RemotePresenter.Shown shown = presenter.shownProperty().get();
        assertThat(shown.busy()).isFalse();
        assertThat(shown.job().text()).isEqualTo("Not reachable.");
        assertThat(shown.state().pull().behind()).isEqualTo(3);
    }

    @Test
    void jobsThatWereOverBeforeAreNotShown() {
        host.jobs(job("old", JobKind.PUSH, JobState.DONE, ""));
        open(state(pull(0, 0, null), PushForm.UP_TO_DATE, false));

        assertThat(presenter.shownProperty().get().job()).isNull();
    }

    @Test
    void conflictsBecomeADraftForTheAgent() {
        RemoteState.Pull conflict = new RemoteState.Pull(
                "origin", "u", "origin/fix", 1, 1, null, GitActivity.REBASE, List.of("a.txt", "b.txt"), 5, "");
        open(state(conflict, PushForm.NO_BRANCH, false));

        presenter.onHandOver();

        assertThat(drafts)
                .singleElement()
                .asString()
                .contains("rebase onto origin/fix")
                .contains("git rebase --continue")
                .contains("- a.txt\n- b.txt")
                .contains("3 more");
    }

    @Test
    void aReasonOfTheHostIsShown() {
        host.remote(new Reply.Refused<>(ErrorCode.NO_REPOSITORY, HostText.untranslated("No repository here.")));
        presenter = new RemotePresenter(host.link(), SESSION, kept, Runnable::run, drafts::add);

        assertThat(presenter.shownProperty().get().problem()).isEqualTo("No repository here.");
        assertThat(presenter.shownProperty().get().isReady()).isFalse();

        host.remote(new Reply.Value<>(state(pull(0, 1, null), PushForm.UP_TO_DATE, false)));
        presenter.render();
        assertThat(presenter.shownProperty().get().problem()).isEmpty();
    }
}
