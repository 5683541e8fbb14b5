package dev.pilothouse.desktop.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.process.ProcessRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills git, and a process that stands for the host, while snapshots are taken and brought back. Nothing is lost, nothing
 * stays half-done, and no lock stays. {@code -Dkept.kills} sets the number of rounds.
 */
class KeptKillsIT {
    private static final int ROUNDS = Integer.getInteger("kept.kills", 10);
    private static final int FILES = 60;

    @TempDir
    private Path folder;

    private final Random random = new Random(7);

    private GitRepository repository(String name) throws Exception {
        GitRepository repository = GitRepository.create(folder, name);
        for (int i = 0; i < FILES; i++) {
            repository.file("folder" + i % 7 + "/file" + i + ".txt", "first " + i + "\n");
        }
        repository.commit("first");
        return repository;
    }

    private void change(GitRepository repository, String text) throws Exception {
        for (int i = 0; i < FILES; i++) {
            Path file = repository.root().resolve("folder" + i % 7 + "/file" + i + ".txt");
            int choice = random.nextInt(4);
            if (choice == 0) {
                Files.deleteIfExists(file);
            } else if (choice < 3) {
                repository.file("folder" + i % 7 + "/file" + i + ".txt", text + " " + i + "\n".repeat(1 + i % 50));
            }
        }
        repository.file("untracked-" + text, text);
        repository.git("add", "folder0");
    }

    private static void requireNoLocks(GitRepository repository) throws IOException {
        try (Stream<Path> files = Files.walk(repository.root().resolve(".git"))) {
            assertThat(files.map(Path::toString).filter(name -> name.endsWith(".lock") || name.contains("pilothouse-")))
                    .isEmpty();
        }
    }

    @Test
    void aKilledGitLosesNothing() throws Exception {
        GitRepository repository = repository("kills");
        try (GitRunner git = repository.runner()) {
            KeptStore store = new KeptStore(git, folder.resolve("kept"), Clock.systemUTC());
            for (int round = 0; round < ROUNDS; round++) {
                change(repository, "r" + round);
                Map<String, String> first = KeptStoreIT.files(repository.root());
                String staged = repository.git("ls-files", "--stage", "-z");
                killing(() -> store.keep(request(repository)));
                assertThat(KeptStoreIT.files(repository.root())).isEqualTo(first);
                assertThat(repository.git("ls-files", "--stage", "-z")).isEqualTo(staged);
                requireNoLocks(repository);
                KeptTree kept = store.keep(request(repository)).snapshot();
                change(repository, "later" + round);
                Map<String, String> later = KeptStoreIT.files(repository.root());
                boolean done = killing(() -> store.restore(repository.root(), kept.id(), ""));
                Map<String, String> now = KeptStoreIT.files(repository.root());
                assertThat(now).isIn(first, later);
                assertThat(!done || now.equals(first)).isTrue();
                requireNoLocks(repository);
                store.restore(repository.root(), kept.id(), "");
                assertThat(KeptStoreIT.files(repository.root())).isEqualTo(first);
                assertThat(repository.git("ls-files", "--stage", "-z")).isEqualTo(staged);
            }
            repository.git("fsck", "--no-dangling");
        }
    }

    private static KeptStore.Request request(GitRepository repository) {
        return new KeptStore.Request(repository.root(), KeptTree.Reason.REQUEST, "");
    }

    private interface Work {
        void run() throws KeptException;
    }

    /** Kills one git process of this program at some moment of the work. @return whether the work succeeded */
    private boolean killing(Work work) throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        int skipped = random.nextInt(12);
        Thread killer = new Thread(() -> killOne(over, skipped), "killer");
        killer.setDaemon(true);
        killer.start();
        try {
            work.run();
            return true;
        } catch (KeptException killed) {
            return false;
        } finally {
            over.set(true);
            killer.join();
        }
    }

    private static void killOne(AtomicBoolean over, int skipped) {
        long last = 0;
        int seen = 0;
        while (!over.get()) {
            for (ProcessHandle child : ProcessHandle.current().children().toList()) {
                boolean git = child.info().command().orElse("").endsWith("git");
                if (git && child.pid() != last) {
                    last = child.pid();
                    if (seen++ == skipped) {
                        child.destroyForcibly();
                        return;
                    }
                }
            }
        }
    }

    @Test
    void aKilledHostLosesNothing() throws Exception {
        GitRepository repository = repository("host");
        Path data = folder.toRealPath().resolve("kept");
        try (GitRunner git = repository.runner()) {
            for (int round = 0; round < Math.max(2, ROUNDS / 4); round++) {
                KeptStore store = new KeptStore(git, data, Clock.systemUTC());
                change(repository, "r" + round);
                Map<String, String> first = KeptStoreIT.files(repository.root());
                String staged = repository.git("ls-files", "--stage", "-z");
                KeptTree kept = store.keep(request(repository)).snapshot();
                change(repository, "later" + round);
                KeptTree later = store.keep(request(repository)).snapshot();
                kill(host(repository, data, kept.id(), later.id()));
                KeptStore next = new KeptStore(git, data, Clock.systemUTC());
                assertThat(next.recover()).isEmpty();
                requireNoLocks(repository);
                next.restore(repository.root(), kept.id(), "");
                assertThat(KeptStoreIT.files(repository.root())).isEqualTo(first);
                assertThat(repository.git("ls-files", "--stage", "-z")).isEqualTo(staged);
            }
            try (Stream<Path> marks = Files.list(data.resolve("restoring"))) {
                assertThat(marks).isEmpty();
            }
        }
    }

    private Process host(GitRepository repository, Path data, String kept, String later) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RestoringHost.class.getName(),
                        repository.root().toString(),
                        data.toString(),
                        folder.toRealPath().resolve("home").toString(),
                        kept,
                        later)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Kills the host while it runs one of its git processes, and waits until that has ended by itself. */
    private void kill(Process host) throws Exception {
        Set<ProcessHandle> seen = new HashSet<>();
        int wanted = 1 + random.nextInt(40);
        while (seen.size() < wanted && host.isAlive()) {
            host.descendants().forEach(seen::add);
        }
        assertThat(host.isAlive()).isTrue();
        if (!OS.WINDOWS.isCurrentOs()) {
            // A host that is stopped starts no git that the last look misses.
            new ProcessBuilder("kill", "-s", "STOP", Long.toString(host.pid()))
                    .start()
                    .waitFor();
        }
        host.descendants().forEach(seen::add);
        host.destroyForcibly().waitFor();
        for (ProcessHandle git : seen) {
            git.onExit().get(30, TimeUnit.SECONDS);
        }
    }

    /** Brings two snapshots back in turn, until it is killed. */
    static final class RestoringHost {
        private RestoringHost() {}

        public static void main(String[] arguments) throws Exception {
            Path root = Path.of(arguments[0]);
            GitRepository repository = new GitRepository(root, Path.of(arguments[2]));
            Map<String, String> environment = repository.environment();
            GitRunner git = new GitRunner(ProcessRegistry.none(), "test", () -> environment);
            KeptStore store = new KeptStore(git, Path.of(arguments[1]), Clock.systemUTC());
            for (int i = 0; ; i++) {
                store.restore(root, List.of(arguments[3], arguments[4]).get(i % 2), "");
            }
        }
    }
}
