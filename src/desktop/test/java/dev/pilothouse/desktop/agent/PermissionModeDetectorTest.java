package dev.pilothouse.desktop.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentMode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The mode lists are from real agents. */
final class PermissionModeDetectorTest {
    @Test
    void copilotStaysAnAgent() {
        String base = "https://agentclientprotocol.com/protocol/session-modes#";
        List<AgentMode> modes = List.of(
                mode(base + "agent", "Agent", "Default agent mode for conversational interactions"),
                mode(base + "plan", "Plan", "Plan mode for creating and executing multi-step plans"),
                mode(base + "autopilot", "Autopilot", "Autonomous mode that enables allow-all and runs on"));
        assertThat(PermissionModeDetector.choose(modes, base + "agent")).contains(base + "agent");
        assertThat(PermissionModeDetector.choose(modes, base + "autopilot")).contains(base + "agent");
    }

    @Test
    void geminiAndQwenStayInTheirDefault() {
        List<AgentMode> modes = List.of(
                mode("default", "Default", "Prompts for approval"),
                mode("autoEdit", "Auto Edit", "Auto-approves edit tools"),
                mode("yolo", "YOLO", "Auto-approves all tools"),
                mode("plan", "Plan", "Read-only mode"));
        assertThat(PermissionModeDetector.choose(modes, "default")).contains("default");
        assertThat(PermissionModeDetector.choose(modes, "yolo")).contains("default");
    }

    @Test
    void claudeIsTakenOutOfTheModesThatAskNothing() {
        List<AgentMode> modes = List.of(
                mode("auto", "Auto", "Use a model classifier to approve or deny permission prompts"),
                mode("default", "Manual", "Standard behavior, prompts for dangerous operations"),
                mode("acceptEdits", "Accept Edits", "Auto-accept file edit operations"),
                mode("plan", "Plan Mode", "Planning mode, no actual tool execution"),
                mode("dontAsk", "Don't Ask", "Don't prompt for permissions, deny if not pre-approved"),
                mode("bypassPermissions", "Bypass Permissions", "Bypass all permission checks"));
        assertThat(PermissionModeDetector.choose(modes, "auto")).contains("default");
        assertThat(PermissionModeDetector.choose(modes, "bypassPermissions")).contains("default");
    }

    @Test
    void codexReadsOnlyUntilItIsAllowedMore() {
        List<AgentMode> modes = List.of(
                mode("read-only", "Read Only", "Requires approval to edit files and run commands"),
                mode("auto", "Default", "Edits files and runs commands in the workspace"),
                mode("full-access", "Full Access", "Edits outside the workspace without asking"));
        assertThat(PermissionModeDetector.choose(modes, "auto")).contains("read-only");
    }

    @Test
    void gooseApproves() {
        List<AgentMode> modes = List.of(
                mode("auto", "auto", "Automatically approve tool calls"),
                mode("approve", "approve", "Ask before every tool call"),
                mode("smart_approve", "smart_approve", "Ask only for sensitive tool calls"),
                mode("chat", "chat", "Chat only, no tool calls"));
        assertThat(PermissionModeDetector.choose(modes, "auto")).contains("approve");
    }

    @Test
    void openCodeStaysWhereItsOwnPermissionsRule() {
        List<AgentMode> modes = List.of(
                mode("build", "build", "The default agent. Executes tools based on configured permissions."),
                mode("plan", "plan", "Plan mode. Disallows all edit tools."));
        assertThat(PermissionModeDetector.choose(modes, "build")).contains("build");
    }

    @Test
    void amongUnknownModesThePresentOneStays() {
        List<AgentMode> modes = List.of(mode("red", "Red", ""), mode("blue", "Blue", ""));
        assertThat(PermissionModeDetector.choose(modes, "blue")).contains("blue");
    }

    @Test
    void ifAllSkipQuestionsThereIsNone() {
        List<AgentMode> modes = List.of(mode("yolo", "YOLO", ""), mode("x", "X", "Runs everything without asking"));
        assertThat(PermissionModeDetector.choose(modes, "yolo")).isEmpty();
        assertThat(PermissionModeDetector.choose(List.of(), "")).isEmpty();
    }

    @Test
    void noModeThatSkipsQuestionsIsEverChosen() {
        List<AgentMode> free = Stream.of("auto-approve", "acceptEdits", "full_access", "bypassPermissions", "dontAsk")
                .map(id -> mode(id, id, "Asks for approval by default"))
                .toList();
        assertThat(free).allMatch(PermissionModeDetector::skipsQuestions);
    }

    private static AgentMode mode(String id, String name, String description) {
        return new AgentMode(id, name, description);
    }
}
