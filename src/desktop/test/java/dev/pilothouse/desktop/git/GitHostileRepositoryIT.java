package dev.pilothouse.desktop.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Reads a repository that plants programs everywhere, with the real git. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the test repository is made with a shell's git")
@Timeout(120)
class GitHostileRepositoryIT {
    @TempDir
    Path outer;

    private HostileRepository hostile;
    private GitRepository repository;

    @BeforeEach
    void makeTheRepository() throws Exception {
        hostile = HostileRepository.create(outer);
        repository = hostile.repository();
    }

    private static Stream<List<String>> readings() {
        return Stream.of(
                List.of("status", "--porcelain=v2", "--branch", "--untracked-files=all", "-z"),
                List.of("diff", "HEAD"),
                List.of("diff", "--cached", "HEAD~1"),
                List.of("diff-index", "--raw", "--numstat", "-M", "-z", "HEAD"),
                List.of("diff-index", "-p", "HEAD"),
                List.of("diff-files", "-p"),
                List.of("diff-tree", "-p", "HEAD~1", "HEAD"),
                List.of("log", "-p", "-2"),
                List.of("log", "-1", "--format=%H %G?"),
                List.of("show", "HEAD"),
                List.of("hash-object", "tracked.txt"),
                List.of("ls-files", "--cached", "--others", "--exclude-standard", "-z"),
                List.of("rev-parse", "--show-toplevel", "HEAD"),
                List.of("merge-base", "HEAD", "HEAD~1"),
                List.of("for-each-ref", "--format=%(refname) %(upstream)"),
                List.of("config", "--get-regexp", "^alias\\."),
                List.of("worktree", "list", "--porcelain"),
                List.of("rev-list", "--left-right", "--count", "HEAD...HEAD~1"));
    }

    @Test
    void noReadingCommandRunsAProgramOfTheRepository() {
        try (GitRunner git = repository.runner()) {
            assertThat(readings()).allSatisfy(arguments -> {
                GitResult result = git.read(GitRequest.of(repository.root(), arguments));
                assertThat(result.succeeded()).as("%s: %s", arguments, result).isTrue();
                assertThat(hostile.ran()).as("after %s", arguments).doesNotExist();
            });
        }
    }

    @Test
    void thePlantedProgramsRunWhereGitIsCalledAsUsual() throws Exception {
        repository.exitOf("status");
        // The planted monitor reports that nothing has changed, and Git LFS may be missing on this machine.
        String[] options = {"-c", "core.fsmonitor=false", "-c", "filter.lfs.required=false"};
        for (List<String> command :
                List.of(List.of("status"), List.of("diff"), List.of("diff", "--no-ext-diff"), List.of("log", "-1"))) {
            repository.exitOf(
                    Stream.concat(Stream.of(options), command.stream()).toArray(String[]::new));
        }

        assertThat(hostile.ran())
                .content()
                .contains(
                        "planted.sh fsmonitor",
                        "planted.sh clean",
                        "planted.sh included-clean",
                        "planted.sh equals-clean",
                        "planted.sh external",
                        "planted.sh textconv",
                        "planted.sh command",
                        "planted.sh sub-fsmonitor",
                        "planted.sh sub-clean",
                        "planted-gpg.sh",
                        "post-index-change");
    }

    @Test
    void readingNeverTakesTheLockOfTheIndexNorChangesIt() throws Exception {
        Path folder = repository.root().resolve(".git");
        // The stored times no longer fit, so that git wants to write the index.
        Files.setLastModifiedTime(repository.root().resolve("named.eq"), FileTime.fromMillis(1_000));
        byte[] index = Files.readAllBytes(folder.resolve("index"));
        // A lock file would change the time of its folder.
        FileTime before = Files.getLastModifiedTime(folder);
        try (GitRunner git = repository.runner()) {
            readings().forEach(arguments -> git.read(GitRequest.of(repository.root(), arguments)));
        }

        assertThat(Files.readAllBytes(folder.resolve("index"))).isEqualTo(index);
        assertThat(Files.getLastModifiedTime(folder)).isEqualTo(before);
    }

    @Test
    void aSnapshotThroughAPrivateIndexRunsNothingEither() throws Exception {
        String index = outer.toRealPath().resolve("private-index-1").toString();
        try (GitRunner git = repository.runner()) {
            assertThat(git.read(GitRequest.of(repository.root(), "read-tree", "HEAD")
                                    .withVariable("GIT_INDEX_FILE", index))
                            .succeeded())
                    .isTrue();
            assertThat(git.read(GitRequest.of(repository.root(), "update-index", "--add", "--remove", "-z", "--stdin")
                                    .withVariable("GIT_INDEX_FILE", index)
                                    .withInput("tracked.txt\0new.txt\0sub\0".getBytes()))
                            .succeeded())
                    .isTrue();
            GitResult tree =
                    git.read(GitRequest.of(repository.root(), "write-tree").withVariable("GIT_INDEX_FILE", index));
            GitResult commit = git.read(GitRequest.of(repository.root(), "commit-tree", tree.line(), "-m", "kept")
                    .withVariable("GIT_AUTHOR_NAME", "t")
                    .withVariable("GIT_AUTHOR_EMAIL", "t@example.org")
                    .withVariable("GIT_COMMITTER_NAME", "t")
                    .withVariable("GIT_COMMITTER_EMAIL", "t@example.org"));
            assertThat(git.read(repository.root(), "update-ref", "refs/kept/1", commit.line())
                            .succeeded())
                    .isTrue();
        }

        assertThat(hostile.ran()).doesNotExist();
        assertThat(repository.git("cat-file", "blob", "refs/kept/1:new.txt")).isEqualTo("new\n");
    }

    @Test
    void aRepositoryWhoseFiltersCannotBeDisabledIsNotRead() throws Exception {
        repository.git("config", "filter.gl\u00fcck.clean", "true");

        try (GitRunner git = repository.runner()) {
            GitResult result = git.read(repository.root(), "status");

            assertThat(result.outcome()).isEqualTo(GitResult.Outcome.REFUSED);
            assertThat(result.message()).contains("filter with characters outside of ASCII");
        }
    }
}
