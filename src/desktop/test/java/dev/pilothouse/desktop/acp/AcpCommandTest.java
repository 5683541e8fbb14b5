package dev.pilothouse.desktop.acp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests to an agent outside of any session. */
@Timeout(30)
final class AcpCommandTest {
    private static final Duration LIMIT = Duration.ofSeconds(12);

    private final ManualProcess process = new ManualProcess();
    private final ManualDeadlines deadlines = new ManualDeadlines();
    private final CompletableFuture<Optional<HostText>> outcome = new CompletableFuture<>();

    @AfterEach
    void keptToTheSchema() {
        assertThat(process.faults).isEmpty();
    }

    private void delete(String login) {
        Thread asking = new Thread(
                () -> outcome.complete(
                        new AcpCommand("Agent", login, deadlines, LIMIT, 1).deleteSession(process, "s-1")),
                "asking");
        asking.setDaemon(true);
        asking.start();
    }

    private void initialized(String sessions) {
        await().until(() -> process.asked("initialize").size() == 1);
        process.answer(
                "initialize",
                0,
                "{\"protocolVersion\":1,\"agentCapabilities\":{\"sessionCapabilities\":" + sessions + "}}");
    }

    private void asked() {
        delete("");
        initialized("{\"delete\":{}}");
        await().until(() -> process.asked("session/delete").size() == 1);
    }

    private void refuses(int code, String message) {
        process.say("{\"id\":" + process.asked("session/delete").get(0).get("id") + ",\"error\":{\"code\":" + code
                + ",\"message\":\"" + message + "\"}}");
    }

    private Optional<HostText> told() throws Exception {
        Optional<HostText> told = outcome.get(10, TimeUnit.SECONDS);
        assertThat(process.hasEnded()).isTrue();
        assertThat(deadlines.waiting(LIMIT)).isZero();
        return told;
    }

    @Test
    void anAgentThatOffersItDeletesTheSessionAndIsEnded() throws Exception {
        asked();
        process.answer("session/delete", 0, "{}");

        assertThat(told()).isEmpty();
        assertThat(process.asked("session/delete").get(0).getAsJsonObject("params"))
                .hasToString("{\"sessionId\":\"s-1\"}");
    }

    @Test
    void aSessionThatTheAgentNoLongerHasCountsAsDeleted() throws Exception {
        asked();
        refuses(-32002, "Resource not found");

        assertThat(told()).isEmpty();
    }

    @Test
    void anAgentThatDoesNotOfferItIsNotAsked() throws Exception {
        delete("");
        initialized("{\"list\":{},\"delete\":null}");

        assertThat(told()).contains(HostText.of(HostTextCode.DELETE_UNSUPPORTED, "Agent"));
        assertThat(process.asked("session/delete")).isEmpty();
    }

    @Test
    void theReasonOfARefusalIsTold() throws Exception {
        asked();
        refuses(-32603, "it is archived");

        assertThat(told()).contains(HostText.of(HostTextCode.COMMAND_REFUSED, "Agent", "it is archived"));
    }

    @Test
    void aMissingLoginIsToldWithTheCommandOfTheLogin() throws Exception {
        delete("agent login");
        initialized("{\"delete\":{}}");
        await().until(() -> process.asked("session/delete").size() == 1);
        refuses(-32000, "Authentication required");

        assertThat(told()).contains(HostText.of(HostTextCode.LIST_NEEDS_LOGIN_BY, "Agent", "agent login"));
    }

    @Test
    void anAgentThatDoesNotAnswerIsEndedAtTheLimit() throws Exception {
        asked();
        await().until(() -> deadlines.waiting(LIMIT) == 1);
        deadlines.pass(LIMIT);

        assertThat(told().orElseThrow().text()).startsWith("Agent did not answer. ");
    }

    private void logout(String auth) {
        Thread asking = new Thread(
                () -> outcome.complete(new AcpCommand("Agent", "", deadlines, LIMIT, 1).logout(process)), "asking");
        asking.setDaemon(true);
        asking.start();
        await().until(() -> process.asked("initialize").size() == 1);
        process.answer("initialize", 0, "{\"protocolVersion\":1,\"agentCapabilities\":{\"auth\":" + auth + "}}");
    }

    @Test
    void anAgentThatOffersItForgetsItsLogin() throws Exception {
        logout("{\"logout\":{}}");
        await().until(() -> process.asked("logout").size() == 1);
        process.answer("logout", 0, "{}");

        assertThat(told()).isEmpty();
    }

    @Test
    void anAgentThatOffersNoLogoutIsNotAsked() throws Exception {
        logout("{}");

        assertThat(told()).contains(HostText.of(HostTextCode.LOGOUT_UNSUPPORTED, "Agent"));
        assertThat(process.asked("logout")).isEmpty();
    }

    @Test
    void theLastOutputOfAnAgentThatEndsIsTold() throws Exception {
        asked();
        process.exit(3, "no space left");

        assertThat(told().orElseThrow().text())
                .startsWith("Agent did not answer. ")
                .contains("no space left");
    }
}
