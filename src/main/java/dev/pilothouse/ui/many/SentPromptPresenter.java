package dev.pilothouse.ui.many;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.WhenBusy;
import dev.pilothouse.ui.many.PromptOutcome.State;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The last prompt to several sessions, and its outcome for each of them. It is stored on this device with the request ids
 * before the first one is sent. After a restart of the app it is continued under the same ids, so that each recipient gets it
 * once.
 *
 * <p>Confined to the FX thread. There is nothing to close.
 */
public final class SentPromptPresenter {
    static final String STORED = "sendToMany.sent";
    /** The host keeps the outcome of an intent at least for this time. */
    static final Duration KEPT_FOR = Duration.ofHours(24);

    private final Supplier<List<HostLink>> links;
    private final Preferences kept;
    private final Clock clock;
    private final Executor fx;
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(this, "shown", Shown.NOTHING);
    private final ReadOnlyBooleanWrapper any = new ReadOnlyBooleanWrapper(this, "any");
    /** Those whose outcome this run of the app waits for. */
    private final Set<RequestId> submitted = new HashSet<>();

    private @Nullable SentPrompt sent;
    private Map<SessionKey, SessionSummary> sessions = Map.of();
    private boolean open;
    /** Whether the prompt is stored, so that it may be sent. */
    private boolean stored = true;

    /**
     * A recipient.
     *
     * @param held whether the prompt waits for the person's confirmation
     * @param undoable whether it can be undone
     */
    public record Row(
            SessionKey key, RequestId requestId, String name, String text, Tone tone, boolean held, boolean undoable) {}

    /** How a row is drawn. */
    public enum Tone {
        DONE,
        WAITING,
        FAILED,
        NEUTRAL
    }

    /**
     * The content of the sheet. Immutable.
     *
     * @param about when it was sent, and how many have which outcome
     * @param undoable whether some of it can be undone
     */
    public record Shown(String prompt, String about, List<Row> rows, boolean undoable) {
        static final Shown NOTHING = new Shown("", "", List.of(), false);

        public Shown {
            rows = List.copyOf(rows);
        }
    }

    public SentPromptPresenter(Supplier<List<HostLink>> links, Preferences kept, Clock clock, Executor fx) {
        this.links = links;
        this.kept = kept;
        this.clock = clock;
        this.fx = fx;
        sent = kept.get(STORED).flatMap(SentPrompt::of).orElse(null);
        any.set(sent != null);
    }

    public ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** Whether a prompt was sent to several sessions. */
    public ReadOnlyBooleanProperty anyProperty() {
        return any.getReadOnlyProperty();
    }

    /** Whether a recipient of the last prompt has no outcome yet. A newer prompt would replace its receipt. */
    boolean isOpen() {
        SentPrompt last = sent;
        return last != null && last.outcomes().stream().anyMatch(each -> each.state() == State.OPEN);
    }

    /** Sends a prompt, as soon as it is stored. A session that is busy queues it. */
    void send(String text, List<SessionKey> recipients) {
        List<PromptOutcome> outcomes = recipients.stream()
                .map(key -> new PromptOutcome(
                        key,
                        name(key),
                        new RequestId(UUID.randomUUID().toString().replace("-", ""))))
                .toList();
        SentPrompt now = new SentPrompt(clock.instant(), text, outcomes);
        sent = now;
        stored = false;
        any.set(true);
        kept.save(
                STORED,
                now.asText(),
                () -> fx.execute(() -> {
                    if (sent != null && sent.at().equals(now.at())) {
                        stored = true;
                        render();
                    }
                }));
        render();
    }

    /** The sheet is open from now on. */
    public void onOpen() {
        open = true;
        render();
    }

    public void onClose() {
        open = false;
    }

    /** Continues what is open, and shows the present state of the hosts. Does nothing if nobody looks and all is settled. */
    public void render() {
        SentPrompt last = sent;
        if (last == null || !open && last.outcomes().stream().noneMatch(PromptOutcome::isUnsettled)) {
            return;
        }
        // Once for all recipients: this runs with each change of a host.
        sessions = new HashMap<>();
        Set<SessionKey> recipients =
                last.outcomes().stream().map(PromptOutcome::key).collect(Collectors.toSet());
        for (HostLink link : links.get()) {
            for (SessionSummary session : link.reader().host().sessions()) {
                SessionKey key = new SessionKey(link.hostId(), session.sessionId());
                if (recipients.contains(key)) {
                    sessions.put(key, session);
                }
            }
        }
        last.outcomes().forEach(this::advance);
        draw();
    }

    private void advance(PromptOutcome outcome) {
        if (outcome.state() == State.OPEN && stored) {
            submit(outcome);
        } else if (outcome.state() == State.QUEUED) {
            Optional<State> left = summary(outcome.key()).flatMap(session -> left(outcome, session));
            if (left.isPresent()) {
                set(outcome.at(left.get()));
            } else if (outcome.withdrawing() && submitted.add(outcome.requestId())) {
                withdraw(outcome);
            }
        }
    }

    /** The state of a prompt that has left the queue. */
    private static Optional<State> left(PromptOutcome outcome, SessionSummary session) {
        boolean listed = session.queueIds().size() == session.queued();
        if (session.headSeq() < outcome.queueId()
                || !listed
                || session.queueIds().contains(outcome.queueId())) {
            return Optional.empty();
        }
        boolean began = Stream.of(
                        Optional.ofNullable(session.activity().turn()),
                        Optional.ofNullable(session.lastTurn()).map(turn -> turn.turn()))
                .flatMap(Optional::stream)
                .anyMatch(turn -> turn.started() > outcome.queueId());
        return Optional.of(began ? State.STARTED : State.WITHDRAWN);
    }

    private void submit(PromptOutcome outcome) {
        SentPrompt last = sent;
        if (last == null) {
            return;
        }
        if (!submitted.contains(outcome.requestId()) && last.at().plus(KEPT_FOR).isBefore(clock.instant())) {
            set(outcome.at(State.UNKNOWN));
            return;
        }
        link(outcome.key()).ifPresent(link -> {
            if (submitted.add(outcome.requestId())) {
                link.sessions()
                        .submit(
                                outcome.requestId(),
                                new Intent.Prompt(outcome.key().sessionId(), last.text(), WhenBusy.QUEUE),
                                outcome.withdrawing() ? Instant.EPOCH : last.at())
                        .thenAcceptAsync(result -> settle(outcome.requestId(), result), fx);
                if (outcome.withdrawing()) {
                    // Only one that is being sent already goes on. Another one is held, as it is old, and then dropped.
                    link.sessions().dismiss(outcome.requestId());
                }
            }
        });
    }

    private void settle(RequestId requestId, IntentResult result) {
        Optional<PromptOutcome> found = find(requestId);
        if (found.isEmpty() || isEnd(result)) {
            return;
        }
        submitted.remove(requestId);
        PromptOutcome outcome = found.get();
        if (result instanceof IntentResult.Accepted accepted) {
            set(
                    accepted.outcome() == IntentResult.Outcome.QUEUED
                            ? outcome.queued(accepted.seq())
                            : outcome.at(State.STARTED));
        } else if (result instanceof IntentResult.Refused refused) {
            set(
                    refused.sentence().code().word().equals(HostTextCode.NOT_SENT.word())
                            ? outcome.at(State.NOT_SENT)
                            : outcome.refused(HostTexts.text(refused.sentence())));
        }
        render();
    }

    /** Whether the app ends, or the host is gone from it. The next run continues. */
    private static boolean isEnd(IntentResult result) {
        return result instanceof IntentResult.Refused refused && refused.code() == ErrorCode.UNREACHABLE;
    }

    private Optional<PromptOutcome> find(RequestId requestId) {
        return Optional.ofNullable(sent).stream()
                .flatMap(last -> last.outcomes().stream())
                .filter(each -> each.requestId().equals(requestId))
                .findFirst();
    }

    private void set(PromptOutcome changed) {
        SentPrompt last = sent;
        if (last != null) {
            SentPrompt next = last.with(changed);
            sent = next;
            kept.put(STORED, next.asText());
        }
    }

    // --- undo

    /** Takes the prompt back from one recipient, if it has not begun there. */
    public void onUndo(RequestId requestId) {
        find(requestId).ifPresent(this::undo);
        render();
    }

    /** Takes the prompt back wherever it has not begun. */
    public void onUndoAll() {
        Optional.ofNullable(sent).ifPresent(last -> last.outcomes().forEach(this::undo));
        render();
    }

    private void undo(PromptOutcome outcome) {
        if (!isUndoable(outcome)) {
            return;
        }
        set(outcome.undone());
        if (outcome.state() == State.OPEN) {
            // If it is being sent already, it is taken out of the queue when the host has answered.
            link(outcome.key()).ifPresent(link -> link.sessions().dismiss(outcome.requestId()));
        }
    }

    private boolean isUndoable(PromptOutcome outcome) {
        return (outcome.state() == State.OPEN || outcome.state() == State.QUEUED)
                && !outcome.withdrawing()
                && link(outcome.key())
                        .filter(link -> link.reader().host().scope().covers(Scope.STEER))
                        .isPresent();
    }

    private void withdraw(PromptOutcome outcome) {
        link(outcome.key())
                .ifPresent(link -> link.sessions()
                        .submit(new Intent.RemoveQueued(outcome.key().sessionId(), outcome.queueId()))
                        .thenAcceptAsync(result -> withdrawn(outcome.requestId(), result), fx));
    }

    private void withdrawn(RequestId requestId, IntentResult result) {
        if (isEnd(result)) {
            return;
        }
        find(requestId).ifPresent(outcome -> {
            if (result instanceof IntentResult.Accepted) {
                set(outcome.at(State.WITHDRAWN));
            } else if (result instanceof IntentResult.Refused refused && refused.code() == ErrorCode.CLOSED) {
                // No longer in the queue. The host's list of sessions shows whether it has begun.
                set(new PromptOutcome(
                        outcome.key(),
                        outcome.name(),
                        requestId,
                        State.QUEUED,
                        outcome.queueId(),
                        Texts.text("many.tooLate"),
                        false));
            } else if (result instanceof IntentResult.Refused refused) {
                set(new PromptOutcome(
                        outcome.key(),
                        outcome.name(),
                        requestId,
                        State.QUEUED,
                        outcome.queueId(),
                        HostTexts.text(refused.sentence()),
                        false));
            }
        });
        submitted.remove(requestId);
        render();
    }

    /** Confirms a prompt that was written too long ago to be sent without a question. */
    public void onConfirm(RequestId requestId) {
        find(requestId)
                .flatMap(outcome -> link(outcome.key()))
                .ifPresent(link -> link.sessions().confirm(requestId));
    }

    // --- rows

    private Optional<HostLink> link(SessionKey key) {
        return links.get().stream()
                .filter(link -> link.hostId().equals(key.hostId()))
                .findFirst();
    }

    /** The recipient as of the last {@link #render()}. */
    private Optional<SessionSummary> summary(SessionKey key) {
        return Optional.ofNullable(sessions.get(key));
    }

    private String name(SessionKey key) {
        return link(key)
                .flatMap(link -> link.reader().host().sessions().stream()
                        .filter(session -> session.sessionId().equals(key.sessionId()))
                        .findFirst())
                .map(SessionSummary::name)
                .orElse("");
    }

    private void draw() {
        SentPrompt last = sent;
        if (last == null) {
            shown.set(Shown.NOTHING);
            return;
        }
        List<Row> rows = last.outcomes().stream().map(this::row).toList();
        shown.set(new Shown(last.text(), about(last), rows, rows.stream().anyMatch(Row::undoable)));
    }

    private String about(SentPrompt last) {
        List<String> parts = new ArrayList<>();
        parts.add(Texts.text("many.sentAt", TimeFormatter.dateOrTime(last.at(), clock.instant())));
        Stream.of(State.values())
                .map(state -> count(last, state))
                .flatMap(Optional::stream)
                .forEach(parts::add);
        return parts.stream().collect(Collectors.joining(" \u00b7 "));
    }

    private static Optional<String> count(SentPrompt last, State state) {
        long count =
                last.outcomes().stream().filter(each -> each.state() == state).count();
        return count == 0 ? Optional.empty() : Optional.of(Texts.text("many.counted." + state, count));
    }

    private Row row(PromptOutcome outcome) {
        boolean held = outcome.state() == State.OPEN
                && link(outcome.key()).stream()
                        .flatMap(link -> link.reader().delayedIntents().stream())
                        .anyMatch(pending -> pending.requestId().equals(outcome.requestId()));
        String name = summary(outcome.key()).map(SessionSummary::name).orElse(outcome.name());
        return new Row(
                outcome.key(),
                outcome.requestId(),
                name,
                text(outcome, held),
                tone(outcome, held),
                held,
                isUndoable(outcome));
    }

    private static Tone tone(PromptOutcome outcome, boolean held) {
        return switch (outcome.state()) {
            case STARTED -> Tone.DONE;
            case OPEN -> held ? Tone.FAILED : Tone.WAITING;
            case QUEUED -> Tone.WAITING;
            case REFUSED, UNKNOWN -> Tone.FAILED;
            case NOT_SENT, WITHDRAWN -> Tone.NEUTRAL;
        };
    }

    private String text(PromptOutcome outcome, boolean held) {
        return switch (outcome.state()) {
            case OPEN -> openText(outcome, held);
            case QUEUED -> outcome.withdrawing() ? Texts.text("many.withdrawing") : queuedText(outcome);
            case STARTED -> Texts.text("many.started");
            case REFUSED -> Texts.text("many.refused", outcome.reason());
            case NOT_SENT -> Texts.text("many.notSent");
            case WITHDRAWN -> Texts.text("many.withdrawn");
            case UNKNOWN -> Texts.text("many.unknown");
        };
    }

    private String openText(PromptOutcome outcome, boolean held) {
        boolean live = link(outcome.key())
                .filter(link -> link.reader().host().connection() instanceof ConnectionState.Live)
                .isPresent();
        return held
                ? Texts.text("many.held")
                : outcome.withdrawing()
                        ? Texts.text("many.withdrawing")
                        : live ? Texts.text("many.sending") : Texts.text("many.offline");
    }

    private String queuedText(PromptOutcome outcome) {
        String why = summary(outcome.key())
                .map(session -> switch (session.activity().phase()) {
                    case WORKING, WAITING -> Texts.text("many.queued");
                    case STARTING -> Texts.text("many.queuedStarting");
                    case IDLE -> Texts.text("many.queuedIdle");
                    case GONE, FAILED, NEEDS_LOGIN -> Texts.text("many.queuedGone");
                })
                .orElse(Texts.text("many.queued"));
        return outcome.reason().isEmpty() ? why : why + ' ' + outcome.reason();
    }
}
