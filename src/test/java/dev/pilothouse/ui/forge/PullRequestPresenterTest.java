package dev.pilothouse.ui.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobOutput;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.JobStatus;
import dev.pilothouse.model.PullRequestInfo;
import dev.pilothouse.model.PullRequestState;
import dev.pilothouse.model.PullRequestStatus;
import dev.pilothouse.model.PullRequestTrouble;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.ui.FakeHost;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PullRequestPresenterTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final SessionId SESSION = new SessionId("s1");
    private static final PullRequestStatus.Proposal PROPOSAL = new PullRequestStatus.Proposal(
            "main", List.of("main", "release"), "Fix the race", "Why.", "https://github.com/pilot/shop/compare/x");

    private final FakeHost host = new FakeHost("h1", "desk", true, NOW);
    private final List<String> done = new ArrayList<>();
    private final Map<String, String> stored = new HashMap<>();
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

    private PullRequestPresenter open(PullRequestStatus status) {
        host.pullRequest(status);
        return new PullRequestPresenter(
                host.link(),
                SESSION,
                new PullRequestPresenter.Outside() {
                    @Override
                    public void openLink(String address) {
                        done.add("open " + address);
                    }

                    @Override
                    public void copy(String text) {
                        done.add("copy " + text);
                    }

                    @Override
                    public void draft(String text) {
                        done.add("draft " + text);
                    }

                    @Override
                    public Optional<Runnable> push() {
                        return Optional.of(() -> done.add("push"));
                    }
                },
                kept,
                Clock.fixed(NOW, ZoneOffset.UTC),
                Runnable::run);
    }

    private static PullRequestStatus.Place place(String branch, boolean pushed, int unpushed) {
        return new PullRequestStatus.Place("github.com/pilot/shop", "gh", branch, pushed, unpushed);
    }

    private static PullRequestStatus none(boolean pushed) {
        return new PullRequestStatus(
                place("fix", pushed, 0), null, List.of(), PROPOSAL, PullRequestStatus.Problem.NONE);
    }

    private static PullRequestStatus existing(PullRequestState state, PullRequestInfo.Checks checks, String... failed) {
        return new PullRequestStatus(
                place("fix", true, 0),
                new PullRequestInfo(12, "Fix", "https://github.com/pilot/shop/pull/12", state, "main", checks),
                List.of(failed),
                PROPOSAL,
                PullRequestStatus.Problem.NONE);
    }

    private static PullRequestStatus trouble(PullRequestTrouble trouble, Instant until) {
        return new PullRequestStatus(
                place("fix", true, 0),
                null,
                List.of(),
                PROPOSAL,
                new PullRequestStatus.Problem(trouble, HostText.of(HostTextCode.FORGE_STOPPED, "gh"), until));
    }

    private void ended(JobState state, HostText sentence) {
        host.jobs(new Job(
                new JobId("pull-request"),
                JobKind.PULL_REQUEST_CREATE,
                List.of("fix", "Fix"),
                new JobRequest(new DeviceId("d1"), "Pocket", Scope.STEER, SESSION, NOW),
                new JobStatus(state, sentence, Map.of(), NOW, NOW),
                JobOutput.NONE));
    }

    @Test
    void theFormHasTheProposalOfTheHost() {
        PullRequestPresenter presenter = open(none(true));

        assertThat(presenter.shownProperty().get().form()).isTrue();
        assertThat(presenter.shownProperty().get().creatable()).isTrue();
        assertThat(presenter.titleProperty().get()).isEqualTo("Fix the race");
        assertThat(presenter.bodyProperty().get()).isEqualTo("Why.");
        assertThat(presenter.baseProperty().get()).isEqualTo("main");
    }

    @Test
    void aBranchThatIsNotPushedIsPushedByAnActionOfItsOwnFirst() {
        PullRequestPresenter presenter = open(none(false));

        assertThat(presenter.shownProperty().get().creatable()).isFalse();
        assertThat(presenter.shownProperty().get().obstacle()).contains("fix", "not pushed");
        presenter.onCreate();
        presenter.onPush();
        assertThat(host.jobCommands()).isEmpty();
        assertThat(done).containsExactly("push");
    }

    @Test
    void aTextThatThePersonHasChangedSurvivesANewProposal() {
        PullRequestPresenter presenter = open(none(false));
        presenter.titleProperty().set("Mine");
        host.pullRequest(new PullRequestStatus(
                place("fix", true, 0),
                null,
                List.of(),
                new PullRequestStatus.Proposal("main", List.of("main"), "Another", "More.", ""),
                PullRequestStatus.Problem.NONE));
        presenter.onReload();

        assertThat(presenter.titleProperty().get()).isEqualTo("Mine");
        assertThat(presenter.bodyProperty().get()).isEqualTo("More.");
    }

    @Test
    void creatingIsFollowedToItsEndAndSentOnce() {
        PullRequestPresenter presenter = open(none(true));
        presenter.draftProperty().set(true);
        presenter.onCreate();
        presenter.onCreate();

        assertThat(host.jobCommands()).hasSize(1);
        assertThat(host.jobCommands().get(0)).contains("branch=fix", "base=main", "title=Fix the race", "draft=true");
        assertThat(presenter.shownProperty().get().working()).isTrue();

        host.pullRequest(existing(PullRequestState.OPEN, PullRequestInfo.Checks.NONE));
        ended(JobState.DONE, HostText.of(HostTextCode.PULL_REQUEST_CREATED, "12"));
        presenter.render();
        assertThat(presenter.shownProperty().get().working()).isFalse();
        assertThat(presenter.shownProperty().get().found().orElseThrow().title())
                .contains("12");
        assertThat(presenter.shownProperty().get().form()).isFalse();
    }

    @Test
    void aFailureShowsItsReasonAndTheFormStays() {
        PullRequestPresenter presenter = open(none(true));
        presenter.onCreate();
        ended(JobState.FAILED, HostText.of(HostTextCode.FORGE_REFUSED, "github.com", "no rights"));
        presenter.render();

        assertThat(presenter.shownProperty().get().problem()).contains("no rights");
        assertThat(presenter.shownProperty().get().creatable()).isTrue();
    }

    @Test
    void theTextThatThePersonHasTypedIsThereAgainUntilItIsSent() {
        open(none(true)).bodyProperty().set("Mine.\nBecause.");
        PullRequestPresenter again = open(none(true));
        assertThat(again.titleProperty().get()).isEqualTo("Fix the race");
        assertThat(again.bodyProperty().get()).isEqualTo("Mine.\nBecause.");

        again.onCreate();
        ended(JobState.DONE, HostText.of(HostTextCode.PULL_REQUEST_CREATED, "12"));
        again.render();
        host.jobs();
        assertThat(open(none(true)).bodyProperty().get()).isEqualTo("Why.");
    }

    @Test
    void anEmptyTitleIsNotSent() {
        PullRequestPresenter presenter = open(none(true));
        presenter.titleProperty().set("  ");
        presenter.onCreate();

        assertThat(host.jobCommands()).isEmpty();
        assertThat(presenter.shownProperty().get().problem()).isNotEmpty();
    }

    @Test
    void failedChecksBecomeADraftOnOnePress() {
        PullRequestPresenter presenter =
                open(existing(PullRequestState.OPEN, new PullRequestInfo.Checks(0, 1, 1), "test"));
        host.failedChecks("test\nFAIL LoginTest");

        assertThat(presenter.shownProperty().get().found().orElseThrow().failed())
                .containsExactly("test");
        presenter.onDraft();
        assertThat(done).hasSize(1);
        assertThat(done.get(0)).startsWith("draft ").endsWith("\n\ntest\nFAIL LoginTest");

        presenter.onClose();
        presenter.onDraft();
        assertThat(done).hasSize(1);
    }

    @Test
    void aMergedOneMayBeFollowedByANewOne() {
        PullRequestPresenter presenter = open(existing(PullRequestState.MERGED, PullRequestInfo.Checks.NONE));

        assertThat(presenter.shownProperty().get().found()).isPresent();
        assertThat(presenter.shownProperty().get().form()).isTrue();
    }

    @Test
    void aMissingProgramIsNamedAndTheBrowserOpens() {
        PullRequestPresenter presenter = open(trouble(PullRequestTrouble.NO_PROGRAM, null));

        assertThat(presenter.shownProperty().get().problem()).contains("gh");
        assertThat(presenter.shownProperty().get().form()).isFalse();
        presenter.onCompare();
        assertThat(done).containsExactly("open " + PROPOSAL.comparePage());
    }

    @Test
    void aLimitIsShownWithItsTime() {
        PullRequestPresenter presenter = open(trouble(PullRequestTrouble.LIMITED, NOW.plusSeconds(600)));

        assertThat(presenter.shownProperty().get().problem()).contains("requests");
    }

    @Test
    void theLinkIsOpenedOnTheDeviceOrCopied() {
        PullRequestPresenter presenter = open(existing(PullRequestState.OPEN, PullRequestInfo.Checks.NONE));
        presenter.onOpen();
        presenter.onCopy();

        assertThat(done)
                .containsExactly(
                        "open https://github.com/pilot/shop/pull/12", "copy https://github.com/pilot/shop/pull/12");
    }

    @Test
    void theBranchOfPullRequestsHasNoForm() {
        PullRequestPresenter presenter = open(new PullRequestStatus(
                place("main", true, 0), null, List.of(), PROPOSAL, PullRequestStatus.Problem.NONE));

        assertThat(presenter.shownProperty().get().form()).isFalse();
        assertThat(presenter.shownProperty().get().obstacle()).contains("main");
    }
}
