package dev.pilothouse.desktop.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A git repository on disk with one commit, changed by real git. Independent of the user's configuration. */
public final class TestRepository {
    private static final Map<String, String> ALONE = Map.of(
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_AUTHOR_NAME", "Ada",
            "GIT_AUTHOR_EMAIL", "ada@example.org",
            "GIT_COMMITTER_NAME", "Ada",
            "GIT_COMMITTER_EMAIL", "ada@example.org");

    private final Path root;

    private TestRepository(Path root) {
        this.root = root;
    }

    /** Creates a repository with the branch {@code main}. */
    public static TestRepository at(Path root) throws Exception {
        Files.createDirectories(root);
        TestRepository repository = new TestRepository(root.toRealPath());
        repository.git("init", "--quiet", "--initial-branch=main");
        repository.commit("readme.txt", "Hello\n");
        return repository;
    }

    public Path root() {
        return root;
    }

    /** The directory beside the repository in which its worktrees are put. */
    public Path worktrees() {
        return root.resolveSibling(root.getFileName() + ".worktrees");
    }

    /** Writes a file and commits it. */
    public void commit(String file, String text) throws Exception {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        git("add", "--all");
        git("commit", "--quiet", "--no-gpg-sign", "--message", "Change " + file);
    }

    /** Installs a hook that git runs after each checkout. */
    public void hook(String name, String script) throws Exception {
        Path hook = root.resolve(".git/hooks").resolve(name);
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, "#!/bin/sh\n" + script + "\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();
    }

    /** Runs git in the repository and returns its output without the last line end. */
    public String git(String... arguments) throws Exception {
        return git(root, arguments);
    }

    public static String git(Path directory, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().putAll(ALONE);
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s: %s", command, output).isZero();
        return output.stripTrailing();
    }
}
