package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.AskingMode;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.ToolCall;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.ToolStatus;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.Offer;
import dev.pilothouse.session.SessionState;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Notices tool calls that changed something and for which nobody was asked, in a mode that says of itself that it asks. A
 * new release of an agent that stops asking would otherwise go unnoticed. It says so once a turn, and rather not at all
 * than wrongly: not in a mode that promises nothing, not where a person has allowed something for good, and not where a
 * question cannot be told to belong to another call.
 *
 * <p>Owns the ids of the present turn's calls, at most {@link #MAX_CALLS}. Confined to the session's lane.
 */
final class UnaskedDeeds {
    private static final Set<ToolKind> DEEDS =
            EnumSet.of(ToolKind.EDIT, ToolKind.DELETE, ToolKind.MOVE, ToolKind.EXECUTE);
    /** A turn with more is not looked at any further. */
    private static final int MAX_CALLS = 10_000;

    private final Set<String> calls = new HashSet<>();
    private final Set<String> asked = new HashSet<>();
    private TurnId turn;
    private boolean asksSinceItsBeginning;
    private boolean strangeQuestion;
    private boolean told;

    /** A question of the agent, in this turn. */
    void asked(TurnId now, SessionState state, AgentEvent.Ask event) {
        enter(now, state);
        if (event.kind() != PendingKind.PERMISSION) {
            return;
        }
        if (event.toolCallId() == null || asked.size() >= MAX_CALLS) {
            strangeQuestion = true;
        } else {
            asked.add(event.toolCallId());
        }
    }

    /**
     * What has become of a tool call, after the state knows it.
     *
     * @param call as the state has it now
     * @return the sentence to say, if there is one
     */
    Optional<String> changed(TurnId now, SessionState state, String toolCallId, ToolCall call) {
        enter(now, state);
        if (calls.size() < MAX_CALLS) {
            calls.add(toolCallId);
        }
        if (told
                || turn == null
                || call.status() != ToolStatus.COMPLETED
                || !DEEDS.contains(call.kind())
                || asked.contains(toolCallId)
                || strangeQuestion
                // It may have asked for this one under another name.
                || !calls.containsAll(asked)
                || calls.size() >= MAX_CALLS
                || !asksSinceItsBeginning
                || !asks(state.offer())
                || hasAllowedForGood(state)) {
            return Optional.empty();
        }
        told = true;
        return Optional.of("“" + Texts.line(call.title(), 300) + "” was done without asking, although the mode “"
                + state.offer().modeName()
                + "” says that it asks. The agent's own settings may allow it; if you did not"
                + " expect that, look at them.");
    }

    private void enter(TurnId now, SessionState state) {
        if (now == null || !now.equals(turn)) {
            turn = now;
            calls.clear();
            asked.clear();
            strangeQuestion = false;
            told = false;
            asksSinceItsBeginning = asks(state.offer());
        } else {
            asksSinceItsBeginning &= asks(state.offer());
        }
    }

    /** Whether the present mode promises to ask, and no option is on that takes the promise back. */
    private static boolean asks(Offer offer) {
        return offer.modes().stream()
                        .filter(mode -> mode.modeId().equals(offer.modeId()))
                        .anyMatch(AskingMode::promisesToAsk)
                && offer.options().stream().noneMatch(AskingMode::switchesQuestionsOff);
    }

    private static boolean hasAllowedForGood(SessionState state) {
        return state.transcript().items().stream()
                .filter(Item.PendingItem.class::isInstance)
                .map(Item.PendingItem.class::cast)
                .anyMatch(UnaskedDeeds::isAllowedForGood);
    }

    private static boolean isAllowedForGood(Item.PendingItem item) {
        PendingAnswer answer = item.answer();
        return answer != null
                && answer.optionId() != null
                && item.pending().options().stream()
                        .filter(option -> option.optionId().equals(answer.optionId()))
                        // What the agent has not classed may mean that as well.
                        .anyMatch(option -> option.kind() == PendingOption.Kind.ALLOW_ALWAYS
                                || option.kind() == PendingOption.Kind.OTHER);
    }
}
