package dev.pilothouse.desktop.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.commit.TestRun;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.job.JobResult;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.desktop.trust.CommandFileReader;
import dev.pilothouse.desktop.trust.CommandGuard;
import dev.pilothouse.desktop.trust.PortRegistry;
import dev.pilothouse.desktop.trust.ShellRunner;
import dev.pilothouse.desktop.trust.TrustStore;
import dev.pilothouse.model.CheckResult;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.SessionId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits of checks with real commands. */
class CheckRunnerIT {
    @TempDir
    Path folder;

    private CheckRunner runner() throws Exception {
        GitRunner git = new GitRunner(ProcessRegistry.none(), "test", System::getenv);
        return new CheckRunner(
                jobId -> true,
                new CheckService.Parts(
                        new ShellRunner(ProcessRegistry.none(), "test", System::getenv),
                        new CommandFileReader(folder),
                        new CommandGuard(
                                git, TrustStore.open(folder), Clock.systemUTC(), (deviceId, deviceName, about) -> {}),
                        PortRegistry.open(folder)),
                new CheckService.Sessions() {
                    @Override
                    public Optional<CheckService.Turn> of(SessionId sessionId) {
                        return Optional.empty();
                    }

                    @Override
                    public void noted(SessionId sessionId, NoteLevel level, HostText result) {}
                });
    }

    private TestRun of(Duration limit, String... commands) {
        return new TestRun(CheckRunner.parameters(new CheckOrder(folder, List.of(commands), limit)));
    }

    @Test
    void allCommandsTogetherHaveTheTimeLimit() throws Exception {
        TestRun run = of(Duration.ofMillis(1), "sleep 600", "touch second");

        JobResult result = runner().run(run);

        assertThat(result.state()).isEqualTo(JobState.FAILED);
        assertThat(result.text()).contains("in time").contains("sleep 600");
        assertThat(run.evidence)
                .containsEntry(CheckResult.OUTCOME, "TIMED_OUT")
                .containsEntry(CheckResult.COMMAND, "sleep 600");
        assertThat(folder.resolve("second")).doesNotExist();
    }

    @Test
    void aCheckThatWasCutOffTwiceDoesNotRunAThirdTimeByItself() throws Exception {
        TestRun run = of(Duration.ofMinutes(1), "touch ran");
        run.begin(CheckRunner.RUNNING + 2);

        assertThat(runner().recover(run).text()).contains("ended twice");
        assertThat(folder.resolve("ran")).doesNotExist();

        // A person runs it again.
        assertThat(runner().recover(run).state()).isEqualTo(JobState.DONE);
        assertThat(folder.resolve("ran")).exists();
    }
}
