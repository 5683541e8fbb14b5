package dev.pilothouse.desktop.catalog;

import dev.pilothouse.desktop.agent.AgentPolicy;
import dev.pilothouse.desktop.agent.TokenScope;
import dev.pilothouse.desktop.demo.DemoAgent;
import dev.pilothouse.desktop.demo.DemoCommand;
import dev.pilothouse.model.AgentId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The agents that need no configuration: programs that support the Agent Client Protocol, each with the command from
 * its own documentation. Immutable; any thread.
 */
final class BuiltInAgents {
    static final AgentId DEMO = new AgentId("demo");

    /** The built-in agents by their names in the ACP registry, where the two differ. */
    private static final Map<String, String> BY_REGISTRY_ID = Map.of(
            "claude-acp", "claude",
            "codex-acp", "codex",
            "github-copilot-cli", "copilot",
            "qwen-code", "qwen");

    private BuiltInAgents() {}

    /** The entry that an agent of the registry has in the catalogue. */
    static AgentId agentId(String registryId) {
        return new AgentId(BY_REGISTRY_ID.getOrDefault(registryId, registryId));
    }

    /** @param dataFolder the folder for the demo agent's sessions */
    static List<AgentEntry> all(Path dataFolder) {
        List<AgentEntry> entries = new ArrayList<>();
        entries.add(entry("copilot", "GitHub Copilot", List.of("copilot", "--acp"))
                .inherits("COPILOT_*", "GH_TOKEN", "GITHUB_TOKEN", "GH_HOST")
                .install("npm install -g @github/copilot")
                .login("copilot login")
                .sumsTokens()
                .done());
        entries.add(entry("claude", "Claude Code", List.of("claude-agent-acp"))
                .inherits("ANTHROPIC_*", "CLAUDE_*", "AWS_*", "GOOGLE_*", "VERTEX_*")
                .install("npm install -g @agentclientprotocol/claude-agent-acp")
                .login("claude /login")
                .done());
        entries.add(entry("codex", "Codex", List.of("codex-acp"))
                .inherits("OPENAI_*", "CODEX_*")
                .install("npm install -g @agentclientprotocol/codex-acp")
                .login("codex login")
                .done());
        entries.add(entry("gemini", "Gemini CLI", List.of("gemini", "--acp"))
                .inherits("GEMINI_*", "GOOGLE_*")
                .install("npm install -g @google/gemini-cli")
                .login("gemini")
                .done());
        entries.add(entry("opencode", "OpenCode", List.of("opencode", "acp"))
                .inherits("OPENCODE_*", "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "OPENROUTER_API_KEY", "GEMINI_API_KEY")
                .install("npm install -g opencode-ai")
                .login("opencode auth login")
                .done());
        entries.add(entry("qwen", "Qwen Code", List.of("qwen", "--acp"))
                .inherits("QWEN_*", "OPENAI_*", "DASHSCOPE_*")
                .install("npm install -g @qwen-code/qwen-code")
                .login("qwen")
                .done());
        entries.add(entry("cursor", "Cursor", List.of("cursor-agent", "acp"))
                .inherits("CURSOR_*")
                .install("See cursor.com/cli")
                .login("cursor-agent login")
                .done());
        entries.add(entry("goose", "goose", List.of("goose", "acp"))
                .inherits("GOOSE_*", "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GOOGLE_API_KEY", "OPENROUTER_API_KEY")
                .install("See block.github.io/goose")
                .login("goose configure")
                .done());
        entries.add(entry("kimi", "Kimi CLI", List.of("kimi", "acp"))
                .inherits("KIMI_*", "MOONSHOT_*")
                .install("uv tool install kimi-cli")
                .login("kimi")
                .done());
        entries.add(entry("auggie", "Auggie", List.of("auggie", "--acp"))
                .inherits("AUGMENT_*")
                .install("npm install -g @augmentcode/auggie")
                .login("auggie login")
                .done());
        entries.add(entry("cline", "Cline", List.of("cline", "--acp"))
                .inherits("CLINE_*")
                .install("npm install -g cline")
                .login("cline auth")
                .done());
        entries.add(entry("kiro", "Kiro CLI", List.of("kiro-cli", "acp"))
                .inherits("KIRO_*", "AWS_*")
                .install("See kiro.dev/cli")
                .login("kiro-cli login")
                .done());
        DemoCommand.find()
                .ifPresent(command -> entries.add(entry(DEMO.value(), "Demo agent", command)
                        .with(
                                DemoAgent.STATE_VARIABLE,
                                dataFolder.resolve("demo").toString())
                        .inherits(DemoAgent.SPEED_VARIABLE, DemoAgent.LOGIN_VARIABLE)
                        .done()));
        return List.copyOf(entries);
    }

    private static Draft entry(String id, String name, List<String> command) {
        return new Draft(id, name, command);
    }

    /** A builder of an entry. Confined to {@link #all}. */
    private static final class Draft {
        private final String id;
        private final String name;
        private final List<String> command;
        private Map<String, String> environment = Map.of();
        private List<String> inherited = List.of();
        private String install = "";
        private String login = "";
        private AgentPolicy terms = AgentPolicy.standard();

        Draft(String id, String name, List<String> command) {
            this.id = id;
            this.name = name;
            this.command = command;
        }

        Draft with(String variable, String value) {
            environment = Map.of(variable, value);
            return this;
        }

        Draft inherits(String... variables) {
            inherited = List.of(variables);
            return this;
        }

        Draft install(String hint) {
            install = hint;
            return this;
        }

        Draft login(String login) {
            this.login = login;
            return this;
        }

        /** Observed with Copilot 1.0.102: its count at a turn's end covers the session. */
        Draft sumsTokens() {
            terms = terms.withTokens(TokenScope.SESSION);
            return this;
        }

        AgentEntry done() {
            return new AgentEntry(
                    new AgentId(id), name, command, environment, inherited, install, login, terms, Optional.empty());
        }
    }
}
