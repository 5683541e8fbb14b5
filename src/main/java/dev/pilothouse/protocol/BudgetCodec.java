package dev.pilothouse.protocol;

import dev.pilothouse.model.Budget;

/** A budget as JSON. Stateless. */
public final class BudgetCodec {
    public static final RecordCodec<Budget> BUDGET = io -> new Budget(
            io.put("id", Json.TEXT, Budget::id),
            io.put("subject", WireEnum.BUDGET_SUBJECT, Budget::subject),
            io.opt("key", Json.TEXT, Budget::key),
            io.put("period", WireEnum.BUDGET_PERIOD, Budget::period),
            io.put("unit", Json.TEXT, Budget::unit),
            io.put("limit", Json.DECIMAL, Budget::limit),
            io.opt("used", Json.DECIMAL, Budget::used, 0.0));

    private BudgetCodec() {}
}
