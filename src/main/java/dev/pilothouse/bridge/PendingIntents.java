package dev.pilothouse.bridge;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Intents whose outcome the host has not told: they are sent again after every reconnect under the same request id, so
 * each takes effect at most once. After {@link #RESEND_FOR} an intent is given back to the person instead, because the
 * host forgets outcomes some days later. At most {@value #CAPACITY} wait; more are refused at once.
 *
 * <p>They live in memory: an intent that was not sent when the app ends is lost, and the person sees it as unconfirmed
 * until then. Confined to the client-state lane; ends with {@link #refuseAll}.
 */
final class PendingIntents {

    static final int CAPACITY = 256;
    static final Duration RESEND_FOR = Duration.ofHours(24);

    private final Clock clock;
    private final Map<RequestId, Waiting> waiting = new LinkedHashMap<>();

    private record Waiting(Intent intent, Instant madeAt, CompletableFuture<IntentResult> result) {}

    PendingIntents(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    boolean isFull() {
        return waiting.size() >= CAPACITY;
    }

    boolean contains(RequestId requestId) {
        return waiting.containsKey(requestId);
    }

    ClientMessage add(RequestId requestId, Intent intent, CompletableFuture<IntentResult> result) {
        waiting.put(requestId, new Waiting(intent, clock.instant(), result));
        return new ClientMessage.Submit(requestId, intent);
    }

    /** What to send after a reconnect, in the order in which it was made. */
    List<ClientMessage> again() {
        List<ClientMessage> messages = new ArrayList<>();
        waiting.forEach((requestId, intent) -> messages.add(new ClientMessage.Submit(requestId, intent.intent())));
        return messages;
    }

    /** Takes out those that are too old to be sent without asking the person. */
    List<RequestId> expire() {
        Instant oldest = clock.instant().minus(RESEND_FOR);
        List<RequestId> expired = new ArrayList<>();
        waiting.forEach((requestId, intent) -> {
            if (intent.madeAt().isBefore(oldest)) {
                expired.add(requestId);
            }
        });
        return expired;
    }

    /** @return false if no such intent waits */
    boolean accepted(IntentResult.Accepted accepted) {
        Waiting done = waiting.remove(accepted.requestId());
        if (done == null) {
            return false;
        }
        done.result().complete(accepted);
        return true;
    }

    /** @return false if no such intent waits */
    boolean refused(RequestId requestId, ErrorCode code, String text) {
        Waiting done = waiting.remove(requestId);
        if (done == null) {
            return false;
        }
        done.result().complete(new IntentResult.Refused(requestId, code, text));
        return true;
    }

    /** Ids of all that wait. */
    List<RequestId> ids() {
        return List.copyOf(waiting.keySet());
    }

    /** An intent that never waits, because it is refused before it is sent. */
    static CompletionStage<IntentResult> refusedAtOnce(RequestId requestId, ErrorCode code, String text) {
        return CompletableFuture.completedFuture(new IntentResult.Refused(requestId, code, text));
    }
}
