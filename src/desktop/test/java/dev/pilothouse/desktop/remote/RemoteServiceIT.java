package dev.pilothouse.desktop.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.desktop.agent.FakeAgent;
import dev.pilothouse.desktop.agent.FakeAgents;
import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.commit.CommitService;
import dev.pilothouse.desktop.git.KeptStore;
import dev.pilothouse.desktop.git.RepositoryReader;
import dev.pilothouse.desktop.git.WorkingSessions;
import dev.pilothouse.desktop.usage.UsageRecorder;
import dev.pilothouse.desktop.worktree.TestRepository;
import dev.pilothouse.model.CommitOrder;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.GitActivity;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.PullMode;
import dev.pilothouse.model.PushForm;
import dev.pilothouse.model.PushOrder;
import dev.pilothouse.model.RemoteState;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.protocol.ClientMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fetch, pull and push as jobs, by real git over files. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RemoteServiceIT {
    @TempDir
    Path folder;

    private RemoteRig rig;

    @BeforeEach
    void create() throws Exception {
        rig = new RemoteRig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private String git(String... arguments) throws Exception {
        return TestRepository.git(rig.mine, arguments);
    }

    private void branch(String name) throws Exception {
        git("switch", "--quiet", "-c", name);
    }

    // --- the state

    @Test
    void theStateNamesTheRemoteTheBranchAndTheCommitsThatArePushed() throws Exception {
        branch("fix/login");
        String head = rig.commit(rig.mine, "a.txt", "a");
        Files.writeString(rig.mine.resolve("a.txt"), "b");

        RemoteState state = rig.state();

        assertThat(state.branch()).isEqualTo(new RemoteState.Branch("fix/login", head, 1));
        assertThat(state.push().form()).isEqualTo(PushForm.NEW_BRANCH);
        assertThat(state.push().remote()).isEqualTo("origin");
        assertThat(state.push().url()).isEqualTo(rig.bare.toString());
        assertThat(state.push().target()).isEqualTo("fix/login");
        assertThat(state.push().guarded()).isFalse();
        assertThat(state.push().commits()).containsExactly(new RemoteState.Commit(head, "Change a.txt"));
        assertThat(state.push().total()).isEqualTo(1);
    }

    @Test
    void theDefaultBranchAndUsualNamesAreProtected() throws Exception {
        assertThat(rig.state().push().guarded()).isTrue();
        branch("release/2");
        assertThat(rig.state().push().guarded()).isTrue();
        branch("trunk");
        rig.commit(rig.mine, "a.txt", "a");
        assertThat(rig.state().push().guarded()).isFalse();
        git("push", "--quiet", "origin", "trunk");
        git("remote", "set-head", "origin", "trunk");
        assertThat(rig.state().push().guarded()).isTrue();
    }

    @Test
    void aLookNeitherAsksTheRemoteNorRunsItsPrograms() throws Exception {
        Path mark = folder.resolve("mark");
        git("config", "core.sshCommand", "touch " + mark + ";");
        git("config", "core.fsmonitor", "touch " + mark + ";");
        git("config", "remote.origin.url", "ssh://git@127.0.0.1/shop");

        assertThat(rig.state().push().url()).isEqualTo("ssh://git@127.0.0.1/shop");
        assertThat(mark).doesNotExist();
    }

    @Test
    void pushesGoWhereGitIsConfiguredToPush() throws Exception {
        git("config", "remote.fork.url", "https://me:secret@example.org/fork.git?token=secret");
        git("config", "remote.pushDefault", "fork");
        git("config", "url.git@example.org:.pushInsteadOf", "https://me:secret@example.org/");

        RemoteState.Push push = rig.state().push();

        assertThat(push.remote()).isEqualTo("fork");
        assertThat(push.url()).startsWith("git@example.org:fork.git");
        git("config", "--unset", "url.git@example.org:.pushInsteadOf");
        assertThat(rig.state().push().url()).isEqualTo("https://example.org/fork.git");
    }

    // --- fetch

    @Test
    void aFetchBringsTheCommitsOfTheRemote() throws Exception {
        String theirs = rig.commitTheirs("b.txt", "b");

        assertThat(rig.fetch().state()).isEqualTo(JobState.DONE);

        assertThat(git("rev-parse", "origin/main")).isEqualTo(theirs);
        assertThat(rig.state().pull().behind()).isEqualTo(1);
    }

    @Test
    void withoutARemoteThereIsAClearSentence() throws Exception {
        git("remote", "remove", "origin");

        assertThat(rig.state().push().form()).isEqualTo(PushForm.NO_REMOTE);
        assertThat(rig.fetch().status().text()).contains("no remote");
    }

    @Test
    void aMissingRepositoryIsToldAsOne() throws Exception {
        git("config", "remote.origin.url", folder.resolve("none").toString());

        Job job = rig.fetch();

        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.status().text())
                .contains("There is no repository at " + folder.toRealPath().resolve("none"));
    }

    // --- pull

    @Test
    void aPullWithoutOwnCommitsMovesTheBranchForward() throws Exception {
        String theirs = rig.commitTheirs("b.txt", "b");

        Job job = rig.pull(null);

        assertThat(job.state()).as(job.status().text()).isEqualTo(JobState.DONE);
        assertThat(git("rev-parse", "HEAD")).isEqualTo(theirs);
        assertThat(rig.mine.resolve("b.txt")).hasContent("b");
        assertThat(job.status().evidence()).containsKey("snapshot");
    }

    @Test
    void ownCommitsNeedAChoiceUnlessGitIsConfigured() throws Exception {
        rig.commit(rig.mine, "a.txt", "a");
        rig.commitTheirs("b.txt", "b");

        assertThat(rig.pull(null).status().text()).contains("Choose rebase or merge");

        git("config", "pull.rebase", "true");
        assertThat(rig.pull(null).state()).isEqualTo(JobState.DONE);
        assertThat(git("log", "--format=%s", "-2")).isEqualTo("Change a.txt\nChange b.txt");
    }

    @Test
    void aMergeJoinsBothSides() throws Exception {
        rig.commit(rig.mine, "a.txt", "a");
        rig.commitTheirs("b.txt", "b");

        assertThat(rig.pull(PullMode.MERGE).state()).isEqualTo(JobState.DONE);

        assertThat(git("log", "--format=%s", "-1")).isEqualTo("Merge remote-tracking branch 'origin/main'");
    }

    @Test
    void uncommittedChangesAreNamedAndStay() throws Exception {
        rig.commit(rig.mine, "a.txt", "a");
        rig.commitTheirs("readme.txt", "theirs\n");
        Files.writeString(rig.mine.resolve("readme.txt"), "mine\n");

        assertThat(rig.pull(PullMode.REBASE).status().text()).contains("in the way of a rebase: readme.txt");
        assertThat(rig.pull(PullMode.MERGE).status().text())
                .contains("in the way")
                .contains("readme.txt");

        assertThat(rig.mine.resolve("readme.txt")).hasContent("mine");
        assertThat(rig.state().pull().operation()).isEqualTo(GitActivity.NONE);
    }

    @Test
    void aPullIsRefusedWhileAnAgentWorksThere() throws Exception {
        rig.commitTheirs("b.txt", "b");
        rig.turn = Optional.of("Totals");

        assertThat(rig.pull(null).status().text()).contains("Totals");
        assertThat(rig.mine.resolve("b.txt")).doesNotExist();
    }

    @Test
    void aPullAfterTheTurnWaitsForItsEndAndCanBeCancelled() throws Exception {
        String theirs = rig.commitTheirs("b.txt", "b");
        rig.turn = Optional.of("Totals");
        JobId cancelled = rig.startPull(null, true);
        rig.jobs().cancel(cancelled);
        assertThat(rig.over(cancelled).state()).isEqualTo(JobState.STOPPED);

        JobId waiting = rig.startPull(null, true);
        Job queued = rig.jobs().find(waiting).orElseThrow();
        assertThat(queued.state()).isEqualTo(JobState.QUEUED);
        assertThat(queued.status().text()).contains("Totals");
        assertThat(rig.mine.resolve("b.txt")).doesNotExist();
        rig.turn = Optional.empty();
        rig.jobs().wake();

        assertThat(rig.over(waiting).state()).isEqualTo(JobState.DONE);
        assertThat(git("rev-parse", "HEAD")).isEqualTo(theirs);
    }

    @Test
    void aPullThatWaitedForATurnIsNotMadeForARevokedDevice() throws Exception {
        rig.commitTheirs("b.txt", "b");
        rig.turn = Optional.of("Totals");
        AtomicBoolean allowed = new AtomicBoolean(true);
        rig.jobs().useRights(request -> allowed.get());
        JobId waiting = rig.startPull(null, true);

        allowed.set(false);
        rig.turn = Optional.empty();
        rig.jobs().wake();

        Job over = rig.over(waiting);
        assertThat(over.state()).isEqualTo(JobState.FAILED);
        assertThat(over.status().text()).contains("“Desk” may not do that");
        assertThat(rig.mine.resolve("b.txt")).doesNotExist();
    }

    @Test
    void conflictsAreListedAndAnAbortPutsEverythingBack() throws Exception {
        for (PullMode method : PullMode.values()) {
            rig.commitTheirs("readme.txt", "theirs with " + method);
            String mine = rig.commit(rig.mine, "readme.txt", "mine with " + method);

            Job job = rig.pull(method);

            assertThat(job.state()).isEqualTo(JobState.FAILED);
            assertThat(job.status().text()).contains("conflicts in readme.txt");
            RemoteState during = rig.state();
            assertThat(during.pull().operation())
                    .isEqualTo(method == PullMode.MERGE ? GitActivity.MERGE : GitActivity.REBASE);
            assertThat(during.pull().conflicts()).containsExactly("readme.txt");
            assertThat(during.branch().name()).isEqualTo("main");
            assertThat(during.push().form()).isEqualTo(PushForm.NO_BRANCH);
            assertThat(rig.pull(method).status().text()).contains("Finish or abort it first");

            assertThat(rig.abort().state()).isEqualTo(JobState.DONE);
            assertThat(git("rev-parse", "HEAD")).isEqualTo(mine);
            assertThat(git("status", "--porcelain")).isEmpty();
            assertThat(rig.mine.resolve("readme.txt")).hasContent("mine with " + method);
            git("reset", "--quiet", "--hard", "origin/main");
        }
        assertThat(rig.abort().status().text()).contains("no merge and no rebase");
    }

    // --- push

    @Test
    void theFirstPushOfABranchCreatesItAndFollowsIt() throws Exception {
        branch("fix");
        String head = rig.commit(rig.mine, "a.txt", "a");
        git("tag", "v1");
        git("config", "push.followTags", "true");

        Job job = rig.push(PushOrder.of(rig.state()));

        assertThat(job.state()).as(job.status().text()).isEqualTo(JobState.DONE);
        assertThat(rig.remoteCommit("fix")).isEqualTo(head);
        assertThat(rig.state().push().form()).isEqualTo(PushForm.UP_TO_DATE);
        assertThat(git("rev-parse", "--abbrev-ref", "fix@{upstream}")).isEqualTo("origin/fix");
        assertThat(TestRepository.git(rig.bare, "tag")).isEmpty();
    }

    @Test
    void aCommitThatThePersonHasNotSeenIsNotPushed() throws Exception {
        branch("fix");
        rig.commit(rig.mine, "a.txt", "a");
        PushOrder seen = PushOrder.of(rig.state());
        rig.commit(rig.mine, "b.txt", "b");

        Job job = rig.push(seen);

        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.status().text()).contains("another commit");
        assertThat(TestRepository.git(rig.bare, "branch", "--list", "fix")).isEmpty();
    }

    @Test
    void aPushThatWouldGoElsewhereIsRefused() throws Exception {
        branch("fix");
        rig.commit(rig.mine, "a.txt", "a");
        PushOrder seen = PushOrder.of(rig.state());
        git("config", "remote.origin.pushurl", folder.resolve("elsewhere").toString());

        assertThat(rig.push(seen).status().text()).contains("elsewhere").contains("not what was shown");
    }

    @Test
    void theDefaultBranchNeedsAConfirmation() throws Exception {
        String head = rig.commit(rig.mine, "a.txt", "a");
        PushOrder order = PushOrder.of(rig.state());

        assertThat(rig.push(order).status().text()).contains("Confirm");
        assertThat(rig.remoteCommit("main")).isNotEqualTo(head);

        assertThat(rig.push(order.toDefault(true)).state()).isEqualTo(JobState.DONE);
        assertThat(rig.remoteCommit("main")).isEqualTo(head);
    }

    @Test
    void aDivergedBranchIsRefusedAndReplacedOnlyWithTheCommitThatWasSeen() throws Exception {
        branch("fix");
        String old = rig.commit(rig.mine, "a.txt", "a");
        rig.push(PushOrder.of(rig.state()));
        git("commit", "--quiet", "--amend", "--message", "Another");
        RemoteState state = rig.state();
        assertThat(state.push().form()).isEqualTo(PushForm.DIVERGED);
        assertThat(state.push().lost()).isEqualTo(1);
        assertThat(state.push().seen()).isEqualTo(old);

        assertThat(rig.push(PushOrder.of(state)).status().text()).contains("Pull first");

        TestRepository.git(rig.theirs, "fetch", "--quiet");
        TestRepository.git(rig.theirs, "switch", "--quiet", "fix");
        String theirs = rig.commitTheirs("b.txt", "b");
        PushOrder forced = PushOrder.of(state).replacing(old);
        assertThat(rig.push(forced).status().text()).contains("has changed since you looked");
        assertThat(rig.remoteCommit("fix")).isEqualTo(theirs);

        rig.fetch();
        RemoteState again = rig.state();
        assertThatThrownBy(() -> rig.push(PushOrder.of(again).replacing("refs/remotes/origin/fix")))
                .as("a name stands for what was fetched last, which nobody has seen")
                .isInstanceOf(RefusedException.class);
        assertThat(again.push().lost()).isEqualTo(2);
        assertThat(rig.push(PushOrder.of(again).replacing(again.push().seen())).state())
                .isEqualTo(JobState.DONE);
        assertThat(rig.remoteCommit("fix")).isEqualTo(git("rev-parse", "HEAD"));
    }

    @Test
    void aRefusalOfTheRemoteIsShownAsItComes() throws Exception {
        rig.hookOfRemote("pre-receive", "echo 'Only on weekdays, please.' >&2; exit 1");
        branch("fix");
        rig.commit(rig.mine, "a.txt", "a");

        Job job = rig.push(PushOrder.of(rig.state()));

        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.status().text()).contains("pre-receive hook declined").contains("Only on weekdays, please.");
    }

    @Test
    void aHookThatHangsEndsWithTheJob() throws Exception {
        Path pid = folder.resolve("pid");
        rig.hook("pre-push", "echo Checking; sleep 600 & echo $! > " + pid + "; wait");
        branch("fix");
        rig.commit(rig.mine, "a.txt", "a");
        JobId id = rig.startPush(PushOrder.of(rig.state()));
        rig.await(id, "the hook's output", job -> job.output().texts().contains("Checking"));
        assertThatThrownBy(() -> rig.fetch()).isInstanceOf(RefusedException.class);

        rig.jobs().cancel(id);

        assertThat(rig.over(id).state()).isEqualTo(JobState.STOPPED);
        assertThat(TestRepository.git(rig.bare, "branch", "--list", "fix")).isEmpty();
        long child = Long.parseLong(Files.readString(pid).strip());
        // A zombie has no command.
        assertThat(ProcessHandle.of(child).flatMap(process -> process.info().command()))
                .isEmpty();
    }

    // --- credentials

    @Test
    void aTokenInAUrlIsInNoOutputOutcomeOrJournal() throws Exception {
        String token = "ghp_0123456789abcdef";
        branch("fix");
        rig.commit(rig.mine, "a.txt", "a");
        git("config", "remote.origin.url", "http://me:" + token + "@127.0.0.1:1/shop.git");
        rig.hook("pre-push", "echo \"Pushing to $2 ($1)\"; exit 1");

        RemoteState state = rig.state();
        Job fetched = rig.fetch();
        Job pushed = rig.push(PushOrder.of(state));

        assertThat(state.push().url()).isEqualTo("http://127.0.0.1:1/shop.git");
        assertThat(fetched.status().text()).contains("cannot be reached");
        assertThat(pushed.state()).isEqualTo(JobState.FAILED);
        assertThat(String.valueOf(fetched) + pushed + state + Files.readString(rig.journal()))
                .contains("127.0.0.1:1/shop.git")
                .doesNotContain(token)
                .doesNotContain(token.substring(0, 8));
    }

    // --- interrupted

    @Test
    void aPushThatWasInterruptedIsSettledByAskingTheRemote() throws Exception {
        branch("fix");
        String head = rig.commit(rig.mine, "a.txt", "a");
        Path go = folder.resolve("go");
        rig.hook("pre-push", "echo Checking; while [ ! -e " + go + " ]; do sleep 0.05; done");
        JobId id = rig.startPush(PushOrder.of(rig.state()));
        rig.await(id, "the hook's output", job -> job.output().texts().contains("Checking"));
        rig.stop();
        git("push", "--quiet", "--no-verify", "origin", "fix");

        rig.open();

        assertThat(rig.over(id).state()).isEqualTo(JobState.DONE);
        assertThat(rig.remoteCommit("fix")).isEqualTo(head);
        assertThat(git("rev-parse", "--abbrev-ref", "fix@{upstream}")).isEqualTo("origin/fix");
    }

    @Test
    void anInterruptedPushThatDidNotArriveFailsAndCanBeRepeated() throws Exception {
        branch("fix");
        String head = rig.commit(rig.mine, "a.txt", "a");
        Path go = folder.resolve("go");
        rig.hook("pre-push", "echo Checking; while [ ! -e " + go + " ]; do sleep 0.05; done");
        JobId id = rig.startPush(PushOrder.of(rig.state()));
        rig.await(id, "the hook's output", job -> job.output().texts().contains("Checking"));
        rig.stop();

        rig.open();
        Job settled = rig.over(id);
        assertThat(settled.state()).isEqualTo(JobState.FAILED);
        assertThat(settled.status().text()).contains("does not have the commit");

        Files.createFile(go);
        rig.jobs().retry(id);
        assertThat(rig.over(id).state()).isEqualTo(JobState.DONE);
        assertThat(rig.remoteCommit("fix")).isEqualTo(head);
    }

    @Test
    void aPushToSeveralPlacesIsDoneWhenEachOfThemHasTheCommit() throws Exception {
        branch("fix");
        rig.commit(rig.mine, "a.txt", "a");
        Path second = folder.resolve("second.git");
        TestRepository.git(folder, "clone", "--quiet", "--bare", rig.bare.toString(), second.toString());
        git("config", "--add", "remote.origin.pushurl", rig.bare.toString());
        git("config", "--add", "remote.origin.pushurl", second.toString());
        rig.hook("pre-push", "echo Checking; sleep 600");
        JobId id = rig.startPush(PushOrder.of(rig.state()));
        rig.await(id, "the hook's output", job -> job.output().texts().contains("Checking"));
        rig.stop();
        git("push", "--quiet", "--no-verify", rig.bare.toString(), "fix");

        rig.open();

        assertThat(rig.over(id).state()).isEqualTo(JobState.FAILED);
        rig.hook("pre-push", "exit 0");
        rig.jobs().retry(id);
        assertThat(rig.over(id).state()).isEqualTo(JobState.DONE);
        assertThat(TestRepository.git(second, "rev-parse", "fix")).isEqualTo(rig.remoteCommit("fix"));
    }

    // --- beside commits

    private CommitService commits(Path directory) {
        return new CommitService(
                new CommitService.Repositories(
                        rig.git(),
                        new RepositoryReader(rig.git()),
                        new KeptStore(rig.git(), folder.resolve("kept"), Clock.systemUTC()),
                        session -> Optional.of(directory),
                        new WorkingSessions(() -> List.of()),
                        (session, path) -> Optional.empty()),
                new CommitService.MessageAgents(
                        new FakeAgents(FakeAgent::manual),
                        UsageRecorder.NONE,
                        (name, capacity) -> {
                            throw new AssertionError("no agent is asked");
                        },
                        session -> Optional.empty(),
                        Clock.systemUTC()),
                rig.jobs(),
                folder.resolve("commits"));
    }

    private static ClientMessage.MakeCommit commit(boolean afterTurn) {
        return new ClientMessage.MakeCommit(
                new RequestId("r"),
                new JobId("commit"),
                RemoteRig.SESSION,
                new CommitOrder("All", CommitOrder.Files.ALL, List.of(), false, false, "", afterTurn));
    }

    @Test
    void noCommitBeginsInASubdirectoryWhileAPullIsOpen() throws Exception {
        rig.turn = Optional.of("Totals");
        rig.startPull(null, true);
        try (CommitService commits = commits(Files.createDirectory(rig.mine.resolve("sub")))) {
            assertThatThrownBy(() -> commits.commit(commit(false), RemoteRig.requester()))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.BUSY));
        }
    }

    @Test
    void noPullBeginsWhileACommitInASubdirectoryIsOpen() throws Exception {
        Path sub = Files.createDirectory(rig.mine.resolve("sub"));
        Path go = folder.resolve("go");
        Files.writeString(sub.resolve("a.txt"), "a");
        rig.hook("pre-commit", "while [ ! -e " + go + " ]; do sleep 0.05; done");
        try (CommitService commits = commits(sub)) {
            commits.commit(commit(false), RemoteRig.requester());
            assertThatThrownBy(() -> rig.pull(null)).isInstanceOf(RefusedException.class);
            assertThat(rig.fetch().state()).isEqualTo(JobState.DONE);
            Files.createFile(go);
            assertThat(rig.over(new JobId("commit")).state()).isEqualTo(JobState.DONE);
            assertThat(rig.pull(null).state()).isEqualTo(JobState.DONE);
        }
    }

    @Test
    void anInterruptedPushToARemoteThatIsGoneIsUnknown() throws Exception {
        branch("fix");
        rig.commit(rig.mine, "a.txt", "a");
        rig.hook("pre-push", "echo Checking; sleep 600");
        JobId id = rig.startPush(PushOrder.of(rig.state()));
        rig.await(id, "the hook's output", job -> job.output().texts().contains("Checking"));
        rig.stop();
        Files.move(rig.bare, folder.resolve("moved"));

        rig.open();

        assertThat(rig.over(id).state()).isEqualTo(JobState.UNKNOWN);
        assertThat(rig.over(id).status().text()).contains("could not ask");
    }
}
