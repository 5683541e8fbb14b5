package dev.pilothouse.desktop.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ComparisonTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Applies patches with the real git. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the test repository is made with a shell's git")
@Timeout(120)
class PatchReaderIT {
    private static final List<String> PATHS = List.of(
            "a",
            "b.txt",
            "c d.txt",
            "n\u00e4w.txt",
            "q\"uote.txt",
            "back\\slash",
            "dir/e",
            "dir/f g",
            "dir/sub/h",
            "run.sh");
    private static final List<String> CONTENTS = List.of(
            "",
            "\n",
            "one\ntwo\nthree\n",
            "one\ntwo\nthree",
            "one\r\ntwo\r\nthree\r\n",
            "one\rtwo\n\nthree\r",
            "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-x\n+y\n",
            "hidden\u202e\u0007\n\ttab \n");

    @TempDir
    Path outer;

    private GitRepository repository;

    private static RepositoryReader.Content patch(GitRepository of, GitRunner git) throws Exception {
        RepositoryReader reader = new RepositoryReader(git);
        WorkingTree tree = WorkingTree.containing(of.root()).orElseThrow();
        return reader.patch(
                tree, reader.resolve(tree, ComparisonTarget.BASE, () -> false), "", path -> false, () -> false);
    }

    /** The files and links of a tree with their modes and contents, without git's own. */
    private static Map<String, String> files(Path root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return folder.endsWith(".git") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = root.relativize(file).toString();
                if (name.equals(".git")) {
                    return FileVisitResult.CONTINUE;
                }
                files.put(
                        name,
                        attributes.isSymbolicLink()
                                ? "link " + Files.readSymbolicLink(file)
                                : (Files.isExecutable(file) ? "x " : "- ")
                                        + Files.readString(file, StandardCharsets.ISO_8859_1));
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    private void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> children = Files.list(path)) {
                for (Path child : children.toList()) {
                    delete(child);
                }
            }
        }
        Files.deleteIfExists(path);
    }

    /** Puts a file with that content in its place, in place of whatever is in the way. */
    private Path put(String path, byte[] content) throws IOException {
        Path file = repository.root().resolve(path);
        for (Path above = file.getParent(); !above.equals(repository.root()); above = above.getParent()) {
            if (Files.exists(above, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(above);
            }
        }
        delete(file);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private void change(Random random) throws Exception {
        List<String> present = new ArrayList<>(files(repository.root()).keySet());
        String path = PATHS.get(random.nextInt(PATHS.size()));
        String some = present.isEmpty() ? "" : present.get(random.nextInt(present.size()));
        byte[] content = CONTENTS.get(random.nextInt(CONTENTS.size())).getBytes(StandardCharsets.UTF_8);
        switch (random.nextInt(9)) {
            case 0, 1 -> put(path, content);
            case 2 -> put(path, "gr\u00fcn\nrot\n".getBytes(StandardCharsets.ISO_8859_1));
            case 3 -> {
                if (!some.isEmpty()) {
                    delete(repository.root().resolve(some));
                }
            }
            case 4 -> {
                if (!some.isEmpty() && !Files.isSymbolicLink(repository.root().resolve(some))) {
                    byte[] moved = Files.readAllBytes(repository.root().resolve(some));
                    delete(repository.root().resolve(some));
                    put(path, moved);
                }
            }
            case 5 -> {
                if (!some.isEmpty() && !Files.isSymbolicLink(repository.root().resolve(some))) {
                    Files.setPosixFilePermissions(
                            repository.root().resolve(some),
                            PosixFilePermissions.fromString(random.nextBoolean() ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
            case 6 -> {
                Path link = put(path, content);
                Files.delete(link);
                Files.createSymbolicLink(link, Path.of("b.txt"));
            }
            // A file becomes a folder.
            case 7 -> put(path + "/inner", content);
            default -> repository.git("add", "-A");
        }
    }

    @Test
    void thePatchOfAnyTreeMakesItFromItsBase() throws Exception {
        Random random = new Random(11);
        for (int round = 0; round < 50; round++) {
            Path folder = Files.createDirectories(outer.resolve(String.valueOf(round)));
            repository = GitRepository.create(folder, "project");
            repository.git("config", "core.autocrlf", "false");
            repository.file("always", "here\n");
            for (int i = 0; i < 8; i++) {
                change(random);
            }
            repository.git("add", "-A");
            repository.git("commit", "-q", "--allow-empty", "-m", "base");
            repository.git("checkout", "-q", "-b", "topic");
            for (int i = 0; i < 8; i++) {
                change(random);
                if (i == 3 && random.nextBoolean()) {
                    repository.git("add", "-A");
                    repository.git("commit", "-q", "--allow-empty", "-m", "on the branch");
                }
            }

            try (GitRunner git = repository.runner()) {
                RepositoryReader.Content patch = patch(repository, git);
                assertThat(patch.omitted()).as("round %d", round).isEmpty();
                Path file = Files.write(folder.resolve("session.patch"), patch.bytes());
                repository.git("worktree", "add", "-q", "--detach", "../base", "main");
                GitRepository base = new GitRepository(folder.toRealPath().resolve("base"), folder.resolve("home"));
                if (patch.bytes().length > 0) {
                    base.git("apply", file.toString());
                }
                assertThat(files(base.root())).as("round %d", round).isEqualTo(files(repository.root()));
            }
        }
    }

    @Test
    void binaryFilesAreLeftOutAndNamed() throws Exception {
        repository = GitRepository.create(outer, "project");
        repository.file("kept.bin", "\0\1\2".repeat(100));
        repository.file("changed.bin", "\0\1");
        repository.file("gone.bin", "\0\3");
        repository.file("text.txt", "1\n");
        repository.commit("first");
        repository.git("mv", "kept.bin", "moved.bin");
        repository.file("changed.bin", "\0\2");
        Files.delete(repository.root().resolve("gone.bin"));
        repository.file("new.bin", "\0\4");
        repository.file("text.txt", "2\n");

        try (GitRunner git = repository.runner()) {
            RepositoryReader.Content patch = patch(repository, git);
            assertThat(patch.omitted()).containsExactlyInAnyOrder("changed.bin", "gone.bin", "new.bin");
            Path file = Files.write(outer.resolve("session.patch"), patch.bytes());
            repository.git("stash", "-q", "-u");
            repository.git("apply", file.toString());
        }
        assertThat(repository.root().resolve("moved.bin")).exists();
        assertThat(repository.root().resolve("text.txt")).hasContent("2\n");
    }

    @Test
    void aFileThatIsNoLongerTrackedHasItsNewMode() throws Exception {
        repository = GitRepository.create(outer, "project");
        repository.file("a.txt", "1\n");
        repository.commit("first");
        repository.git("rm", "-q", "--cached", "a.txt");
        Files.setPosixFilePermissions(repository.root().resolve("a.txt"), PosixFilePermissions.fromString("rwxr-xr-x"));

        try (GitRunner git = repository.runner()) {
            assertThat(new String(patch(repository, git).bytes(), StandardCharsets.UTF_8))
                    .isEqualTo("diff --git a/a.txt b/a.txt\nold mode 100644\nnew mode 100755\n");
        }
    }

    @Test
    void aFileInConflictIsInThePatchOnce() throws Exception {
        repository = GitRepository.create(outer, "project");
        repository.file("a.txt", "base\n");
        repository.commit("base");
        repository.git("checkout", "-q", "-b", "other");
        repository.file("a.txt", "other\n");
        repository.commit("other");
        repository.git("checkout", "-q", "main");
        repository.file("a.txt", "main\n");
        repository.commit("main");
        assertThat(repository.exitOf("merge", "other")).isEqualTo(1);

        try (GitRunner git = repository.runner()) {
            Path file = Files.write(
                    outer.resolve("session.patch"), patch(repository, git).bytes());
            Map<String, String> conflict = files(repository.root());
            repository.git("merge", "--abort");
            repository.git("apply", file.toString());
            assertThat(files(repository.root())).isEqualTo(conflict);
        }
    }
}
