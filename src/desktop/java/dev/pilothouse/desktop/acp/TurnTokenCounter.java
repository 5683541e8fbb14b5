package dev.pilothouse.desktop.acp;

import dev.pilothouse.desktop.agent.TokenScope;
import dev.pilothouse.model.TokenCount;
import org.jspecify.annotations.Nullable;

/**
 * Computes the tokens of a turn from the counts that an agent gives at each turn's end. Confined to the agent's inbox;
 * ends with the agent.
 */
final class TurnTokenCounter {
    private final TokenScope scope;
    /** The last count, or null while the session's earlier usage is unknown. */
    private @Nullable TokenCount before;

    TurnTokenCounter(TokenScope scope) {
        this.scope = scope;
    }

    /** @param fresh whether the session is new; the initial count of a continued one is unknown */
    void ready(boolean fresh) {
        before = fresh ? TokenCount.NONE : null;
    }

    /** @return the tokens of the ended turn; {@link TokenCount#NONE} if unknown */
    TokenCount ofTurn(TokenCount given) {
        if (scope == TokenScope.TURN || given.equals(TokenCount.NONE)) {
            return given;
        }
        TokenCount earlier = before;
        before = given;
        if (earlier == null) {
            return TokenCount.NONE;
        }
        if (given.in() < earlier.in() || given.out() < earlier.out()) {
            // A sum does not shrink, so the agent has restarted its count.
            return given;
        }
        return given.minus(earlier);
    }
}
