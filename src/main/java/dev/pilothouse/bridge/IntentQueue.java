package dev.pilothouse.bridge;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
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
import org.jspecify.annotations.Nullable;

/**
 * Intents without a known outcome. They are sent again after every reconnect under the same request id, so each takes
 * effect at most once. After {@link #RESEND_FOR} an intent is refused instead, because the host does not keep outcomes
 * for ever. At most {@value #CAPACITY} wait; more are refused at once.
 *
 * <p>A prompt that no connection accepted within {@link #ASK_AFTER} waits for confirmation after the next connect. It
 * was written for an earlier state of the session, and is equivalent to a command in the host's shell. A prompt that a
 * connection accepted may have had its effect, so it is resent without confirmation. So are other intents: an answer, a
 * cancel and an edit name their target, and the host checks whether it still exists.
 *
 * <p>Intents outlive the app if the device caches them. {@code kept} receives all pending intents after each change,
 * and after a restart {@link #restore} continues with them. Refused prompts and comments are also cached until they are dismissed,
 * so that no text is lost. The store shows them. Confined to the client-state lane; ends with {@link #end}.
 */
final class IntentQueue {

    static final int CAPACITY = 256;
    static final Duration RESEND_FOR = Duration.ofHours(24);
    /** Longer than a short loss of the network, shorter than the time in which a conversation moves on. */
    static final Duration ASK_AFTER = Duration.ofMinutes(1);

    private final SessionStore store;
    private final Sender sender;
    private final Clock clock;
    private final LongSupplier ticker;
    private final Consumer<List<PendingIntent>> kept;
    private final Map<RequestId, Waiting> waiting = new LinkedHashMap<>();

    private boolean isRestored;

    /**
     * A pending intent.
     *
     * @param since when this run of the app accepted it, by the monotonic clock
     * @param stage its progress
     */
    private record Waiting(
            Intent intent,
            Instant madeAt,
            long since,
            PendingIntent.Stage stage,
            CompletableFuture<IntentResult> result) {
        Waiting at(PendingIntent.Stage next) {
            return new Waiting(intent, madeAt, since, next, result);
        }
    }

    /** @param kept receives all intents to cache, after each change */
    IntentQueue(
            SessionStore store, Sender sender, Clock clock, LongSupplier ticker, Consumer<List<PendingIntent>> kept) {
        this.store = Objects.requireNonNull(store, "store");
        this.sender = Objects.requireNonNull(sender, "sender");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.ticker = Objects.requireNonNull(ticker, "nanoTime");
        this.kept = Objects.requireNonNull(kept, "kept");
    }

    /** Restores cached intents, and refuses those that are too old. */
    void restore(List<PendingIntent> intents) {
        Map<RequestId, Waiting> younger = new LinkedHashMap<>(waiting);
        waiting.clear();
        for (PendingIntent intent : intents) {
            store.submitted(
                    new PendingIntent(intent.requestId(), intent.intent(), intent.madeAt(), null, intent.stage()));
            if (intent.refusal() == null) {
                waiting.put(
                        intent.requestId(),
                        new Waiting(
                                intent.intent(),
                                intent.madeAt(),
                                ticker.getAsLong(),
                                intent.stage(),
                                new CompletableFuture<>()));
            } else {
                store.refused(intent.requestId(), intent.refusal());
            }
        }
        younger.forEach((requestId, intent) -> {
            Waiting cached = waiting.putIfAbsent(requestId, intent);
            if (cached != null) {
                cached.result().thenAccept(intent.result()::complete);
            }
        });
        isRestored = true;
        expireOld();
        if (!younger.isEmpty()) {
            notifyCache();
        }
    }

    private void notifyCache() {
        if (!isRestored) {
            // The cache has not been read yet, so it must not be overwritten.
            return;
        }
        List<PendingIntent> all = new ArrayList<>();
        for (PendingIntent refused : store.refusals()) {
            if (refused.intent() instanceof Intent.Prompt
                    || refused.intent() instanceof Intent.AddComment
                    || refused.intent() instanceof Intent.EditComment) {
                all.add(refused);
            }
        }
        waiting.forEach((requestId, intent) ->
                all.add(new PendingIntent(requestId, intent.intent(), intent.madeAt(), null, intent.stage())));
        kept.accept(all);
    }

    /** Shows the intent as unconfirmed and sends it now, or when there is a link. */
    void submit(RequestId requestId, Intent intent, CompletableFuture<IntentResult> result) {
        submit(requestId, intent, null, result);
    }

    /**
     * Shows the intent as unconfirmed and sends it now, or when there is a link. One that is pending under this id goes on
     * as it is. A prompt from long ago waits for confirmation.
     *
     * @param made null for now
     */
    void submit(RequestId requestId, Intent intent, @Nullable Instant made, CompletableFuture<IntentResult> result) {
        Waiting pending = waiting.get(requestId);
        if (pending != null) {
            pending.result().thenAccept(result::complete);
            return;
        }
        if (waiting.size() >= CAPACITY) {
            result.complete(
                    new IntentResult.Refused(requestId, ErrorCode.BUSY, HostText.of(HostTextCode.APP_QUEUE_FULL)));
            return;
        }
        Instant now = made == null ? clock.instant() : made;
        Waiting fresh = new Waiting(intent, now, ticker.getAsLong(), PendingIntent.Stage.WRITTEN, result);
        boolean late = isPrompt(intent) && isOlder(fresh, ASK_AFTER);
        PendingIntent.Stage stage = late ? PendingIntent.Stage.HELD : PendingIntent.Stage.WRITTEN;
        waiting.put(requestId, fresh.at(stage));
        store.submitted(new PendingIntent(requestId, intent, now, null, stage));
        notifyCache();
        if (!late) {
            send(requestId);
        }
    }

    /** Sends it if there is a link. A sent intent may have its effect, so its stage is stored. */
    private void send(RequestId requestId) {
        Waiting intent = waiting.get(requestId);
        if (intent != null && sender.send(new ClientMessage.Submit(requestId, intent.intent()))) {
            setStage(requestId, PendingIntent.Stage.GOES);
        }
    }

    private void setStage(RequestId requestId, PendingIntent.Stage stage) {
        Waiting intent = waiting.get(requestId);
        if (intent != null && intent.stage() != stage) {
            waiting.put(requestId, intent.at(stage));
            store.setStage(requestId, stage);
            notifyCache();
        }
    }

    /**
     * A link is up again. Sends pending intents in the order of creation, holds those that need confirmation, and
     * refuses those that are too old.
     */
    void connected() {
        expireOld();
        for (RequestId requestId : List.copyOf(waiting.keySet())) {
            Waiting intent = Objects.requireNonNull(waiting.get(requestId));
            boolean isUnsentPrompt = intent.stage() == PendingIntent.Stage.WRITTEN && isPrompt(intent.intent());
            if (isUnsentPrompt && isOlder(intent, ASK_AFTER)) {
                setStage(requestId, PendingIntent.Stage.HELD);
            } else if (intent.stage() != PendingIntent.Stage.HELD) {
                send(requestId);
            }
        }
    }

    private static boolean isPrompt(Intent intent) {
        return intent instanceof Intent.Prompt || intent instanceof Intent.SendReview;
    }

    /** Confirms a held intent: sends it now, or when there is a link. */
    void confirm(RequestId requestId) {
        Waiting held = waiting.get(requestId);
        if (held != null && held.stage() == PendingIntent.Stage.HELD) {
            setStage(requestId, PendingIntent.Stage.GOES);
            send(requestId);
        }
    }

    /**
     * Uses both clocks, because the wall clock can be set back and the monotonic clock stops while the device sleeps.
     */
    private boolean isOlder(Waiting intent, Duration age) {
        return intent.madeAt().isBefore(clock.instant().minus(age))
                || ticker.getAsLong() - intent.since() > age.toNanos();
    }

    private void expireOld() {
        List<RequestId> tooOld = new ArrayList<>();
        waiting.forEach((requestId, intent) -> {
            if (isOlder(intent, RESEND_FOR)) {
                tooOld.add(requestId);
            }
        });
        tooOld.forEach(
                requestId -> refused(requestId, ErrorCode.TOO_OLD, HostText.of(HostTextCode.NOT_SENT_FOR_A_DAY)));
    }

    /** @return false if no such intent waits */
    boolean accepted(HostMessage.Ack ack) {
        Waiting done = waiting.remove(ack.requestId());
        if (done == null) {
            return false;
        }
        store.accepted(ack.requestId(), ack.seq());
        notifyCache();
        done.result().complete(new IntentResult.Accepted(ack.requestId(), ack.outcome(), ack.sessionId(), ack.seq()));
        return true;
    }

    /** @return false if no such intent waits */
    boolean refused(RequestId requestId, ErrorCode code, HostText sentence) {
        Waiting done = waiting.remove(requestId);
        if (done == null) {
            return false;
        }
        store.refused(requestId, sentence);
        notifyCache();
        done.result().complete(new IntentResult.Refused(requestId, code, sentence));
        return true;
    }

    void refuseAll(ErrorCode code, HostText text) {
        List.copyOf(waiting.keySet()).forEach(requestId -> refused(requestId, code, text));
    }

    /** Completes all intents of this run as unreachable; the cache stays unchanged. */
    void end(HostText text) {
        List<RequestId> left = List.copyOf(waiting.keySet());
        for (RequestId requestId : left) {
            Waiting unknown = Objects.requireNonNull(waiting.remove(requestId));
            unknown.result().complete(new IntentResult.Refused(requestId, ErrorCode.UNREACHABLE, text));
        }
    }

    /**
     * Removes a refused intent, or one that no connection has accepted. An intent that is being sent cannot be removed.
     */
    void dismiss(RequestId requestId) {
        Waiting left = waiting.get(requestId);
        if (left != null && left.stage() == PendingIntent.Stage.GOES) {
            return;
        }
        waiting.remove(requestId);
        store.dismissed(requestId);
        notifyCache();
        if (left != null) {
            left.result()
                    .complete(
                            new IntentResult.Refused(requestId, ErrorCode.TOO_OLD, HostText.of(HostTextCode.NOT_SENT)));
        }
    }
}
