package dev.pilothouse.protocol;

import dev.pilothouse.model.Budget;
import dev.pilothouse.model.TurnEstimate;

/** A budget, and an estimate of a turn, as JSON. Stateless. */
public final class BudgetCodec {
    public static final RecordCodec<Budget> BUDGET = io -> new Budget(
            io.put("id", Json.TEXT, Budget::id),
            io.put("subject", WireEnum.BUDGET_SUBJECT, Budget::subject),
            io.opt("key", Json.TEXT, Budget::key),
            io.put("period", WireEnum.BUDGET_PERIOD, Budget::period),
            io.put("unit", Json.TEXT, Budget::unit),
            io.put("limit", Json.DECIMAL, Budget::limit),
            io.opt("used", Json.DECIMAL, Budget::used, 0.0));

    static final RecordCodec<TurnEstimate> ESTIMATE = io -> new TurnEstimate(
            io.put("sessionId", Json.SESSION_ID, TurnEstimate::sessionId),
            io.opt("turns", Json.INT, TurnEstimate::turns),
            io.opt("ofAgent", Json.FLAG, TurnEstimate::ofAgent),
            io.opt("tokens", Json.NUMBER, TurnEstimate::tokens),
            io.opt("cost", Json.DECIMAL, TurnEstimate::cost, -1.0),
            io.opt("currency", Json.TEXT, TurnEstimate::currency));

    private BudgetCodec() {}
}
