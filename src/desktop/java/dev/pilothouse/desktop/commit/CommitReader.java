package dev.pilothouse.desktop.commit;

import dev.pilothouse.desktop.git.GitRequest;
import dev.pilothouse.desktop.git.GitResult;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.git.RepositoryReader;
import dev.pilothouse.desktop.git.RepositoryReader.UnreadableException;
import dev.pilothouse.desktop.git.WorkingSessions;
import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.model.ChangedFile.State;
import dev.pilothouse.model.CommitFile;
import dev.pilothouse.model.CommitFile.Staging;
import dev.pilothouse.model.CommitOrder;
import dev.pilothouse.model.CommitState;
import dev.pilothouse.model.CommitState.Author;
import dev.pilothouse.model.GitActivity;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.TextCutter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads what a working tree could commit. Runs no program of the repository and takes no lock. Stateless; any thread. */
record CommitReader(GitRunner git, RepositoryReader repositories, WorkingSessions working) {
    private static final Pattern COMMIT_ID = Pattern.compile("[0-9a-f]{40,64}");

    private static final Pattern IDENT = Pattern.compile("(.*) <([^<>]*)> \\d+ [-+]\\d{4}");
    private static final int NAME = 200;
    private static final int ORDINARY = 9;
    private static final int RENAMED = 10;
    private static final int UNMERGED = 11;
    private static final Duration TIME = Duration.ofSeconds(20);

    CommitState read(WorkingTree tree, BooleanSupplier cancelled) throws UnreadableException {
        Status status = status(tree, cancelled);
        Path folder = folder(tree);
        GitActivity operation = operation(folder);
        return new CommitState(
                new CommitState.Head(
                        TextCutter.line(PlainText.line(status.branch), NAME),
                        status.commit,
                        status.commit.isEmpty() ? "" : subject(tree),
                        isDefault(tree, status.branch),
                        !status.commit.isEmpty() && isPushed(tree),
                        operation),
                author(tree),
                status.files.values().stream()
                        .filter(file -> RepositoryReader.isShown(file.path()))
                        .limit(CommitState.MAX_FILES)
                        .toList(),
                status.files.size(),
                status.seen(),
                operation == GitActivity.NONE ? "" : message(folder),
                working.in(tree.root()).orElse(""));
    }

    /** The files of {@code git status}. Used by one thread. */
    static final class Status {
        private String branch = "";
        private String commit = "";
        private final Map<String, CommitFile> files = new TreeMap<>();
        private final List<String> conflicts = new ArrayList<>();
        private final StringBuilder staged = new StringBuilder();

        String commit() {
            return commit;
        }

        String branch() {
            return branch;
        }

        List<String> conflicts() {
            return conflicts;
        }

        boolean hasStaged() {
            return staged.length() > 0;
        }

        boolean hasChanges() {
            return !files.isEmpty();
        }

        /** See {@link CommitState#seen}. */
        String seen() {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256")
                        .digest((commit + "\n" + staged).getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(digest, 0, 16);
            } catch (NoSuchAlgorithmException everyJavaHasIt) {
                throw new IllegalStateException(everyJavaHasIt);
            }
        }
    }

    Status status(WorkingTree tree, BooleanSupplier cancelled) throws UnreadableException {
        List<String> fields = run(tree.request(
                                "status", "--porcelain=v2", "--branch", "--untracked-files=all", "--renames", "-z")
                        .withTime(TIME)
                        .withCancelled(cancelled))
                .fields();
        Status status = new Status();
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i);
            if (field.startsWith("# branch.oid ") && !field.endsWith("(initial)")) {
                status.commit = field.substring("# branch.oid ".length());
            } else if (field.startsWith("# branch.head ") && !field.endsWith("(detached)")) {
                status.branch = field.substring("# branch.head ".length());
            } else if (field.startsWith("1 ")) {
                tracked(status, tree, field.split(" ", ORDINARY), "");
            } else if (field.startsWith("2 ") && i + 1 < fields.size()) {
                i++;
                tracked(status, tree, field.split(" ", RENAMED), fields.get(i));
            } else if (field.startsWith("u ")) {
                String path = last(field.split(" ", UNMERGED));
                status.conflicts.add(path);
                add(status, new CommitFile(path, "", State.CONFLICTED, Staging.NONE, content(tree, path)));
            } else if (field.startsWith("? ")) {
                String path = field.substring(2);
                CommitFile known = status.files.get(path);
                add(
                        status,
                        new CommitFile(
                                path,
                                "",
                                known == null ? State.UNTRACKED : State.MODIFIED,
                                known == null ? Staging.NONE : Staging.SOME,
                                content(tree, path)));
            }
        }
        return status;
    }

    private static String last(String[] parts) {
        return parts[parts.length - 1];
    }

    private static void add(Status status, CommitFile file) {
        status.files.put(file.path(), file);
    }

    private void tracked(Status status, WorkingTree tree, String[] parts, String oldPath) {
        String path = last(parts);
        char index = parts[1].charAt(0);
        char file = parts[1].charAt(1);
        if (index != '.') {
            // The letter, the mode and the id of the staged content.
            status.staged.append(index).append(' ').append(parts[4]).append(' ').append(parts[7]);
            status.staged.append(' ').append(oldPath).append('\0').append(path).append('\0');
        }
        State state = file == 'D' || index == 'D' && file == '.'
                ? State.DELETED
                : index == 'R'
                        ? State.RENAMED
                        : index == 'A' || file == 'A'
                                ? State.ADDED
                                : index == 'T' || file == 'T' ? State.RETYPED : State.MODIFIED;
        Staging staging = index == '.' ? Staging.NONE : file == '.' ? Staging.ALL : Staging.SOME;
        add(status, new CommitFile(path, oldPath, state, staging, state == State.DELETED ? "" : content(tree, path)));
    }

    private String content(WorkingTree tree, String path) {
        return repositories.contentId(tree, path);
    }

    private GitResult run(GitRequest request) throws UnreadableException {
        GitResult result = git.read(request);
        if (result.succeeded()) {
            return result;
        }
        throw new UnreadableException(
                result.sentence().isEmpty() ? HostText.of(HostTextCode.GIT_UNREADABLE) : result.sentence());
    }

    // --- the place of the commit

    /** The git folder of the working tree; a linked worktree has its own. */
    Path folder(WorkingTree tree) throws UnreadableException {
        return Path.of(run(tree.request("rev-parse", "--path-format=absolute", "--git-dir"))
                .line());
    }

    static GitActivity operation(Path folder) {
        if (Files.exists(folder.resolve("rebase-merge")) || Files.exists(folder.resolve("rebase-apply"))) {
            return GitActivity.REBASE;
        }
        if (Files.exists(folder.resolve("MERGE_HEAD"))) {
            return GitActivity.MERGE;
        }
        return Files.exists(folder.resolve("CHERRY_PICK_HEAD")) || Files.exists(folder.resolve("REVERT_HEAD"))
                ? GitActivity.OTHER
                : GitActivity.NONE;
    }

    private static String message(Path folder) {
        Path file = folder.resolve("MERGE_MSG");
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > 8 * CommitOrder.MAX_MESSAGE) {
                return "";
            }
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.joining("\n"));
            return TextCutter.head(PlainText.note(text).strip(), CommitOrder.MAX_MESSAGE);
        } catch (IOException unreadable) {
            return "";
        }
    }

    private String subject(WorkingTree tree) {
        return TextCutter.line(
                PlainText.line(
                        git.read(tree.request("log", "-1", "--format=%s")).line()),
                NAME);
    }

    boolean isPushed(WorkingTree tree) {
        return !git.read(tree.request("for-each-ref", "--contains", "HEAD", "--count=1", "refs/remotes"))
                        .line()
                        .isEmpty()
                || isOfPullRequest(tree);
    }

    /** Whether the pull request from which the branch was made had the last commit already. */
    private boolean isOfPullRequest(WorkingTree tree) {
        String branch = git.read(tree.request("symbolic-ref", "--quiet", "--short", "HEAD"))
                .line();
        String head = branch.isEmpty()
                ? ""
                : git.read(tree.request("config", "--get", RepositoryReader.pullRequestHeadKey(branch)))
                        .line();
        // An agent can write the configuration.
        return COMMIT_ID.matcher(head).matches()
                && git.read(tree.request("merge-base", "--is-ancestor", "HEAD", head))
                        .succeeded();
    }

    private boolean isDefault(WorkingTree tree, String branch) {
        String remote = git.read(tree.request("symbolic-ref", "--quiet", "refs/remotes/origin/HEAD"))
                .line();
        String usual = remote.replaceFirst("^refs/remotes/origin/", "");
        return usual.isEmpty() ? branch.equals("main") || branch.equals("master") : branch.equals(usual);
    }

    Author author(WorkingTree tree) {
        Optional<String> ident = Optional.of(git.read(tree.request("var", "GIT_AUTHOR_IDENT")))
                .filter(GitResult::succeeded)
                .map(GitResult::line);
        Matcher parts = IDENT.matcher(ident.orElse(""));
        return parts.matches()
                ? new Author(
                        TextCutter.line(PlainText.line(parts.group(1)), NAME),
                        TextCutter.line(PlainText.line(parts.group(2)), NAME))
                : Author.UNKNOWN;
    }
}
