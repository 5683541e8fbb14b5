package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProfilesCommandTest {
    @Test
    void aSessionWhoseAgentIsStartingIsNotSaidToHaveNoProfile() {
        assertThat(ProfilesCommand.none(true)).contains("still starting").doesNotContain("no profile");
        assertThat(ProfilesCommand.none(false)).isEqualTo("The session has no profile.");
    }
}
