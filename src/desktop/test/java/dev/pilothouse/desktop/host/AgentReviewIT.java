package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.pilothouse.desktop.git.GitRepository;
import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.CommentId;
import dev.pilothouse.model.FindingSeverity;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.RunStopReason;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Reviews by another agent on a real host, with git. More kills: {@code -Dreview.kills=100}. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the test repository is made with a shell's git")
@Timeout(300)
class AgentReviewIT {
    private static final int ROUNDS = Integer.getInteger("review.kills", 2);
    private static final RunId RUN = new RunId("review-1");

    /** An agent that answers its n-th prompt with the JSON string in the file n, and writes into its directory. */
    private static final String AGENT = """
            cd "$1"; here=$(pwd); cd "$OLDPWD"; n=0
            while IFS= read -r line; do
                id=${line##*\\"id\\":}
                id=${id%%[,\\}]*}
                case $line in
                    *'"method":"initialize"'*) result='{"protocolVersion":1,"agentCapabilities":{}}' ;;
                    *'"method":"session/new"'*) result="{\\"sessionId\\":\\"s$$\\"}"; pwd >> "$here/places" ;;
                    *'"method":"session/prompt"'*)
                        printf '%s\\n' "$line" >> "$here/prompts"
                        echo changed > app.txt; echo new > reviewer.txt
                        n=$(wc -l < "$here/prompts"); n=$((n))
                        [ -f "$here/$n" ] || n=last
                        printf '{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"s%s","update":{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":%s}}}}\\n' $$ "$(cat "$here/$n")"
                        result='{"stopReason":"end_turn"}'
                        ;;
                    *) continue ;;
                esac
                printf '{"jsonrpc":"2.0","id":%s,"result":%s}\\n' "$id" "$result"
            done
            """;

    @TempDir
    Path folder;

    @TempDir
    Path work;

    private GitRepository repository;
    private Path answers;

    @BeforeEach
    void prepare() throws Exception {
        repository = GitRepository.create(work, "project");
        repository.file("app.txt", "one\ntwo\nthree\n");
        repository.commit("first");
        repository.file("app.txt", "one\n2\nthree\n");
        answers = Files.createDirectories(work.resolve("answers"));
        JsonArray arguments = new JsonArray();
        List.of("-c", AGENT, "reviewer", answers.toString()).forEach(arguments::add);
        JsonObject agent = new JsonObject();
        agent.addProperty("id", "critic");
        agent.addProperty("name", "Critic");
        agent.addProperty("command", "/bin/sh");
        agent.add("args", arguments);
        JsonArray all = new JsonArray();
        all.add(agent);
        JsonObject file = new JsonObject();
        file.addProperty("loginShell", false);
        file.add("agents", all);
        Files.writeString(folder.resolve("agents.json"), file.toString());
    }

    private void answer(String name, String text) throws IOException {
        Files.writeString(answers.resolve(name), new JsonPrimitive(text).toString());
    }

    private static String findings(String... items) {
        return "```json\n{\"findings\":[" + String.join(",", items) + "]}\n```";
    }

    private static String finding(int line, String text) {
        return "{\"path\":\"app.txt\",\"line\":" + line + ",\"severity\":\"major\",\"text\":\"" + text + "\"}";
    }

    private static void start(TestClient client, SessionId session) {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("session", session.value());
        parameters.addProperty("agent", "critic");
        client.send(new ClientMessage.StartRun(TestClient.newRequestId(), RUN, RunKind.REVIEW, parameters.toString()));
    }

    private static Run await(TestClient client, String what, Predicate<Run> condition) {
        HostMessage.RunsChanged heard = (HostMessage.RunsChanged) client.await(
                what,
                message -> message instanceof HostMessage.RunsChanged runs
                        && runs.changed().stream().anyMatch(run -> run.runId().equals(RUN) && condition.test(run)));
        return heard.changed().stream()
                .filter(run -> run.runId().equals(RUN) && condition.test(run))
                .findFirst()
                .orElseThrow();
    }

    private static Run awaitOver(TestClient client) {
        return await(client, "the end of the review", run -> run.state().isOver());
    }

    private static Run awaitRound(TestClient client, int round) {
        return await(
                client,
                "the choice in round " + round,
                run -> run.state() == RunState.WAITING_FOR_YOU
                        && run.fact("round").equals("" + round));
    }

    private void awaitNoCopies() throws Exception {
        Path copies = folder.resolve("copies");
        Awaitility.await().until(() -> {
            if (!Files.isDirectory(copies)) {
                return true;
            }
            try (Stream<Path> left = Files.list(copies)) {
                return left.findAny().isEmpty();
            }
        });
    }

    private static Optional<SessionId> reviewer(Run run) {
        return Optional.ofNullable(run.member("reviewer").orElseThrow().sessionId());
    }

    @Test
    void findingsAreCommentsAndTheTurnThatReceivesSomeBeginsTheNextRound() throws Exception {
        answer("1", findings(finding(2, "Use a word."), finding(99, "Too far."), finding(2, "use a WORD")));
        answer("2", findings(finding(2, "Use a word!")));
        String status = repository.git("status", "--porcelain=v2");
        try (TestHost host = TestHost.on(folder);
                TestClient client = host.local()) {
            SessionId session = client.session("demo", repository.root().toString());
            start(client, session);
            Run first = awaitRound(client, 1);
            SessionState state = client.awaitState(
                    session, "the findings", now -> now.review().comments().size() == 2);

            assertThat(state.review().comments())
                    .extracting(
                            comment -> comment.anchor().line(),
                            comment -> comment.text(),
                            comment -> comment.author().name(),
                            comment -> comment.author().severity())
                    .containsExactly(
                            tuple(2, "Use a word.", "Critic", FindingSeverity.MAJOR),
                            tuple(0, "app.txt:99\n\nToo far.", "Critic", FindingSeverity.MAJOR));
            assertThat(state.review().comments().get(0).anchor().lines()).containsExactly("2");
            assertThat(state.review().comments().get(1).anchor()).isEqualTo(CommentAnchor.GENERAL);
            assertThat(Files.readString(answers.resolve("places")))
                    .startsWith(folder.resolve("copies").toString());
            assertThat(repository.git("status", "--porcelain=v2")).isEqualTo(status);

            CommentId sent = state.review().comments().get(0).id();
            client.done(new Intent.DeleteComment(
                    session, state.review().comments().get(1).id()));
            repository.file("app.txt", "one\nzwei\nthree\n");
            client.done(new Intent.SendReview(session, "/say", List.of(sent)));
            Run over = awaitOver(client);

            // The same text at other lines of the same place is no new finding.
            assertThat(over.status().stopReason()).isEqualTo(RunStopReason.COMPLETED);
            assertThat(over.fact("round")).isEqualTo("2");
            assertThat(Files.readString(answers.resolve("prompts")))
                    .contains("+2")
                    .contains("Use a word.")
                    .contains("+zwei")
                    .doesNotContain("Too far.");
            assertThat(Files.readString(answers.resolve("places")).lines()).hasSize(1);
            awaitNoCopies();
            SessionId gone = reviewer(first).orElseThrow();
            client.await(
                    "the removal of the reviewer's session",
                    message -> message instanceof HostMessage.OverviewChanged changed
                            && changed.removed().contains(gone));
            assertThat(repository.root().resolve("reviewer.txt")).doesNotExist();
        }
    }

    @Test
    void anAnswerThatIsNoJsonIsAskedForOnceMoreAndThenShownAsItIs() throws Exception {
        answer("last", "All is *well*, <b>mostly</b>.");
        try (TestHost host = TestHost.on(folder);
                TestClient client = host.local()) {
            SessionId session = client.session("demo", repository.root().toString());
            start(client, session);
            Run over = awaitOver(client);
            SessionState state = client.awaitState(
                    session, "the answer", now -> now.review().comments().size() == 1);

            assertThat(over.status().stopReason()).isEqualTo(RunStopReason.COMPLETED);
            assertThat(Files.readString(answers.resolve("prompts")).lines()).hasSize(2);
            assertThat(state.review().comments().get(0).text()).isEqualTo("All is *well*, <b>mostly</b>.");
            assertThat(state.review().comments().get(0).anchor()).isEqualTo(CommentAnchor.GENERAL);
        }
    }

    @Test
    void aStoppedReviewLeavesNothingAndOneWithoutChangesSaysSo() throws Exception {
        answer("last", findings(finding(2, "Use a word.")));
        try (TestHost host = TestHost.on(folder);
                TestClient client = host.local()) {
            SessionId session = client.session("demo", repository.root().toString());
            start(client, session);
            awaitRound(client, 1);
            client.send(new ClientMessage.ActOnRun(TestClient.newRequestId(), RUN, "stop", "{}"));
            Run over = awaitOver(client);

            assertThat(over.status().stopReason()).isEqualTo(RunStopReason.STOPPED);
            awaitNoCopies();
        }
    }

    @Test
    void aKillAtAnyMomentContinuesTheReview() throws Exception {
        answer("last", findings(finding(2, "Use a word."), finding(3, "Shout it.")));
        Random random = new Random();
        SessionId session;
        try (HostProcess host = HostProcess.start(folder);
                TestClient client = host.connect()) {
            session = client.session("demo", repository.root().toString());
            start(client, session);
            host.killAfter(random.nextInt(1_500));
        }
        for (int round = 1; round < ROUNDS; round++) {
            try (HostProcess host = HostProcess.start(folder)) {
                host.killAfter(random.nextInt(1_500));
            }
        }
        try (HostProcess host = HostProcess.start(folder);
                TestClient client = host.connect()) {
            client.subscribe(session);
            start(client, session);
            awaitRound(client, 1);
            SessionState state = client.awaitState(
                    session, "the findings", now -> now.review().comments().size() == 2);

            assertThat(state.review().comments())
                    .extracting(comment -> comment.text())
                    .containsExactly("Use a word.", "Shout it.");
            assertThat(repository.root().resolve("reviewer.txt")).doesNotExist();
            client.send(new ClientMessage.ActOnRun(TestClient.newRequestId(), RUN, "finish", "{}"));
            assertThat(awaitOver(client).status().stopReason()).isEqualTo(RunStopReason.COMPLETED);
            awaitNoCopies();
        }
    }
}
