package dev.pilothouse.desktop.worktree;

import dev.pilothouse.desktop.git.GitRequest;
import dev.pilothouse.desktop.git.GitResult;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.model.GitReference;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.PullRequestReference;
import dev.pilothouse.model.TextCutter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A git repository, read through git. Its methods block for git; any thread.
 *
 * @param main the main working directory, or the directory of the repository if it has none
 * @param top the working directory that was asked about
 */
record GitRepository(GitRunner git, Path main, Path top) {
    private static final Logger LOG = LoggerFactory.getLogger(GitRepository.class);
    private static final int MAX_BRANCHES = 500;
    private static final int MAX_PLACE = 1_000;

    /**
     * A worktree, as git lists it.
     *
     * @param head the commit; empty if there is none
     * @param branch without {@code refs/heads/}; empty if it is detached
     * @param locked whether it is locked, and {@code reason} why
     * @param prunable whether its directory is gone
     */
    record Tree(Path place, String head, String branch, boolean locked, String reason, boolean prunable) {}

    /** The repository of a directory; empty if it lies in none. */
    static Optional<GitRepository> of(GitRunner git, Path directory) {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        GitResult found =
                git.read(directory, "rev-parse", "--path-format=absolute", "--show-toplevel", "--git-common-dir");
        if (!found.succeeded()) {
            return Optional.empty();
        }
        List<String> lines = found.text().lines().toList();
        if (lines.size() != 2) {
            return Optional.empty();
        }
        try {
            Path top = Path.of(lines.get(0));
            Path common = Path.of(lines.get(1));
            Path parent = common.getParent();
            return Optional.of(new GitRepository(git, parent != null && common.endsWith(".git") ? parent : top, top));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** The current branch; empty if there is none. */
    String branch() {
        GitResult found = git.read(top, "symbolic-ref", "--quiet", "--short", "HEAD");
        return found.succeeded() ? found.line() : "";
    }

    /** The default branch of the remote, as last fetched; empty if it is not known. */
    String remoteDefault() {
        GitResult found = git.read(top, "symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD");
        if (found.succeeded()) {
            return found.line();
        }
        for (String name : List.of("origin/main", "origin/master")) {
            if (git.read(top, "show-ref", "--verify", "--quiet", "refs/remotes/" + name)
                    .succeeded()) {
                return name;
            }
        }
        return "";
    }

    /** The number of commits of the directory that another commit does not have. */
    int ahead(String other) {
        GitResult found = git.read(top, "rev-list", "--count", "--max-count=9999", other + "..HEAD", "--");
        try {
            return found.succeeded() ? Integer.parseInt(found.line().strip()) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** The branches, the most recently used first. */
    List<GitReference> branches() {
        GitResult found = git.read(
                top,
                "for-each-ref",
                "--sort=-committerdate",
                "--count=" + MAX_BRANCHES,
                "--format=%(refname)%00%(worktreepath)",
                "refs/heads",
                "refs/remotes");
        List<GitReference> branches = new ArrayList<>();
        if (found.succeeded()) {
            found.text().lines().forEach(entry -> {
                int end = entry.indexOf('\0');
                String line = end < 0 ? entry : entry.substring(0, end);
                String place = end < 0 ? "" : TextCutter.head(PlainText.line(entry.substring(end + 1)), MAX_PLACE);
                boolean remote = line.startsWith("refs/remotes/");
                String name = line.substring((remote ? "refs/remotes/" : "refs/heads/").length());
                if (!(remote && name.endsWith("/HEAD"))) {
                    branches.add(new GitReference(name, remote, place));
                }
            });
        }
        return branches;
    }

    /** The commit that a name stands for; empty if it stands for none. */
    Optional<String> commit(String name) {
        if (name.startsWith("-")) {
            return Optional.empty();
        }
        GitResult found = git.read(top, "rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}");
        return found.succeeded() ? Optional.of(found.line()) : Optional.empty();
    }

    /** The full name of a branch by its short one; empty if it is none. */
    String fullName(String name) {
        for (String full : List.of("refs/heads/" + name, "refs/remotes/" + name)) {
            if (!name.isEmpty()
                    && git.read(top, "show-ref", "--verify", "--quiet", full).succeeded()) {
                return full;
            }
        }
        return "";
    }

    /** The commit of a branch of this repository; empty if there is no such branch. */
    Optional<String> commitOfBranch(String branch) {
        GitResult found = git.read(
                main, "rev-parse", "--verify", "--quiet", "--end-of-options", "refs/heads/" + branch + "^{commit}");
        return found.succeeded() ? Optional.of(found.line()) : Optional.empty();
    }

    /** Whether git accepts the name for a branch, exactly as it is. */
    boolean isBranchName(String name) {
        if (name.startsWith("-")) {
            return false;
        }
        GitResult found = git.read(top, "check-ref-format", "--branch", name);
        return found.succeeded() && found.line().equals(name);
    }

    /** All worktrees, the main one first. Empty if git cannot list them. */
    Optional<List<Tree>> trees() {
        GitResult found = git.read(main, "worktree", "list", "--porcelain", "-z");
        return found.succeeded() ? Optional.of(parse(found.fields())) : Optional.empty();
    }

    Optional<Tree> tree(Path place) {
        return trees().orElse(List.of()).stream()
                .filter(tree -> tree.place().equals(place))
                .findFirst();
    }

    List<Tree> parse(List<String> fields) {
        List<Tree> trees = new ArrayList<>();
        String place = "";
        String head = "";
        String branch = "";
        String reason = "";
        boolean locked = false;
        boolean prunable = false;
        List<String> ended = new ArrayList<>(fields);
        ended.add("");
        for (String field : ended) {
            if (field.isEmpty()) {
                try {
                    if (!place.isEmpty()) {
                        trees.add(new Tree(Path.of(place), head, branch, locked, reason, prunable));
                    }
                } catch (InvalidPathException unusual) {
                    // The host's locale cannot express this name. The other worktrees are still listed.
                    LOG.warn("A worktree of {} is left out, because of its name", main);
                }
                place = "";
                head = "";
                branch = "";
                reason = "";
                locked = false;
                prunable = false;
                continue;
            }
            int space = field.indexOf(' ');
            String name = space < 0 ? field : field.substring(0, space);
            String value = space < 0 ? "" : field.substring(space + 1);
            switch (name) {
                case "worktree" -> place = value;
                case "HEAD" -> head = value;
                case "branch" -> branch = value.replaceFirst("^refs/heads/", "");
                case "locked" -> {
                    locked = true;
                    reason = value;
                }
                case "prunable" -> prunable = true;
                default -> {
                    // Bare, detached, or a word of a later git.
                }
            }
        }
        return trees;
    }

    /** The numbers of the pull requests from which branches were made, by branch. */
    Map<String, Integer> pullRequests() {
        GitResult found = git.read(
                main, "config", "--null", "--get-regexp", "^branch\\..*\\." + RemoteFinder.PULL_REQUEST_KEY + "$");
        Map<String, Integer> numbers = new HashMap<>();
        // Exit code 1: there are none.
        for (String field : found.succeeded() ? found.fields() : List.<String>of()) {
            int end = field.indexOf('\n');
            int last = field.lastIndexOf('.', Math.max(end, 0));
            if (last > "branch.".length()) {
                PullRequestReference.of(field.substring(end + 1))
                        .ifPresent(reference ->
                                numbers.put(field.substring("branch.".length(), last), reference.number()));
            }
        }
        return numbers;
    }

    GitResult change(GitRequest request) {
        return git.write(request);
    }
}
