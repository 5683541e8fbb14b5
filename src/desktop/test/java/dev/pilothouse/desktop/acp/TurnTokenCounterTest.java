package dev.pilothouse.desktop.acp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.agent.TokenScope;
import dev.pilothouse.model.TokenCount;
import org.junit.jupiter.api.Test;

class TurnTokenCounterTest {
    private static TurnTokenCounter tokens(TokenScope scope, boolean fresh) {
        TurnTokenCounter tokens = new TurnTokenCounter(scope);
        tokens.ready(fresh);
        return tokens;
    }

    private static TokenCount count(long in, long out) {
        return new TokenCount(in, out);
    }

    @Test
    void whatIsCountedByTurnIsTheTurns() {
        TurnTokenCounter tokens = tokens(TokenScope.TURN, true);
        assertThat(tokens.ofTurn(count(100, 20))).isEqualTo(count(100, 20));
        assertThat(tokens.ofTurn(count(100, 20))).isEqualTo(count(100, 20));
        assertThat(tokens.ofTurn(count(50, 90))).isEqualTo(count(50, 90));
    }

    @Test
    void ofASumThatGrowsATurnHasWhatWasAdded() {
        TurnTokenCounter tokens = tokens(TokenScope.SESSION, true);
        assertThat(tokens.ofTurn(count(100, 20))).isEqualTo(count(100, 20));
        assertThat(tokens.ofTurn(count(250, 45))).isEqualTo(count(150, 25));
        assertThat(tokens.ofTurn(count(250, 45))).isEqualTo(TokenCount.NONE);
    }

    @Test
    void theFirstTurnOfASessionThatGoesOnHasNoTokensThatCanBeTold() {
        TurnTokenCounter tokens = tokens(TokenScope.SESSION, false);
        assertThat(tokens.ofTurn(count(900, 200))).isEqualTo(TokenCount.NONE);
        assertThat(tokens.ofTurn(count(1_000, 220))).isEqualTo(count(100, 20));
    }

    @Test
    void aTurnWithoutACountDoesNotDisturbTheSum() {
        TurnTokenCounter tokens = tokens(TokenScope.SESSION, true);
        tokens.ofTurn(count(100, 20));
        assertThat(tokens.ofTurn(TokenCount.NONE)).isEqualTo(TokenCount.NONE);
        assertThat(tokens.ofTurn(count(150, 30))).isEqualTo(count(50, 10));
    }

    @Test
    void aSumThatHasShrunkWasBegunAnew() {
        TurnTokenCounter tokens = tokens(TokenScope.SESSION, true);
        tokens.ofTurn(count(900, 200));
        assertThat(tokens.ofTurn(count(120, 30))).isEqualTo(count(120, 30));
        assertThat(tokens.ofTurn(count(220, 40))).isEqualTo(count(100, 10));
    }
}
