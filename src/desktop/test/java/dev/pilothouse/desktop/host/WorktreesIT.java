package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pilothouse.desktop.worktree.TestRepository;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FileChanges;
import dev.pilothouse.model.GitReference;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.KeptWorktree;
import dev.pilothouse.model.ReferenceList;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.WorktreeInfo;
import dev.pilothouse.model.WorktreeRequest;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions in new worktrees of a real repository, on a real host. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class WorktreesIT {
    @TempDir
    Path folder;

    @TempDir
    Path work;

    private TestRepository repository;
    private TestHost host;

    @BeforeEach
    void start() throws Exception {
        repository = TestRepository.at(work.resolve("shop"));
        host = TestHost.on(folder);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private Intent.CreateSession create(String branch, String base, String prompt) {
        return new Intent.CreateSession(
                new AgentId("demo"),
                repository.root().toString(),
                null,
                null,
                prompt,
                null,
                new WorktreeRequest(branch, base));
    }

    private static SessionState follow(TestClient client, SessionId session, SessionPhase phase) {
        client.subscribe(session);
        return client.awaitState(
                session,
                phase.toString(),
                state -> state.activity() != null && state.activity().phase() == phase);
    }

    private static Job awaitJob(TestClient client, JobState state) {
        HostMessage heard = client.await(
                "a job is " + state,
                message -> message instanceof HostMessage.JobsChanged jobs
                        && jobs.changed().stream().anyMatch(job -> job.state() == state));
        return ((HostMessage.JobsChanged) heard)
                .changed().stream()
                        .filter(job -> job.state() == state)
                        .findFirst()
                        .orElseThrow();
    }

    private Path place(String name) {
        return repository.worktrees().resolve(name);
    }

    @Test
    void aSessionStartsInANewWorktreeOfItsRepository() throws Exception {
        try (TestClient client = host.local()) {
            SessionId session =
                    client.done(create("fix/Login_Race.v2", "", "/say done")).sessionId();

            client.subscribe(session);
            SessionState state = client.awaitState(session, "a turn", each -> each.lastTurn() != null);
            Job job = awaitJob(client, JobState.DONE);

            Path place = place("fix-Login_Race.v2");
            assertThat(state.info().cwd()).isEqualTo(place.toString());
            assertThat(TestRepository.git(place, "branch", "--show-current")).isEqualTo("fix/Login_Race.v2");
            assertThat(place.resolve("readme.txt")).hasContent("Hello\n");
            assertThat(job.kind()).isEqualTo(JobKind.WORKTREE_ADD);
            assertThat(job.arguments()).containsExactly("fix/Login_Race.v2", place.toString());
            assertThat(job.request().sessionId()).isEqualTo(session);
            assertThat(repository.git("worktree", "list", "--porcelain")).contains("locked pilothouse " + session);
        }
    }

    @Test
    void theBaseMayBeAnyBranchOrTheCurrentCommit() throws Exception {
        repository.git("branch", "release");
        repository.commit("later.txt", "later\n");
        try (TestClient client = host.local()) {
            SessionId old = client.done(create("from-release", "release", null)).sessionId();
            SessionId current = client.done(create("from-here", "", null)).sessionId();
            follow(client, old, SessionPhase.IDLE);
            follow(client, current, SessionPhase.IDLE);

            assertThat(place("from-release").resolve("later.txt")).doesNotExist();
            assertThat(place("from-here").resolve("later.txt")).exists();
        }
    }

    private Intent.CreateSession existing(String branch) {
        return new Intent.CreateSession(
                new AgentId("demo"),
                repository.root().toString(),
                null,
                null,
                null,
                null,
                new WorktreeRequest(branch, "", true));
    }

    @Test
    void anExistingBranchIsCheckedOutUnlessItIsCheckedOutElsewhere() throws Exception {
        repository.git("branch", "release");
        repository.commit("later.txt", "later\n");
        try (TestClient client = host.local()) {
            SessionId session = client.done(existing("release")).sessionId();
            follow(client, session, SessionPhase.IDLE);

            assertThat(TestRepository.git(place("release"), "branch", "--show-current"))
                    .isEqualTo("release");
            assertThat(place("release").resolve("later.txt")).doesNotExist();
            assertThat(client.refused(client.submit(existing("release"))).text())
                    .contains("release", place("release").toString());
            assertThat(client.refused(client.submit(existing("main"))).text())
                    .contains(repository.root().toString());
            assertThat(client.refused(client.submit(existing("none"))).text()).contains("none");
        }
    }

    @Test
    void theChangesOfAWorktreeAreComparedWithTheBranchFromWhichItWasMade() throws Exception {
        repository.git("branch", "release");
        repository.commit("later.txt", "later\n");
        repository.git("switch", "--quiet", "release");
        repository.commit("released.txt", "1\n");
        repository.git("switch", "--quiet", "main");
        try (TestClient client = host.local()) {
            SessionId session = client.done(create("fix", "release", null)).sessionId();
            follow(client, session, SessionPhase.IDLE);
            Files.writeString(place("fix").resolve("new.txt"), "1\n");

            RequestId asked = TestClient.newRequestId();
            client.send(new ClientMessage.ListChanges(asked, session, ComparisonTarget.BASE));
            FileChanges changes = client.awaitHeard(HostMessage.Changes.class).changes();

            assertThat(changes.base()).isEqualTo("release");
            assertThat(changes.files()).extracting(ChangedFile::path).containsExactly("new.txt");
        }
    }

    /** A remote on the disk with pull request 7 in both forms, from a commit that no branch has. */
    private String forgeWithPullRequest() throws Exception {
        Path forge = work.resolve("forge.git");
        repository.git("switch", "--quiet", "--create", "contribution");
        repository.commit("contributed.txt", "pull\n");
        String pull = repository.git("rev-parse", "HEAD");
        repository.commit("contributed.txt", "merge\n");
        repository.git(
                "clone",
                "--quiet",
                "--bare",
                "--branch",
                "main",
                repository.root().toString(),
                forge.toString());
        TestRepository.git(forge, "update-ref", "refs/pull/7/head", pull);
        TestRepository.git(forge, "update-ref", "refs/merge-requests/7/head", "refs/heads/contribution");
        TestRepository.git(forge, "update-ref", "refs/merge-requests/8/head", "refs/heads/contribution");
        TestRepository.git(forge, "branch", "-D", "contribution");
        repository.git("switch", "--quiet", "main");
        repository.git("branch", "-D", "contribution");
        repository.git("remote", "add", "origin", "https://forge.example/pilot/shop.git");
        repository.git("config", "url." + forge + ".insteadOf", "https://forge.example/pilot/shop.git");
        return pull;
    }

    @Test
    void aWorktreeMayStartFromAPullRequestByItsNumberOrItsAddress() throws Exception {
        String pull = forgeWithPullRequest();
        try (TestClient client = host.local()) {
            List<String> names = List.of("#7", "https://forge.example/pilot/shop/pull/7/files", "!7", "#8");
            for (String name : names) {
                SessionId session = client.done(create("pr" + names.indexOf(name), name, null))
                        .sessionId();
                follow(client, session, SessionPhase.IDLE);
            }

            assertThat(TestRepository.git(place("pr0"), "rev-parse", "HEAD")).isEqualTo(pull);
            assertThat(TestRepository.git(place("pr0"), "branch", "--show-current"))
                    .isEqualTo("pr0");
            assertThat(place("pr1").resolve("contributed.txt")).hasContent("pull\n");
            assertThat(place("pr2").resolve("contributed.txt")).hasContent("merge\n");
            assertThat(place("pr3").resolve("contributed.txt")).hasContent("merge\n");
            assertThat(list(client).worktrees())
                    .extracting(WorktreeInfo::branch, WorktreeInfo::pullRequest)
                    .contains(tuple("pr0", 7), tuple("pr3", 8));
            assertThat(repository.git("for-each-ref", "refs/pilothouse")).isEmpty();
        }
    }

    @Test
    void aPullRequestOfAnotherRepositoryIsRefused() throws Exception {
        forgeWithPullRequest();
        try (TestClient client = host.local()) {
            HostMessage.Failure refused =
                    client.refused(client.submit(create("x", "forge.example/pilot/other/pull/7", null)));

            assertThat(refused.code()).isEqualTo(ErrorCode.BAD_REQUEST);
            assertThat(refused.text()).contains("forge.example/pilot/other");
            assertThat(repository.worktrees()).doesNotExist();
        }
    }

    @Test
    void aPullRequestThatTheRemoteDoesNotHaveFailsTheJobAndCreatesNothing() throws Exception {
        forgeWithPullRequest();
        try (TestClient client = host.local()) {
            SessionId session = client.done(create("x", "#9", null)).sessionId();

            assertThat(follow(client, session, SessionPhase.FAILED).activity().detail())
                    .contains("#9", "origin");
            assertThat(place("x")).doesNotExist();
            assertThat(repository.git("branch")).isEqualTo("* main");
        }
    }

    @Test
    void aSessionOfASubdirectoryWorksInThatSubdirectory() throws Exception {
        repository.commit("web/page.txt", "page\n");
        try (TestClient client = host.local()) {
            SessionId session = client.done(new Intent.CreateSession(
                            new AgentId("demo"),
                            repository.root().resolve("web").toString(),
                            null,
                            null,
                            null,
                            null,
                            new WorktreeRequest("sub", "")))
                    .sessionId();

            assertThat(follow(client, session, SessionPhase.IDLE).info().cwd())
                    .isEqualTo(place("sub").resolve("web").toString());
        }
    }

    @Test
    void aWrongBranchNameIsRefusedWithASentenceAndNothingIsCreated() throws Exception {
        try (TestClient client = host.local()) {
            for (String name : List.of("two words", "-x", "a..b", "@{-1}", "main", "")) {
                HostMessage.Failure refused = client.refused(client.submit(create(name, "", null)));
                assertThat(refused.code()).as(name).isEqualTo(ErrorCode.BAD_REQUEST);
                assertThat(refused.text()).as(name).contains("branch");
            }
            HostMessage.Failure noBase = client.refused(client.submit(create("ok", "no-such-branch", null)));
            assertThat(noBase.text()).contains("no-such-branch");
            assertThat(repository.worktrees()).doesNotExist();
            assertThat(repository.git("branch")).isEqualTo("* main");
        }
    }

    @Test
    void aFolderWithoutARepositoryHasNoWorktrees() throws Exception {
        try (TestClient client = host.local()) {
            Intent.CreateSession elsewhere = new Intent.CreateSession(
                    new AgentId("demo"), folder.toString(), null, null, null, null, new WorktreeRequest("x", ""));

            assertThat(client.refused(client.submit(elsewhere)).text()).contains("no git repository");
        }
    }

    @Test
    void aFailureLeavesTheSessionWithASentenceAndAResumeTriesAgain() throws Exception {
        try (TestClient client = host.local()) {
            // A file stands where the folder of the worktrees should be.
            Files.writeString(repository.worktrees(), "in the way");
            SessionId session = client.done(create("fix", "", "/say done")).sessionId();
            SessionState failed = follow(client, session, SessionPhase.FAILED);
            assertThat(failed.activity().detail()).isNotEmpty();
            assertThat(failed.queue()).hasSize(1);

            Files.delete(repository.worktrees());
            client.done(new Intent.ResumeSession(session));
            client.awaitState(session, "a turn", state -> state.lastTurn() != null);

            assertThat(place("fix").resolve("readme.txt")).exists();
        }
    }

    @Test
    void anotherToolsCleaningIsRefusedWithOurReason() throws Exception {
        try (TestClient client = host.local()) {
            SessionId session = client.done(create("fix", "", null)).sessionId();
            follow(client, session, SessionPhase.IDLE);
            awaitJob(client, JobState.DONE);
            Process remove = new ProcessBuilder(
                            "git", "worktree", "remove", place("fix").toString())
                    .directory(repository.root().toFile())
                    .redirectErrorStream(true)
                    .start();

            assertThat(new String(remove.getInputStream().readAllBytes())).contains("pilothouse " + session);
            assertThat(remove.waitFor()).isNotZero();
        }
    }

    @Test
    void theLifeOfASessionNeverTouchesADirectory() throws Exception {
        SessionId session;
        Path file = place("fix").resolve("untracked.txt");
        try (TestClient client = host.local()) {
            session = client.done(create("fix", "", null)).sessionId();
            follow(client, session, SessionPhase.IDLE);
            awaitJob(client, JobState.DONE);
            Files.writeString(file, "not committed");

            client.done(Intent.Organise.archive(session, true));
            client.done(Intent.Organise.archive(session, false));
            client.done(new Intent.CloseSession(session));
            client.awaitState(session, "gone", state -> state.activity().phase() == SessionPhase.GONE);
            client.done(new Intent.ResumeSession(session));
            client.awaitState(session, "idle", state -> state.activity().phase() == SessionPhase.IDLE);
            assertThat(file).hasContent("not committed");
        }
        host.restart();
        assertThat(file).hasContent("not committed");
        try (TestClient client = host.local()) {
            client.done(new Intent.DeleteSession(session));
        }
        host.restart();

        assertThat(file).hasContent("not committed");
        assertThat(repository.git("worktree", "list")).contains(place("fix").toString());
    }

    @Test
    void theDialogGetsTheBranchesOfTheRepository() throws Exception {
        repository.git("branch", "release");
        repository.git("update-ref", "refs/remotes/origin/main", "HEAD");
        repository.commit("later.txt", "later\n");
        try (TestClient client = host.local()) {
            RequestId asked = TestClient.newRequestId();
            client.send(new ClientMessage.ListReferences(
                    asked, repository.root().resolve("..").resolve("shop").toString()));
            ReferenceList list = client.awaitHeard(HostMessage.References.class).list();

            assertThat(list.repository()).isEqualTo(repository.root().toString());
            assertThat(list.folder()).isEqualTo(repository.worktrees().toString());
            assertThat(list.head()).isEqualTo("main");
            assertThat(list.remoteDefault()).isEqualTo("origin/main");
            assertThat(list.ahead()).isEqualTo(1);
            assertThat(list.branches())
                    .contains(
                            new GitReference("main", false, repository.root().toString()),
                            new GitReference("release", false),
                            new GitReference("origin/main", true));
        }
    }

    @Test
    void aDeviceThatWatchesSeesTheJobAndCannotCancelIt() throws Exception {
        repository.hook("post-checkout", "exec sleep 60");
        try (TestClient client = host.local();
                TestClient phone = host.device("Phone", Scope.VIEW)) {
            client.done(create("fix", "", null));
            Job job = awaitJob(phone, JobState.RUNNING);

            RequestId refused = TestClient.newRequestId();
            phone.send(new ClientMessage.CancelJob(refused, job.jobId()));
            assertThat(phone.refused(refused).code()).isEqualTo(ErrorCode.FORBIDDEN);

            RequestId cancel = TestClient.newRequestId();
            client.send(new ClientMessage.CancelJob(cancel, job.jobId()));
            client.ack(cancel);
            awaitJob(phone, JobState.STOPPED);
        }
    }

    private HostMessage.Worktrees list(TestClient client) {
        RequestId asked = TestClient.newRequestId();
        client.send(new ClientMessage.ListWorktrees(asked));
        return (HostMessage.Worktrees) client.await("the worktrees", message -> asked.equals(message.requestId()));
    }

    /** Requests the removal and returns the job when it is over. */
    private Job remove(TestClient client, WorktreeInfo worktree, String head, boolean foreign) {
        JobId jobId = new JobId(TestClient.newRequestId().value());
        RequestId asked = TestClient.newRequestId();
        client.send(
                new ClientMessage.RemoveWorktree(asked, jobId, worktree.repository(), worktree.place(), head, foreign));
        client.ack(asked);
        return awaitEnd(client, jobId);
    }

    private static Job awaitEnd(TestClient client, JobId jobId) {
        HostMessage heard = client.await(
                "the end of " + jobId,
                message -> message instanceof HostMessage.JobsChanged jobs
                        && jobs.changed().stream()
                                .anyMatch(job ->
                                        job.jobId().equals(jobId) && job.state().isOver()));
        return ((HostMessage.JobsChanged) heard)
                .changed().stream()
                        .filter(job -> job.jobId().equals(jobId) && job.state().isOver())
                        .findFirst()
                        .orElseThrow();
    }

    private SessionId closedSession(TestClient client, String branch) {
        SessionId session = client.done(create(branch, "", null)).sessionId();
        follow(client, session, SessionPhase.IDLE);
        client.done(new Intent.CloseSession(session));
        client.awaitState(session, "gone", state -> state.activity().phase() == SessionPhase.GONE);
        return session;
    }

    @Test
    void theListSaysWhatIsInAWorktreeAndWhoWorksInIt() throws Exception {
        try (TestClient client = host.local()) {
            SessionId session = closedSession(client, "fix");
            Files.writeString(place("fix").resolve("new.txt"), "new");
            TestRepository.git(place("fix"), "commit", "--quiet", "--allow-empty", "--message", "Work");

            WorktreeInfo worktree = list(client).worktrees().get(0);

            assertThat(worktree.repository()).isEqualTo(repository.root().toString());
            assertThat(worktree.place()).isEqualTo(place("fix").toString());
            assertThat(worktree.branch()).isEqualTo("fix");
            assertThat(worktree.own()).isTrue();
            assertThat(worktree.sessions()).containsExactly(session);
            assertThat(worktree.status()).isEqualTo(new WorktreeInfo.Status(1, 1));
            assertThat(worktree.bytes()).isPositive();
        }
    }

    @Test
    void aRemovedWorktreeComesBackWithItsBranchItsCommitsAndItsChanges() throws Exception {
        try (TestClient client = host.local()) {
            SessionId session = closedSession(client, "fix");
            TestRepository.git(place("fix"), "commit", "--quiet", "--allow-empty", "--message", "Work");
            Files.writeString(place("fix").resolve("readme.txt"), "changed");
            Files.writeString(place("fix").resolve("new.txt"), "new");
            WorktreeInfo worktree = list(client).worktrees().get(0);

            assertThat(remove(client, worktree, worktree.head(), false).state()).isEqualTo(JobState.DONE);

            assertThat(place("fix")).doesNotExist();
            assertThat(repository.git("branch", "--list", "fix")).contains("fix");
            HostMessage.Worktrees after = list(client);
            assertThat(after.worktrees()).isEmpty();
            KeptWorktree snapshot = after.kept().get(0);
            assertThat(snapshot.branch()).isEqualTo("fix");
            JobId back = new JobId("back");
            client.send(new ClientMessage.RestoreWorktree(
                    TestClient.newRequestId(), back, snapshot.repository(), snapshot.id(), "fix"));
            assertThat(awaitEnd(client, back).state()).isEqualTo(JobState.DONE);

            assertThat(TestRepository.git(place("fix"), "branch", "--show-current"))
                    .isEqualTo("fix");
            assertThat(TestRepository.git(place("fix"), "rev-parse", "HEAD")).isEqualTo(worktree.head());
            assertThat(place("fix").resolve("readme.txt")).hasContent("changed");
            assertThat(TestRepository.git(place("fix"), "status", "--porcelain"))
                    .contains("?? new.txt");
            assertThat(repository.git("worktree", "list", "--porcelain")).contains("locked pilothouse " + session);
            assertThat(list(client).worktrees().get(0).own()).isTrue();
        }
    }

    @Test
    void nothingIsRemovedWhileAnAgentRunsOrAfterHeadHasMoved() throws Exception {
        try (TestClient client = host.local()) {
            SessionId session = client.done(create("fix", "", null)).sessionId();
            follow(client, session, SessionPhase.IDLE);
            WorktreeInfo worktree = list(client).worktrees().get(0);

            Job running = remove(client, worktree, worktree.head(), false);
            assertThat(running.state()).isEqualTo(JobState.FAILED);
            assertThat(running.status().text()).contains("Close the session first");

            client.done(new Intent.CloseSession(session));
            client.awaitState(session, "gone", state -> state.activity().phase() == SessionPhase.GONE);
            TestRepository.git(place("fix"), "commit", "--quiet", "--allow-empty", "--message", "Work");
            assertThat(remove(client, worktree, worktree.head(), false).status().text())
                    .contains("other commits");
            assertThat(place("fix").resolve("readme.txt")).exists();
        }
    }

    @Test
    void aWorktreeOfSomebodyElseIsRemovedOnlyWithTheConsentToThat() throws Exception {
        repository.git(
                "worktree",
                "add",
                "--quiet",
                "-b",
                "by-hand",
                work.resolve("by-hand").toString());
        try (TestClient client = host.local()) {
            closedSession(client, "fix");
            WorktreeInfo foreign = list(client).worktrees().stream()
                    .filter(worktree -> worktree.branch().equals("by-hand"))
                    .findFirst()
                    .orElseThrow();
            assertThat(foreign.own()).isFalse();

            assertThat(remove(client, foreign, foreign.head(), false).state()).isEqualTo(JobState.FAILED);
            assertThat(work.resolve("by-hand")).exists();
            assertThat(remove(client, foreign, foreign.head(), true).state()).isEqualTo(JobState.DONE);
            assertThat(work.resolve("by-hand")).doesNotExist();
        }
    }
}
