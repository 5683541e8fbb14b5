package dev.pilothouse.ui.pairing;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The end of a device's access, as the person chooses it. */
enum AccessExpiry {
    /** Leaves the present end unchanged. */
    KEEP(null),
    NEVER(null),
    DAY(Duration.ofDays(1)),
    WEEK(Duration.ofDays(7)),
    MONTH(Duration.ofDays(30));

    private final @Nullable Duration from;

    AccessExpiry(@Nullable Duration from) {
        this.from = from;
    }

    /** The end counted from now; null for never. */
    @Nullable
    Instant at(Instant now) {
        return from == null ? null : now.plus(from);
    }
}
