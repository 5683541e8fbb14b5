package dev.pilothouse.desktop.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.desktop.agent.rpc.JsonRpcPeer;
import dev.pilothouse.desktop.process.Line;
import dev.pilothouse.desktop.process.LineReader;
import dev.pilothouse.desktop.process.WriteResult;
import dev.pilothouse.testing.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an agent could print in place of what real ones have printed: no line may end the reading of the next. */
class AgentLinesFuzzTest {
    private static final String ASK =
            "{\"jsonrpc\":\"2.0\",\"id\":77,\"method\":\"session/request_permission\",\"params\":"
                    + "{\"sessionId\":\"s\",\"toolCall\":{\"toolCallId\":\"last\"},\"options\":[]}}\n";
    private static final int LIMIT = 8_000;

    private static final List<byte[]> LINES = lines();

    private static List<byte[]> lines() {
        List<byte[]> lines = new ArrayList<>();
        for (String name : List.of("copilot", "gemini", "opencode", "copilot-load", "gemini-load")) {
            try (InputStream in = AgentLinesFuzzTest.class.getResourceAsStream(name + ".transcript")) {
                new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.startsWith("< ") && line.length() < LIMIT)
                        .map(line -> (line.substring(2) + "\n").getBytes(StandardCharsets.UTF_8))
                        .forEach(lines::add);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return lines;
    }

    @Test
    void whateverAnAgentPrintsItsNextLineIsUnderstood() {
        assertThat(LINES).hasSizeGreaterThan(40);
        Fuzz.check(random -> {
            List<AgentEvent> events = new ArrayList<>();
            List<String> written = new ArrayList<>();
            JsonRpcPeer peer = peer(events, written);
            byte[] printed = Fuzz.bytes(random, LINES);
            LineReader reader = new LineReader(new ByteArrayInputStream(printed), LIMIT);
            for (Optional<Line> line = reader.next(); line.isPresent(); line = reader.next()) {
                peer.accept(line.get());
            }
            events.clear();
            peer.accept(new Line.Text(ASK, false));

            assertThat(events).last().isInstanceOf(AgentEvent.Ask.class);
            for (String line : written) {
                JsonObject answer = JsonParser.parseString(line).getAsJsonObject();
                assertThat(line).doesNotContain("\n");
                assertThat(answer.keySet()).contains("jsonrpc", "id");
            }
        });
    }

    private static JsonRpcPeer peer(List<AgentEvent> events, List<String> written) {
        AcpTranslator translator = new AcpTranslator(events::add);
        AcpInbound inbound = new AcpInbound("Agent", translator, new AcpAsks(), new AcpInbound.Session() {
            @Override
            public boolean owns(String id) {
                return true;
            }

            @Override
            public boolean refusesAsks() {
                return false;
            }

            @Override
            public void tell(AgentEvent event) {
                events.add(event);
            }
        });
        return new JsonRpcPeer(
                line -> {
                    written.add(line);
                    return WriteResult.ACCEPTED;
                },
                inbound,
                new ManualDeadlines());
    }
}
