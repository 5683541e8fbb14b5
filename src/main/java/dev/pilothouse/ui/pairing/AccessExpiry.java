package dev.pilothouse.ui.pairing;

import java.time.Duration;
import java.time.Instant;

/** The end of a device's access, as the person chooses it. */
enum AccessExpiry {
    /** Leaves the present end unchanged. */
    KEEP(null),
    NEVER(null),
    DAY(Duration.ofDays(1)),
    WEEK(Duration.ofDays(7)),
    MONTH(Duration.ofDays(30));

    private final Duration from;

    AccessExpiry(Duration from) {
        this.from = from;
    }

    /** The end counted from now, or null for never. */
    Instant at(Instant now) {
        return from == null ? null : now.plus(from);
    }
}
