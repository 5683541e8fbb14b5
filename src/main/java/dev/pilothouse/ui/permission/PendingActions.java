package dev.pilothouse.ui.permission;

import dev.pilothouse.model.Answer;
import dev.pilothouse.ui.status.SessionKey;

/** The actions on a card. Called on the FX thread. */
public interface PendingActions {
    void answer(PendingCard card, Answer answer);

    /** Allows the command of the card for all members of its run, until the run ends. */
    void allowForRun(PendingCard card);

    void openSession(SessionKey key);
}
