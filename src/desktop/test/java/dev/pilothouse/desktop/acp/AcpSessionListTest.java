package dev.pilothouse.desktop.acp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.agent.ExternalListing;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.ExternalSession;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The request for stored sessions, to agents with partial answers or none. */
@Timeout(30)
final class AcpSessionListTest {
    private static final Duration LIMIT = Duration.ofSeconds(12);

    private final ManualProcess process = new ManualProcess();
    private final ManualDeadlines deadlines = new ManualDeadlines();
    private final CompletableFuture<ExternalListing> listing = new CompletableFuture<>();

    private void ask() {
        Thread asking = new Thread(
                () -> listing.complete(
                        new AcpSessionList("Agent", "agent login", deadlines, LIMIT, 1).ask(process, "/home/ada")),
                "asking");
        asking.setDaemon(true);
        asking.start();
    }

    private void answer(String method, int number, String result) {
        await().until(() -> process.asked(method).size() > number);
        process.answer(method, number, result);
    }

    private void initialized() {
        answer(
                "initialize",
                0,
                "{\"protocolVersion\":1,\"agentCapabilities\":{\"loadSession\":true,\"sessionCapabilities\":{\"list\":{}}}}");
    }

    private void page(int number, String session, String next) {
        answer(
                "session/list",
                number,
                "{\"sessions\":[{\"sessionId\":\"" + session + "\"}]"
                        + (next.isEmpty() ? "" : ",\"nextCursor\":\"" + next + "\"") + "}");
    }

    private void timePasses(int pages) {
        await().until(() -> process.asked("session/list").size() == pages && deadlines.waiting(LIMIT) == 1);
        deadlines.pass(LIMIT);
    }

    private ExternalListing told() throws Exception {
        ExternalListing told = listing.get(10, TimeUnit.SECONDS);
        assertThat(process.hasEnded()).isTrue();
        assertThat(deadlines.waiting(LIMIT)).isZero();
        return told;
    }

    private static ExternalListing.Listed listed(boolean more, String... ids) {
        return new ExternalListing.Listed(
                Arrays.stream(ids)
                        .map(id -> new ExternalSession(id, "", "", null))
                        .toList(),
                more);
    }

    @AfterEach
    void keptToTheSchema() {
        assertThat(process.faults).isEmpty();
    }

    @Test
    void allPagesAreOneAnswer() throws Exception {
        ask();
        initialized();
        page(0, "a", "2");
        page(1, "b", "");
        assertThat(told()).isEqualTo(listed(false, "a", "b"));
        assertThat(process.asked("session/list").get(1).getAsJsonObject("params"))
                .hasToString("{\"cwd\":\"/home/ada\",\"cursor\":\"2\"}");
    }

    @Test
    void whatWasToldInTimeIsTheAnswerAndThatThereIsMore() throws Exception {
        ask();
        initialized();
        page(0, "a", "2");
        page(1, "b", "3");
        timePasses(3);
        assertThat(told()).isEqualTo(listed(true, "a", "b"));
    }

    @Test
    void aPageThatIsRefusedCostsOnlyWhatFollows() throws Exception {
        ask();
        initialized();
        page(0, "a", "2");
        await().until(() -> process.asked("session/list").size() == 2);
        process.say("{\"id\":" + process.asked("session/list").get(1).get("id")
                + ",\"error\":{\"code\":-32603,\"message\":\"no\"}}");
        assertThat(told()).isEqualTo(listed(true, "a"));
    }

    @Test
    void anAgentThatHasToldNothingInTimeIsNamed() throws Exception {
        ask();
        initialized();
        timePasses(1);
        assertThat(told())
                .isEqualTo(new ExternalListing.Refused(
                        ErrorCode.AGENT_FAILED,
                        HostText.of(
                                HostTextCode.LIST_LOST,
                                "Agent",
                                HostText.of(HostTextCode.ACP_NO_ANSWER, "session/list", 12))));
    }

    @Test
    void theTimeIsForAllAnswersTogether() throws Exception {
        ask();
        await().until(() -> process.asked("initialize").size() == 1 && deadlines.waiting(LIMIT) == 1);
        initialized();
        page(0, "a", "2");
        await().until(() -> process.asked("session/list").size() == 2);
        assertThat(deadlines.waiting(Duration.ofDays(1)))
                .as("one deadline, from the beginning")
                .isEqualTo(1);
        deadlines.pass(LIMIT);
        assertThat(told()).isEqualTo(listed(true, "a"));
    }
}
