package dev.pilothouse.ui.permission;

import dev.pilothouse.model.Answer;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.session.FileDiff;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.OpenPending;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The open questions of the session on screen. Owns its cards. Confined to the FX thread. Ends with the shell. */
public final class PendingPresenter implements PendingActions {
    private final PendingCards cards;
    private final Clock clock;
    private final PendingCards.Rows rows = new PendingCards.Rows();
    private @Nullable HostLink link;

    public PendingPresenter(PendingCards cards, Clock clock) {
        this.cards = cards;
        this.clock = clock;
    }

    public ObservableList<PendingItem> items() {
        return rows.items();
    }

    /**
     * Shows the open questions of this session.
     *
     * @param asked the whole changes of the tool calls that wait for permission
     */
    public void render(HostLink of, SessionState state, Map<ItemId, List<FileDiff>> asked) {
        link = of;
        if (state.info() == null) {
            rows.show(List.of());
            return;
        }
        Instant now = clock.instant();
        SessionKey key = new SessionKey(of.hostId(), state.sessionId());
        PendingCards.Asker asker = new PendingCards.Asker(
                state.info().name(),
                state.info().agentName(),
                state.offer().modelName(),
                state.info().cwd());
        rows.show(state.open().stream()
                .map(open -> cards.card(of, key, asker, withChanges(open, asked), now))
                .toList());
    }

    private static OpenPending withChanges(OpenPending open, Map<ItemId, List<FileDiff>> asked) {
        ItemId call = open.pending().toolCall();
        return call == null
                ? open
                : new OpenPending(open.item(), open.pending(), open.since(), asked.getOrDefault(call, List.of()));
    }

    /** Removes all cards. */
    public void clear() {
        rows.show(List.of());
    }

    @Override
    public void answer(PendingCard card, Answer answer) {
        if (link != null) {
            cards.answer(link, card, answer);
        }
    }

    @Override
    public void allowForRun(PendingCard card) {
        if (link != null) {
            cards.allowForRun(link, card);
        }
    }

    @Override
    public void openSession(SessionKey key) {
        // The session is on screen already.
    }
}
