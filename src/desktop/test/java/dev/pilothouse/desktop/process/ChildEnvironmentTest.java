package dev.pilothouse.desktop.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ChildEnvironmentTest {
    private static final Map<String, String> PARENT = Map.of(
            "PATH",
            "/bin",
            "LC_ALL",
            "C",
            "http_proxy",
            "p",
            "SECRET_KEY",
            "s",
            "GEMINI_API_KEY",
            "g",
            "GEMINI_X",
            "x");

    @Test
    void onlyAllowedVariablesPass() {
        assertThat(ChildEnvironment.from(PARENT, List.of(), Map.of()))
                .containsOnly(Map.entry("PATH", "/bin"), Map.entry("LC_ALL", "C"), Map.entry("http_proxy", "p"));
    }

    @Test
    void anEntryInheritsByNameOrPrefix() {
        assertThat(ChildEnvironment.from(PARENT, List.of("GEMINI_*", "NOT_THERE"), Map.of()))
                .containsEntry("GEMINI_API_KEY", "g")
                .containsEntry("GEMINI_X", "x")
                .doesNotContainKey("SECRET_KEY");
    }

    @Test
    void whatAnEntrySetsWins() {
        assertThat(ChildEnvironment.from(PARENT, List.of(), Map.of("PATH", "/opt/bin", "NEW", "n")))
                .containsEntry("PATH", "/opt/bin")
                .containsEntry("NEW", "n");
    }
}
