package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.demo.DemoAgent;
import dev.pilothouse.desktop.demo.DemoCommand;
import dev.pilothouse.desktop.host.HostOptions;
import dev.pilothouse.desktop.host.HostStartResult;
import dev.pilothouse.desktop.host.ServerManager;
import dev.pilothouse.protocol.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The doctor beside a real host, and with real agents. */
@Timeout(180)
class DoctorIT {

    @TempDir
    Path folder;

    private record Found(String level, String text, String advice) {}

    private Path data() {
        return folder.resolve("data");
    }

    private ServerManager host() {
        HostStartResult result = ServerManager.start(new HostOptions(data(), 0, false, true, "Workshop"));
        return ((HostStartResult.Started) result).host();
    }

    private List<Found> doctor(String area, String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of("doctor", "--json", "--data", data().toString()));
        words.addAll(List.of(more));
        Line line = Line.run(words.toArray(String[]::new));
        assertThat(line.err()).isEmpty();
        List<Found> found = new ArrayList<>();
        int worst = 0;
        for (JsonElement element : StrictJson.parse(line.out().strip()).getAsJsonArray()) {
            JsonObject json = element.getAsJsonObject();
            String level = json.get("level").getAsString();
            worst = Math.max(worst, List.of("ok", "warning", "failure").indexOf(level));
            if (json.get("area").getAsString().equals(area)) {
                found.add(new Found(
                        level,
                        json.get("text").getAsString(),
                        json.get("advice").getAsString()));
            }
        }
        assertThat(line.code()).isEqualTo(worst);
        return found;
    }

    @Test
    void aHostThatRunsIsAskedAndOneThatDoesNotIsSaidSo() throws Exception {
        try (ServerManager host = host()) {
            assertThat(doctor("host")).singleElement().satisfies(found -> {
                assertThat(found.level()).isEqualTo("ok");
                assertThat(found.text()).contains("port " + host.port()).contains("0 sessions");
            });
            assertThat(doctor("sharing"))
                    .singleElement()
                    .satisfies(found -> assertThat(found.text()).contains("only this machine"));
            assertThat(doctor("devices"))
                    .singleElement()
                    .satisfies(found -> assertThat(found.text()).startsWith("0 paired"));
            assertThat(doctor("privacy"))
                    .singleElement()
                    .satisfies(found -> assertThat(found.level()).isEqualTo("ok"));
        }
        assertThat(doctor("host"))
                .singleElement()
                .satisfies(found -> assertThat(found.text()).startsWith("none runs"));
    }

    /** An entry that runs the demo agent, or its command with an environment variable. */
    private static JsonObject demo(String id, String variable) {
        List<String> command = new ArrayList<>(DemoCommand.find().orElseThrow());
        JsonObject entry = entry(id, command);
        JsonObject environment = new JsonObject();
        environment.addProperty(variable, "1");
        entry.add("env", environment);
        return entry;
    }

    private static JsonObject entry(String id, List<String> words) {
        JsonObject entry = new JsonObject();
        entry.addProperty("id", id);
        JsonArray command = new JsonArray();
        words.forEach(command::add);
        entry.add("command", command);
        return entry;
    }

    private void configure(JsonObject... entries) throws IOException {
        JsonArray all = new JsonArray();
        List.of(entries).forEach(all::add);
        Files.createDirectories(data());
        Files.writeString(data().resolve("agents.json"), StrictJson.write(all));
    }

    @Test
    void agentsAreStartedOnlyWhenThatIsWished() throws Exception {
        JsonObject shared = demo("shared", DemoAgent.SPEED_VARIABLE);
        shared.addProperty("process", "shared");
        configure(
                shared,
                demo("locked", DemoAgent.LOGIN_VARIABLE),
                demo("open", DemoAgent.SPEED_VARIABLE),
                entry("broken", List.of("false")),
                entry("missing", List.of("no-such-agent-here")));

        assertThat(doctor("agents"))
                .filteredOn(found -> found.text().startsWith("locked"))
                .singleElement()
                .satisfies(found -> assertThat(found.level()).isEqualTo("ok"));

        List<Found> started = doctor("agents", "--agents");
        assertThat(started)
                .anySatisfy(found -> {
                    assertThat(found.text())
                            .startsWith("shared")
                            .endsWith("takes prompts, one process for all its sessions");
                    assertThat(found.level()).isEqualTo("ok");
                })
                .anySatisfy(found -> {
                    assertThat(found.text()).startsWith("locked needs a login");
                    assertThat(found.level()).isEqualTo("warning");
                    assertThat(found.advice()).isNotEmpty();
                })
                .anySatisfy(found -> {
                    assertThat(found.text()).startsWith("open").endsWith("takes prompts");
                    assertThat(found.level()).isEqualTo("ok");
                })
                .anySatisfy(found -> {
                    assertThat(found.text()).startsWith("broken does not start");
                    assertThat(found.level()).isEqualTo("failure");
                })
                .anySatisfy(found -> {
                    assertThat(found.text()).startsWith("missing").contains("no-such-agent-here");
                    assertThat(found.level()).isEqualTo("failure");
                });
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void anAgentsFileThatCannotBeReadIsAFailure() throws Exception {
        Files.createDirectories(data());
        Files.writeString(data().resolve("agents.json"), "{\"agents\": [}");
        assertThat(doctor("agents")).anySatisfy(found -> {
            assertThat(found.level()).isEqualTo("failure");
            assertThat(found.advice()).contains("agents.json");
        });
    }

    @Test
    void theWordsForPeopleSayWhatToDo() throws Exception {
        configure(entry("missing", List.of("no-such-agent-here")));
        Line line = Line.run("doctor", "--data", data().toString());
        assertThat(line.code()).isEqualTo(2);
        assertThat(line.out())
                .contains("FAIL  agents: missing")
                .contains("      Install it, or write its whole path into agents.json.");
    }
}
