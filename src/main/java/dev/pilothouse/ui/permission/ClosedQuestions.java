package dev.pilothouse.ui.permission;

import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.status.SessionStateReader;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * The outcomes of recently closed questions, so that the inbox explains why a card disappeared, for instance after an
 * answer on another device. Reads the outcome through a short subscription to the session.
 *
 * <p>Owns the last {@value #KEPT} outcomes and at most {@value #LOOKS} subscriptions at a time. Confined to the FX
 * thread. Ends with the shell.
 */
final class ClosedQuestions {
    private static final int KEPT = 5;
    private static final int LOOKS = 8;

    private final Hosts hosts;
    private final Executor fx;
    private final ObservableList<ClosedQuestion> latest = FXCollections.observableArrayList();
    private final Map<String, PendingCard> open = new HashMap<>();
    private int reading;

    ClosedQuestions(Hosts hosts, Executor fx) {
        this.hosts = hosts;
        this.fx = fx;
    }

    /** The outcomes, the latest first. */
    ObservableList<ClosedQuestion> latest() {
        return latest;
    }

    /** Updates the set of open questions. Questions that are no longer in it are closed. */
    void render(List<PendingCard> cards) {
        Map<String, PendingCard> now = new HashMap<>();
        cards.forEach(card -> now.put(card.id(), card));
        List<PendingCard> gone = open.values().stream()
                .filter(card -> !now.containsKey(card.id()))
                .toList();
        open.clear();
        open.putAll(now);
        gone.forEach(this::readOutcome);
    }

    private void readOutcome(PendingCard card) {
        SessionKey key = card.key();
        hosts.links().stream()
                .filter(link -> link.hostId().equals(key.hostId()))
                .filter(link -> link.reader().host().connection() instanceof ConnectionState.Live && exists(link, key))
                .findFirst()
                .filter(link -> reading < LOOKS)
                .ifPresent(link -> {
                    reading++;
                    SessionStateReader.at(hosts, link, key.sessionId(), fx, state -> seen(card, state));
                });
    }

    /** A deleted session has no outcome to read. */
    private static boolean exists(HostLink link, SessionKey key) {
        return link.reader().host().sessions().stream()
                .anyMatch(session -> session.sessionId().equals(key.sessionId()));
    }

    private void seen(PendingCard card, SessionState state) {
        reading--;
        for (Item item : state.transcript().items()) {
            if (item instanceof Item.PendingItem asked
                    && asked.pending().pendingId().equals(card.pending().pendingId())
                    && asked.answer() != null) {
                latest.removeIf(settled -> settled.id().equals(card.id()));
                latest.add(
                        0,
                        new ClosedQuestion(
                                card.id(), card.key(), card.source().session(), answerText(card, asked.answer())));
            }
        }
        while (latest.size() > KEPT) {
            latest.remove(KEPT);
        }
    }

    private static String answerText(PendingCard card, PendingAnswer answer) {
        String asked = card.deed().sentence();
        String chosen = HostTexts.answer(card.pending(), answer);
        return switch (answer.outcome()) {
            case ANSWERED ->
                answer.by() == null || answer.by().isEmpty()
                        ? Texts.text("pending.answered", asked, chosen)
                        : Texts.text("pending.answeredBy", asked, chosen, HostTexts.device(answer.by()));
            case CANCELLED -> Texts.text("pending.cancelled", asked);
            case CLOSED -> Texts.text(card.pending().host() == null ? "pending.closed" : "pending.withdrawn", asked);
        };
    }
}
