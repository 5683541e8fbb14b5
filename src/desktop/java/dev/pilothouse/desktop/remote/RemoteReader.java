package dev.pilothouse.desktop.remote;

import dev.pilothouse.desktop.git.GitFolder;
import dev.pilothouse.desktop.git.GitRequest;
import dev.pilothouse.desktop.git.GitResult;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.git.GitStatus;
import dev.pilothouse.desktop.git.RepositoryReader.UnreadableException;
import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.model.GitActivity;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.PushForm;
import dev.pilothouse.model.RemoteState;
import dev.pilothouse.model.RemoteState.Commit;
import dev.pilothouse.model.RemoteState.Push;
import dev.pilothouse.model.TextCutter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Reads a branch and its remote as last fetched. Runs no program of the repository, takes none of its locks and asks no
 * other machine. Each call blocks while git runs. Stateless; any thread.
 */
public final class RemoteReader {
    private static final int NAME = 200;
    private static final int URL = 500;
    private static final int SUBJECT = 200;
    private static final int COUNTED = 9_999;
    private static final Duration TIME = Duration.ofSeconds(20);

    /** Names of branches that are protected in most repositories. */
    private static final List<String> USUALLY_PROTECTED = List.of("main", "master");

    private final GitRunner git;

    public RemoteReader(GitRunner git) {
        this.git = git;
    }

    /** A branch, its remote and the settings of both. */
    record Reading(RemoteState state, RemoteConfig config, GitStatus status) {}

    /** @param turn the name of a session whose agent works in the tree now; empty if none does */
    public RemoteState read(WorkingTree tree, String turn, BooleanSupplier cancelled) throws UnreadableException {
        return reading(tree, turn, cancelled).state();
    }

    Reading reading(WorkingTree tree, String turn, BooleanSupplier cancelled) throws UnreadableException {
        GitStatus status = GitStatus.of(
                run(tree.request("status", "--porcelain=v2", "--branch", "--untracked-files=no", "--renames", "-z")
                                .withTime(TIME)
                                .withCancelled(cancelled))
                        .fields());
        RemoteConfig config = RemoteConfig.read(git, tree, cancelled);
        Path folder = GitFolder.of(tree).own();
        GitActivity operation = operation(folder);
        String branch = status.branch().isEmpty() ? rebased(folder) : status.branch();
        String remote = config.remote(branch);
        List<String> conflicts = status.conflicted().stream().sorted().toList();
        RemoteState.Pull pull = new RemoteState.Pull(
                shown(remote, NAME),
                shown(RemoteUrl.shown(config.url(remote)), URL),
                shown(status.upstream(), NAME),
                status.ahead(),
                status.behind(),
                config.method(branch).orElse(null),
                operation,
                conflicts.stream()
                        .limit(RemoteState.MAX_LISTED)
                        .map(path -> shown(path, URL))
                        .toList(),
                conflicts.size(),
                turn);
        Push push = push(tree, status, config, operation, cancelled);
        return new Reading(
                new RemoteState(
                        new RemoteState.Branch(
                                shown(branch, NAME),
                                status.commit(),
                                status.changed().size()),
                        pull,
                        push),
                config,
                status);
    }

    private Push push(
            WorkingTree tree, GitStatus status, RemoteConfig config, GitActivity operation, BooleanSupplier cancelled)
            throws UnreadableException {
        String branch = status.branch();
        String remote = config.pushRemote(branch);
        if (operation != GitActivity.NONE || branch.isEmpty() || status.commit().isEmpty()) {
            return new Push(PushForm.NO_BRANCH, shown(remote, NAME), "", "", "", false, List.of(), 0, 0);
        }
        if (remote.isEmpty()) {
            return new Push(PushForm.NO_REMOTE, "", "", "", "", false, List.of(), 0, 0);
        }
        String target = config.target(branch);
        String seen = commit(tree, "refs/remotes/" + remote + "/" + target, cancelled);
        List<String> range = seen.isEmpty()
                ? List.of(status.commit(), "--not", "--remotes=" + remote)
                : List.of(status.commit(), "^" + seen);
        int total = count(tree, range, cancelled);
        int lost = seen.isEmpty() ? 0 : count(tree, List.of(seen, "^" + status.commit()), cancelled);
        PushForm form = seen.isEmpty()
                ? PushForm.NEW_BRANCH
                : total == 0 ? PushForm.UP_TO_DATE : lost == 0 ? PushForm.FAST_FORWARD : PushForm.DIVERGED;
        return new Push(
                form,
                shown(remote, NAME),
                shown(config.shownPushUrl(remote), URL),
                shown(target, NAME),
                seen,
                isGuarded(tree, remote, target, cancelled),
                total == 0 ? List.of() : commits(tree, range, cancelled),
                total,
                lost);
    }

    private boolean isGuarded(WorkingTree tree, String remote, String target, BooleanSupplier cancelled) {
        String prefix = "refs/remotes/" + remote + "/";
        GitResult found = git.read(
                tree.request("symbolic-ref", "--quiet", prefix + "HEAD").withCancelled(cancelled));
        return found.succeeded() && found.line().equals(prefix + target)
                || USUALLY_PROTECTED.contains(target)
                || target.startsWith("release");
    }

    private String commit(WorkingTree tree, String reference, BooleanSupplier cancelled) {
        GitResult found =
                git.read(tree.request("rev-parse", "--verify", "--quiet", "--end-of-options", reference + "^{commit}")
                        .withCancelled(cancelled));
        return found.succeeded() ? found.line() : "";
    }

    private int count(WorkingTree tree, List<String> range, BooleanSupplier cancelled) throws UnreadableException {
        String line = run(listing(tree, List.of("rev-list", "--count", "--max-count=" + COUNTED), range, cancelled))
                .line();
        try {
            return Integer.parseInt(line.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private List<Commit> commits(WorkingTree tree, List<String> range, BooleanSupplier cancelled)
            throws UnreadableException {
        return run(listing(
                        tree,
                        List.of(
                                "log",
                                "-z",
                                "--no-decorate",
                                "--format=%H %s",
                                "--max-count=" + RemoteState.MAX_LISTED),
                        range,
                        cancelled))
                .fields()
                .stream()
                .map(field -> field.split(" ", 2))
                .filter(parts -> parts.length == 2)
                .map(parts -> new Commit(parts[0], shown(parts[1], SUBJECT)))
                .toList();
    }

    private static GitRequest listing(
            WorkingTree tree, List<String> command, List<String> range, BooleanSupplier cancelled) {
        return tree.request(Stream.of(command, range, List.of("--"))
                        .flatMap(List::stream)
                        .toArray(String[]::new))
                .withTime(TIME)
                .withCancelled(cancelled);
    }

    private GitResult run(GitRequest request) throws UnreadableException {
        GitResult result = git.read(request);
        if (!result.succeeded()) {
            throw new UnreadableException(
                    result.sentence().isEmpty() ? HostText.of(HostTextCode.GIT_UNREADABLE) : result.sentence());
        }
        return result;
    }

    // --- operations that are not over

    static GitActivity operation(Path folder) {
        if (Files.isDirectory(folder.resolve("rebase-merge"))) {
            return GitActivity.REBASE;
        }
        if (Files.isDirectory(folder.resolve("rebase-apply"))) {
            return Files.exists(folder.resolve("rebase-apply/applying")) ? GitActivity.OTHER : GitActivity.REBASE;
        }
        if (Files.exists(folder.resolve("MERGE_HEAD"))) {
            return GitActivity.MERGE;
        }
        return Files.exists(folder.resolve("CHERRY_PICK_HEAD")) || Files.exists(folder.resolve("REVERT_HEAD"))
                ? GitActivity.OTHER
                : GitActivity.NONE;
    }

    /** The branch that is rebased; empty if none is. */
    private static String rebased(Path folder) {
        return Optional.of(folder.resolve("rebase-merge/head-name"))
                .filter(Files::isRegularFile)
                .or(() -> Optional.of(folder.resolve("rebase-apply/head-name")).filter(Files::isRegularFile))
                .map(RemoteReader::firstLine)
                .filter(name -> name.startsWith("refs/heads/"))
                .map(name -> name.substring("refs/heads/".length()))
                .orElse("");
    }

    private static String firstLine(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            return new String(stream.readNBytes(4 * NAME), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException unreadable) {
            return "";
        }
    }

    private static String shown(String text, int length) {
        return TextCutter.line(PlainText.line(text), length);
    }
}
