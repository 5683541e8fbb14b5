package dev.pilothouse.ui.permission;

import dev.pilothouse.model.Answer;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.session.OpenPending;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.ObservableList;

/**
 * The inbox: every open question of every host, the oldest first. Members of a run that ask about the same command have
 * one card, whose answer is given to each of them. It needs no subscription, because the overview
 * contains all of them.
 *
 * <p>Owns its cards. Confined to the FX thread. Ends with the shell.
 */
public final class DecisionsPresenter implements PendingActions {
    private final PendingCards cards;
    private final Clock clock;
    private final Consumer<SessionKey> open;
    private final PendingCards.Rows rows = new PendingCards.Rows();
    private final ReadOnlyIntegerWrapper count = new ReadOnlyIntegerWrapper(this, "count");
    private final ClosedQuestions settled;
    private List<HostLink> links = List.of();
    /** The equal questions of the same run that a card stands for, by the card's id. */
    private Map<String, List<PendingCard>> equal = Map.of();

    /** @param hosts for short subscriptions that read the outcome of a question */
    public DecisionsPresenter(PendingCards cards, Hosts hosts, Clock clock, Executor fx, Consumer<SessionKey> open) {
        settled = new ClosedQuestions(hosts, fx);
        this.cards = cards;
        this.clock = clock;
        this.open = open;
    }

    public ObservableList<PendingItem> items() {
        return rows.items();
    }

    /** The outcomes of recently closed questions, the latest first. */
    public ObservableList<ClosedQuestion> settled() {
        return settled.latest();
    }

    public ReadOnlyIntegerProperty countProperty() {
        return count.getReadOnlyProperty();
    }

    /** Shows the open questions of these hosts. */
    public void render(List<HostLink> current) {
        links = current;
        Instant now = clock.instant();
        record Waiting(HostLink link, SessionSummary session, OpenPending pending, String group) {}
        List<Waiting> waiting = new ArrayList<>();
        for (HostLink link : current) {
            HostView host = link.reader().host();
            Map<SessionId, RunId> runs = runs(host);
            for (SessionSummary session : host.sessions()) {
                for (OpenPending pending : session.open()) {
                    RunId run = runs.get(session.sessionId());
                    String group = run == null
                            ? ""
                            : pending.pending()
                                    .plainCommand()
                                    .map(command -> link.hostId() + "\n" + run + "\n" + command)
                                    .orElse("");
                    waiting.add(new Waiting(link, session, pending, group));
                }
            }
        }
        waiting.sort(Comparator.comparing((Waiting each) -> each.pending().since())
                .thenComparing(each -> each.session().sessionId().value())
                .thenComparing(each -> each.pending().pending().pendingId().value()));
        Map<String, Integer> sizes = new HashMap<>();
        waiting.forEach(each -> sizes.merge(each.group(), 1, Integer::sum));
        List<PendingCard> all = new ArrayList<>();
        List<PendingCard> shown = new ArrayList<>();
        Map<String, PendingCard> first = new HashMap<>();
        Map<String, List<PendingCard>> same = new HashMap<>();
        for (Waiting each : waiting) {
            int more = each.group().isEmpty() ? 0 : sizes.getOrDefault(each.group(), 1) - 1;
            PendingCard before = each.group().isEmpty() ? null : first.get(each.group());
            PendingCard card = cards.card(each.link(), each.session(), each.pending(), before == null ? more : 0, now);
            all.add(card);
            if (before != null) {
                same.computeIfAbsent(before.id(), id -> new ArrayList<>()).add(card);
                continue;
            }
            first.put(each.group(), card);
            shown.add(card);
        }
        equal = same;
        rows.show(shown);
        settled.render(all);
        count.set(waiting.size());
    }

    private static Map<SessionId, RunId> runs(HostView host) {
        Map<SessionId, RunId> runs = new HashMap<>();
        for (Run run : host.runs()) {
            if (!run.state().isOver()) {
                run.members().forEach(member -> {
                    if (member.sessionId() != null) {
                        runs.put(member.sessionId(), run.runId());
                    }
                });
            }
        }
        return runs;
    }

    /** Answers the question, and the equal ones of its run if the answer is for once. */
    @Override
    public void answer(PendingCard card, Answer answer) {
        List<PendingCard> others = equal.getOrDefault(card.id(), List.of());
        answerOne(card, answer);
        if (!(answer instanceof Answer.Option chosen)) {
            return;
        }
        card.pending().options().stream()
                .filter(option -> option.optionId().equals(chosen.optionId()))
                .map(PendingOption::kind)
                .filter(kind -> kind == PendingOption.Kind.ALLOW_ONCE || kind == PendingOption.Kind.REJECT_ONCE)
                .findFirst()
                .ifPresent(kind -> others.forEach(other ->
                        other.pending().option(kind).ifPresent(option -> answerOne(other, new Answer.Option(option)))));
    }

    @Override
    public void allowForRun(PendingCard card) {
        link(card).ifPresent(link -> cards.allowForRun(link, card));
    }

    private void answerOne(PendingCard card, Answer answer) {
        link(card).ifPresent(link -> cards.answer(link, card, answer));
    }

    private Optional<HostLink> link(PendingCard card) {
        return links.stream()
                .filter(link -> link.hostId().equals(card.key().hostId()))
                .findFirst();
    }

    @Override
    public void openSession(SessionKey key) {
        open.accept(key);
    }
}
