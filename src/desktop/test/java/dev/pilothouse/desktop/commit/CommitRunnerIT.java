package dev.pilothouse.desktop.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.git.GitRepository;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.git.RepositoryReader;
import dev.pilothouse.desktop.git.WorkingSessions;
import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.desktop.job.JobResult;
import dev.pilothouse.model.CommitOrder;
import dev.pilothouse.model.CommitState;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.JobState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits with real git, hooks and signing. */
class CommitRunnerIT {
    @TempDir
    Path folder;

    private GitRepository repository;
    private GitRunner git;
    private CommitReader reader;

    @BeforeEach
    void create() throws Exception {
        repository = GitRepository.create(folder, "shop");
        git = repository.runner();
        reader = new CommitReader(git, new RepositoryReader(git), new WorkingSessions(List::of));
        repository.git("config", "user.name", "Ada");
        repository.git("config", "user.email", "ada@example.org");
        repository.file("a.txt", "one\n");
        repository.file("b.txt", "one\n");
        repository.commit("First");
    }

    @AfterEach
    void close() {
        git.close();
    }

    private CommitRunner runner(Duration time) {
        return new CommitRunner(git, reader, folder.resolve("commits"), time);
    }

    private TestRun order(CommitOrder.Files files, String... paths) {
        return new TestRun(parameters(files, paths));
    }

    private Map<String, String> parameters(CommitOrder.Files files, String... paths) {
        return CommitRunner.parameters(
                repository.root(), new CommitOrder("Second\n\nMore", files, List.of(paths), false, false, "", false));
    }

    private JobResult run(TestRun run) throws Exception {
        return runner(Duration.ofMinutes(1)).run(run);
    }

    private CommitState state() throws Exception {
        return reader.read(WorkingTree.containing(repository.root()).orElseThrow(), () -> false);
    }

    private void hook(String name, String script) throws Exception {
        Path hook = repository.root().resolve(".git/hooks").resolve(name);
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, "#!/bin/sh\n" + script + "\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();
    }

    private String subject() throws Exception {
        return repository.git("log", "-1", "--format=%s").strip();
    }

    private String status() throws Exception {
        return repository.git("status", "--porcelain");
    }

    private void nothingIsLeft() {
        assertThat(repository.root().resolve(".git/index.lock")).doesNotExist();
        assertThat(folder.resolve("commits")).isEmptyDirectory();
    }

    @Test
    void stagedFilesAreCommittedAndOthersStay() throws Exception {
        repository.file("a.txt", "two\n");
        repository.file("b.txt", "two\n");
        repository.git("add", "a.txt");

        TestRun run = order(CommitOrder.Files.STAGED);
        JobResult result = run(run);

        assertThat(result.state()).as(result.text()).isEqualTo(JobState.DONE);
        assertThat(subject()).isEqualTo("Second");
        assertThat(status()).isEqualTo(" M b.txt\n");
        assertThat(run.evidence.get("commit"))
                .isEqualTo(repository.git("rev-parse", "HEAD").strip());
        assertThat(repository.git("log", "-1", "--format=%an <%ae>")).isEqualTo("Ada <ada@example.org>\n");
        nothingIsLeft();
    }

    @Test
    void allChangesAreCommittedWithUntrackedFilesAndTheIndexIsCleanAfterwards() throws Exception {
        repository.file("a.txt", "two\n");
        repository.file("new/c.txt", "new\n");
        Files.delete(repository.root().resolve("b.txt"));

        assertThat(run(order(CommitOrder.Files.ALL)).state()).isEqualTo(JobState.DONE);

        assertThat(status()).isEmpty();
        assertThat(repository.git("show", "--name-status", "--format=", "HEAD"))
                .isEqualTo("M\ta.txt\nD\tb.txt\nA\tnew/c.txt\n");
    }

    @Test
    void namedFilesAreCommittedAloneAndWhatIsStagedStaysStaged() throws Exception {
        repository.file("a.txt", "two\n");
        repository.file("b.txt", "two\n");
        repository.file("c [1].txt", "new\n");
        repository.git("add", "b.txt");

        assertThat(run(order(CommitOrder.Files.NAMED, "a.txt", "c [1].txt")).state())
                .isEqualTo(JobState.DONE);

        assertThat(repository.git("show", "--name-only", "--format=", "HEAD")).isEqualTo("a.txt\nc [1].txt\n");
        assertThat(status()).isEqualTo("M  b.txt\n");
    }

    @Test
    void theFirstCommitOfARepositoryIsMade() throws Exception {
        repository = GitRepository.create(folder, "empty");
        repository.git("config", "user.name", "Ada");
        repository.git("config", "user.email", "ada@example.org");
        repository.file("a.txt", "one\n");
        assertThat(state().head().commit()).isEmpty();

        assertThat(run(order(CommitOrder.Files.ALL)).state()).isEqualTo(JobState.DONE);
        assertThat(subject()).isEqualTo("Second");
        assertThat(status()).isEmpty();
    }

    @Test
    void theOutputOfHooksIsInTheJobAndAFailingOneLeavesEverythingAsBefore() throws Exception {
        hook("pre-commit", "echo checking; echo 'line 3 is wrong' >&2; exit 1");
        repository.file("a.txt", "two\n");
        repository.file("b.txt", "two\n");
        repository.git("add", "a.txt");
        String head = repository.git("rev-parse", "HEAD");
        byte[] index = Files.readAllBytes(repository.root().resolve(".git/index"));

        TestRun run = order(CommitOrder.Files.ALL);
        JobResult result = run(run);

        assertThat(result.state()).isEqualTo(JobState.FAILED);
        assertThat(result.text()).contains("line 3 is wrong");
        assertThat(run.lines).contains("checking", "line 3 is wrong");
        assertThat(repository.git("rev-parse", "HEAD")).isEqualTo(head);
        assertThat(repository.root().resolve(".git/index")).hasBinaryContent(index);
        nothingIsLeft();
    }

    @Test
    void aHookMayChangeWhatIsCommitted() throws Exception {
        hook("pre-commit", "echo formatted > a.txt; git add a.txt");
        repository.file("a.txt", "two\n");
        repository.git("add", "a.txt");

        assertThat(run(order(CommitOrder.Files.STAGED)).state()).isEqualTo(JobState.DONE);

        assertThat(repository.git("show", "HEAD:a.txt")).isEqualTo("formatted\n");
        assertThat(status()).isEmpty();
    }

    @Test
    void aHookThatAsksOnATerminalFails() throws Exception {
        hook("commit-msg", "exec < /dev/tty && read answer");
        repository.file("a.txt", "two\n");

        JobResult result = run(order(CommitOrder.Files.ALL));

        assertThat(result.state()).isEqualTo(JobState.FAILED);
        assertThat(result.text()).contains("/dev/tty");
    }

    @Test
    void aHookThatHangsLocksNobodyOutAndCanBeCancelled() throws Exception {
        hook("pre-commit", "echo waiting; exec sleep 1000");
        repository.file("a.txt", "two\n");
        repository.file("b.txt", "two\n");
        TestRun run = order(CommitOrder.Files.ALL);
        run.onLine = line -> {
            try {
                repository.git("add", "b.txt");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            run.cancelled = true;
        };

        JobResult result = run(run);

        assertThat(result.state()).isEqualTo(JobState.STOPPED);
        assertThat(status()).isEqualTo(" M a.txt\nM  b.txt\n");
        nothingIsLeft();
    }

    @Test
    void aHookThatHangsIsStoppedAtTheEndOfItsTime() throws Exception {
        hook("pre-commit", "exec sleep 1000");
        repository.file("a.txt", "two\n");

        JobResult result = runner(Duration.ofSeconds(1)).run(order(CommitOrder.Files.ALL));

        assertThat(result.state()).isEqualTo(JobState.FAILED);
        assertThat(result.text()).contains("did not end");
        nothingIsLeft();
    }

    @Test
    void aCommitThatCannotBeSignedIsNotMade() throws Exception {
        repository.git("config", "commit.gpgSign", "true");
        repository.git("config", "user.signingKey", "0123456789ABCDEF");
        repository.file("a.txt", "two\n");
        repository.git("add", "a.txt");

        JobResult result = run(order(CommitOrder.Files.STAGED));

        assertThat(result.state()).isEqualTo(JobState.FAILED);
        assertThat(result.text()).contains("could not be signed");
        assertThat(subject()).isEqualTo("First");
        assertThat(status()).isEqualTo("M  a.txt\n");
    }

    @Test
    void withoutAnAuthorNothingIsCommittedAndTheReasonSaysHowToSetOne() throws Exception {
        repository.git("config", "--unset", "user.name");
        repository.git("config", "--unset", "user.email");
        repository.git("config", "user.useConfigOnly", "true");
        repository.file("a.txt", "two\n");

        assertThat(state().author().isKnown()).isFalse();
        assertThat(run(order(CommitOrder.Files.ALL)).text()).contains("git config --global user.name");
    }

    @Test
    void filesWithConflictsAreNamedAndAMergeIsCommittedWhenTheyAreSolved() throws Exception {
        repository.git("switch", "-q", "-c", "other");
        repository.file("a.txt", "other\n");
        repository.commit("Other");
        repository.git("switch", "-q", "main");
        repository.file("a.txt", "main\n");
        repository.commit("Main");
        assertThat(repository.exitOf("merge", "-q", "other")).isNotZero();

        assertThat(state().message()).startsWith("Merge branch 'other'");
        assertThat(run(order(CommitOrder.Files.ALL)).text()).contains("a.txt");

        repository.file("a.txt", "both\n");
        repository.git("add", "a.txt");
        assertThat(run(order(CommitOrder.Files.NAMED, "a.txt")).state()).isEqualTo(JobState.FAILED);
        assertThat(run(order(CommitOrder.Files.STAGED)).state()).isEqualTo(JobState.DONE);
        assertThat(repository.git("log", "-1", "--format=%p").strip().split(" "))
                .hasSize(2);
        assertThat(repository.root().resolve(".git/MERGE_HEAD")).doesNotExist();
    }

    @Test
    void otherStagedFilesThanThePersonSawAreNotCommitted() throws Exception {
        repository.file("a.txt", "two\n");
        repository.git("add", "a.txt");
        String seen = state().seen();
        repository.file("b.txt", "two\n");
        repository.git("add", "b.txt");
        TestRun run = new TestRun(CommitRunner.parameters(
                repository.root(),
                new CommitOrder("Second", CommitOrder.Files.STAGED, List.of(), false, false, seen, false)));

        assertThat(run(run).text()).contains("Other files are staged");
        assertThat(subject()).isEqualTo("First");
    }

    @Test
    void theLastCommitIsReplacedUnlessARemoteHasIt() throws Exception {
        TestRun run = new TestRun(CommitRunner.parameters(
                repository.root(),
                new CommitOrder("Better", CommitOrder.Files.STAGED, List.of(), true, true, "", false)));
        assertThat(run(run).state()).isEqualTo(JobState.DONE);
        assertThat(repository.git("log", "--format=%s")).isEqualTo("Better\n");
        assertThat(repository.git("log", "-1", "--format=%b")).contains("Signed-off-by: Ada");

        repository.git("update-ref", "refs/remotes/origin/main", "HEAD");
        assertThat(run(run).text()).contains("A remote has the last commit");
    }

    @Test
    void aCommitOfThePullRequestFromWhichTheBranchWasMadeIsNotReplaced() throws Exception {
        String branch = repository.git("symbolic-ref", "--short", "HEAD").strip();
        String head = repository.git("rev-parse", "HEAD").strip();
        repository.git("config", RepositoryReader.pullRequestHeadKey(branch), head);
        TestRun run = new TestRun(CommitRunner.parameters(
                repository.root(),
                new CommitOrder("Better", CommitOrder.Files.STAGED, List.of(), true, false, "", false)));

        assertThat(run(run).text()).contains("A remote has the last commit");

        repository.file("own.txt", "own\n");
        repository.commit("Own");
        assertThat(run(run).state()).isEqualTo(JobState.DONE);
    }

    @Test
    void lineEndsAreConvertedAsGitIsConfigured() throws Exception {
        repository.git("config", "core.autocrlf", "true");
        repository.file("a.txt", "one\r\ntwo\r\n");

        assertThat(run(order(CommitOrder.Files.ALL)).state()).isEqualTo(JobState.DONE);
        assertThat(repository.git("cat-file", "blob", "HEAD:a.txt")).isEqualTo("one\ntwo\n");
        assertThat(status()).isEmpty();
    }

    @Test
    void aCommitThatWasMadeBeforeTheHostEndedIsFoundAndNotRepeated() throws Exception {
        repository.file("a.txt", "two\n");
        TestRun run = order(CommitOrder.Files.ALL);
        assertThat(run(run).state()).isEqualTo(JobState.DONE);
        String head = repository.git("rev-parse", "HEAD");
        repository.file("a.txt", "three\n");

        JobResult again = runner(Duration.ofMinutes(1)).recover(run);

        assertThat(again.state()).isEqualTo(JobState.DONE);
        assertThat(repository.git("rev-parse", "HEAD")).isEqualTo(head);
        assertThat(status()).isEqualTo(" M a.txt\n");
    }

    @Test
    void aCommitThatTheEndOfTheHostPreventedIsReportedAndCanBeTriedAgain() throws Exception {
        repository.file("a.txt", "two\n");
        TestRun run = order(CommitOrder.Files.ALL);
        run.begin(CommitRunner.COMMITTING + repository.git("rev-parse", "HEAD").strip());

        JobResult settled = runner(Duration.ofMinutes(1)).recover(run);

        assertThat(settled.state()).isEqualTo(JobState.FAILED);
        assertThat(run.step()).isEmpty();
        assertThat(subject()).isEqualTo("First");
    }

    @Test
    void onlyLocksThatAreAsYoungAsTheJobAreRemoved() throws Exception {
        repository.file("a.txt", "two\n");
        TestRun run = order(CommitOrder.Files.ALL);
        run.begin(CommitRunner.COMMITTING + repository.git("rev-parse", "HEAD").strip() + " "
                + System.currentTimeMillis());
        Path older = Files.createFile(repository.root().resolve(".git/HEAD.lock"));
        Files.setLastModifiedTime(older, FileTime.from(Instant.now().minusSeconds(60)));
        Path own = Files.createFile(repository.root().resolve(".git/refs/heads/main.lock"));

        assertThat(runner(Duration.ofMinutes(1)).recover(run).state()).isEqualTo(JobState.FAILED);

        assertThat(older).exists();
        assertThat(own).doesNotExist();
    }

    @Test
    void aBranchThatMovedMeanwhileLeavesTheOutcomeOpen() throws Exception {
        TestRun run = order(CommitOrder.Files.ALL);
        run.begin(CommitRunner.COMMITTING + repository.git("rev-parse", "HEAD").strip());
        repository.commitEmpty("Of the agent");

        assertThat(runner(Duration.ofMinutes(1)).recover(run).state()).isEqualTo(JobState.UNKNOWN);
    }

    @Test
    void aCommitOfSomebodyElseMeanwhileIsNotTakenBack() throws Exception {
        repository.file("a.txt", "two\n");
        TestRun run = order(CommitOrder.Files.NAMED, "a.txt");
        run.onBegin = () -> {
            run.onBegin = () -> {};
            try {
                repository.file("b.txt", "theirs\n");
                repository.git("commit", "-q", "-m", "Theirs", "--", "b.txt");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };

        JobResult result = run(run);

        assertThat(repository.git("show", "HEAD:b.txt")).isEqualTo("theirs\n");
        assertThat(subject()).isEqualTo("Theirs");
        assertThat(result.state()).isEqualTo(JobState.FAILED);
        assertThat(result.sentence().code())
                .isEqualTo(HostText.of(HostTextCode.COMMIT_MOVED).code());
        assertThat(run.step()).isEmpty();
        nothingIsLeft();
    }

    @Test
    void aCommitThatAHookRefusedBeginsAnewWhenItIsTriedAgain() throws Exception {
        hook("pre-commit", "exit 1");
        repository.file("a.txt", "two\n");
        TestRun run = order(CommitOrder.Files.ALL);

        assertThat(run(run).state()).isEqualTo(JobState.FAILED);

        assertThat(run.step()).isEmpty();
    }

    /** Commands of git are awaited in another way. */
    private static boolean waitsForTheFirst(Thread thread) {
        return Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(Object.class.getName()));
    }

    @Test
    void twoCommitsInADirectoryAreMadeOneAfterTheOther() throws Exception {
        repository.file("a.txt", "two\n");
        repository.file("b.txt", "two\n");
        CommitRunner runner = runner(Duration.ofMinutes(1));
        TestRun second = new TestRun("j2", parameters(CommitOrder.Files.NAMED, "b.txt"));
        FutureTask<JobResult> later = new FutureTask<>(() -> runner.run(second));
        TestRun first = order(CommitOrder.Files.NAMED, "a.txt");
        first.onBegin = () -> {
            Thread thread = new Thread(later, "second-commit");
            thread.setDaemon(true);
            thread.start();
            while (thread.isAlive() && !waitsForTheFirst(thread)) {
                Thread.onSpinWait();
            }
        };

        assertThat(runner.run(first).state()).isEqualTo(JobState.DONE);

        assertThat(later.get(1, TimeUnit.MINUTES).state()).isEqualTo(JobState.DONE);
        assertThat(repository.git("show", "HEAD:a.txt")).isEqualTo("two\n");
        assertThat(repository.git("show", "HEAD:b.txt")).isEqualTo("two\n");
        assertThat(repository.git("show", "--name-only", "--format=", "HEAD")).isEqualTo("b.txt\n");
    }

    @Test
    void theStateTellsWhatIsStaged() throws Exception {
        repository.file("a.txt", "two\n");
        repository.git("add", "a.txt");
        repository.file("a.txt", "three\n");
        repository.file("b.txt", "two\n");
        repository.file("c.txt", "new\n");
        repository.git("add", "c.txt");

        CommitState state = state();

        assertThat(state.files())
                .extracting(file -> file.path() + " " + file.state() + " " + file.staging())
                .containsExactly("a.txt MODIFIED SOME", "b.txt MODIFIED NONE", "c.txt ADDED ALL");
        assertThat(state.head().branch()).isEqualTo("main");
        assertThat(state.head().onDefault()).isTrue();
        assertThat(state.author().name()).isEqualTo("Ada");
    }
}
