package dev.pilothouse.desktop.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.process.ProcessRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GitRepositoryTest {
    @Test
    void aWorktreeWhoseNameIsNoPathHereIsLeftOutAndTheOthersAreListed() {
        try (GitRunner git = new GitRunner(ProcessRegistry.none(), "test", Map::of)) {
            Path main = Path.of("/shop");

            List<GitRepository.Tree> trees = new GitRepository(git, main, main)
                    .parse(List.of(
                            "worktree /shop",
                            "HEAD 1",
                            "branch refs/heads/main",
                            "",
                            "worktree /no\0path",
                            "HEAD 2",
                            "detached",
                            "",
                            "worktree /shop.worktrees/fix",
                            "HEAD 3",
                            "branch refs/heads/fix",
                            "locked pilothouse s1",
                            ""));

            assertThat(trees)
                    .containsExactly(
                            new GitRepository.Tree(main, "1", "main", false, "", false),
                            new GitRepository.Tree(
                                    Path.of("/shop.worktrees/fix"), "3", "fix", true, "pilothouse s1", false));
        }
    }
}
