package dev.pilothouse.ui.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.CommitFile;
import dev.pilothouse.model.CommitFile.Staging;
import dev.pilothouse.model.CommitState;
import dev.pilothouse.model.CommitSuggestion;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.GitActivity;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobOutput;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.JobStatus;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.ui.FakeHost;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class CommitPresenterTest {
    private static final SessionId SESSION = new SessionId("s1");
    private static final AgentId AGENT = new AgentId("opencode");
    private static final CommitState.Author ADA = new CommitState.Author("Ada", "ada@example.org");

    private final FakeHost host = new FakeHost("h1", "desk", true, Instant.EPOCH);
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

    private static CommitFile file(String path, Staging staging) {
        return new CommitFile(path, "", ChangedFile.State.MODIFIED, staging, "c");
    }

    private static CommitState state(CommitState.Author author, String turn, CommitFile... files) {
        return new CommitState(
                new CommitState.Head("topic", "1f38", "Start", false, false, GitActivity.NONE),
                author,
                List.of(files),
                files.length,
                "seen",
                "",
                turn);
    }

    private CommitPresenter presenter(CommitState state) {
        host.commitState(new Reply.Value<>(state));
        return new CommitPresenter(host.link(), SESSION, kept, Runnable::run);
    }

    private static Job job(JobState state, HostText text) {
        return new Job(
                new JobId("commit"),
                JobKind.COMMIT,
                List.of("shop", "Fix"),
                new JobRequest(new DeviceId("d1"), "Pocket", Scope.STEER, SESSION, Instant.EPOCH),
                new JobStatus(state, text, Map.of(), null, null),
                JobOutput.NONE);
    }

    @Test
    void aTickStagesTheFileAndAnotherOneUnstagesIt() {
        CommitPresenter presenter = presenter(state(ADA, "", file("a", Staging.NONE), file("b", Staging.ALL)));
        presenter.onTick(file("a", Staging.SOME));
        presenter.onTick(file("b", Staging.ALL));
        presenter.onTickAll();
        assertThat(host.jobCommands()).containsExactly("stage a", "unstage b", "stage a");
    }

    @Test
    void aCommitHasWhatIsStagedOrAllChangesIfNothingIs() {
        CommitPresenter some = presenter(state(ADA, "", file("a", Staging.NONE), file("b", Staging.ALL)));
        some.messageProperty().set("Fix");
        some.onCommit();
        CommitPresenter none = presenter(state(ADA, "", file("a", Staging.NONE)));
        none.onCommit();
        assertThat(host.jobCommands()).containsExactly("commit STAGED Fix", "commit ALL Fix");
    }

    @Test
    void withoutAMessageAnAuthorOrFilesThereIsNoCommit() {
        CommitPresenter silent = presenter(state(ADA, "", file("a", Staging.ALL)));
        assertThat(silent.mayCommit()).isFalse();
        silent.messageProperty().set("Fix");
        assertThat(silent.mayCommit()).isTrue();
        assertThat(presenter(state(CommitState.Author.UNKNOWN, "", file("a", Staging.ALL)))
                        .mayCommit())
                .isFalse();
        assertThat(presenter(state(ADA, "")).mayCommit()).isFalse();
        CommitFile conflict = new CommitFile("a", "", ChangedFile.State.CONFLICTED, Staging.NONE, "c");
        CommitPresenter conflicting = presenter(state(ADA, "", conflict));
        assertThat(conflicting.mayCommit()).isFalse();
        assertThat(conflicting.warnings()).contains("Resolve the conflicts first: a");
    }

    @Test
    void whileAnAgentWorksTheCommitWaitsForTheEndOfItsTurn() {
        CommitPresenter presenter = presenter(state(ADA, "fix the login", file("a", Staging.ALL)));
        presenter.messageProperty().set("Fix");
        presenter.onCommit();
        assertThat(host.jobCommands()).containsExactly("commit STAGED Fix after the turn");
    }

    @Test
    void theMessageStaysUntilItIsCommitted() {
        CommitPresenter presenter = presenter(state(ADA, "", file("a", Staging.ALL)));
        presenter.messageProperty().set("Fix");
        CommitPresenter later = presenter(state(ADA, "", file("a", Staging.ALL)));
        assertThat(later.messageProperty().get()).isEqualTo("Fix");
        later.onCommit();
        host.jobs(job(JobState.FAILED, HostText.of(HostTextCode.COMMIT_FAILED, "lint")));
        later.render();
        assertThat(later.messageProperty().get()).isEqualTo("Fix");
        assertThat(later.shownProperty().get().job().text()).contains("lint");

        host.jobs();
        CommitPresenter again = presenter(state(ADA, "", file("a", Staging.ALL)));
        again.onCommit();
        host.jobs(job(JobState.RUNNING, HostText.NONE));
        again.render();
        assertThat(again.shownProperty().get().busy()).isTrue();
        assertThat(again.hasEndedJobs()).isFalse();
        host.jobs(job(JobState.DONE, HostText.of(HostTextCode.COMMIT_MADE, "1f38", "topic")));
        again.render();
        assertThat(again.messageProperty().get()).isEmpty();
        assertThat(again.hasEndedJobs()).isTrue();
        assertThat(again.shownProperty().get().busy()).isFalse();
    }

    @Test
    void theCommitOfAnotherMessageKeepsTheOneThatIsBeingWritten() {
        CommitPresenter presenter = presenter(state(ADA, "", file("a", Staging.ALL)));
        presenter.messageProperty().set("Test the login");
        host.jobs(job(JobState.RUNNING, HostText.NONE));
        presenter.render();
        host.jobs(job(JobState.DONE, HostText.of(HostTextCode.COMMIT_MADE, "1f38", "topic")));
        presenter.render();
        assertThat(presenter.messageProperty().get()).isEqualTo("Test the login");
    }

    @Test
    void aTickKeepsTheFocusWhileItsFileIsStaged() {
        Queue<Runnable> later = new ArrayDeque<>();
        host.commitState(new Reply.Value<>(state(ADA, "", file("a", Staging.NONE))));
        CommitPresenter presenter = new CommitPresenter(host.link(), SESSION, kept, later::add);
        later.remove().run();
        presenter.onTick(file("a", Staging.NONE));
        presenter.onTick(file("a", Staging.NONE));
        assertThat(presenter.offersTicks()).isTrue();
        assertThat(host.jobCommands()).containsExactly("stage a");

        host.jobs(job(JobState.RUNNING, HostText.NONE));
        presenter.render();
        assertThat(presenter.offersTicks()).isFalse();
    }

    @Test
    void theAnswerToAnOlderRequestAllowsNoSecondCommit() {
        Queue<Runnable> later = new ArrayDeque<>();
        host.commitState(new Reply.Value<>(state(ADA, "", file("a", Staging.ALL))));
        CommitPresenter presenter = new CommitPresenter(host.link(), SESSION, kept, later::add);
        later.remove().run();
        presenter.messageProperty().set("Fix");
        presenter.onReload();
        presenter.onCommit();
        later.remove().run();
        presenter.onCommit();
        assertThat(host.jobCommands()).containsExactly("commit STAGED Fix");
    }

    @Test
    void aDeviceThatMayOnlyLookIsToldWhy() {
        host.scope(Scope.VIEW);
        CommitPresenter presenter = presenter(state(ADA, "", file("a", Staging.ALL)));
        presenter.messageProperty().set("Fix");
        assertThat(presenter.mayCommit()).isFalse();
        assertThat(presenter.shownProperty().get().hindrance()).contains("scope steer");
    }

    // --- a message by the agent

    private static Job suggestion(JobState state, String message) {
        return new Job(
                new JobId("suggest"),
                JobKind.COMMIT_SUGGEST,
                List.of("shop", "OpenCode"),
                new JobRequest(new DeviceId("d1"), "Pocket", Scope.STEER, SESSION, Instant.EPOCH),
                new JobStatus(
                        state,
                        state == JobState.FAILED
                                ? HostText.of(HostTextCode.SUGGEST_UNUSABLE, "OpenCode")
                                : HostText.NONE,
                        message.isEmpty() ? Map.of() : Map.of(CommitSuggestion.MESSAGE, message),
                        null,
                        null),
                JobOutput.NONE);
    }

    private CommitPresenter asked(boolean installed) {
        host.agents(List.of(new AgentInfo(AGENT, "OpenCode", installed, "opencode acp", "", List.of(), "")));
        host.create("s1", AGENT.value(), "/work/shop", "Shop");
        return presenter(state(ADA, "", file("a", Staging.ALL)));
    }

    private static CommitPresenter.Suggestion suggestion(CommitPresenter presenter) {
        return presenter.shownProperty().get().suggestion();
    }

    @Test
    void theAgentOfTheSessionIsAskedByItsNameAndItsMessageGoesIntoTheEmptyField() {
        CommitPresenter presenter = asked(true);
        assertThat(presenter.offersSuggestion()).isTrue();
        assertThat(suggestion(presenter).agent()).isEqualTo("OpenCode");
        presenter.onSuggest();
        presenter.onSuggest();
        assertThat(host.jobCommands()).containsExactly("suggest s1");
        host.jobs(suggestion(JobState.RUNNING, ""));
        presenter.render();
        assertThat(suggestion(presenter).running()).isTrue();
        host.jobs(suggestion(JobState.DONE, "Close the pool\n\nWhy."));
        presenter.render();
        assertThat(presenter.messageProperty().get()).isEqualTo("Close the pool\n\nWhy.");
        assertThat(suggestion(presenter)).isEqualTo(new CommitPresenter.Suggestion("OpenCode", false, "", false));
        presenter.messageProperty().set("Close it");
        presenter.onCommit();
        assertThat(host.jobCommands()).endsWith("commit STAGED Close it");
    }

    @Test
    void aTypedMessageStaysUntilThePersonTakesTheSuggestionAndComesBackWithUndo() {
        CommitPresenter presenter = asked(true);
        presenter.onSuggest();
        presenter.messageProperty().set("My words");
        host.jobs(suggestion(JobState.DONE, "Close the pool"));
        presenter.render();
        assertThat(presenter.messageProperty().get()).isEqualTo("My words");
        assertThat(suggestion(presenter).offered()).isEqualTo("Close the pool");
        presenter.onUseSuggestion();
        assertThat(presenter.messageProperty().get()).isEqualTo("Close the pool");
        assertThat(suggestion(presenter)).isEqualTo(new CommitPresenter.Suggestion("OpenCode", false, "", true));
        presenter.messageProperty().set("Close the pool of sessions");
        presenter.onUndoSuggestion();
        assertThat(presenter.messageProperty().get()).isEqualTo("My words");
        assertThat(suggestion(presenter).offered()).isEqualTo("Close the pool of sessions");
    }

    @Test
    void anAgentThatIsNotInstalledIsNotOffered() {
        CommitPresenter presenter = asked(false);
        assertThat(presenter.offersSuggestion()).isFalse();
        presenter.onSuggest();
        assertThat(host.jobCommands()).isEmpty();
    }

    @Test
    void withAnAmendedCommitOrWithoutFilesThereIsNothingToAskFor() {
        CommitPresenter presenter = asked(true);
        presenter.amendProperty().set(true);
        assertThat(presenter.offersSuggestion()).isFalse();
        assertThat(presenter(state(ADA, "")).offersSuggestion()).isFalse();
    }

    @Test
    void aFailedSuggestionSaysWhyAndAStoppedOneSaysNothing() {
        CommitPresenter presenter = asked(true);
        presenter.onSuggest();
        host.jobs(suggestion(JobState.FAILED, ""));
        presenter.render();
        assertThat(presenter.shownProperty().get().problem()).contains("OpenCode has not answered with a message");
        presenter.onSuggest();
        host.jobs(suggestion(JobState.RUNNING, ""));
        presenter.render();
        presenter.onCancelSuggestion();
        assertThat(host.jobCommands()).endsWith("cancel suggest");
        host.jobs(suggestion(JobState.STOPPED, ""));
        presenter.render();
        assertThat(presenter.shownProperty().get().problem()).isEmpty();
        assertThat(suggestion(presenter).running()).isFalse();
    }

    @Test
    void aSuggestionThatIsBeingWrittenIsFollowedWhenTheSheetIsOpenedAgain() {
        host.jobs(suggestion(JobState.RUNNING, ""));
        CommitPresenter presenter = asked(true);
        assertThat(suggestion(presenter).running()).isTrue();
        host.jobs(suggestion(JobState.DONE, "Close the pool"));
        presenter.render();
        assertThat(presenter.messageProperty().get()).isEqualTo("Close the pool");
    }
}
