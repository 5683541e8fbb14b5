package dev.pilothouse.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AgentInfoTest {
    private static final AgentInfo AGENT = new AgentInfo(
            new AgentId("a"),
            "Agent",
            false,
            "/opt/tools/agent --token s3cret",
            "npm install agent",
            List.of(),
            "ssh ada@build.example");

    @Test
    void onlyWhoMayStartAgentsIsToldArgumentsAndPlaces() {
        AgentInfo names = new AgentInfo(AGENT.agentId(), "Agent", false, "agent", "", List.of(), "ssh");

        assertThat(AGENT.visibleTo(Scope.VIEW)).isEqualTo(names);
        assertThat(AGENT.visibleTo(Scope.ANSWER)).isEqualTo(names);
        assertThat(AGENT.visibleTo(Scope.STEER)).isEqualTo(AGENT);
        assertThat(AGENT.visibleTo(Scope.ADMIN)).isEqualTo(AGENT);
        assertThat(names.isElsewhere()).isTrue();
    }

    @Test
    void aProgramIsNamedWithoutItsFolderAndItsArguments() {
        assertThat(AgentInfo.programOf("agent")).isEqualTo("agent");
        assertThat(AgentInfo.programOf("C:\\tools\\agent.exe --acp")).isEqualTo("agent.exe");
        assertThat(AgentInfo.programOf("docker exec web")).isEqualTo("docker");
        assertThat(AgentInfo.programOf("env TOKEN=s3cret agent")).isEqualTo("env");
        assertThat(AgentInfo.programOf("")).isEmpty();
    }
}
