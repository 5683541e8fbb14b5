package dev.pilothouse.model;

import java.util.Objects;

/**
 * The limits of a goal. All of them are always on.
 *
 * @param continuations prompts of the host after the first one
 * @param minutes in which it works; pauses and waiting for a person do not count
 * @param budget what its turns may use
 * @param unit of the budget: a currency (ISO 4217), or {@link Budget#TOKENS}
 */
public record GoalLimits(int continuations, int minutes, double budget, String unit) {
    public static final int MOST_CONTINUATIONS = 500;
    public static final int MOST_MINUTES = 7 * 24 * 60;

    public static final GoalLimits USUAL = new GoalLimits(10, 120, 2_000_000, Budget.TOKENS);
    /** Names none: the usual ones, or those that are there. */
    public static final GoalLimits NONE = new GoalLimits(0, 0, 0, "");

    public GoalLimits {
        Objects.requireNonNull(unit, "unit");
    }

    /** These limits, and those of another where this one names none. */
    public GoalLimits or(GoalLimits other) {
        boolean money = budget == 0;
        return new GoalLimits(
                continuations == 0 ? other.continuations : continuations,
                minutes == 0 ? other.minutes : minutes,
                money ? other.budget : budget,
                money ? other.unit : unit.isEmpty() ? other.unit : unit);
    }

    public boolean isValid() {
        return continuations >= 1
                && continuations <= MOST_CONTINUATIONS
                && minutes >= 1
                && minutes <= MOST_MINUTES
                && budget > 0
                && budget < 1e15
                && (unit.equals(Budget.TOKENS) || unit.matches("[A-Z]{3}"));
    }

    /** The part of the budget that turns have used. */
    public double used(UsageReport.Total spend) {
        if (unit.equals(Budget.TOKENS)) {
            TokenCount tokens = spend.tokens();
            return tokens.in() + tokens.out() + tokens.reasoning();
        }
        return spend.costs().stream()
                .filter(cost -> cost.currency().equals(unit))
                .mapToDouble(UsageReport.Cost::amount)
                .sum();
    }
}
