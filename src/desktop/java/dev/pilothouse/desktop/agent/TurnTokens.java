package dev.pilothouse.desktop.agent;

import dev.pilothouse.model.TokenCount;

/**
 * Makes of what an agent gives at the end of each turn the tokens of that turn. Confined to the agent's inbox; ends with the
 * agent.
 */
final class TurnTokens {
    private final TokenScope scope;
    /** What was given last, or null while what the session has used before is not known. */
    private TokenCount before;

    TurnTokens(TokenScope scope) {
        this.scope = scope;
    }

    /** @param fresh whether the session has just begun; if it goes on, nobody knows what the agent's count begins with */
    void ready(boolean fresh) {
        before = fresh ? TokenCount.NONE : null;
    }

    /** @return what belongs to the turn that has ended; {@link TokenCount#NONE} if that cannot be told */
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
            // A sum does not shrink, so it was begun anew.
            return given;
        }
        return new TokenCount(given.in() - earlier.in(), given.out() - earlier.out());
    }
}
