package dev.pilothouse.desktop.acp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.agent.EventLog;
import dev.pilothouse.desktop.process.ProcessExit;
import dev.pilothouse.desktop.process.ProcessTable;
import dev.pilothouse.desktop.rpc.RpcOutcome;
import dev.pilothouse.desktop.rpc.RpcRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One process with several sessions. The test controls the process and the time. */
@Timeout(30)
final class AcpConnectionTest {
    private final ManualProcess process = new ManualProcess();
    private final ManualDeadlines deadlines = new ManualDeadlines();
    private final AcpConnection connection = new AcpConnection("Agent", "/home/ada", process, deadlines, true, 1);

    /** Records the calls of a member as text. */
    private static final class Heard implements AcpConnection.Member {
        private final List<String> words = new ArrayList<>();
        private final List<RpcRequest> requests = new ArrayList<>();
        private final List<AcpConnection.Opening> openings = new ArrayList<>();
        private final AcpSession seat = new AcpSession(new EventLog().inbox());
        private CompletableFuture<RpcOutcome> starting;

        @Override
        public void onRequest(RpcRequest request, long characters) {
            words.add(request.method()
                    + (request.params().has("sessionId")
                            ? " " + request.params().get("sessionId").getAsString()
                            : ""));
            requests.add(request);
        }

        @Override
        public void onNotification(String method, JsonObject params, long characters) {
            words.add(
                    method.equals("session/update")
                            ? params.getAsJsonObject("update")
                                    .getAsJsonObject("content")
                                    .get("text")
                                    .getAsString()
                            : method);
        }

        @Override
        public void onMalformed(long count, String excerpt) {
            words.add("malformed " + excerpt);
        }

        @Override
        public void onExit(ProcessExit exit) {
            words.add("exit " + exit.code());
        }

        @Override
        public void onLeft() {
            words.add("left");
        }
    }

    private Heard joined() {
        Heard member = new Heard();
        assertThat(connection.join(member.seat, member)).isTrue();
        connection.open(member.openings::add);
        return member;
    }

    private boolean isRefused(Heard member) {
        return !connection.join(member.seat, member);
    }

    private void initialized(String capabilities) {
        process.answer("initialize", 0, "{\"protocolVersion\":1,\"agentCapabilities\":" + capabilities + "}");
    }

    /** A member with a session of that name. */
    private Heard inSession(String sessionId) {
        Heard member = joined();
        if (process.asked("session/new").isEmpty()) {
            initialized("{\"sessionCapabilities\":{\"close\":{}}}");
        }
        newSession(member);
        answerNew(sessionId);
        assertThat(member.starting).isCompleted();
        return member;
    }

    private static void newSession(Heard member) {
        member.starting = member.seat.newSession("session/new", new JsonObject());
    }

    /** Answers the last request for a new session. */
    private void answerNew(String sessionId) {
        int last = process.asked("session/new").size() - 1;
        process.answer("session/new", last, "{\"sessionId\":\"" + sessionId + "\"}");
    }

    @Test
    void theProcessIsStartedAndAskedOnceForAllThatOpenIt() {
        Heard first = joined();
        Heard second = joined();
        assertThat(process.starts).hasValue(1);
        assertThat(process.asked("initialize")).hasSize(1);
        assertThat(second.openings).isEmpty();

        initialized("{}");
        Heard third = joined();
        assertThat(process.asked("initialize")).hasSize(1);
        assertThat(List.of(first.openings, second.openings, third.openings))
                .allSatisfy(openings ->
                        assertThat(openings).singleElement().isInstanceOf(AcpConnection.Opening.Answered.class));
    }

    @Test
    void eachHearsOfItsOwnSessionAndTheAnswerGoesToItsQuestion() {
        Heard one = inSession("s1");
        Heard two = inSession("s2");
        process.talk("s2", "for two");
        process.talk("s1", "for one");
        process.ask("q1", "s1");
        process.ask("q2", "s2");
        assertThat(one.words).containsExactly("for one", "session/request_permission s1");
        assertThat(two.words).containsExactly("for two", "session/request_permission s2");

        two.requests.get(0).answer(new JsonObject());
        assertThat(process.answerTo("q2")).isPresent();
        assertThat(process.answerTo("q1")).isEmpty();
    }

    @Test
    void whatIsSaidOfANewSessionBeforeItsAnswerIsNeitherLostNorAnothersWhateverTheOrder() {
        Heard old = inSession("s1");
        Heard one = joined();
        Heard two = joined();
        newSession(one);
        newSession(two);
        process.talk("s3", "for three");
        process.talk("s2", "for two");
        process.ask("q3", "s3");
        process.answer("session/new", 2, "{\"sessionId\":\"s3\"}");
        assertThat(two.words).containsExactly("for three", "session/request_permission s3");
        assertThat(one.words).isEmpty();
        process.answer("session/new", 1, "{\"sessionId\":\"s2\"}");
        assertThat(one.words).containsExactly("for two");
        process.talk("s2", "more");
        assertThat(one.words).containsExactly("for two", "more");
        assertThat(old.words).isEmpty();
    }

    @Test
    void whatIsRepeatedOfALoadedSessionIsItsOwnBeforeTheAnswer() {
        Heard old = inSession("s1");
        Heard loading = joined();
        assertThat(loading.seat.addOwned("kept")).isTrue();
        CompletableFuture<RpcOutcome> answer = loading.seat.request("session/load", new JsonObject());
        process.talk("kept", "said before");
        assertThat(answer).isNotCompleted();
        assertThat(loading.words).containsExactly("said before");
        assertThat(old.words).isEmpty();
    }

    @Test
    void oneSessionIsNotTakenTwice() {
        Heard one = inSession("s1");
        Heard two = joined();
        assertThat(two.seat.addOwned("s1")).isFalse();
        newSession(two);
        answerNew("s1");
        assertThat(two.seat.addOwned("s1")).isFalse();
        process.talk("s1", "hello");
        assertThat(one.words).containsExactly("hello");
        assertThat(two.words).isEmpty();
    }

    @Test
    void aRequestOfAnUnknownSessionIsRefusedAndNotPutToAnother() {
        Heard one = inSession("s1");
        process.ask("q", "elsewhere");
        process.talk("elsewhere", "whatever");
        assertThat(one.words).isEmpty();
        assertThat(process.answerTo("q").orElseThrow().getAsJsonObject("error"))
                .hasToString("{\"code\":-32602,\"message\":\"There is no session elsewhere here.\"}");
    }

    @Test
    void aRequestThatWaitedForANewSessionIsRefusedWhenThereIsNone() {
        inSession("s1");
        newSession(joined());
        process.ask("q", "s2");
        assertThat(process.answerTo("q")).isEmpty();
        process.say("{\"id\":" + process.asked("session/new").get(1).get("id")
                + ",\"error\":{\"code\":-32603,\"message\":\"no\"}}");
        assertThat(process.answerTo("q").orElseThrow().has("error")).isTrue();
    }

    @Test
    void noMoreIsKeptForAnUnknownSessionThanItsBound() {
        inSession("s1");
        Heard fresh = joined();
        newSession(fresh);
        for (int i = 0; i < 2 * AcpRouter.EARLY; i++) {
            process.talk("s2", "c" + i);
        }
        process.ask("late", "s2");
        assertThat(process.answerTo("late").orElseThrow().has("error")).isTrue();
        answerNew("s2");
        assertThat(fresh.words).hasSize(AcpRouter.EARLY).startsWith("c0").endsWith("c" + (AcpRouter.EARLY - 1));

        Heard next = joined();
        newSession(next);
        process.talk("s3", "x".repeat((int) AcpRouter.EARLY_CHARACTERS));
        process.talk("s3", "short");
        answerNew("s3");
        assertThat(next.words).containsExactly("short");
    }

    @Test
    void whatIsStillSaidOfASessionThatWasLeftTakesNoRoomFromANewOne() {
        Heard gone = inSession("s1");
        Heard fresh = joined();
        gone.seat.detach(false);
        newSession(fresh);
        for (int i = 0; i < AcpRouter.EARLY; i++) {
            process.talk("s1", "on and on");
        }
        process.ask("q", "s1");
        assertThat(process.answerTo("q").orElseThrow().has("error"))
                .as("a question that nobody will ever be asked does not wait")
                .isTrue();
        process.talk("s2", "hello");
        answerNew("s2");
        assertThat(fresh.words).containsExactly("hello");

        Heard back = joined();
        assertThat(back.seat.addOwned("s1")).isTrue();
        process.talk("s1", "said before");
        assertThat(back.words).containsExactly("said before");
    }

    @Test
    void whatNamesNoSessionIsForALoneOneOnly() {
        Heard one = inSession("s1");
        process.say("{\"id\":\"q1\",\"method\":\"elicitation/create\",\"params\":{}}");
        assertThat(one.words).containsExactly("elicitation/create");
        Heard two = inSession("s2");
        process.say("{\"id\":\"q2\",\"method\":\"elicitation/create\",\"params\":{}}");
        assertThat(process.answerTo("q2").orElseThrow().toString()).contains("names no session");
        assertThat(one.requests).hasSize(1);
        assertThat(two.requests).isEmpty();
    }

    @Test
    void aLinkThatNamesARequestIsForTheSessionThatSentIt() {
        Heard one = inSession("s1");
        Heard two = joined();
        newSession(two);
        String request = process.asked("session/new").get(1).get("id").toString();

        link("q1", request);
        answerNew("s2");
        link("q2", request);

        assertThat(two.words).containsExactly("elicitation/create");
        assertThat(one.words).isEmpty();
        assertThat(process.answerTo("q2").orElseThrow().toString())
                .as("the request is answered, so it is nobody's")
                .contains("names no session");
    }

    private void link(String id, String requestId) {
        process.say("{\"id\":\"" + id
                + "\",\"method\":\"elicitation/create\",\"params\":{\"mode\":\"url\",\"requestId\":" + requestId
                + ",\"elicitationId\":\"e\",\"url\":\"https://example.org/login\",\"message\":\"Log in\"}}");
    }

    @Test
    void aWithdrawalAndAMalformedLineAreForAll() {
        Heard one = inSession("s1");
        Heard two = inSession("s2");
        process.say("{\"method\":\"$/cancel_request\",\"params\":{\"requestId\":\"q\"}}");
        process.say("npm WARN");
        assertThat(one.words).containsExactly("$/cancel_request", "malformed npm WARN");
        assertThat(two.words).isEqualTo(one.words);
    }

    @Test
    void anUnknownRequestIsAnsweredAsUnknownWhoeverIsThere() {
        inSession("s1");
        process.say("{\"id\":\"q\",\"method\":\"_craft/drain\",\"params\":{\"sessionId\":\"s1\"}}");
        assertThat(process.answerTo("q")
                        .orElseThrow()
                        .getAsJsonObject("error")
                        .get("code")
                        .getAsInt())
                .isEqualTo(-32601);
    }

    @Test
    void whoLeavesLeavesTheOthersAloneAndHearsNothingMore() {
        Heard one = inSession("s1");
        Heard two = inSession("s2");
        CompletableFuture<RpcOutcome> prompt = one.seat.request("session/prompt", new JsonObject());
        CompletableFuture<RpcOutcome> other = two.seat.request("session/prompt", new JsonObject());
        one.seat.detach(false);
        one.seat.detach(false);
        assertThat(prompt).isCompletedWithValue(new RpcOutcome.Closed(AcpSession.LEFT));
        assertThat(other).isNotCompleted();
        assertThat(process.hasEnded()).isFalse();
        process.talk("s1", "too late");
        process.answer("session/prompt", 0, "{\"stopReason\":\"cancelled\"}");
        process.answer("session/prompt", 1, "{\"stopReason\":\"end_turn\"}");
        assertThat(one.words).containsExactly("left");
        assertThat(two.words).as("a late answer is nothing malformed").isEmpty();
        assertThat(other).isCompleted();
        assertThat(one.seat.request("session/prompt", new JsonObject()))
                .isCompletedWithValue(new RpcOutcome.Closed(AcpSession.LEFT));
        assertThat(process.asked("session/prompt")).hasSize(2);
    }

    @Test
    void theProcessEndsAWhileAfterTheLastHasLeftUnlessSomebodyJoins() {
        Heard one = inSession("s1");
        one.seat.detach(false);
        assertThat(one.words).containsExactly("left");
        assertThat(deadlines.waiting(AcpConnection.GRACE)).isEqualTo(1);

        Heard two = joined();
        assertThat(two.openings).hasSize(1);
        deadlines.pass(AcpConnection.GRACE);
        assertThat(process.hasEnded()).isFalse();
        assertThat(process.starts).hasValue(1);

        two.seat.detach(false);
        deadlines.pass(AcpConnection.GRACE);
        await().until(process::hasEnded);
        assertThat(isRefused(new Heard())).isTrue();
        assertThat(connection.isClosed()).isTrue();
    }

    @Test
    void aProcessThatCouldNotStartASessionIsLeftByNobodyNewAndEndsWithItsLast() {
        Heard one = inSession("s1");
        Heard two = joined();
        two.seat.detach(true);
        assertThat(two.words).containsExactly("left");
        assertThat(connection.isClosed()).isTrue();
        assertThat(isRefused(new Heard())).isTrue();
        process.talk("s1", "still here");
        one.seat.detach(false);
        assertThat(one.words).containsExactly("still here", "exit 0");
        assertThat(process.hasEnded()).isTrue();
        assertThat(deadlines.waiting(AcpConnection.GRACE)).isZero();
    }

    @Test
    void whoLeavesBeforeTheProcessHasAnsweredEndsItIfNobodyElseWaits() {
        Heard one = joined();
        Heard two = joined();
        one.seat.detach(false);
        assertThat(one.words).containsExactly("left");
        assertThat(process.hasEnded()).isFalse();
        two.seat.detach(false);
        assertThat(two.words).containsExactly("exit 0");
        assertThat(process.hasEnded()).isTrue();
    }

    @Test
    void aSessionThatIsThereAfterItsOwnerHasGoneIsClosed() {
        inSession("s1");
        Heard gone = joined();
        newSession(gone);
        gone.seat.detach(false);
        answerNew("orphan");
        assertThat(process.asked("session/close"))
                .extracting(close -> close.getAsJsonObject("params").toString())
                .containsExactly("{\"sessionId\":\"orphan\"}");
    }

    @Test
    void whoHasLeftOwnsNothingThatAnotherWants() {
        inSession("s1");
        Heard gone = joined();
        gone.seat.detach(false);
        assertThat(gone.seat.addOwned("kept")).isTrue();
        assertThat(joined().seat.addOwned("kept")).isTrue();
    }

    @Test
    void aSessionWhoseOwnerLeavesIsClosedOnceThoughNothingWasAskedOfItYet() {
        inSession("s1");
        Heard starting = joined();
        newSession(starting);
        answerNew("s2");
        starting.seat.detach(false);
        assertThat(closedSessions()).containsExactly("s2");

        Heard polite = inSession("s3");
        CompletableFuture<RpcOutcome> closed = polite.seat.closeSession("s3");
        polite.seat.detach(false);
        assertThat(closed).isCompletedWithValue(new RpcOutcome.Closed(AcpSession.LEFT));
        assertThat(closedSessions()).containsExactly("s2", "s3");
    }

    private List<String> closedSessions() {
        return process.asked("session/close").stream()
                .map(close -> close.getAsJsonObject("params").get("sessionId").getAsString())
                .toList();
    }

    @Test
    void whoHasLeftSpoilsNothingAnyMore() {
        inSession("s1");
        Heard gone = joined();
        gone.seat.detach(false);
        gone.seat.detach(true);
        assertThat(connection.isClosed()).isFalse();
    }

    @Test
    void whatWaitedForASessionIsRefusedWhenItsOwnerGoesBeforeTheAnswer() {
        inSession("s1");
        Heard gone = joined();
        newSession(gone);
        process.ask("q", "s2");
        assertThat(process.answerTo("q")).isEmpty();
        gone.seat.detach(false);
        assertThat(process.answerTo("q").orElseThrow().has("error")).isTrue();
        process.ask("later", "elsewhere");
        assertThat(process.answerTo("later").orElseThrow().has("error"))
                .as("nothing waits for an answer that nobody wants")
                .isTrue();
        assertThat(gone.words).containsExactly("left");
    }

    @Test
    void theEndOfTheProcessIsTheEndForAllWithItsLastWords() {
        Heard one = inSession("s1");
        Heard two = inSession("s2");
        CompletableFuture<RpcOutcome> first = one.seat.request("session/prompt", new JsonObject());
        CompletableFuture<RpcOutcome> second = two.seat.request("session/prompt", new JsonObject());
        process.exit(139, "segfault\n");
        assertThat(List.of(first, second))
                .allSatisfy(answer -> assertThat(answer.join())
                        .isInstanceOfSatisfying(
                                RpcOutcome.Closed.class,
                                closed -> assertThat(closed.reason().text()).contains("segfault")));
        assertThat(one.words).containsExactly("exit 139");
        assertThat(two.words).containsExactly("exit 139");
        assertThat(isRefused(new Heard())).isTrue();
    }

    @Test
    void whatTheProcessUsesIsToldToOneOnly() {
        Heard one = inSession("s1");
        Heard two = inSession("s2");
        ProcessTable table = ProcessTable.now();
        assertThat(connection.usage(one, table)).isPresent();
        assertThat(connection.usage(two, table)).isEmpty();
        one.seat.detach(false);
        assertThat(connection.usage(two, table)).isPresent();
    }

    @Test
    void twoThatStartAtOnceAreInOneProcessAndTheNextAfterItsEndIsInAnother() {
        try (SharedAgents<String> agents = new SharedAgents<>()) {
            List<AcpConnection> made = new ArrayList<>();
            AcpConnection first = join(agents, "one", made);
            AcpConnection second = join(agents, "one", made);
            assertThat(made).hasSize(1);
            assertThat(first).isSameAs(second);
            made.get(0).open(opening -> {});
            process.exit(1, "");
            assertThat(join(agents, "one", made)).isSameAs(made.get(1));
            join(agents, "two", made);
            assertThat(made).hasSize(3);
        }
    }

    private AcpConnection join(SharedAgents<String> agents, String entry, List<AcpConnection> made) {
        Heard member = new Heard();
        agents.join(entry, () -> fresh(made), member.seat, member);
        return member.seat.connection().orElseThrow();
    }

    private AcpConnection fresh(List<AcpConnection> made) {
        AcpConnection fresh = new AcpConnection("Agent", "/", process, deadlines, true, 1);
        made.add(fresh);
        return fresh;
    }
}
