package dev.pilothouse.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class BranchNameTest {
    @Test
    void theFolderOfABranchIsValidOnEverySystem() {
        assertThat(BranchName.folder("fix/login")).isEqualTo("fix-login");
        assertThat(BranchName.folder("Release_2.0")).isEqualTo("Release_2.0");
        assertThat(BranchName.folder("a:b|c")).isEqualTo("a-b-c");
        assertThat(BranchName.folder("dots..")).isEqualTo("dots");
        assertThat(BranchName.folder("x".repeat(300))).hasSize(80);
    }

    @Test
    void aSuggestionIsMadeOfTheFirstWords() {
        assertThat(BranchName.suggest("Fix the login race, please: now!", "work", Set.of()))
                .isEqualTo("fix-the-login-race-please");
        assertThat(BranchName.suggest("", "work", Set.of())).isEqualTo("work");
        assertThat(BranchName.suggest("Fix", "work", Set.of("fix", "fix-2"))).isEqualTo("fix-3");
    }
}
