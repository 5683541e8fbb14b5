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
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Intents whose outcome the host has not told: they are sent again after every reconnect under the same request id, so
 * each takes effect at most once. After {@link #RESEND_FOR} an intent is given back to the person instead, because the
 * host does not keep outcomes for ever. At most {@value #CAPACITY} wait; more are refused at once.
 *
 * <p>They outlive the app where the device keeps them: what waits is told to {@code kept} with each change, and after a
 * restart {@link #restore} goes on with it. Prompts that were refused are kept too until the person has dismissed them, so
 * that no text is lost. The store shows them. Confined to the client-state lane; ends with {@link #end}.
 */
final class PendingIntents {

    static final int CAPACITY = 256;
    static final Duration RESEND_FOR = Duration.ofHours(24);

    private final SessionStore store;
    private final Sender sender;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Consumer<List<PendingIntent>> kept;
    private final Map<RequestId, Waiting> waiting = new LinkedHashMap<>();

    private boolean isRestored;

    /** @param since when this run of the app took it on, by the clock that nobody sets */
    private record Waiting(Intent intent, Instant madeAt, long since, CompletableFuture<IntentResult> result) {}

    /** @param kept told all that must outlive the app, whenever that has changed */
    PendingIntents(
            SessionStore store, Sender sender, Clock clock, LongSupplier nanoTime, Consumer<List<PendingIntent>> kept) {
        this.store = Objects.requireNonNull(store, "store");
        this.sender = Objects.requireNonNull(sender, "sender");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
        this.kept = Objects.requireNonNull(kept, "kept");
    }

    /** Goes on with what was kept, and gives back what has become too old meanwhile. */
    void restore(List<PendingIntent> intents) {
        Map<RequestId, Waiting> younger = new LinkedHashMap<>(waiting);
        waiting.clear();
        for (PendingIntent intent : intents) {
            store.submitted(new PendingIntent(intent.requestId(), intent.intent(), intent.madeAt(), null));
            if (intent.refusal() == null) {
                waiting.put(
                        intent.requestId(),
                        new Waiting(intent.intent(), intent.madeAt(), nanoTime.getAsLong(), new CompletableFuture<>()));
            } else {
                store.refused(intent.requestId(), intent.refusal());
            }
        }
        waiting.putAll(younger);
        isRestored = true;
        giveBackOld();
        if (!younger.isEmpty()) {
            tellKept();
        }
    }

    private void tellKept() {
        if (!isRestored) {
            // What was kept has not been read yet, and must not be replaced.
            return;
        }
        List<PendingIntent> all = new ArrayList<>();
        for (PendingIntent refused : store.refusals()) {
            if (refused.intent() instanceof Intent.Prompt) {
                all.add(refused);
            }
        }
        waiting.forEach(
                (requestId, intent) -> all.add(new PendingIntent(requestId, intent.intent(), intent.madeAt(), null)));
        kept.accept(all);
    }

    /** Shows the intent as unconfirmed and sends it now, or when there is a link. */
    void submit(RequestId requestId, Intent intent, CompletableFuture<IntentResult> result) {
        if (waiting.size() >= CAPACITY) {
            result.complete(new IntentResult.Refused(
                    requestId, ErrorCode.BUSY, "Too many requests wait for the host; try again later."));
            return;
        }
        Instant now = clock.instant();
        waiting.put(requestId, new Waiting(intent, now, nanoTime.getAsLong(), result));
        store.submitted(new PendingIntent(requestId, intent, now, null));
        tellKept();
        sender.send(new ClientMessage.Submit(requestId, intent));
    }

    /** A link is up again: sends what waits in the order in which it was made, and gives back what is too old. */
    void connected() {
        giveBackOld();
        List<ClientMessage> again = new ArrayList<>();
        waiting.forEach((requestId, intent) -> again.add(new ClientMessage.Submit(requestId, intent.intent())));
        again.forEach(sender::send);
    }

    /** Of both clocks the one counts that says more: one can be set back, the other stands while the device sleeps. */
    private void giveBackOld() {
        Instant oldest = clock.instant().minus(RESEND_FOR);
        long now = nanoTime.getAsLong();
        List<RequestId> tooOld = new ArrayList<>();
        waiting.forEach((requestId, intent) -> {
            if (intent.madeAt().isBefore(oldest) || now - intent.since() > RESEND_FOR.toNanos()) {
                tooOld.add(requestId);
            }
        });
        tooOld.forEach(requestId -> refused(
                requestId, ErrorCode.TOO_OLD, "This could not be sent for a day; send it again if you still want it."));
    }

    /** @return false if no such intent waits */
    boolean accepted(HostMessage.Ack ack) {
        Waiting done = waiting.remove(ack.requestId());
        if (done == null) {
            return false;
        }
        store.accepted(ack.requestId(), ack.seq());
        tellKept();
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
        tellKept();
        done.result().complete(new IntentResult.Refused(requestId, code, text));
        return true;
    }

    void refuseAll(ErrorCode code, String text) {
        List.copyOf(waiting.keySet()).forEach(requestId -> refused(requestId, code, text));
    }

    /** Nobody will hear the outcomes of this run any more; what is kept stays kept. */
    void end(String text) {
        List<RequestId> left = List.copyOf(waiting.keySet());
        for (RequestId requestId : left) {
            Waiting unknown = waiting.remove(requestId);
            unknown.result().complete(new IntentResult.Refused(requestId, ErrorCode.UNREACHABLE, text));
        }
    }

    /** The person has read why one was refused. One that is under way is not the person's to take back. */
    void dismiss(RequestId requestId) {
        if (!waiting.containsKey(requestId)) {
            store.dismissed(requestId);
            tellKept();
        }
    }
}
