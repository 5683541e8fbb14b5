package dev.pilothouse.ui.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentLettersTest {
    private static final Map<String, String> BUILT_IN = Map.ofEntries(
            Map.entry("copilot", "GitHub Copilot"),
            Map.entry("claude", "Claude Code"),
            Map.entry("codex", "Codex"),
            Map.entry("gemini", "Gemini CLI"),
            Map.entry("opencode", "OpenCode"),
            Map.entry("qwen", "Qwen Code"),
            Map.entry("cursor", "Cursor"),
            Map.entry("goose", "goose"),
            Map.entry("kimi", "Kimi CLI"),
            Map.entry("auggie", "Auggie"),
            Map.entry("cline", "Cline"),
            Map.entry("kiro", "Kiro CLI"),
            Map.entry("demo", "Demo agent"));

    private static String letters(String id, String name) {
        return SessionText.letters(new AgentId(id), name);
    }

    @Test
    void theBuiltInAgentsHaveDifferentMarks() {
        List<String> marks = BUILT_IN.entrySet().stream()
                .map(agent -> letters(agent.getKey(), agent.getValue()))
                .toList();

        assertThat(marks).doesNotHaveDuplicates().contains("Co", "Cl", "Cx", "Ge", "Op", "De");
    }

    @Test
    void anotherAgentHasTheFirstLettersOfItsName() {
        assertThat(letters("mine", "my agent")).isEqualTo("My");
        assertThat(letters("mine", "4 eyes")).isEqualTo("4e");
        assertThat(letters("mine", "x")).isEqualTo("X");
        assertThat(letters("mine", "(-)")).isEqualTo("?");
        assertThat(letters("mine", "\ud835\udc00\ud835\udc01")).hasSize(4);
    }
}
