package dev.pilothouse.desktop.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.SessionId;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PendingOverviewTest {
    private static final long MILLI = 1_000_000;
    private static final long TICK = PendingOverview.TICK_MILLIS * MILLI;

    private final SessionFeed one = new SessionFeed(new SessionId("one"), null);
    private final SessionFeed two = new SessionFeed(new SessionId("two"), null);
    private final long start = 7 * TICK + 300 * MILLI;
    private final PendingOverview debt = new PendingOverview(start);

    @Test
    void withoutAChangeNothingIsEverDue() {
        assertThat(debt.delay(start)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void twoHundredStreamingSessionsAreDueOnceASecond() {
        int parts = 0;
        int entries = 0;
        var feeds = IntStream.range(0, 200)
                .mapToObj(i -> new SessionFeed(new SessionId("s" + i), null))
                .toList();
        for (long now = start; now < start + 10 * TICK; now += 10 * MILLI) {
            for (SessionFeed feed : feeds) {
                debt.changed(feed, false);
            }
            if (debt.delay(now) == 0) {
                parts++;
                entries += debt.take(now).changed().size();
            }
        }
        assertThat(parts).isBetween(10, 11);
        assertThat(entries).isEqualTo(parts * 200);
    }

    @Test
    void whatAPersonShouldSeeIsDueAtOnceAndTakesNothingElseWithIt() {
        debt.changed(one, false);
        debt.take(start);
        debt.changed(one, false);
        debt.changed(two, true);

        assertThat(debt.delay(start + MILLI)).isZero();
        PendingOverview.Part part = debt.take(start + MILLI);
        assertThat(part.urgent()).containsExactly(two);
        assertThat(part.changed()).isEmpty();
        assertThat(debt.delay(start + 2 * MILLI)).isEqualTo(698 * MILLI);
    }

    @Test
    void allClientsAreDueAtTheSameTime() {
        PendingOverview other = new PendingOverview(start + 155 * MILLI);
        debt.changed(one, false);
        debt.take(start);
        other.changed(one, false);
        other.take(start + 155 * MILLI);
        debt.changed(one, false);
        other.changed(one, false);

        assertThat(start + debt.delay(start)).isEqualTo(start + 200 * MILLI + other.delay(start + 200 * MILLI));
    }

    @Test
    void aRemovedSessionIsToldOnceAndChangesNoMore() {
        debt.changed(one, true);
        debt.removed(one.sessionId());

        PendingOverview.Part part = debt.take(start);
        assertThat(part.removed()).containsExactly(one.sessionId());
        assertThat(part.urgent()).isEmpty();
        assertThat(debt.delay(start)).isEqualTo(Long.MAX_VALUE);
    }
}
