package dev.pilothouse.desktop.acp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Validates recorded lines of real agents and the host's answers against the published schema. {@link ScriptedAgent}
 * and {@link ManualProcess} validate every other line of the host.
 */
final class AcpSchemaTest {
    @ParameterizedTest
    @ValueSource(strings = {"copilot", "copilot-load", "opencode", "gemini", "gemini-load"})
    void aRecordedSessionKeepsToThePublishedSchema(String name) {
        AcpSchema schema = new AcpSchema();
        List<String> faults = new ArrayList<>();
        for (String line : ScriptedAgent.linesOf(name + ".transcript")) {
            JsonObject message = JsonParser.parseString(line.substring(2)).getAsJsonObject();
            faults.addAll(line.startsWith(">") ? schema.faultsOfHost(message) : schema.faultsOfAgent(message));
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void aLineThatBreaksTheSchemaIsNamedWithThePlace() {
        AcpSchema schema = new AcpSchema();
        assertThat(schema.faultsOfHost(JsonParser.parseString(
                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"session/new\",\"params\":{\"cwd\":7,\"mcpServers\":[]}}")
                        .getAsJsonObject()))
                .anySatisfy(fault -> assertThat(fault).startsWith("NewSessionRequest/cwd: "));
        assertThat(schema.faultsOfAgent(JsonParser.parseString("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}")
                        .getAsJsonObject()))
                .anySatisfy(fault -> assertThat(fault).contains("sessionId"));
        assertThat(schema.faultsOfHost(JsonParser.parseString("{\"jsonrpc\":\"2.0\",\"method\":\"session/stop\"}")
                        .getAsJsonObject()))
                .containsExactly("the schema has no Notification session/stop");
    }
}
