package dev.pilothouse.desktop.git;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A working tree and its repository. Immutable; any thread.
 *
 * @param top the folder that has the {@code .git}, never one that the repository's configuration names
 * @param gitDirectory its own folder, which holds the index
 * @param common the folder of the repository, which its worktrees share
 * @param head the commit; empty before the first one
 * @param branch the full name; empty for a detached HEAD
 * @param settings of the repository and the user, by lower-case name
 */
record RepositoryPaths(
        Path top,
        Path gitDirectory,
        Path common,
        boolean sha256,
        String head,
        String branch,
        Map<String, String> settings) {
    private static final String SETTINGS = "^(core\\.(filemode|symlinks|ignorecase|precomposeunicode|trustctime"
            + "|checkstat|excludesfile|autocrlf|attributesfile|sparsecheckout)|filter\\..*\\.(clean|smudge|process))$";
    private static final List<String> FILTER_PROGRAMS = List.of(".clean", ".smudge", ".process");

    /** @throws KeptException if the directory is in no working tree, or git cannot read the repository */
    static RepositoryPaths of(GitRunner git, Path directory, BooleanSupplier cancelled) throws KeptException {
        Optional<WorkingTree> tree = WorkingTree.containing(directory);
        if (tree.isEmpty()) {
            throw outside(directory);
        }
        GitResult found = read(
                git,
                cancelled,
                tree.get(),
                "rev-parse",
                "--path-format=absolute",
                "--git-dir",
                "--git-common-dir",
                "--show-object-format");
        if (found.outcome() != GitResult.Outcome.ENDED) {
            throw new KeptException(found.sentence());
        }
        List<String> lines = found.text().lines().toList();
        if (!found.succeeded()) {
            throw outside(directory);
        }
        if (lines.size() != 3) {
            throw new KeptException(HostText.of(HostTextCode.KEPT_LINE_END, directory));
        }
        GitResult commit = read(git, cancelled, tree.get(), "rev-parse", "--verify", "--quiet", "HEAD^{commit}");
        GitResult branch = read(git, cancelled, tree.get(), "symbolic-ref", "--quiet", "HEAD");
        GitResult listed = read(git, cancelled, tree.get(), "config", "--null", "--get-regexp", SETTINGS);
        for (GitResult result : List.of(commit, branch, listed)) {
            if (result.outcome() != GitResult.Outcome.ENDED || result.code() > 1) {
                throw new KeptException(HostText.of(HostTextCode.KEPT_GIT_UNREADABLE, directory, result.sentence()));
            }
        }
        Map<String, String> settings = new HashMap<>();
        for (String entry : listed.fields()) {
            int end = entry.indexOf('\n');
            // A name without a value means true.
            settings.put(
                    (end < 0 ? entry : entry.substring(0, end)).toLowerCase(Locale.ROOT),
                    end < 0 ? "true" : entry.substring(end + 1));
        }
        return new RepositoryPaths(
                tree.get().root(),
                Path.of(lines.get(0)),
                Path.of(lines.get(1)),
                lines.get(2).equals("sha256"),
                commit.line(),
                branch.line(),
                settings);
    }

    private static KeptException outside(Path directory) {
        return new KeptException(HostText.of(HostTextCode.KEPT_NO_REPOSITORY, directory));
    }

    private static GitResult read(GitRunner git, BooleanSupplier cancelled, WorkingTree tree, String... arguments) {
        return git.read(tree.request(arguments).withCancelled(cancelled));
    }

    /** Describes a reading command in this working tree, whatever {@code core.worktree} says. */
    GitRequest request(String... arguments) {
        return new WorkingTree(top).request(arguments);
    }

    Path index() {
        return gitDirectory.resolve("index");
    }

    int oidBytes() {
        return sha256 ? 32 : 20;
    }

    /** Whether files may have other bytes in the working tree than in the repository. */
    boolean mayConvert() {
        String endings = settings.getOrDefault("core.autocrlf", "false");
        return !endings.equals("false")
                || settings.containsKey("core.attributesfile")
                || Files.exists(common.resolve("info").resolve("attributes"))
                || Files.exists(userFile("attributes"));
    }

    /** Whether a filter has a program. Git converts nothing for one without. */
    boolean hasFilter(String name) {
        return FILTER_PROGRAMS.stream()
                .anyMatch(program -> !settings.getOrDefault(("filter." + name + program).toLowerCase(Locale.ROOT), "")
                        .isEmpty());
    }

    private static Path userFile(String name) {
        String folder = System.getenv("XDG_CONFIG_HOME");
        Path base = folder == null || folder.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".config")
                : Path.of(folder);
        return base.resolve("git").resolve(name);
    }
}
