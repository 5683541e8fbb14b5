package dev.pilothouse.model;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/**
 * A limit for the usage of a host. If it is reached, no new turn starts. Immutable.
 *
 * @param id made by the device that has set it
 * @param key the directory of the project, the session or the run; empty for the host
 * @param unit a currency (ISO 4217), or {@link #TOKENS}
 * @param limit positive
 * @param used so far in the present period
 * @param cancels whether running turns are cancelled when it is reached; otherwise they end by themselves
 */
public record Budget(
        String id,
        Subject subject,
        String key,
        Period period,
        String unit,
        double limit,
        double used,
        boolean cancels) {
    /** The unit of a budget that counts tokens: read and written ones, and those of reasoning. */
    public static final String TOKENS = "tokens";

    /** The sessions that a budget counts. */
    public enum Subject {
        HOST,
        PROJECT,
        SESSION,
        RUN
    }

    /** The span after which a budget begins again. A week begins on Monday. */
    public enum Period {
        DAY,
        WEEK,
        MONTH,
        /** Never: it counts from the moment at which it is set. */
        TOTAL
    }

    /** A budget that cancels no turn. */
    public Budget(String id, Subject subject, String key, Period period, String unit, double limit, double used) {
        this(id, subject, key, period, unit, limit, used, false);
    }

    public Budget {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(unit, "unit");
    }

    /** A new budget. One for the same sessions, period and unit has the same id, so that it replaces the other. */
    public static Budget of(Subject subject, String key, Period period, String unit, double limit) {
        String id = UUID.nameUUIDFromBytes(
                        (subject + "\0" + key + "\0" + period + "\0" + unit).getBytes(StandardCharsets.UTF_8))
                .toString();
        return new Budget(id, subject, key, period, unit, limit, 0);
    }

    /** One line about it for logs, such as {@code SESSION s1: 20.00 USD per DAY}. */
    public String describe() {
        String about = (subject + " " + key).strip();
        String amount = String.format(Locale.ROOT, unit.equals(TOKENS) ? "%.0f %s" : "%.2f %s", limit, unit);
        return about + ": " + (limit > 0 ? amount + " per " + period + (cancels ? ", cancels turns" : "") : "deleted");
    }

    public boolean isReached() {
        return used >= limit;
    }

    public Budget withUsed(double now) {
        return new Budget(id, subject, key, period, unit, limit, now, cancels);
    }

    public Budget withLimit(double now) {
        return new Budget(id, subject, key, period, unit, now, used, cancels);
    }

    public Budget withCancels(boolean now) {
        return new Budget(id, subject, key, period, unit, limit, used, now);
    }
}
