package dev.pilothouse.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tokens and the cost of the turns of a span of days. Immutable.
 *
 * @param total of all turns
 * @param days the total of each day that has turns, ascending; the key is the date, such as {@code 2026-11-29}
 * @param groups the total of each project, agent, model or session, the one with the most tokens first; bounded
 * @param more whether there are more groups than these
 * @param problem what the person should mend, such as an unreadable list of prices; null if nothing
 */
public record UsageReport(
        Total total,
        List<Total> days,
        List<Total> groups,
        boolean more,
        @Nullable HostText problem) {
    public UsageReport {
        Objects.requireNonNull(total, "total");
        days = List.copyOf(days);
        groups = List.copyOf(groups);
    }

    /**
     * A sum over turns. It is a lower bound if an agent has not reported something.
     *
     * @param key identifies the group: a directory, an agent, a model or a session; empty for all
     * @param turns all of them
     * @param uncounted turns whose tokens are unknown
     * @param unpriced turns whose cost is unknown
     * @param costs one for each currency
     */
    public record Total(String key, int turns, int uncounted, int unpriced, TokenCount tokens, List<Cost> costs) {
        public static final Total NONE = new Total("", 0, 0, 0, TokenCount.NONE, List.of());

        public Total {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(tokens, "tokens");
            costs = List.copyOf(costs);
        }

        /** Returns the sum of both, with the key of this one. */
        public Total plus(Total other) {
            Map<String, Cost> sums = new TreeMap<>();
            costs.forEach(cost -> sums.put(cost.currency(), cost));
            other.costs.forEach(cost -> sums.merge(cost.currency(), cost, Cost::plus));
            return new Total(
                    key,
                    turns + other.turns,
                    uncounted + other.uncounted,
                    unpriced + other.unpriced,
                    tokens.plus(other.tokens),
                    new ArrayList<>(sums.values()));
        }
    }

    /**
     * An amount of money.
     *
     * @param currency ISO 4217
     * @param reported by the agents
     * @param estimated from the tokens and the host's list of prices
     */
    public record Cost(String currency, double reported, double estimated) {
        public Cost {
            Objects.requireNonNull(currency, "currency");
        }

        Cost plus(Cost other) {
            return new Cost(currency, reported + other.reported, estimated + other.estimated);
        }

        public double amount() {
            return reported + estimated;
        }
    }
}
