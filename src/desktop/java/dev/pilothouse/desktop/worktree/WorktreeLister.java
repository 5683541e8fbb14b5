package dev.pilothouse.desktop.worktree;

import dev.pilothouse.desktop.git.GitResult;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.git.KeptException;
import dev.pilothouse.desktop.git.KeptStore;
import dev.pilothouse.desktop.git.KeptTree;
import dev.pilothouse.desktop.job.JobRegistry;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.KeptWorktree;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.WorktreeInfo;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.SessionSummary;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the worktrees of all repositories that the host's sessions and jobs name. Blocks for git and the disk, for
 * about {@value #SECONDS} seconds at most. Stateless; any thread.
 */
final class WorktreeLister {
    private static final Logger LOG = LoggerFactory.getLogger(WorktreeLister.class);
    private static final int SECONDS = 15;
    private static final int MAX_DIRECTORIES = 200;
    private static final int MAX_REPOSITORIES = 50;
    private static final int MAX_WORKTREES = 200;
    private static final int MAX_KEPT = 100;
    private static final int MAX_FILES = 50_000;
    private static final long WALK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final String HEADS = "refs/heads/";

    private final GitRunner git;
    private final KeptStore kept;
    private final WorktreeSessions owners;
    private final JobRegistry jobs;

    WorktreeLister(GitRunner git, KeptStore kept, WorktreeSessions owners, JobRegistry jobs) {
        this.git = git;
        this.kept = kept;
        this.owners = owners;
        this.jobs = jobs;
    }

    HostMessage.Worktrees list(RequestId requestId) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        List<WorktreeInfo> worktrees = new ArrayList<>();
        List<KeptWorktree> snapshots = new ArrayList<>();
        boolean more = false;
        for (GitRepository repository : repositories()) {
            String base = repository.remoteDefault();
            List<GitRepository.Tree> trees = repository.trees().orElse(List.of());
            Map<String, Integer> pullRequests = repository.pullRequests();
            for (GitRepository.Tree tree : trees.stream().skip(1).toList()) {
                if (worktrees.size() == MAX_WORKTREES || System.nanoTime() - end > 0) {
                    more = true;
                    break;
                }
                worktrees.add(
                        info(repository, tree, base.isEmpty() ? trees.get(0).head() : base, pullRequests));
            }
            snapshots.addAll(snapshots(repository));
        }
        snapshots.sort(Comparator.comparing(KeptWorktree::at).reversed());
        return new HostMessage.Worktrees(
                requestId, worktrees, snapshots.stream().limit(MAX_KEPT).toList(), more);
    }

    /** The worktree that a session works in; empty if that is the main directory of its repository, or none. */
    Optional<WorktreeInfo> find(SessionSummary session) {
        Optional<Path> directory = WorktreeSessions.directory(session);
        Optional<GitRepository> found = directory.flatMap(cwd -> GitRepository.of(git, cwd));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        GitRepository repository = found.get();
        String base = repository.remoteDefault();
        List<GitRepository.Tree> trees = repository.trees().orElse(List.of());
        return trees.stream()
                .skip(1)
                .filter(tree -> directory.get().startsWith(tree.place()))
                .findFirst()
                .map(tree ->
                        info(repository, tree, base.isEmpty() ? trees.get(0).head() : base, Map.of()));
    }

    /** Whether it is the only session in a worktree that the host has made. */
    boolean isAlone(SessionSummary session) {
        Optional<Path> directory = WorktreeSessions.directory(session);
        return directory
                .flatMap(cwd -> GitRepository.of(git, cwd))
                .flatMap(GitRepository::trees)
                .orElse(List.of())
                .stream()
                .skip(1)
                .filter(tree -> directory.get().startsWith(tree.place()))
                .findFirst()
                .filter(WorktreeLister::isOwn)
                .map(tree -> owners.in(tree.place()).stream()
                        .allMatch(other -> other.sessionId().equals(session.sessionId())))
                .orElse(false);
    }

    private static boolean isOwn(GitRepository.Tree tree) {
        return tree.reason().startsWith("pilothouse ");
    }

    private List<GitRepository> repositories() {
        Set<Path> directories = new LinkedHashSet<>();
        for (SessionSummary session : owners.sessions().get()) {
            WorktreeSessions.directory(session).ifPresent(directories::add);
        }
        jobs.parameters(JobKind.WORKTREE_ADD, WorktreeAddRunner.REPOSITORY)
                .forEach(repository -> directories.add(Path.of(repository)));
        Map<Path, GitRepository> repositories = new LinkedHashMap<>();
        for (Path directory : directories.stream().limit(MAX_DIRECTORIES).toList()) {
            if (repositories.size() < MAX_REPOSITORIES) {
                GitRepository.of(git, directory).ifPresent(found -> repositories.putIfAbsent(found.main(), found));
            }
        }
        return List.copyOf(repositories.values());
    }

    private WorktreeInfo info(
            GitRepository repository, GitRepository.Tree tree, String base, Map<String, Integer> pullRequests) {
        List<SessionSummary> sessions = owners.in(tree.place());
        boolean there = !tree.prunable() && Files.isDirectory(tree.place());
        return new WorktreeInfo(
                repository.main().toString(),
                tree.place().toString(),
                tree.branch(),
                tree.head(),
                isOwn(tree),
                sessions.stream().map(SessionSummary::sessionId).toList(),
                there ? status(tree, base) : null,
                there ? size(tree.place()) : 0,
                sessions.stream()
                        .map(SessionSummary::lastActive)
                        .max(Comparator.naturalOrder())
                        .orElseGet(() -> changed(tree.place())),
                pullRequests.getOrDefault(tree.branch(), 0));
    }

    private WorktreeInfo.@Nullable Status status(GitRepository.Tree tree, String base) {
        GitResult changes = git.read(tree.place(), "status", "--porcelain", "--no-renames", "-z");
        GitResult commits =
                git.read(tree.place(), "rev-list", "--count", "--max-count=9999", base + ".." + tree.head(), "--");
        try {
            return changes.succeeded() && commits.succeeded()
                    ? new WorktreeInfo.Status(
                            changes.fields().size(),
                            Integer.parseInt(commits.line().strip()))
                    : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Instant changed(Path place) {
        try {
            return Files.getLastModifiedTime(place).toInstant();
        } catch (IOException e) {
            return null;
        }
    }

    /** The size of the files, as far as half a second reaches. */
    private static long size(Path place) {
        long end = System.nanoTime() + WALK_NANOS;
        long[] bytes = new long[1];
        int[] files = new int[1];
        try {
            Files.walkFileTree(place, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    bytes[0] += attributes.isRegularFile() ? attributes.size() : 0;
                    return ++files[0] >= MAX_FILES || System.nanoTime() - end > 0
                            ? FileVisitResult.TERMINATE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.debug("{} could not be measured: {}", place, e.toString());
        }
        return bytes[0];
    }

    private List<KeptWorktree> snapshots(GitRepository repository) {
        try {
            return kept.list(repository.main()).stream()
                    .filter(each -> each.reason() == KeptTree.Reason.REMOVAL
                            && !Files.exists(each.directory(), LinkOption.NOFOLLOW_LINKS))
                    .map(each -> new KeptWorktree(
                            repository.main().toString(),
                            each.id(),
                            each.directory().toString(),
                            Optional.of(each.branch())
                                    .filter(branch -> branch.startsWith(HEADS))
                                    .map(branch -> branch.substring(HEADS.length()))
                                    .orElse(""),
                            each.files(),
                            each.at()))
                    .toList();
        } catch (KeptException e) {
            LOG.warn("The snapshots of {} cannot be listed: {}", repository.main(), e.text());
            return List.of();
        }
    }
}
