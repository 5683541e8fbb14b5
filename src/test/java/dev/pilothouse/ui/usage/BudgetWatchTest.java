package dev.pilothouse.ui.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.Budget;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.ui.FakeHost;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BudgetWatchTest {
    private final FakeHost host = new FakeHost("h1", "desk", true, Instant.parse("2026-11-24T14:05:11Z"));
    private final SessionId session = host.create("s1", "Demo agent", "/src/shop", "Session");
    private int changes;
    private final BudgetWatch watch = new BudgetWatch(Runnable::run, () -> changes++);

    @BeforeEach
    void open() {
        watch.show(host.link());
    }

    private SessionState state() {
        return host.session(session).orElseThrow().state();
    }

    private static Budget budget(Budget.Subject subject, String key, double used) {
        return new Budget(subject + key, subject, key, Budget.Period.DAY, "USD", 10, used);
    }

    private String text() {
        return watch.text(state()).orElse("").replace('\u00a0', ' ');
    }

    @Test
    void aBudgetThatIsNearlyUsedIsNamedAndOneWithRoomIsNot() {
        host.budgets(budget(Budget.Subject.HOST, "", 7.9));
        assertThat(text()).isEmpty();
        watch.show(host.link());
        host.budgets(budget(Budget.Subject.HOST, "", 8.25));

        assertThat(text()).isEqualTo("82 % of the budget of 10.00 USD is used.");
        assertThat(changes).isEqualTo(2);
    }

    @Test
    void aReachedBudgetSaysThatAPromptWaits() {
        host.budgets(budget(Budget.Subject.HOST, "", 8), budget(Budget.Subject.SESSION, "s1", 12));

        assertThat(text()).startsWith("The budget of 10.00 USD is used up.");
    }

    @Test
    void onlyBudgetsOfTheSessionCount() {
        host.budgets(
                budget(Budget.Subject.SESSION, "s2", 9),
                budget(Budget.Subject.PROJECT, "/src/shopping", 9),
                budget(Budget.Subject.RUN, "r1", 9));
        assertThat(text()).isEmpty();

        watch.show(host.link());
        host.budgets(budget(Budget.Subject.PROJECT, "/src/shop", 9));
        assertThat(text()).isEqualTo("90 % of the budget of 10.00 USD is used.");
    }

    @Test
    void theHostIsAskedAgainAfterATurn() {
        assertThat(text()).isEmpty();
        host.budgets(budget(Budget.Subject.HOST, "", 9));
        assertThat(text()).isEmpty();
        long turn = host.update(session, new SessionUpdate.TurnStarted());
        host.update(
                session,
                new SessionUpdate.TurnEnded(
                        new ItemId(host.nextSeq(session)),
                        new TurnId(turn),
                        StopReason.END_TURN,
                        dev.pilothouse.model.HostText.NONE,
                        1,
                        TokenCount.NONE,
                        ""));

        assertThat(text()).startsWith("90 %");
    }
}
