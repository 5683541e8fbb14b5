package dev.pilothouse.ui.permission;

import dev.pilothouse.model.Answer;
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
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.ObservableList;

/**
 * The inbox: every open question of every host, the oldest first. It needs no subscription, because the overview
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
        record Waiting(PendingCard card, Instant since) {}
        List<Waiting> waiting = new ArrayList<>();
        for (HostLink link : current) {
            HostView host = link.reader().host();
            for (SessionSummary session : host.sessions()) {
                for (OpenPending pending : session.open()) {
                    waiting.add(new Waiting(cards.card(link, host, session, pending, now), pending.since()));
                }
            }
        }
        waiting.sort(Comparator.comparing(Waiting::since)
                .thenComparing(each -> each.card().id()));
        List<PendingCard> inOrder = waiting.stream().map(Waiting::card).toList();
        rows.show(inOrder);
        settled.render(inOrder);
        count.set(waiting.size());
    }

    @Override
    public void answer(PendingCard card, Answer answer) {
        links.stream()
                .filter(link -> link.hostId().equals(card.key().hostId()))
                .findFirst()
                .ifPresent(link -> cards.answer(link, card, answer));
    }

    @Override
    public void openSession(SessionKey key) {
        open.accept(key);
    }
}
