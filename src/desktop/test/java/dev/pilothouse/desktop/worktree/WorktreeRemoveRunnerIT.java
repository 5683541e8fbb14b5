package dev.pilothouse.desktop.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.git.KeptStore;
import dev.pilothouse.desktop.git.KeptTree.Reason;
import dev.pilothouse.desktop.job.JobResult;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.desktop.trust.TestPreparer;
import dev.pilothouse.model.JobState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Removals by real git that were interrupted or have failed, and are continued. */
class WorktreeRemoveRunnerIT {
    @TempDir
    Path work;

    private final GitRunner git = new GitRunner(ProcessRegistry.none(), "test", System::getenv);
    private TestRepository repository;
    private Path place;
    private KeptStore kept;
    private WorktreeRemoveRunner runner;

    @BeforeEach
    void create() throws Exception {
        repository = TestRepository.at(work.resolve("shop"));
        place = repository.worktrees().resolve("fix");
        kept = new KeptStore(git, work.resolve("kept"), Clock.systemUTC());
        runner = new WorktreeRemoveRunner(git, kept, new WorktreeSessions(List::of), TestPreparer.at(work, git));
        repository.git(
                "worktree", "add", "--quiet", "--lock", "--reason", "pilothouse s1", "-b", "fix", place.toString());
        Files.writeString(place.resolve("new.txt"), "new");
    }

    @AfterEach
    void close() {
        git.close();
    }

    private WorktreeAddRunnerIT.Run run(String step) throws Exception {
        return new WorktreeAddRunnerIT.Run(
                Map.of(
                        WorktreeRemoveRunner.REPOSITORY, repository.root().toString(),
                        WorktreeRemoveRunner.PLACE, place.toString(),
                        WorktreeRemoveRunner.HEAD, repository.git("rev-parse", "HEAD")),
                step);
    }

    private void keep() throws Exception {
        kept.keep(new KeptStore.Request(place, Reason.REMOVAL, place.toString()));
    }

    @Test
    void aRemovalThatHadBegunIsFinished() throws Exception {
        keep();
        Files.delete(place.resolve("readme.txt"));
        Files.delete(place.resolve(".git"));

        assertThat(runner.recover(run(WorktreeRemoveRunner.REMOVING)).state()).isEqualTo(JobState.DONE);
        assertThat(place).doesNotExist();
        assertThat(repository.git("worktree", "list").lines()).hasSize(1);
    }

    @Test
    void filesThatHaveChangedSinceTheSnapshotAreNotRemoved() throws Exception {
        keep();
        Files.writeString(place.resolve("new.txt"), "later");

        JobResult result = runner.recover(run(WorktreeRemoveRunner.REMOVING));

        assertThat(result.state()).isEqualTo(JobState.FAILED);
        assertThat(result.text()).contains("changed since the snapshot");
        assertThat(place.resolve("new.txt")).hasContent("later");
        assertThat(repository.git("worktree", "list", "--porcelain")).contains("locked pilothouse s1");
    }

    @Test
    void newFilesInADirectoryWithoutItsLinkToTheRepositoryAreNotRemoved() throws Exception {
        keep();
        Files.delete(place.resolve(".git"));
        Files.writeString(place.resolve("another.txt"), "another");

        assertThat(runner.recover(run(WorktreeRemoveRunner.REMOVING)).state()).isEqualTo(JobState.FAILED);
        assertThat(place.resolve("another.txt")).hasContent("another");
    }

    @Test
    void withoutItsSnapshotNothingIsRemoved() throws Exception {
        assertThat(runner.recover(run(WorktreeRemoveRunner.REMOVING)).state()).isEqualTo(JobState.FAILED);
        assertThat(place.resolve("new.txt")).hasContent("new");
    }
}
