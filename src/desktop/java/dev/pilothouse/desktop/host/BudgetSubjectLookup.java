package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.desktop.usage.UsageBudgets;
import dev.pilothouse.model.Budget;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.SessionSummary;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The sessions, projects and runs of the host that a budget can be for. Owns nothing. Any thread; reads the disk. */
final class BudgetSubjectLookup implements UsageBudgets.SubjectLookup {
    private final Supplier<List<SessionSummary>> sessions;
    private final Predicate<String> runs;
    private final Function<SessionId, String> runOf;

    /**
     * @param runs whether there is a run with this id
     * @param runOf the run of a session; empty if it belongs to none
     */
    BudgetSubjectLookup(
            Supplier<List<SessionSummary>> sessions, Predicate<String> runs, Function<SessionId, String> runOf) {
        this.sessions = sessions;
        this.runs = runs;
        this.runOf = runOf;
    }

    @Override
    public Optional<HostText> fault(Budget budget) {
        return switch (budget.subject()) {
            case HOST -> Optional.empty();
            case SESSION ->
                sessions.get().stream()
                                .anyMatch(session -> session.sessionId().value().equals(budget.key()))
                        ? Optional.empty()
                        : Optional.of(HostText.of(HostTextCode.BUDGET_NO_SESSION, budget.key()));
            case RUN ->
                runs.test(budget.key())
                        ? Optional.empty()
                        : Optional.of(HostText.of(HostTextCode.BUDGET_NO_RUN, budget.key()));
            case PROJECT -> projectFault(budget.key());
        };
    }

    private Optional<HostText> projectFault(String key) {
        // The directory of an agent that runs elsewhere is not on the host.
        if (sessions.get().stream().anyMatch(session -> session.cwd().equals(key)) && !isDirectory(key)) {
            return Optional.empty();
        }
        if (!isDirectory(key)) {
            return Optional.of(HostText.of(HostTextCode.BUDGET_NO_PROJECT, key));
        }
        String project = WorkingTree.containing(Path.of(key))
                .map(tree -> tree.mainCheckout().toString())
                .orElse(key);
        return project.equals(key)
                ? Optional.empty()
                : Optional.of(HostText.of(HostTextCode.BUDGET_OTHER_PROJECT, key, project));
    }

    private static boolean isDirectory(String key) {
        try {
            Path path = Path.of(key);
            return path.isAbsolute() && Files.isDirectory(path);
        } catch (InvalidPathException unusual) {
            return false;
        }
    }

    @Override
    public String runOf(SessionId sessionId) {
        return runOf.apply(sessionId);
    }
}
