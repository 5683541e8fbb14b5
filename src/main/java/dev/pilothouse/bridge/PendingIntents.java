package dev.pilothouse.bridge;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.PendingIntent;
import dev.pilothouse.session.SessionStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Intents whose outcome the host has not told: they are sent again after every reconnect under the same request id, so
 * each takes effect at most once. After {@link #RESEND_FOR} an intent is given back to the person instead, because the
 * host forgets outcomes some days later. At most {@value #CAPACITY} wait; more are refused at once.
 *
 * <p>They live in memory: an intent that was not sent when the app ends is lost, and the person sees it as unconfirmed
 * until then. The store shows them. Confined to the client-state lane; ends with {@link #refuseAll}.
 */
final class PendingIntents {

    static final int CAPACITY = 256;
    static final Duration RESEND_FOR = Duration.ofHours(24);

    private final SessionStore store;
    private final Sender sender;
    private final Clock clock;
    private final Map<RequestId, Waiting> waiting = new LinkedHashMap<>();

    private record Waiting(Intent intent, Instant madeAt, CompletableFuture<IntentResult> result) {}

    PendingIntents(SessionStore store, Sender sender, Clock clock) {
        this.store = Objects.requireNonNull(store, "store");
        this.sender = Objects.requireNonNull(sender, "sender");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** Shows the intent as unconfirmed and sends it now, or when there is a link. */
    void submit(RequestId requestId, Intent intent, CompletableFuture<IntentResult> result) {
        if (waiting.size() >= CAPACITY) {
            result.complete(new IntentResult.Refused(
                    requestId, ErrorCode.BUSY, "Too many requests wait for the host; try again later."));
            return;
        }
        Instant now = clock.instant();
        waiting.put(requestId, new Waiting(intent, now, result));
        store.submitted(new PendingIntent(requestId, intent, now, null));
        sender.send(new ClientMessage.Submit(requestId, intent));
    }

    /** A link is up again: sends what waits in the order in which it was made, and gives back what is too old. */
    void connected() {
        Instant oldest = clock.instant().minus(RESEND_FOR);
        List<ClientMessage> again = new ArrayList<>();
        List<RequestId> tooOld = new ArrayList<>();
        waiting.forEach((requestId, intent) -> {
            if (intent.madeAt().isBefore(oldest)) {
                tooOld.add(requestId);
            } else {
                again.add(new ClientMessage.Submit(requestId, intent.intent()));
            }
        });
        tooOld.forEach(requestId -> refused(
                requestId, ErrorCode.TOO_OLD, "This could not be sent for a day; send it again if you still want it."));
        again.forEach(sender::send);
    }

    /** @return false if no such intent waits */
    boolean accepted(HostMessage.Ack ack) {
        Waiting done = waiting.remove(ack.requestId());
        if (done == null) {
            return false;
        }
        store.accepted(ack.requestId(), ack.seq());
        done.result().complete(new IntentResult.Accepted(ack.requestId(), ack.outcome(), ack.sessionId(), ack.seq()));
        return true;
    }

    /** @return false if no such intent waits */
    boolean refused(RequestId requestId, ErrorCode code, String text) {
        Waiting done = waiting.remove(requestId);
        if (done == null) {
            return false;
        }
        store.refused(requestId, text);
        done.result().complete(new IntentResult.Refused(requestId, code, text));
        return true;
    }

    void refuseAll(ErrorCode code, String text) {
        List.copyOf(waiting.keySet()).forEach(requestId -> refused(requestId, code, text));
    }

    /** The person has read why one was refused. One that is under way is not the person's to take back. */
    void dismiss(RequestId requestId) {
        if (!waiting.containsKey(requestId)) {
            store.dismissed(requestId);
        }
    }
}
