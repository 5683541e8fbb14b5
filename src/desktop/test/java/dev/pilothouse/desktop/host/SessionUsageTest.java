package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.FakeAgent;
import dev.pilothouse.desktop.agent.FakeAgents;
import dev.pilothouse.desktop.usage.TurnUsage;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.Usage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.WhenBusy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tokens and the cost that a session records of each turn. */
class SessionUsageTest {
    @TempDir
    Path folder;

    private SessionRig rig;

    @BeforeEach
    void open() {
        rig = SessionRig.on(folder);
    }

    private void start(String continued) {
        rig.createAs(new Intent.CreateSession(FakeAgents.ID, folder.toString(), null, null, null, continued, null));
        rig.agent().emitReady(continued == null ? ContextRestore.NEW : ContextRestore.KEPT);
        rig.run();
    }

    private FakeAgent agent() {
        return rig.agent();
    }

    private void prompt() {
        rig.accepted(new Intent.Prompt(rig.sessionId(), "Go.", WhenBusy.QUEUE));
        rig.run();
    }

    private void costs(double soFar) {
        agent().emit(new AgentEvent.UsageChanged(new Usage(1_000, 200_000, soFar, "USD")));
        rig.run();
    }

    private void ends(TokenCount tokens) {
        agent().emit(new AgentEvent.TurnDone(StopReason.END_TURN, HostText.NONE, false, tokens));
        rig.run();
    }

    private List<Double> costs() {
        return rig.used().stream().map(TurnUsage::cost).toList();
    }

    @Test
    void aTurnHasItsTokensAndItsShareOfTheCost() {
        start(null);
        prompt();
        costs(0.5);
        ends(new TokenCount(100, 20, 30, 4));
        prompt();
        costs(0.75);
        ends(new TokenCount(50, 10));

        assertThat(rig.used())
                .extracting(TurnUsage::tokens)
                .containsExactly(new TokenCount(100, 20, 30, 4), new TokenCount(50, 10));
        assertThat(costs().get(0)).isCloseTo(0.5, within(1e-9));
        assertThat(costs().get(1)).isCloseTo(0.25, within(1e-9));
        assertThat(rig.used().get(0).currency()).isEqualTo("USD");
        assertThat(rig.used().get(0).project()).isEqualTo(folder.toString());
    }

    @Test
    void theRecordNamesTheTurnOfTheTranscript() {
        start(null);
        prompt();
        ends(new TokenCount(1, 1));

        Item.TurnEndItem end = rig.state().transcript().items().stream()
                .filter(Item.TurnEndItem.class::isInstance)
                .map(Item.TurnEndItem.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(rig.used()).extracting(TurnUsage::turnId).containsExactly(end.turn());
    }

    @Test
    void anAgentThatReportsNothingLeavesTheNumbersUnknown() {
        start(null);
        prompt();
        ends(TokenCount.NONE);

        assertThat(rig.used()).extracting(TurnUsage::tokens).containsExactly(TokenCount.NONE);
        assertThat(costs()).containsExactly(-1.0);
        assertThat(rig.used().get(0).currency()).isEmpty();
    }

    @Test
    void aCostThatShrinksHasBeenRestartedByTheAgent() {
        start(null);
        prompt();
        costs(2.0);
        ends(TokenCount.NONE);
        prompt();
        costs(0.25);
        ends(TokenCount.NONE);

        assertThat(costs().get(1)).isCloseTo(0.25, within(1e-9));
    }

    @Test
    void aCostThatIsReportedBetweenTwoTurnsIsALateCostOfTheLastOne() {
        start(null);
        prompt();
        costs(0.5);
        ends(TokenCount.NONE);
        costs(0.75);
        prompt();
        costs(1.5);
        ends(TokenCount.NONE);

        assertThat(costs()).containsExactly(0.5, 0.25, 0.75);
        assertThat(rig.used().get(1).turnId()).isEqualTo(rig.used().get(0).turnId());
        assertThat(rig.used()).extracting(turn -> turn.late() > 0).containsExactly(false, true, false);
        assertThat(rig.used().get(1).completes()).isFalse();
    }

    @Test
    void sumsThatAnAgentReportsAgainWhenItLoadsTheSessionCountOnce() {
        start(null);
        prompt();
        costs(0.5);
        ends(TokenCount.NONE);
        prompt();
        costs(2.0);
        ends(TokenCount.NONE);
        rig.reload();
        rig.accepted(new Intent.ResumeSession(rig.sessionId()));
        rig.run();
        agent().emitReady(ContextRestore.KEPT);
        costs(0.5);
        costs(2.0);
        prompt();
        costs(2.25);
        ends(TokenCount.NONE);

        assertThat(costs()).containsExactly(0.5, 1.5, 0.25);
    }

    @Test
    void aLateCostOfATurnWithoutACostCompletesIt() {
        start(null);
        prompt();
        ends(TokenCount.NONE);
        costs(0.75);
        costs(1.0);

        assertThat(costs()).containsExactly(-1.0, 0.75, 0.25);
        assertThat(rig.used()).extracting(TurnUsage::completes).containsExactly(false, true, false);
    }

    @Test
    void aLateCostIsNotLostOverARestartAndCountsOnce() {
        start(null);
        prompt();
        costs(0.5);
        ends(TokenCount.NONE);
        costs(0.75);
        rig.reload();

        assertThat(costs()).containsExactly(0.5, 0.25);
        rig.accepted(new Intent.ResumeSession(rig.sessionId()));
        rig.run();
        agent().emitReady(ContextRestore.KEPT);
        rig.run();
        costs(0.75);
        assertThat(costs()).containsExactly(0.5, 0.25);
        costs(1.0);
        assertThat(costs()).containsExactly(0.5, 0.25, 0.25);
    }

    @Test
    void aBudgetThatCancelsEndsTheTurnAtItsCost() {
        start(null);
        rig.budgetCancelsAt(1.0);
        prompt();
        costs(0.5);
        assertThat(agent().commands).doesNotContain("cancel");
        costs(1.0);
        costs(1.25);

        assertThat(agent().commands).filteredOn("cancel"::equals).hasSize(1);
        assertThat(rig.state().transcript().items())
                .filteredOn(Item.NoteItem.class::isInstance)
                .extracting(note -> ((Item.NoteItem) note).text())
                .containsExactly("The budget of 1.00 USD is used up, so the running turn is cancelled.");
        agent().emit(new AgentEvent.TurnDone(StopReason.CANCELLED, HostText.NONE, false, TokenCount.NONE));
        rig.run();
        assertThat(rig.state().lastTurn().reason()).isEqualTo(StopReason.CANCELLED);
    }

    @Test
    void theEndOfAnotherSessionsTurnCancelsTheRunningOneToo() {
        start(null);
        prompt();
        costs(0.1);
        rig.budgetCancelsAt(0);
        rig.overBudget(true);

        assertThat(agent().commands).filteredOn("cancel"::equals).hasSize(1);
    }

    @Test
    void theFirstCostOfASessionThatBeganElsewhereIsUnknown() {
        start("elsewhere-1");
        prompt();
        costs(40.0);
        ends(TokenCount.NONE);
        prompt();
        costs(40.5);
        ends(TokenCount.NONE);

        assertThat(costs().get(0)).isEqualTo(-1.0);
        assertThat(costs().get(1)).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void aTurnThatTheHostDidNotSeeToItsEndIsRecordedWithoutNumbers() {
        start(null);
        prompt();
        costs(0.5);
        rig.reload();

        assertThat(rig.used()).hasSize(1);
        assertThat(rig.used().get(0).tokens()).isEqualTo(TokenCount.NONE);
        assertThat(costs()).containsExactly(-1.0);
    }

    @Test
    void aPromptWaitsAndThePersonIsAskedWhileABudgetIsReached() {
        start(null);
        rig.overBudget(true);
        prompt();

        assertThat(rig.state().activity().turn()).isNull();
        assertThat(rig.state().queue()).hasSize(1);
        assertThat(rig.budgetAsked()).isEqualTo(1);

        rig.overBudget(false);

        assertThat(rig.state().activity().turn()).isNotNull();
        assertThat(rig.state().queue()).isEmpty();
    }

    @Test
    void theRunningTurnEndsByItselfAndTheNextPromptWaits() {
        start(null);
        prompt();
        prompt();
        rig.overBudget(true);
        ends(new TokenCount(1, 1));

        assertThat(rig.state().activity().turn()).isNull();
        assertThat(rig.state().queue()).hasSize(1);
        assertThat(rig.budgetAsked()).isPositive();
    }

    @Test
    void aChangedBudgetWaitsForNoSessionAndReachesABusyOne() {
        start(null);
        rig.overBudget(true);
        prompt();

        assertThat(rig.overBudgetWhileFull(false)).isZero();
        assertThat(rig.state().activity().turn()).isNotNull();
    }

    @Test
    void aPromptThatInterruptsStopsNoTurnWhileABudgetIsReached() {
        start(null);
        prompt();
        rig.overBudget(true);
        rig.accepted(new Intent.Prompt(rig.sessionId(), "Do this first.", WhenBusy.STEER));
        rig.run();

        assertThat(agent().commands).doesNotContain("cancel");
        assertThat(rig.state().activity().turn()).isNotNull();
        assertThat(rig.state().queue()).hasSize(1);
    }
}
