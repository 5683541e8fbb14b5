package dev.pilothouse.desktop.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random trees, kept, destroyed and brought back. {@code -Dkept.rounds} sets the number, and {@code -Dkept.seed} repeats
 * one that a failure names.
 */
class KeptPropertyIT {
    private static final List<String> NAMES = List.of("a", "b", "c", "d.txt", "é", "x y", "-o", "*");
    /** A file under it may come back in the form of the repository. */
    private static final String FILTER = "* filter=encoded\n";

    private static final List<String> ATTRIBUTES = List.of(
            "", "* text=auto\n", "*.txt text eol=crlf\n", "* ident\n", "* filter=none\n", "*.txt -text\n", FILTER);

    @TempDir
    private Path folder;

    @Test
    void aRandomTreeComesBack() throws Exception {
        int rounds = Integer.getInteger("kept.rounds", 4);
        for (int round = 0; round < rounds; round++) {
            long seed = Long.getLong("kept.seed", round < 3 ? round : System.nanoTime());
            try {
                roundTrip(new Random(seed), round);
            } catch (Exception | AssertionError failure) {
                throw new AssertionError("Seed " + seed + ", round " + round, failure);
            }
        }
    }

    private void roundTrip(Random random, int round) throws Exception {
        GitRepository repository = GitRepository.create(folder, "r" + round);
        repository.git(
                "config", "core.autocrlf", List.of("false", "input", "true").get(random.nextInt(3)));
        String attributes = ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size()));
        repository.file(".gitattributes", attributes);
        repository.git("config", "filter.encoded.clean", "base64 -w0");
        repository.git("config", "filter.encoded.smudge", "base64 -d");
        change(repository, random, 12);
        repository.git("add", "-A");
        if (random.nextBoolean()) {
            repository.git("commit", "-q", "-m", "first");
        }
        change(repository, random, 6);
        repository.git("add", "-A");
        change(repository, random, 6);
        Map<String, String> files = KeptStoreIT.files(repository.root());
        String staged = repository.git("ls-files", "--stage", "-z");
        try (GitRunner git = repository.runner()) {
            KeptStore store = new KeptStore(git, folder.resolve("kept"), Clock.systemUTC());
            KeptTree snapshot = store.keep(new KeptStore.Request(repository.root(), KeptTree.Reason.REQUEST, ""))
                    .snapshot();
            assertThat(KeptStoreIT.files(repository.root())).isEqualTo(files);
            change(repository, random, 12);
            if (random.nextBoolean()) {
                repository.git("add", "-A");
            }
            Map<String, String> destroyed = KeptStoreIT.files(repository.root());
            KeptStore.Restored restored = store.restore(repository.root(), snapshot.id(), "");
            if (!attributes.equals(FILTER)) {
                assertThat(KeptStoreIT.files(repository.root())).isEqualTo(files);
            }
            assertThat(repository.git("ls-files", "--stage", "-z")).isEqualTo(staged);

            store.restore(repository.root(), restored.before().id(), "");
            if (!attributes.equals(FILTER)) {
                assertThat(KeptStoreIT.files(repository.root())).isEqualTo(destroyed);
            }
        }
    }

    private static void change(GitRepository repository, Random random, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            Path file = repository.root();
            for (int depth = random.nextInt(3); depth >= 0; depth--) {
                file = file.resolve(NAMES.get(random.nextInt(NAMES.size())));
                if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                        && (depth > 0 && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                                || random.nextInt(4) == 0)) {
                    delete(file);
                }
            }
            make(file, random);
        }
    }

    private static void make(Path file, Random random) throws Exception {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            delete(file);
        }
        Files.createDirectories(file.getParent());
        if (random.nextInt(6) == 0) {
            Files.createSymbolicLink(file, Path.of(NAMES.get(random.nextInt(NAMES.size()))));
            return;
        }
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        String text = random.nextBoolean() ? "line\r\n".repeat(random.nextInt(4)) : "$Id$\nline\n";
        Files.write(file, random.nextInt(3) == 0 ? bytes : text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        if (random.nextInt(4) == 0) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static void delete(Path file) throws Exception {
        try (Stream<Path> all = Files.walk(file)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
