package dev.pilothouse.desktop.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no login shell is asked there")
final class HostEnvironmentTest {
    private final HostEnvironment environment =
            new HostEnvironment(Map.of("PATH", "/usr/bin:/opt/only-here:/bin", "LANG", "C"));

    @Test
    void theShellsEntriesComeFirstAndNothingIsLost() {
        environment.asking();
        assertThat(environment.isAsking()).isTrue();
        assertThat(environment.answered(Optional.of("/home/ada/bin:/usr/bin"))).isTrue();
        assertThat(environment.isAsking()).isFalse();
        assertThat(environment.now())
                .isEqualTo(Map.of("PATH", "/home/ada/bin:/usr/bin:/opt/only-here:/bin", "LANG", "C"));
    }

    @Test
    void noAnswerChangesNothing() {
        assertThat(environment.answered(Optional.empty())).isFalse();
        assertThat(environment.answered(Optional.of("/usr/bin:/opt/only-here:/bin")))
                .isFalse();
    }
}
