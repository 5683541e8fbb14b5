package dev.pilothouse.desktop.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.process.ProcessRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A git repository in a temporary folder, with a home folder of its own. Runs the real git without any hardening. */
public final class GitRepository {
    private final Path root;
    private final Path home;

    /** Opens the folder without initializing a repository. */
    public GitRepository(Path root, Path home) {
        this.root = root;
        this.home = home;
    }

    /** Creates a repository with the branch {@code main} in {@code outer/name}. */
    public static GitRepository create(Path outer, String name) throws IOException, InterruptedException {
        Path real = outer.toRealPath();
        GitRepository made = new GitRepository(
                Files.createDirectories(real.resolve(name)), Files.createDirectories(real.resolve("home")));
        made.git("init", "-q", "-b", "main");
        return made;
    }

    public Path root() {
        return root;
    }

    /** Returns the environment of the host: this process's, with the home folder of the test. */
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("HOME", home.toString());
        environment.remove("XDG_CONFIG_HOME");
        return environment;
    }

    public GitRunner runner() {
        Map<String, String> environment = environment();
        return new GitRunner(ProcessRegistry.none(), "test", () -> environment);
    }

    /** Runs git, which must succeed, and returns its output. */
    public String git(String... arguments) throws IOException, InterruptedException {
        StringBuilder output = new StringBuilder();
        assertThat(run(output, arguments))
                .as("%s: %s", List.of(arguments), output)
                .isZero();
        return output.toString();
    }

    /** Runs git and returns its exit code. */
    public int exitOf(String... arguments) throws IOException, InterruptedException {
        return run(new StringBuilder(), arguments);
    }

    private int run(StringBuilder output, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=t", "-c", "user.email=t@example.org"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().remove("XDG_CONFIG_HOME");
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        output.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    public void file(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /** Commits everything. */
    public void commit(String message) throws IOException, InterruptedException {
        git("add", "-A");
        git("commit", "-q", "-m", message);
    }

    public void commitEmpty(String message) throws IOException, InterruptedException {
        git("commit", "-q", "--allow-empty", "-m", message);
    }
}
