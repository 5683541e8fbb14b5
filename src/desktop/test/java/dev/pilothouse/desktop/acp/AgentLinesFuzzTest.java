package dev.pilothouse.desktop.acp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.AgentInbox;
import dev.pilothouse.desktop.process.Line;
import dev.pilothouse.desktop.process.LineReader;
import dev.pilothouse.desktop.process.ProcessExit;
import dev.pilothouse.desktop.process.ProcessListener;
import dev.pilothouse.desktop.process.ProcessTable;
import dev.pilothouse.desktop.process.ProcessUsage;
import dev.pilothouse.desktop.process.WriteResult;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.testing.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Mutates recorded lines of real agents: no line may stop the reading of the next. */
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
            ProcessListener process = process(events, written, random.nextBoolean());
            byte[] printed = Fuzz.bytes(random, LINES);
            LineReader reader = new LineReader(new ByteArrayInputStream(printed), LIMIT);
            for (Optional<Line> line = reader.next(); line.isPresent(); line = reader.next()) {
                process.onLine(line.get());
            }
            events.clear();
            process.onLine(new Line.Text(ASK, false));

            assertThat(events).last().isInstanceOf(AgentEvent.Ask.class);
            for (String line : written) {
                JsonObject answer = JsonParser.parseString(line).getAsJsonObject();
                assertThat(line).doesNotContain("\n");
                assertThat(answer.keySet()).contains("jsonrpc", "id");
            }
        });
    }

    /** The path from a process's lines to events; the test's thread runs the lane. */
    private static ProcessListener process(List<AgentEvent> events, List<String> written, boolean shared) {
        ManualLane lane = new ManualLane("session");
        AgentInbox inbox = new AgentInbox(lane, events::add);
        AcpSession session = new AcpSession(inbox);
        AcpInbound inbound =
                new AcpInbound("Agent", session, inbox, new AcpEventTranslator(inbox::publish), new PendingQuestions());
        AtomicReference<ProcessListener> process = new AtomicReference<>();
        AcpConnection connection = new AcpConnection(
                "Agent",
                "/",
                listener -> {
                    process.set(listener);
                    return new AgentPipe.Start.Open(new Pipe(written));
                },
                new ManualDeadlines(),
                shared,
                1);
        assertThat(connection.join(session, inbound)).isTrue();
        assertThat(session.addOwned("s")).isTrue();
        connection.open(opening -> {});
        return new OnLane(process.get(), lane);
    }

    private record OnLane(ProcessListener process, ManualLane lane) implements ProcessListener {
        @Override
        public void onLine(Line line) {
            process.onLine(line);
            lane.runAll();
            assertThat(lane.failures()).isEmpty();
        }

        @Override
        public void onExit(ProcessExit exit) {
            throw new AssertionError("no line ends it");
        }
    }

    private record Pipe(List<String> written) implements AgentPipe {
        @Override
        public WriteResult writeLine(String line) {
            written.add(line);
            return WriteResult.ACCEPTED;
        }

        @Override
        public String stderrExcerpt() {
            return "";
        }

        @Override
        public Set<ProcessHandle> detachedProcesses() {
            return Set.of();
        }

        @Override
        public Optional<ProcessUsage> usage(ProcessTable table) {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }
}
