package dev.pilothouse.ui.usage;

import dev.pilothouse.model.Budget;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.LastTurn;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.ui.text.PathText;
import dev.pilothouse.ui.text.Texts;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The budget of the open session that is nearly used. The host is asked when the session is opened and after each turn.
 * Confined to the FX thread. There is nothing to close.
 */
public final class BudgetWatch {
    static final double NEAR = 0.8;

    private final Executor fx;
    private final Runnable changed;
    private @Nullable HostLink link;
    private @Nullable LastTurn seen;
    private boolean asked;
    private int opening;
    private List<Budget> budgets = List.of();

    /** @param changed called when the budgets have arrived */
    public BudgetWatch(Executor fx, Runnable changed) {
        this.fx = fx;
        this.changed = changed;
    }

    /** A session of this host is open. */
    public void show(HostLink of) {
        hide();
        link = of;
    }

    public void hide() {
        opening++;
        link = null;
        seen = null;
        asked = false;
        budgets = List.of();
    }

    /** Asks for the budgets if a turn has ended. @return a sentence about the budget with the least left; or empty */
    public Optional<String> text(SessionState session) {
        HostLink host = link;
        if (host == null) {
            return Optional.empty();
        }
        LastTurn last = session.lastTurn();
        if (!asked || last != null && !last.equals(seen)) {
            asked = true;
            seen = last;
            ask(host);
        }
        return budgets.stream()
                .filter(budget ->
                        budget.limit() > 0 && budget.used() >= NEAR * budget.limit() && concerns(budget, host, session))
                .max(Comparator.comparingDouble(budget -> budget.used() / budget.limit()))
                .map(BudgetWatch::text);
    }

    private void ask(HostLink host) {
        int mine = opening;
        host.host()
                .budgets()
                .thenAcceptAsync(
                        reply -> {
                            // A host without budgets refuses.
                            if (mine == opening
                                    && reply instanceof Reply.Value<List<Budget>> value
                                    && !value.value().equals(budgets)) {
                                budgets = value.value();
                                changed.run();
                            }
                        },
                        fx);
    }

    private static boolean concerns(Budget budget, HostLink host, SessionState session) {
        return switch (budget.subject()) {
            case HOST -> true;
            case SESSION -> budget.key().equals(session.sessionId().value());
            case PROJECT ->
                session.info() != null && isIn(budget.key(), session.info().cwd());
            case RUN ->
                host.reader().host().runs().stream()
                        .filter(run -> run.runId().value().equals(budget.key()))
                        .flatMap(run -> run.members().stream())
                        .anyMatch(member -> session.sessionId().equals(member.sessionId()));
        };
    }

    /** Whether a directory belongs to a project: it is in it, or in the folder of its worktrees beside it. */
    private static boolean isIn(String project, String directory) {
        String separator = PathText.separator(project);
        return directory.equals(project)
                || directory.startsWith(project + separator)
                || directory.startsWith(project + ".worktrees" + separator);
    }

    private static String text(Budget budget) {
        String limit = UsagePresenter.amount(budget.limit(), budget.unit());
        return budget.isReached()
                ? Texts.text("usage.composerReached", limit)
                : Texts.text("usage.composerNear", (int) Math.floor(100 * budget.used() / budget.limit()), limit);
    }
}
