package dev.pilothouse.protocol;

import dev.pilothouse.model.Budget;
import dev.pilothouse.model.TurnEstimate;
import dev.pilothouse.model.UsageReport;

/** A budget, an estimate of a turn, and what is used, as JSON. Stateless. */
public final class BudgetCodec {
    public static final RecordCodec<Budget> BUDGET = io -> new Budget(
            io.put("id", Json.TEXT, Budget::id),
            io.put("subject", WireEnum.BUDGET_SUBJECT, Budget::subject),
            io.opt("key", Json.TEXT, Budget::key),
            io.put("period", WireEnum.BUDGET_PERIOD, Budget::period),
            io.put("unit", Json.TEXT, Budget::unit),
            io.put("limit", Json.DECIMAL, Budget::limit),
            io.opt("used", Json.DECIMAL, Budget::used, 0.0),
            io.opt("cancels", Json.FLAG, Budget::cancels));

    static final RecordCodec<TurnEstimate> ESTIMATE = io -> new TurnEstimate(
            io.put("sessionId", Json.SESSION_ID, TurnEstimate::sessionId),
            io.opt("turns", Json.INT, TurnEstimate::turns),
            io.opt("ofAgent", Json.FLAG, TurnEstimate::ofAgent),
            io.opt("tokens", Json.NUMBER, TurnEstimate::tokens),
            io.opt("cost", Json.DECIMAL, TurnEstimate::cost, -1.0),
            io.opt("currency", Json.TEXT, TurnEstimate::currency));

    private static final RecordCodec<UsageReport.Cost> COST = io -> new UsageReport.Cost(
            io.put("currency", Json.TEXT, UsageReport.Cost::currency),
            io.opt("reported", Json.DECIMAL, UsageReport.Cost::reported, 0.0),
            io.opt("estimated", Json.DECIMAL, UsageReport.Cost::estimated, 0.0));

    /** A sum over turns. */
    static final RecordCodec<UsageReport.Total> TOTAL = io -> new UsageReport.Total(
            io.opt("key", Json.TEXT, UsageReport.Total::key),
            io.put("turns", Json.INT, UsageReport.Total::turns),
            io.opt("uncounted", Json.INT, UsageReport.Total::uncounted),
            io.opt("unpriced", Json.INT, UsageReport.Total::unpriced),
            io.inline(UpdateKinds.TOKENS, UsageReport.Total::tokens),
            io.opt("costs", COST.list(), UsageReport.Total::costs));

    private BudgetCodec() {}
}
