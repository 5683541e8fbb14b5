package dev.pilothouse.desktop.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.job.JobOrder;
import dev.pilothouse.desktop.worktree.TestRepository;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Merges a branch into the one that a run began on, with real git. */
@Timeout(120)
class MergeRunnerIT {
    @TempDir
    Path folder;

    private RemoteRig rig;
    private String base;

    @BeforeEach
    void create() throws Exception {
        rig = new RemoteRig(folder);
        base = git("rev-parse", "HEAD");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private String git(String... command) throws Exception {
        return TestRepository.git(rig.mine, command);
    }

    /** Commits a file on a new branch in a worktree of its own. */
    private String attempt(String file, String text) throws Exception {
        Path tree = rig.folder.resolve("attempt");
        git("worktree", "add", "--quiet", "-b", "try/one", tree.toString(), base);
        return rig.commit(tree, file, text);
    }

    private JobId start() throws Exception {
        JobId id = new JobId("merge");
        rig.jobs()
                .submit(new JobOrder(
                        id,
                        JobKind.MERGE,
                        List.of("try/one", "main"),
                        RemoteService.merge(rig.mine, "try/one", "main", RemoteRig.SESSION),
                        RemoteRig.requester()));
        return id;
    }

    private Job merge() throws Exception {
        return rig.over(start());
    }

    /** The person has changed nothing, and no merge is under way. */
    private void assertAsBefore(String head) throws Exception {
        assertThat(git("rev-parse", "main")).isEqualTo(head);
        assertThat(git("status", "--porcelain")).isEmpty();
        assertThat(rig.mine.resolve(".git/MERGE_HEAD")).doesNotExist();
    }

    @Test
    void aBranchThatHasNotMovedIsMovedForwardWithItsFiles() throws Exception {
        String tip = attempt("a.txt", "a");

        Job job = merge();

        assertThat(job.state()).as(job.status().text()).isEqualTo(JobState.DONE);
        assertThat(git("rev-parse", "main")).isEqualTo(tip);
        assertThat(rig.mine.resolve("a.txt")).hasContent("a");
    }

    @Test
    void commitsOnBothSidesAreJoinedByACommitWithHooks() throws Exception {
        attempt("a.txt", "a");
        rig.commit(rig.mine, "b.txt", "b");
        rig.hook("commit-msg", "echo 'Checked' >> \"$1\"");

        Job job = merge();

        assertThat(job.state()).as(job.status().text()).isEqualTo(JobState.DONE);
        assertThat(git("log", "-1", "--format=%B", "main"))
                .startsWith("Merge branch 'try/one'")
                .contains("Checked");
        assertThat(rig.mine.resolve("a.txt")).hasContent("a");
    }

    @Test
    void conflictsAreListedAndNothingIsMerged() throws Exception {
        attempt("README.md", "theirs\n");
        String head = rig.commit(rig.mine, "README.md", "mine\n");

        Job job = merge();

        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.status().text()).contains("README.md");
        assertThat(job.output().texts()).contains("Conflict: README.md");
        assertAsBefore(head);
    }

    @Test
    void changedFilesOfTheBaseAreNamedAndStay() throws Exception {
        attempt("a.txt", "a");
        rig.commit(rig.mine, "README.md", "one\n");
        String head = git("rev-parse", "main");
        Files.writeString(rig.mine.resolve("README.md"), "not committed\n");

        Job job = merge();

        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.status().text()).contains("README.md", rig.mine.toString());
        assertThat(git("rev-parse", "main")).isEqualTo(head);
        assertThat(rig.mine.resolve("README.md")).hasContent("not committed");
    }

    @Test
    void anUntrackedFileInTheWayIsNamedAndStays() throws Exception {
        attempt("a.txt", "a");
        Files.writeString(rig.mine.resolve("a.txt"), "mine");

        Job job = merge();

        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.status().text()).contains("a.txt");
        assertThat(rig.mine.resolve("a.txt")).hasContent("mine");
        assertThat(git("rev-parse", "main")).isEqualTo(base);
    }

    @Test
    void nothingIsMergedWhileAnAgentWorksInTheBase() throws Exception {
        attempt("a.txt", "a");
        rig.turn = Optional.of("Fix it");

        Job job = merge();

        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.status().text()).contains("Fix it");
        assertAsBefore(base);
    }

    @Test
    void aBaseThatIsCheckedOutNowhereIsMergedWithoutAWorkingTree() throws Exception {
        attempt("a.txt", "a");
        rig.commit(rig.mine, "b.txt", "b");
        git("switch", "--quiet", "--detach");

        Job job = merge();

        assertThat(job.state()).as(job.status().text()).isEqualTo(JobState.DONE);
        assertThat(git("ls-tree", "--name-only", "main").lines()).contains("a.txt", "b.txt");
        assertThat(git("rev-list", "--parents", "-1", "main").split(" ")).hasSize(3);
    }

    @Test
    void aBranchWithoutNewCommitsIsMergedAlready() throws Exception {
        git("branch", "try/one");

        assertThat(merge().state()).isEqualTo(JobState.DONE);
        assertAsBefore(base);
    }

    @Test
    void aBranchThatIsGoneIsNamed() throws Exception {
        Job job = merge();

        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.status().text()).contains("try/one");
    }

    @Test
    void aMergeThatIsKilledDuringAHookIsTakenBackAndCanBeRepeated() throws Exception {
        attempt("a.txt", "a");
        String head = rig.commit(rig.mine, "b.txt", "b");
        Path go = folder.resolve("go");
        rig.hook("pre-merge-commit", "echo Checking; while [ ! -e " + go + " ]; do sleep 0.05; done");
        JobId id = start();
        rig.await(id, "the hook's output", job -> job.output().texts().contains("Checking"));
        rig.stop();

        rig.open();

        assertThat(rig.over(id).status().text()).contains("The files are as before");
        assertAsBefore(head);
        assertThat(rig.mine.resolve("a.txt")).doesNotExist();
        Files.createFile(go);
        rig.jobs().retry(id);
        assertThat(rig.over(id).state()).isEqualTo(JobState.DONE);
        assertThat(git("rev-list", "--count", "--merges", "main")).isEqualTo("1");
        assertThat(git("status", "--porcelain")).isEmpty();
    }

    @Test
    void aMergeWhoseGitHasFinishedAfterAKillIsDone() throws Exception {
        attempt("a.txt", "a");
        rig.commit(rig.mine, "b.txt", "b");
        Path go = folder.resolve("go");
        rig.hook("pre-merge-commit", "echo Checking; while [ ! -e " + go + " ]; do sleep 0.05; done");
        JobId id = start();
        rig.await(id, "the hook's output", job -> job.output().texts().contains("Checking"));
        rig.stop();
        git("reset", "--quiet", "--hard");
        git("merge", "--quiet", "--no-verify", "try/one");

        rig.open();

        assertThat(rig.over(id).state()).isEqualTo(JobState.DONE);
        assertThat(git("rev-list", "--count", "--merges", "main")).isEqualTo("1");
    }

    @Test
    void filesThatAKilledGitHasWrittenAreTakenBack() throws Exception {
        attempt("a.txt", "a");
        rig.commit(rig.folder.resolve("attempt"), "z.slow", "z");
        String head = rig.commit(rig.mine, ".gitattributes", "*.slow filter=slow\n");
        git("config", "filter.slow.smudge", "echo Writing >&2; sleep 60; cat");
        JobId id = start();
        rig.await(id, "the filter's output", job -> job.output().texts().contains("Writing"));
        rig.stop();
        assertThat(rig.mine.resolve("a.txt")).exists();
        rig.open();

        assertThat(rig.over(id).status().text()).contains("The files are as before");
        assertAsBefore(head);
        assertThat(rig.mine.resolve("a.txt")).doesNotExist();
    }
}
