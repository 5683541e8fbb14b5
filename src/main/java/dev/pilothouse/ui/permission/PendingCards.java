package dev.pilothouse.ui.permission;

import com.google.gson.JsonObject;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.Scope;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.FileDiff;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.OpenPending;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.fx.ListReconciler;
import dev.pilothouse.ui.markdown.Block;
import dev.pilothouse.ui.markdown.MarkdownText;
import dev.pilothouse.ui.status.ConnectionText;
import dev.pilothouse.ui.status.RepositoryText;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.status.SessionText;
import dev.pilothouse.ui.text.ActionText;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * Creates the cards of open questions and sends their answers. Shared by the card above the composer and by the inbox,
 * so an answer that is being sent dims the question in both.
 *
 * <p>Owns the set of answers that are being sent. Confined to the FX thread. Ends with the shell.
 */
public final class PendingCards {
    private static final int DETAILS_KEPT = 64;

    private final Executor fx;
    private final Consumer<String> notice;
    private final Runnable changed;
    private final Set<String> sending = new HashSet<>();
    /**
     * Parsed details in access order, so the least recently used is evicted. A question is drawn many times and parsed
     * once.
     */
    private final Map<String, List<Block>> details = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Block>> eldest) {
            return size() > DETAILS_KEPT;
        }
    };

    /**
     * @param fx runs tasks on the FX thread
     * @param notice shows a sentence to the person
     * @param changed requests that the cards are rendered again
     */
    public PendingCards(Executor fx, Consumer<String> notice, Runnable changed) {
        this.fx = fx;
        this.notice = notice;
        this.changed = changed;
    }

    /** Drops the parsed details. They are parsed again when they are drawn. */
    public void releaseMemory() {
        details.clear();
    }

    /** A list of cards that is updated with few changes. */
    static final class Rows {
        private final ObservableList<PendingItem> items = FXCollections.observableArrayList();
        private final ListReconciler<PendingCard, PendingItem> reconciler =
                new ListReconciler<>(PendingItem::new, PendingItem::card, PendingItem::show);

        ObservableList<PendingItem> items() {
            return items;
        }

        void show(List<PendingCard> cards) {
            reconciler.reconcile(items, cards);
        }
    }

    /** The card of a question in the overview. @param more equal questions of the same run that it stands for */
    PendingCard card(HostLink link, SessionSummary session, OpenPending open, int more, Instant now) {
        SessionKey key = new SessionKey(link.hostId(), session.sessionId());
        String name = more == 0 ? session.name() : Texts.text("pending.andMore", session.name(), more);
        Asker asker = new Asker(name, session.agentName(), session.modelName(), session.cwd());
        return card(link, key, asker, open, now);
    }

    /**
     * A session that asks. Immutable.
     *
     * @param model the agent's name of its model, empty without models
     */
    record Asker(String session, String agent, String model, String cwd) {
        private String work(Optional<String> branch) {
            return Stream.of(agent, model, SessionText.directory(cwd), branch.orElse(""))
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining(" \u00b7 "));
        }
    }

    PendingCard card(HostLink link, SessionKey key, Asker asker, OpenPending open, Instant now) {
        HostView host = link.reader().host();
        ActionText deed = ActionText.asked(open.pending(), asker.cwd());
        String work = asker.work(
                Optional.ofNullable(host.repositories().get(key.sessionId())).map(RepositoryText::branch));
        PendingCard card = new PendingCard(
                key,
                open.pending(),
                deed,
                new PendingCard.Source(
                        asker.session(),
                        work,
                        Texts.text(
                                "decisions.place", work, host.hostName(), TimeFormatter.approximate(open.since(), now)),
                        stale(host, link.local())),
                withoutRepeated(
                        details.computeIfAbsent(
                                HostTexts.detail(open.pending().detail()),
                                text -> MarkdownText.of(text).blocks()),
                        deed),
                open.changes().stream()
                        .map(change -> new FileDiff(
                                ActionText.within(change.path(), asker.cwd()), change.diff(), change.more()))
                        .toList(),
                false,
                host.scope().covers(open.pending().scope()) && !(host.connection() instanceof ConnectionState.Refused),
                asker(key, host, open.pending()));
        return sending.contains(card.id()) ? card.asSending() : card;
    }

    /** The member of a run that asks, if this device may allow its command until the run ends; null if not. */
    private static PendingCard.@Nullable Member asker(SessionKey key, HostView host, Pending pending) {
        if (pending.plainCommand().isEmpty()
                || pending.option(PendingOption.Kind.ALLOW_ONCE).isEmpty()
                || !host.scope().covers(Scope.STEER)) {
            return null;
        }
        return host.runs().stream()
                .filter(run -> !run.state().isOver())
                .flatMap(run -> run.members().stream()
                        .filter(member -> key.sessionId().equals(member.sessionId()))
                        .map(member -> new PendingCard.Member(run.runId(), member.key())))
                .findFirst()
                .orElse(null);
    }

    /** The detail without a command that the title shows in full. */
    private static List<Block> withoutRepeated(List<Block> detail, ActionText deed) {
        boolean again = !detail.isEmpty()
                && detail.get(0).content() instanceof Block.Code code
                && code.first()
                && code.last()
                && code.text().equals(deed.object());
        return again ? detail.subList(1, detail.size()) : detail;
    }

    /** A question from before the connection broke may be answered or closed by now. */
    private static String stale(HostView host, boolean local) {
        if (!ConnectionText.isStale(host.connection(), local)) {
            return "";
        }
        return host.connection() instanceof ConnectionState.Lost lost
                ? Texts.text("pending.staleSince", host.hostName(), TimeFormatter.clock(lost.since()))
                : Texts.text("pending.stale", host.hostName());
    }

    void answer(HostLink link, PendingCard card, Answer answer) {
        if (!sending.add(card.id())) {
            return;
        }
        changed.run();
        PendingId pendingId = card.pending().pendingId();
        link.sessions()
                .submit(new Intent.AnswerPending(card.key().sessionId(), pendingId, answer))
                .thenAcceptAsync(result -> answered(card, result), fx);
    }

    /** Allows the command of the card until the run of its session ends. The host answers all equal questions. */
    void allowForRun(HostLink link, PendingCard card) {
        PendingCard.Member asker = card.asker();
        if (asker == null || !sending.add(card.id())) {
            return;
        }
        changed.run();
        JsonObject parameters = new JsonObject();
        parameters.addProperty("member", asker.key());
        parameters.addProperty("pending", card.pending().pendingId().value());
        link.host()
                .actOnRun(asker.runId(), ClientMessage.ActOnRun.ALLOW, parameters.toString())
                .thenAcceptAsync(
                        reply -> done(
                                card,
                                reply instanceof HostGateway.Reply.Refused<HostGateway.Done> refused
                                        ? refused.sentence()
                                        : null),
                        fx);
    }

    private void answered(PendingCard card, IntentResult result) {
        done(card, result instanceof IntentResult.Refused refused ? refused.sentence() : null);
    }

    private void done(PendingCard card, @Nullable HostText refusal) {
        sending.remove(card.id());
        if (refusal != null) {
            notice.accept(HostTexts.text(refusal));
        }
        changed.run();
    }
}
