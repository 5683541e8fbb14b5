package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.PermissionModeDetector;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.TextCutter;
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
import org.jspecify.annotations.Nullable;

/**
 * Detects tool calls that changed something without a permission request, in a mode that promises to ask. Otherwise
 * nobody would notice a new release of an agent that stops asking. It reports once per turn, and prefers a missed
 * report to a false one. It reports nothing in a mode without that promise, after a person has allowed something
 * permanently, or if a request may belong to another call.
 *
 * <p>Owns the ids of the current turn's calls, at most {@link #MAX_CALLS}. Confined to the session's lane.
 */
final class UnapprovedToolDetector {
    private static final Set<ToolKind> ACTIONS =
            EnumSet.of(ToolKind.EDIT, ToolKind.DELETE, ToolKind.MOVE, ToolKind.EXECUTE);
    /** A turn with more calls is not checked further. */
    private static final int MAX_CALLS = 10_000;

    private final Set<String> calls = new HashSet<>();
    private final Set<String> asked = new HashSet<>();
    private @Nullable TurnId turn;
    private boolean asksSinceItsBeginning;
    private boolean strangeQuestion;
    private boolean told;

    /** Records a permission request in this turn. */
    void asked(@Nullable TurnId now, SessionState state, AgentEvent.Ask event) {
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
     * Checks a changed tool call, after it is in the state.
     *
     * @param call as it is in the state now
     * @return the sentence to show, if there is one
     */
    Optional<HostText> changed(@Nullable TurnId now, SessionState state, String toolCallId, ToolCall call) {
        enter(now, state);
        if (calls.size() < MAX_CALLS) {
            calls.add(toolCallId);
        }
        if (told
                || turn == null
                || call.status() != ToolStatus.COMPLETED
                || !ACTIONS.contains(call.kind())
                || asked.contains(toolCallId)
                || strangeQuestion
                // A request may have used another id for this call.
                || !calls.containsAll(asked)
                || calls.size() >= MAX_CALLS
                || !asksSinceItsBeginning
                || !asksPermission(state.offer())
                || hasStandingPermission(state)) {
            return Optional.empty();
        }
        told = true;
        return Optional.of(HostText.of(
                HostTextCode.DONE_WITHOUT_ASKING,
                TextCutter.line(call.title(), 300),
                state.offer().modeName()));
    }

    private void enter(@Nullable TurnId now, SessionState state) {
        if (now == null || !now.equals(turn)) {
            turn = now;
            calls.clear();
            asked.clear();
            strangeQuestion = false;
            told = false;
            asksSinceItsBeginning = asksPermission(state.offer());
        } else {
            asksSinceItsBeginning &= asksPermission(state.offer());
        }
    }

    /** Whether the current mode promises to ask, and no active option revokes that. */
    private static boolean asksPermission(Offer offer) {
        return offer.modes().stream()
                        .filter(mode -> mode.modeId().equals(offer.modeId()))
                        .anyMatch(PermissionModeDetector::alwaysAsks)
                && offer.options().stream().noneMatch(PermissionModeDetector::switchesQuestionsOff);
    }

    private static boolean hasStandingPermission(SessionState state) {
        return state.transcript().items().stream()
                .filter(Item.PendingItem.class::isInstance)
                .map(Item.PendingItem.class::cast)
                .anyMatch(UnapprovedToolDetector::isAllowedForGood);
    }

    private static boolean isAllowedForGood(Item.PendingItem item) {
        PendingAnswer answer = item.answer();
        return answer != null
                && answer.optionId() != null
                && item.pending().options().stream()
                        .filter(option -> option.optionId().equals(answer.optionId()))
                        // An option that the agent has not classified may mean the same.
                        .anyMatch(option -> option.kind() == PendingOption.Kind.ALLOW_ALWAYS
                                || option.kind() == PendingOption.Kind.OTHER);
    }
}
