package dev.pilothouse.ui.pairing;

import java.time.Duration;
import java.time.Instant;

/** When a device's access is to end, as the person chooses it. */
enum DeviceEnd {
    /** As it is set now. */
    KEEP(null),
    NEVER(null),
    DAY(Duration.ofDays(1)),
    WEEK(Duration.ofDays(7)),
    MONTH(Duration.ofDays(30));

    private final Duration from;

    DeviceEnd(Duration from) {
        this.from = from;
    }

    /** Null for never. */
    Instant at(Instant now) {
        return from == null ? null : now.plus(from);
    }
}
