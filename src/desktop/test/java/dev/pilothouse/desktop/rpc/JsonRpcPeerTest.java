package dev.pilothouse.desktop.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.desktop.process.Line;
import dev.pilothouse.desktop.process.WriteResult;
import dev.pilothouse.model.HostText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonRpcPeerTest {
    private final List<String> sent = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final List<RpcRequest> requests = new ArrayList<>();
    private final List<Runnable> deadlines = new ArrayList<>();
    private WriteResult sinkSays = WriteResult.ACCEPTED;
    private int calledOff;

    private final JsonRpcPeer peer = new JsonRpcPeer(
            line -> {
                sent.add(line);
                return sinkSays;
            },
            new Recorder(),
            (delay, action) -> {
                deadlines.add(action);
                return () -> calledOff++;
            });

    @Test
    void aRequestGetsItsAnswerWhateverTheOrder() {
        CompletableFuture<RpcOutcome> first = ask("one");
        CompletableFuture<RpcOutcome> second = ask("two");
        assertThat(sent.get(0)).isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"one\",\"params\":{},\"id\":1}");
        receive("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"b\":2}}");
        receive("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}");
        assertThat(first.join()).isInstanceOf(RpcOutcome.Result.class);
        assertThat(describe(second)).isEqualTo("result {\"b\":2}");
        assertThat(calledOff).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "\"1\""})
    void anAnswersIdMayBeWrittenInAnotherWay(String id) {
        CompletableFuture<RpcOutcome> answer = ask("one");
        receive("{\"id\":" + id + ",\"result\":true}");
        assertThat(describe(answer)).isEqualTo("result true");
    }

    @Test
    void anErrorIsAnOutcome() {
        CompletableFuture<RpcOutcome> answer = ask("session/new");
        receive("{\"id\":1,\"error\":{\"code\":-32000,\"message\":\"Authentication required\",\"data\":{\"x\":1}}}");
        assertThat(describe(answer)).isEqualTo("error -32000 Authentication required Optional[{\"x\":1}]");
    }

    @Test
    void aNullErrorBesideAResultIsNoError() {
        CompletableFuture<RpcOutcome> answer = ask("one");
        receive("{\"id\":1,\"result\":5,\"error\":null}");
        assertThat(describe(answer)).isEqualTo("result 5");
    }

    @Test
    void aRequestWithoutAnswerEndsAtItsDeadlineAndALateAnswerIsReported() {
        CompletableFuture<RpcOutcome> answer = ask("initialize");
        deadlines.get(0).run();
        assertThat(describe(answer)).isEqualTo("lost No answer to initialize within 60 s.");
        receive("{\"id\":1,\"result\":{}}");
        assertThat(heard).containsExactly("malformed: Nobody waits for this response.");
    }

    @Test
    void aRequestWithoutLimitHasNoDeadline() {
        CompletableFuture<RpcOutcome> answer = peer.request("session/prompt", new JsonObject(), Optional.empty());
        assertThat(deadlines).isEmpty();
        assertThat(answer).isNotDone();
    }

    @Test
    void closingCompletesWhatWaitsAndWhatIsAskedLater() {
        CompletableFuture<RpcOutcome> before = ask("one");
        peer.close(HostText.untranslated("The process exited with code 1."));
        peer.close(HostText.untranslated("another reason"));
        assertThat(describe(before)).isEqualTo("lost The process exited with code 1.");
        assertThat(describe(ask("two"))).isEqualTo("lost The process exited with code 1.");
        assertThat(peer.notify("n", new JsonObject())).isEqualTo(WriteResult.CLOSED);
        assertThat(sent).hasSize(1);
    }

    @Test
    void aFullSinkIsAnOutcome() {
        sinkSays = WriteResult.FULL;
        assertThat(describe(ask("one"))).isEqualTo("lost The agent does not read what it is sent.");
    }

    @Test
    void aRequestFromTheOtherSideIsAnsweredOnceUnderItsOwnId() {
        receive("{\"jsonrpc\":\"2.0\",\"id\":\"a-7\",\"method\":\"ask\",\"params\":{\"q\":1}}");
        assertThat(requests.get(0).params()).hasToString("{\"q\":1}");
        assertThat(requests.get(0).answer(JsonParser.parseString("{\"ok\":true}")))
                .isEqualTo(WriteResult.ACCEPTED);
        assertThat(requests.get(0).refuse(new RpcError(1, "again"))).isEqualTo(WriteResult.CLOSED);
        assertThat(sent).containsExactly("{\"jsonrpc\":\"2.0\",\"id\":\"a-7\",\"result\":{\"ok\":true}}");
    }

    @Test
    void anUnknownRequestIsRefusedWithMethodNotFound() {
        receive("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"craft/drainMidTurnQueue\"}");
        assertThat(sent)
                .containsExactly("{\"jsonrpc\":\"2.0\",\"id\":0,\"error\":{\"code\":-32601,"
                        + "\"message\":\"There is no method craft/drainMidTurnQueue here.\"}}");
    }

    @Test
    void aHandlerThatFailsCostsOneAnswerAndNothingElse() {
        receive("{\"id\":3,\"method\":\"explode\"}");
        assertThat(sent.get(0)).contains("-32603");
        receive("{\"method\":\"note\"}");
        assertThat(heard).containsExactly("notification note {}");
    }

    @Test
    void parametersMustBeAnObject() {
        receive("{\"id\":3,\"method\":\"ask\",\"params\":[1]}");
        assertThat(sent.get(0)).contains("-32602");
        receive("{\"method\":\"note\",\"params\":[1]}");
        assertThat(heard).containsExactly("malformed: The notification's parameters are not an object.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "{\"id\":1",
                "[]",
                "{}",
                "{'id':1,'result':2}",
                "{\"id\":1,\"result\":2} trailing",
                "{\"id\":{},\"method\":\"ask\"}",
                "{\"id\":9,\"result\":{}}"
            })
    void aLineThatIsNoMessageIsReportedAndNeverFatal(String line) {
        receive(line);
        assertThat(heard).singleElement().asString().startsWith("malformed: ");
        receive("{\"method\":\"note\",\"params\":{\"n\":1}}");
        assertThat(heard).last().isEqualTo("notification note {\"n\":1}");
    }

    @Test
    void deepNestingIsRefusedBeforeItHurts() {
        receive("{\"method\":\"note\",\"params\":" + "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000) + "}");
        assertThat(heard).singleElement().asString().startsWith("malformed: ");
    }

    @Test
    void aLineOverTheLimitIsReported() {
        peer.accept(new Line.TooLong(17_000_000, "{\"method\""));
        assertThat(heard).containsExactly("malformed: The line has 17000000 bytes, which is over the limit.");
    }

    @Test
    void blankLinesAreNothing() {
        receive("");
        receive("  ");
        assertThat(heard).isEmpty();
    }

    private CompletableFuture<RpcOutcome> ask(String method) {
        return peer.request(method, new JsonObject(), Optional.of(Duration.ofSeconds(60)));
    }

    private void receive(String line) {
        peer.accept(new Line.Text(line, false));
    }

    private static String describe(CompletableFuture<RpcOutcome> outcome) {
        return outcome.join()
                .match(
                        result -> "result " + result,
                        error -> "error " + error.code() + " " + error.message() + " " + error.data(),
                        lost -> "lost " + lost);
    }

    private final class Recorder implements RpcHandler {
        @Override
        public boolean onRequest(RpcRequest request) {
            if (request.method().equals("explode")) {
                throw new IllegalStateException("a bug in a handler, made for this test");
            }
            requests.add(request);
            return request.method().equals("ask");
        }

        @Override
        public void onNotification(String method, JsonObject params) {
            heard.add("notification " + method + " " + params);
        }

        @Override
        public void onMalformed(String line, String why) {
            heard.add("malformed: " + why);
        }
    }
}
