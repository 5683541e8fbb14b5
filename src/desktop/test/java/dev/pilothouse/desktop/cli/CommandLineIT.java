package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The commands against a real host with a real child process, over real sockets. */
@Timeout(180)
class CommandLineIT extends FreshHostCommands {

    @Test
    void theMistakesInTheFileOfAgentsAreOnStandardError() throws Exception {
        pair();
        Files.writeString(Path.of(data, "agents.json"), "[\n{\"id\":\"mine\"}]");
        Line agents = line("ctl", "agents");
        assertThat(agents.err()).isEqualTo("agents.json:2: [0].command: This is missing, so the entry is left out.\n");
    }

    @Test
    void aSessionIsStartedWatchedAndAnswered() throws Exception {
        pair();
        JsonArray agents = json("ctl", "agents").getAsJsonArray();
        assertThat(agents).anySatisfy(agent -> {
            assertThat(agent.getAsJsonObject().get("agentId").getAsString()).isEqualTo("demo");
            assertThat(agent.getAsJsonObject().get("installed").getAsBoolean()).isTrue();
        });
        String session = newSession("hello");

        List<JsonObject> first = objects(line("ctl", "watch", session, "--until", "pendingAsked"));
        assertThat(first)
                .extracting(CommandLineIT::kind)
                .startsWith("sessionCreated")
                .endsWith("pendingAsked");
        assertThat(first)
                .extracting(update -> update.get("seq").getAsLong())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(first)
                .allSatisfy(update ->
                        assertThat(update.get("sessionId").getAsString()).isEqualTo(session));

        JsonObject pending = json("ctl", "pending").getAsJsonArray().get(0).getAsJsonObject();
        assertThat(pending.get("sessionId").getAsString()).isEqualTo(session);
        String pendingId = pending.get("pendingId").getAsString();
        JsonObject option = pending.getAsJsonArray("options").get(0).getAsJsonObject();
        assertThat(option.keySet()).contains("optionId", "name", "kind");
        assertThat(Line.run("ctl", "--profile", profile, "pending").out())
                .contains("pilothouse-demo.txt  +2 -0\n+ Written by the demo agent of Pilothouse.\n");

        assertThat(line("ctl", "answer", session, pendingId, "nonsense").code()).isEqualTo(4);
        JsonObject answered = json(
                        "ctl",
                        "answer",
                        session,
                        pendingId,
                        option.get("optionId").getAsString())
                .getAsJsonObject();
        assertThat(answered.keySet()).contains("requestId", "outcome", "seq");
        Line late =
                line("ctl", "answer", session, pendingId, option.get("optionId").getAsString());
        assertThat(late.code()).isEqualTo(3);
        assertThat(code(late)).isEqualTo("alreadyAnswered");

        List<JsonObject> rest = objects(
                line("ctl", "watch", session, "--after", answered.get("seq").getAsString(), "--until", "turnEnded"));
        assertThat(rest).extracting(CommandLineIT::kind).endsWith("turnEnded");
        assertThat(rest.get(0).get("seq").getAsLong())
                .isEqualTo(answered.get("seq").getAsLong() + 1);
        assertThat(json("ctl", "pending").getAsJsonArray()).isEmpty();
        JsonObject listed = json("ctl", "sessions").getAsJsonArray().get(0).getAsJsonObject();
        assertThat(listed.keySet()).contains("sessionId", "name", "agentId", "cwd", "state", "lastSeq");
        assertThat(listed.get("state").getAsString()).isEqualTo("idle");
    }

    @Test
    void aPromptSaysWhereToWatchFromAndATurnCanBeCancelled() throws Exception {
        pair();
        String session = newSession("/slow 60");
        objects(line("ctl", "watch", session, "--until", "message"));
        json("ctl", "cancel", session);
        objects(line("ctl", "watch", session, "--until", "turnEnded"));
        Line nothing = line("ctl", "cancel", session);
        assertThat(nothing.code()).isEqualTo(4);
        assertThat(code(nothing)).isEqualTo("noSuchTurn");

        JsonObject prompt =
                json("ctl", "prompt", session, "--", "/question --weird @text").getAsJsonObject();
        assertThat(prompt.get("outcome").getAsString()).isIn("accepted", "queued");
        List<JsonObject> turn = objects(
                line("ctl", "watch", session, "--after", prompt.get("seq").getAsString(), "--until", "turnStarted"));
        assertThat(turn).extracting(CommandLineIT::kind).contains("turnStarted");
        json("ctl", "close", session);
        assertThat(objects(line("ctl", "watch", session, "--until", "sessionClosed")))
                .extracting(CommandLineIT::kind)
                .contains("userMessage")
                .endsWith("sessionClosed");
    }

    @Test
    void onePromptIsSentToSeveralSessionsWithAReceiptForEach() throws Exception {
        pair();
        String busy = newSession("/slow 60");
        String idle = newSession("/say hello");
        objects(line("ctl", "watch", busy, "--until", "message"));
        objects(line("ctl", "watch", idle, "--until", "turnEnded"));

        Line preview =
                Line.run("ctl", "--profile", profile, "send", "--preview", "--to", busy + "," + idle, "/say again");
        assertThat(preview.out()).contains("queued behind a turn", "starts at once", "unknown");

        Line sent = line("ctl", "send", "--to", busy + "," + idle + ",snowhere", "/say again");
        assertThat(sent.code()).isEqualTo(1);
        List<JsonObject> receipts = new ArrayList<>();
        JsonParser.parseString(sent.out()).getAsJsonArray().forEach(each -> receipts.add(each.getAsJsonObject()));
        assertThat(receipts)
                .extracting(each -> each.get("outcome").getAsString())
                .containsExactly("queued", "started", "refused");
        assertThat(receipts.get(2).get("code").getAsString()).isEqualTo("noSuchSession");

        assertThat(line("ctl", "send", "--group", "nobody", "hello").code()).isEqualTo(4);
        assertThat(line("ctl", "send", "hello").code()).isEqualTo(2);
    }

    @Test
    void aPromptToAnEndedSessionSaysThatTheAgentIsStartedOrNotRunning() throws Exception {
        pair();
        String session = newSession("/say hello");
        line("ctl", "watch", session, "--until", "turnEnded");
        json("ctl", "close", session);
        line("ctl", "watch", session, "--until", "sessionClosed");

        Line queued = Line.run("ctl", "--profile", profile, "prompt", session, "/say again");
        assertThat(queued.code()).isZero();
        assertThat(queued.out()).contains("the agent is started");
        json("ctl", "close", session);
        String seq = queued.out().replaceAll("\\D+(\\d+)[^\\d]*", "$1");
        line("ctl", "watch", session, "--after", seq, "--until", "sessionClosed");
        Files.delete(Path.of(work));
        Line refused = line("ctl", "prompt", session, "/say more");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("not running", "ctl resume " + session);
        assertThat(line("ctl", "resume", session).code()).isEqualTo(4);
        Files.createDirectory(Path.of(work));
        String resumed =
                json("ctl", "resume", session).getAsJsonObject().get("seq").getAsString();
        assertThat(objects(line("ctl", "watch", session, "--after", resumed, "--until", "turnEnded")))
                .extracting(CommandLineIT::kind)
                .contains("turnStarted");
    }

    @Test
    void whatIsNotThereIsNamed() throws Exception {
        pair();
        assertThat(line("ctl", "prompt", "nowhere", "hello").code()).isEqualTo(4);
        assertThat(line("ctl", "watch", "nowhere").code()).isEqualTo(4);
        assertThat(line("ctl", "cancel", "nowhere").code()).isEqualTo(4);
        assertThat(line("ctl", "answer", "nowhere", "p1", "yes").code()).isEqualTo(4);
        for (String command : List.of("fetch", "pull", "push", "pr")) {
            Line line = line("ctl", command, "nowhere");
            assertThat(line.code()).as(command).isEqualTo(4);
            assertThat(line.err()).as(command).contains("no session nowhere");
        }
        assertThat(code(line("ctl", "new", "--agent", "nobody", "--cwd", work))).isEqualTo("unknownAgent");
        assertThat(code(line("ctl", "new", "--agent", "demo", "--cwd", work + "/missing")))
                .isEqualTo("noSuchDirectory");
        assertThat(line("devices", "revoke", "dnobody").code()).isEqualTo(4);
        assertThat(line("ctl", "sessions", "--host", "hnobody").code()).isEqualTo(4);
    }
}
