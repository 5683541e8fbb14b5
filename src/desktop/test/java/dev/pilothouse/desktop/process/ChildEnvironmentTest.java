package dev.pilothouse.desktop.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

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
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the PATH of the test has colons")
    void noEntryOfThePathLeadsIntoTheDirectoryOfTheChild() {
        assertThat(path(Map.of("PATH", ":.:bin:../x:/usr/bin::./y:~/bin:/bin:")))
                .containsEntry("PATH", "/usr/bin:/bin");
        assertThat(ChildEnvironment.from(PARENT, List.of(), Map.of("PATH", "node_modules/.bin:/opt/bin")))
                .containsEntry("PATH", "/opt/bin");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the PATH of the test has colons")
    void aPathWithNothingLeftIsNotSet() {
        assertThat(path(Map.of("PATH", "."))).doesNotContainKey("PATH");
        assertThat(path(Map.of("PATH", ""))).doesNotContainKey("PATH");
    }

    private static Map<String, String> path(Map<String, String> parent) {
        return ChildEnvironment.from(parent, List.of(), Map.of());
    }

    @Test
    void whatAnEntrySetsWins() {
        assertThat(ChildEnvironment.from(PARENT, List.of(), Map.of("PATH", "/opt/bin", "NEW", "n")))
                .containsEntry("PATH", "/opt/bin")
                .containsEntry("NEW", "n");
    }
}
