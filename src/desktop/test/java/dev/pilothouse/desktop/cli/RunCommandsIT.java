package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.git.GitRepository;
import dev.pilothouse.desktop.worktree.TestRepository;
import dev.pilothouse.protocol.CodecException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands about runs and goals, each against a new host. */
@Timeout(180)
class RunCommandsIT extends FreshHostCommands {

    @Test
    void aTryIsStartedFromAFileListedAndStopped() throws Exception {
        pair();
        TestRepository repository = TestRepository.at(Path.of(work).resolve("shop"));
        JsonObject agent = new JsonObject();
        agent.addProperty("agent", "demo");
        agent.addProperty("count", 2);
        JsonArray agents = new JsonArray();
        agents.add(agent);
        JsonObject parameters = new JsonObject();
        parameters.addProperty("prompt", "/say hello");
        parameters.addProperty("directory", repository.root().toString());
        parameters.add("agents", agents);
        JsonObject order = new JsonObject();
        order.addProperty("kind", "try");
        order.add("parameters", parameters);
        Path file = Files.writeString(folder.resolve("try.json"), order.toString());
        assertThat(json("ctl", "runs").getAsJsonArray()).isEmpty();

        String run = json("ctl", "run", "start", file.toString())
                .getAsJsonObject()
                .get("runId")
                .getAsString();

        JsonObject listed = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> run(run), each -> each.get("state").getAsString().equals("waitingForYou"));
        assertThat(listed.get("kind").getAsString()).isEqualTo("try");
        assertThat(listed.getAsJsonArray("members"))
                .extracting(each -> each.getAsJsonObject().get("key").getAsString())
                .containsExactly("m1", "m2");
        Line unknown = line("ctl", "run", "keep", run, "--member", "m9");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(code(unknown)).isEqualTo("badRequest");
        assertThat(line("ctl", "run", "stop", run).code()).isZero();
        JsonObject over = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> run(run), each -> each.get("state").getAsString().equals("over"));
        assertThat(over.get("stopReason").getAsString()).isEqualTo("stopped");
        assertThat(Line.run("--profile", profile, "ctl", "runs").out()).contains(run, "stopped", "m2", "demo");
        assertThat(line("ctl", "run", "stop", "nothing").code()).isEqualTo(4);
    }

    @Test
    void aMergeExitsByItsOutcome() throws Exception {
        pair();
        TestRepository repository = TestRepository.at(Path.of(work).resolve("shop"));
        Path file = Files.writeString(
                folder.resolve("try.json"),
                "{\"kind\":\"try\",\"parameters\":{\"prompt\":\"/say hello\",\"directory\":\"" + repository.root()
                        + "\",\"agents\":[{\"agent\":\"demo\",\"count\":2}]}}");
        String run = runId(json("ctl", "run", "start", file.toString()));
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> run(run).get("state").getAsString().equals("waitingForYou"));
        Path attempt;
        try (Stream<Path> worktrees = Files.list(repository.worktrees())) {
            attempt = worktrees
                    .filter(each -> each.toString().endsWith("2"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.writeString(attempt.resolve("new.txt"), "new\n");

        Line refused = line("ctl", "run", "merge", run, "--member", "m2");
        JsonObject merged = json("ctl", "run", "merge", run, "--member", "m2", "--message", "Add a file")
                .getAsJsonObject();

        assertThat(refused.code()).isEqualTo(1);
        assertThat(code(refused)).isEqualTo("notMerged");
        assertThat(refused.err()).contains("not committed: 1");
        assertThat(merged.get("runId").getAsString()).isEqualTo(run);
        assertThat(repository.root().resolve("new.txt")).hasContent("new");
    }

    @Test
    void aPresetThatDoesNotExistIsNotFound() throws Exception {
        pair();

        Line renamed = line("ctl", "run", "rename-preset", "none", "other");

        assertThat(renamed.code()).isEqualTo(4);
        assertThat(code(renamed)).isEqualTo("noSuchPreset");
    }

    @Test
    void aGoalIsStartedMetListedAndStopped() throws Exception {
        pair();
        work = TestRepository.at(Path.of(work).resolve("shop")).root().toString();
        String session = newSession("/say hello");
        String met = goal(session, "true");
        JsonObject question = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> json("ctl", "pending").getAsJsonArray(), array -> !array.isEmpty())
                .get(0)
                .getAsJsonObject();
        String option = question.getAsJsonArray("options")
                .get(0)
                .getAsJsonObject()
                .get("optionId")
                .getAsString();
        assertThat(line("ctl", "answer", session, question.get("pendingId").getAsString(), option)
                        .code())
                .isZero();
        JsonObject over = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> run(met), each -> each.get("state").getAsString().equals("over"));
        assertThat(over.get("stopReason").getAsString()).isEqualTo("met");
        assertThat(json("ctl", "goal", "list").getAsJsonArray()).hasSize(1);
        assertThat(Line.run("--profile", profile, "ctl", "goal", "list").out())
                .contains(met, session, "met", "1/11", "passed", "Make it pass");

        String stopped = goal(session, "false");
        assertThat(json("ctl", "goal", "stop", stopped)
                        .getAsJsonObject()
                        .get("runId")
                        .getAsString())
                .isEqualTo(stopped);
        JsonObject end = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> run(stopped),
                        each -> each.get("state").getAsString().equals("over"));
        assertThat(end.get("stopReason").getAsString()).isEqualTo("stopped");
        assertThat(line("ctl", "goal", "stop", "nothing").code()).isEqualTo(4);
    }

    private String goal(String session, String check) throws CodecException {
        return json("ctl", "goal", "start", session, "Make it pass", "--check", check)
                .getAsJsonObject()
                .get("runId")
                .getAsString();
    }

    private JsonObject run(String runId) throws CodecException {
        for (JsonElement each : json("ctl", "runs").getAsJsonArray()) {
            if (each.getAsJsonObject().get("runId").getAsString().equals(runId)) {
                return each.getAsJsonObject();
            }
        }
        throw new AssertionError("no run " + runId);
    }

    @Test
    void aGoalIsStartedPausedAndStoppedWithAnswersInJson() throws Exception {
        pair();
        GitRepository repository = GitRepository.create(Path.of(work), "repository");
        repository.file("a.txt", "one\n");
        repository.commit("first");
        String session = json(
                        "ctl",
                        "new",
                        "--agent",
                        "demo",
                        "--cwd",
                        repository.root().toString())
                .getAsJsonObject()
                .get("sessionId")
                .getAsString();
        String goal = runId(json("ctl", "goal", "start", session, "/slow 60", "--check", "true"));
        assertThat(runId(json("ctl", "goal", "pause", session))).isEqualTo(goal);
        assertThat(runId(json("ctl", "run", "stop", goal))).isEqualTo(goal);
        Awaitility.await()
                .until(() -> Line.run("ctl", "--profile", profile, "goal", "list")
                        .out()
                        .contains("stopped"));
        assertThat(code(line("ctl", "goal", "stop", "nothing"))).isEqualTo("noSuchRun");
        assertThat(line("ctl", "run", "keep", goal).code()).isEqualTo(2);
        assertThat(Line.run("ctl", "--profile", profile, "runs").out()).doesNotContain("none");
    }

    private static String runId(JsonElement answer) {
        return answer.getAsJsonObject().get("runId").getAsString();
    }
}
