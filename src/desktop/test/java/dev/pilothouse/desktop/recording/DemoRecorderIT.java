package dev.pilothouse.desktop.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.demo.DemoAgent;
import dev.pilothouse.desktop.demo.DemoCommand;
import dev.pilothouse.protocol.BridgeCodec;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.StrictJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recorder on a real host with the demo agent's processes, at high speed. */
class DemoRecorderIT {
    @TempDir
    private Path folder;

    @Test
    void aHostIsRecordedWithEveryAnswerAndNothingOfThisMachine() throws Exception {
        List<String> lines = DemoRecorder.record(folder.resolve("recording"), Optional.of(quick()));

        JsonObject head = StrictJson.parseObject(lines.get(0));
        assertThat(head.get("recording").getAsInt()).isEqualTo(1);
        assertThat(head.getAsJsonArray("sessions")).hasSize(6);
        Set<String> options = new TreeSet<>();
        List<HostMessage> messages = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            JsonObject step = StrictJson.parseObject(line);
            if (step.has("answer")) {
                options.add(step.getAsJsonObject("answer").get("option").getAsString());
            }
            messages.add(
                    BridgeCodec.decodeHost(StrictJson.write(step.get("message")).getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(options)
                .containsExactly("demo-allow", "demo-allow-always", "demo-keep-planning", "demo-reject", "demo-start");
        assertThat(messages.get(0)).isInstanceOfSatisfying(HostMessage.Welcome.class, welcome -> {
            assertThat(welcome.agents()).hasSize(1);
            assertThat(welcome.sharing().urls()).isEmpty();
        });
        assertThat(String.join("\n", lines)).contains(DemoRecorder.HOME).doesNotContain(folder.toString());
    }

    private static String quick() {
        List<String> command = DemoCommand.find().orElseThrow();
        JsonArray arguments = new JsonArray();
        command.subList(1, command.size()).forEach(arguments::add);
        JsonObject environment = new JsonObject();
        environment.addProperty(DemoAgent.SPEED_VARIABLE, "20");
        JsonObject agent = new JsonObject();
        agent.addProperty("id", "demo");
        agent.addProperty("name", "Demo agent");
        agent.addProperty("command", command.get(0));
        agent.add("args", arguments);
        agent.add("env", environment);
        JsonArray all = new JsonArray();
        all.add(agent);
        JsonObject file = new JsonObject();
        file.addProperty("loginShell", false);
        file.add("agents", all);
        return file.toString();
    }
}
