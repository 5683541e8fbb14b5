package dev.pilothouse.desktop.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The real git, or a script in its place. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the test repository is made with a shell's git")
@Timeout(120)
class GitRunnerIT {
    @TempDir
    Path outer;

    private GitRepository repository;

    @BeforeEach
    void makeTheRepository() throws Exception {
        repository = GitRepository.create(outer, "project");
    }

    /** Returns a runner that finds a script in place of git. */
    private GitRunner scripted(String script) throws IOException {
        Path bin = Files.createDirectories(outer.resolve("bin"));
        Files.writeString(bin.resolve("git"), "#!/bin/sh\n" + script + "\n");
        assertThat(bin.resolve("git").toFile().setExecutable(true)).isTrue();
        Map<String, String> environment = Map.of("PATH", bin + ":" + System.getenv("PATH"));
        return new GitRunner(ProcessRegistry.none(), "test", () -> environment);
    }

    private static final String VERSION = "[ \"$1\" = version ] && { echo git version 2.47.3; exit; }\n";

    @Test
    void bytesThatAreNotUtf8AndLineEndsArriveAsTheyAre() throws Exception {
        byte[] content = {'a', (byte) 0xff, '\r', '\n', 0, 'b'};
        String id;
        try (GitRunner git = repository.runner()) {
            id = git.read(GitRequest.of(repository.root(), "hash-object", "-w", "--stdin")
                            .withInput(content))
                    .line();
            assertThat(git.read(repository.root(), "cat-file", "blob", id).output())
                    .isEqualTo(content);
        }
    }

    @Test
    void aCommandThatAPersonOrderedRunsItsHooksAndReportsTheirLines() throws Exception {
        Path hook = repository.root().resolve(".git/hooks/pre-commit");
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, "#!/bin/sh\nprintf 'checking 50%%\\rchecking 100%%\\n'\nexit 3\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();
        repository.file("a.txt", "a\n");
        List<String> lines = new ArrayList<>();
        try (GitRunner git = repository.runner()) {
            assertThat(git.write(GitRequest.of(repository.root(), "add", "a.txt"))
                            .succeeded())
                    .isTrue();
            GitResult result = git.write(GitRequest.of(repository.root(), "commit", "-m", "x")
                    .withVariable("GIT_AUTHOR_NAME", "t")
                    .withVariable("GIT_AUTHOR_EMAIL", "t@example.org")
                    .withVariable("GIT_COMMITTER_NAME", "t")
                    .withVariable("GIT_COMMITTER_EMAIL", "t@example.org")
                    .withProgress(lines::add));

            assertThat(result.outcome()).isEqualTo(GitResult.Outcome.ENDED);
            assertThat(result.succeeded()).isFalse();
            assertThat(result.message()).contains("checking 100%");
        }
        assertThat(lines).contains("checking 50%", "checking 100%");
    }

    /** A condition takes the turn of its command, as a hook does. */
    @Test
    void aConditionIsCheckedInTurnAndACommandWithHooksDelaysNoStaging() throws Exception {
        repository.commitEmpty("First");
        CountDownLatch held = new CountDownLatch(GitRunner.HOOKED_AT_A_TIME);
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean looked = new AtomicBoolean();
        GitRequest commit = GitRequest.of(repository.root(), "commit", "--allow-empty", "-m", "No");
        List<FutureTask<Optional<GitResult>>> commits = new ArrayList<>();
        try (GitRunner git = repository.runner()) {
            for (int i = 0; i < GitRunner.HOOKED_AT_A_TIME; i++) {
                commits.add(started(() -> git.writeIf(commit, () -> {
                    held.countDown();
                    return !awaited(go);
                })));
            }
            assertThat(awaited(held)).isTrue();
            commits.add(started(() -> git.writeIf(commit, () -> {
                looked.set(true);
                return false;
            })));
            repository.file("a.txt", "a");
            assertThat(git.write(GitRequest.of(repository.root(), "add", "a.txt"))
                            .succeeded())
                    .isTrue();
            assertThat(looked).isFalse();
            go.countDown();
            for (FutureTask<Optional<GitResult>> each : commits) {
                assertThat(each.get()).isEmpty();
            }
        }
        assertThat(looked).isTrue();
        assertThat(repository.git("log", "--format=%s")).isEqualTo("First\n");
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FutureTask<Optional<GitResult>> started(Callable<Optional<GitResult>> work) {
        FutureTask<Optional<GitResult>> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "caller");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    @Test
    void nothingAsksOnATerminalOrOpensAnEditor() throws Exception {
        repository.file("a.txt", "a\n");
        repository.git("add", ".");
        try (GitRunner git = repository.runner()) {
            GitResult commit = git.write(GitRequest.of(repository.root(), "commit"));

            assertThat(commit.outcome()).isEqualTo(GitResult.Outcome.ENDED);
            assertThat(commit.succeeded()).isFalse();
        }
    }

    @Test
    void aCommandThatTakesTooLongEndsWithAllThatItHasStarted() throws Exception {
        Path pids = outer.resolve("pids");
        AtomicBoolean cancelled = new AtomicBoolean();
        try (GitRunner git = scripted(
                VERSION + "sleep 1000 & echo $$ $! > " + pids + ".new; mv " + pids + ".new " + pids + "; wait")) {
            GitResult result = git.read(GitRequest.of(repository.root(), "rev-parse", "HEAD")
                    .withTime(Duration.ofSeconds(60))
                    .withCancelled(() -> cancelled.get() || Files.exists(pids)));
            assertThat(result.outcome()).isEqualTo(GitResult.Outcome.CANCELLED);
        }
        for (String pid : Files.readString(pids).strip().split(" ")) {
            Awaitility.await()
                    .atMost(30, TimeUnit.SECONDS)
                    .until(() -> ProcessHandle.of(Long.parseLong(pid))
                            .filter(ProcessHandle::isAlive)
                            .isEmpty());
        }
    }

    @Test
    void theTimeLimitAndTheSizeLimitAreToldApart() throws Exception {
        try (GitRunner git = scripted(VERSION + "[ \"$3\" = show ] && exec sleep 1000\nhead -c 2000 /dev/zero")) {
            assertThat(git.read(GitRequest.of(repository.root(), "ls-files").withBytes(1_000))
                            .outcome())
                    .isEqualTo(GitResult.Outcome.TOO_LARGE);
            assertThat(git.read(GitRequest.of(repository.root(), "ls-files").withBytes(2_000))
                            .output())
                    .hasSize(2_000);
            assertThat(git.read(GitRequest.of(repository.root(), "show").withTime(Duration.ZERO))
                            .outcome())
                    .isEqualTo(GitResult.Outcome.TIMED_OUT);
        }
    }

    @Test
    void aGitThatIsTooOldOrMissingIsNamedAndLookedForAgainLater() throws Exception {
        AtomicLong now = new AtomicLong();
        Path bin = Files.createDirectories(outer.resolve("bin"));
        GitRunner git = new GitRunner(ProcessRegistry.none(), "test", () -> Map.of("PATH", bin.toString()), now::get);
        assertThat(git.problem())
                .hasValueSatisfying(sentence -> assertThat(sentence.text()).contains("not installed"));

        Path program = bin.resolve("git");
        Files.writeString(program, "#!/bin/sh\necho git version 2.30.9\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        now.addAndGet(TimeUnit.SECONDS.toNanos(31));
        assertThat(git.problem()).contains(HostText.of(HostTextCode.GIT_TOO_OLD, "2.30", "2.31"));
        assertThat(git.read(repository.root(), "status").outcome()).isEqualTo(GitResult.Outcome.UNAVAILABLE);

        Files.writeString(program, "#!/bin/sh\necho 'git version 2.39.5 (Apple Git-154)'\n");
        now.addAndGet(TimeUnit.SECONDS.toNanos(31));
        assertThat(git.problem()).isEmpty();
        git.close();
    }

    @Test
    void closingStopsWhatRuns() throws Exception {
        Path began = outer.resolve("began");
        GitRunner git = scripted(VERSION + "touch " + began + "; exec sleep 1000");
        CompletableFuture<GitResult> running = CompletableFuture.supplyAsync(
                () -> git.read(GitRequest.of(repository.root(), "show").withTime(Duration.ofMinutes(2))));
        Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> Files.exists(began));

        git.close();

        assertThat(running.get(30, TimeUnit.SECONDS).outcome()).isEqualTo(GitResult.Outcome.CANCELLED);
        assertThat(git.read(repository.root(), "show").outcome()).isEqualTo(GitResult.Outcome.CANCELLED);
    }

    @Test
    void onlySafeCommandsOptionsAndVariablesAreForReading() {
        try (GitRunner git = repository.runner()) {
            for (List<String> refused : List.of(
                    List.of("gc"),
                    List.of("commit"),
                    List.of("diff", "--ext-diff"),
                    List.of("cat-file", "--textconv", "HEAD:a"),
                    List.of("config", "user.name", "x"),
                    List.of("worktree", "add", "x"),
                    List.of("write-tree"))) {
                assertThatThrownBy(() -> git.read(GitRequest.of(repository.root(), refused)))
                        .as(refused.toString())
                        .isInstanceOf(IllegalArgumentException.class);
            }
            assertThatThrownBy(() ->
                            git.read(GitRequest.of(repository.root(), "status").withVariable("GIT_CONFIG_COUNT", "0")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> git.read(GitRequest.of(repository.root(), "write-tree")
                            .withVariable("GIT_INDEX_FILE", ".git/index")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> git.write(GitRequest.of(repository.root(), "gc")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void variablesOfTheHostThatSpeakToGitAreDropped() throws Exception {
        repository.file("a.txt", "a\n");
        Map<String, String> environment = repository.environment();
        environment.put("GIT_DIR", outer.resolve("nowhere").toString());
        environment.put("GIT_CONFIG_PARAMETERS", "'core.bare'='true'");
        try (GitRunner git = new GitRunner(ProcessRegistry.none(), "test", () -> environment)) {
            assertThat(git.read(repository.root(), "ls-files", "--others").text())
                    .isEqualTo("a.txt\n");
        }
    }

    @Test
    void linesAreCutAndCleaned() throws Exception {
        List<String> lines = new ArrayList<>();
        try (GitRunner git =
                scripted(VERSION + "printf '\\033[31mred\\033[0m\\n' >&2; head -c 5000 /dev/zero | tr '\\0' x")) {
            GitResult result =
                    git.write(GitRequest.of(repository.root(), "fetch").withProgress(lines::add));
            assertThat(result.output()).isEqualTo("x".repeat(5_000).getBytes(StandardCharsets.UTF_8));
        }
        assertThat(lines).contains("red").allMatch(line -> line.length() <= 500);
    }
}
