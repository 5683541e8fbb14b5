package dev.pilothouse.desktop.rpc;

import com.google.gson.JsonElement;
import dev.pilothouse.desktop.process.WriteResult;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.time.Duration;
import java.util.function.Function;

/** The outcome of a request. Treat as immutable; any thread. */
public sealed interface RpcOutcome {
    /** Applies the function for this case; a missing answer is given as one sentence. */
    <T> T match(Function<JsonElement, T> whenResult, Function<RpcError, T> whenError, Function<HostText, T> whenLost);

    /** The other side answered. */
    record Result(JsonElement value) implements RpcOutcome {
        @Override
        public <T> T match(
                Function<JsonElement, T> whenResult, Function<RpcError, T> whenError, Function<HostText, T> whenLost) {
            return whenResult.apply(value);
        }
    }

    /** The other side answered with an error. */
    record Failed(RpcError error) implements RpcOutcome {
        @Override
        public <T> T match(
                Function<JsonElement, T> whenResult, Function<RpcError, T> whenError, Function<HostText, T> whenLost) {
            return whenError.apply(error);
        }
    }

    /** No answer came in time; a later one is ignored. */
    record TimedOut(String method, Duration limit) implements RpcOutcome {
        @Override
        public <T> T match(
                Function<JsonElement, T> whenResult, Function<RpcError, T> whenError, Function<HostText, T> whenLost) {
            return whenLost.apply(HostText.of(HostTextCode.ACP_NO_ANSWER, method, limit.toSeconds()));
        }
    }

    /** The connection ended before an answer. */
    record Closed(HostText reason) implements RpcOutcome {
        @Override
        public <T> T match(
                Function<JsonElement, T> whenResult, Function<RpcError, T> whenError, Function<HostText, T> whenLost) {
            return whenLost.apply(reason);
        }
    }

    /** The request could not be sent, so the other side has not received it. */
    record Unsent(WriteResult why) implements RpcOutcome {
        @Override
        public <T> T match(
                Function<JsonElement, T> whenResult, Function<RpcError, T> whenError, Function<HostText, T> whenLost) {
            return whenLost.apply(
                    why == WriteResult.FULL
                            ? HostText.of(HostTextCode.ACP_NOT_READ)
                            : HostText.of(HostTextCode.ACP_NO_MORE));
        }
    }
}
