package dev.pilothouse.ui.text;

import dev.pilothouse.model.UsageReport.Cost;
import dev.pilothouse.model.UsageReport.Total;
import java.util.stream.Collectors;

/** The usage of turns as one short text. Stateless. */
public final class SpendText {
    private SpendText() {}

    /** The cost; without any, the tokens. Empty without turns. Says "at least" if a part is unknown. */
    public static String of(Total total) {
        if (total.turns() == 0) {
            return "";
        } else if (total.costs().isEmpty()) {
            return atLeast(
                    total.uncounted(),
                    Texts.text(
                            "usage.tokens", TimeFormatter.tokens(total.tokens().total())));
        }
        return atLeast(
                total.unpriced(), total.costs().stream().map(SpendText::amount).collect(Collectors.joining(" + ")));
    }

    private static String amount(Cost cost) {
        String text = TimeFormatter.cost(cost.amount(), cost.currency());
        return cost.estimated() > 0 ? Texts.text("usage.estimated", text) : text;
    }

    private static String atLeast(int unknown, String text) {
        return unknown > 0 ? Texts.text("usage.atLeast", text) : text;
    }
}
