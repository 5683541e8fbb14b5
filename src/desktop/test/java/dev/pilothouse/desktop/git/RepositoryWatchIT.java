package dev.pilothouse.desktop.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.process.ProcessMark;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.model.RepositorySummary;
import dev.pilothouse.model.SessionId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Watches real repositories with the real git, on this thread and with a clock of the test. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the test repository is made with a shell's git")
@Timeout(120)
class RepositoryWatchIT {
    private static final SessionId ONE = new SessionId("s1");
    private static final SessionId TWO = new SessionId("s2");

    @TempDir
    Path outer;

    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger told = new AtomicInteger();
    private final AtomicLong now = new AtomicLong();
    private GitRepository repository;
    private GitRunner git;
    private RepositoryWatch watch;

    @BeforeEach
    void makeTheRepository() throws Exception {
        repository = GitRepository.create(outer, "project");
        repository.file("a.txt", "1\n");
        repository.commit("first");
        Map<String, String> environment = repository.environment();
        ProcessRegistry counting = new ProcessRegistry() {
            @Override
            public void started(ProcessHandle process, ProcessMark mark) {
                started.incrementAndGet();
            }

            @Override
            public void onReleased(ProcessMark mark) {}
        };
        git = new GitRunner(counting, "test", () -> environment);
        watch = new RepositoryWatch(new RepositoryReader(git), Runnable::run, now::get);
    }

    @AfterEach
    void end() {
        git.close();
    }

    private void look(SessionId... sessions) {
        Map<SessionId, Path> directories = new HashMap<>();
        for (SessionId session : sessions) {
            directories.put(session, repository.root());
        }
        watch.watch(this, directories, told::incrementAndGet);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
        watch.tick();
    }

    private int files(SessionId session) {
        Optional<RepositorySummary> summary = watch.summary(session);
        return summary == null ? -1 : summary.map(RepositorySummary::files).orElse(-2);
    }

    @Test
    void whileNobodyLooksNoGitRuns() throws Exception {
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofSeconds(1));
        }
        assertThat(started).hasValue(0);

        look(ONE);
        assertThat(started).hasPositiveValue();
        look();
        assertThat(watch.isWatched()).isFalse();
        int before = started.get();
        repository.file("b.txt", "new\n");
        repository.git("add", "b.txt");
        watch.touched(ONE);
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofSeconds(1));
        }

        assertThat(started).hasValue(before);
        assertThat(watch.summary(ONE)).isNull();
    }

    @Test
    void sessionsOfOneTreeShareOneReading() {
        look(ONE);
        int alone = started.get();
        look(ONE, TWO);

        assertThat(started).hasValue(alone);
        assertThat(files(ONE)).isZero();
        assertThat(files(TWO)).isZero();
    }

    @Test
    void aChangeOfGitsFilesIsSeenAtTheNextTick() throws Exception {
        look(ONE);
        told.set(0);
        repository.file("b.txt", "new\n");
        repository.git("add", "b.txt");

        pass(Duration.ofSeconds(1));

        assertThat(files(ONE)).isEqualTo(1);
        assertThat(told).hasValue(1);
    }

    @Test
    void withoutAChangeNothingIsReadBeforeThePoll() throws Exception {
        look(ONE);
        int before = started.get();
        repository.file("a.txt", "2\n");
        for (int i = 0; i < 14; i++) {
            pass(Duration.ofSeconds(1));
        }
        assertThat(started).hasValue(before);

        pass(Duration.ofSeconds(2));
        assertThat(files(ONE)).isEqualTo(1);
    }

    @Test
    void afterActivityOfASessionItsTreeIsReadAgainButNotMoreOftenThanOnceInASecond() throws Exception {
        look(ONE);
        repository.file("a.txt", "2\n");
        int before = started.get();
        watch.touched(ONE);
        pass(Duration.ofMillis(500));
        assertThat(started).hasValue(before);

        pass(Duration.ofMillis(500));
        assertThat(files(ONE)).isEqualTo(1);
    }

    @Test
    void aDirectoryWithoutARepositoryIsKnownAsSuchAndGetsOneLater() throws Exception {
        Path plain = Files.createDirectories(outer.toRealPath().resolve("plain"));
        watch.watch(this, Map.of(ONE, plain), told::incrementAndGet);
        assertThat(watch.summary(ONE)).isEqualTo(Optional.empty());
        assertThat(told).hasValue(1);
        assertThat(started).hasValue(0);

        GitRepository.create(outer, "plain");
        pass(Duration.ofSeconds(16));
        assertThat(files(ONE)).isZero();
    }

    @Test
    void aWatcherIsNotToldOfTreesThatItDoesNotLookAt() throws Exception {
        GitRepository other = GitRepository.create(outer, "other");
        AtomicInteger toldOther = new AtomicInteger();
        look(ONE);
        watch.watch("other", Map.of(TWO, other.root()), toldOther::incrementAndGet);
        told.set(0);
        other.file("a.txt", "1\n");
        other.git("add", ".");

        pass(Duration.ofSeconds(1));

        assertThat(told).hasValue(0);
        assertThat(toldOther).hasValue(2);
    }
}
