package dev.pilothouse.desktop.push;

import dev.pilothouse.model.NotificationKind;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.pulse.Lane;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which target gets a notification, and when. Each one is held for a moment, so that a quick answer prevents it.
 * It waits during the quiet hours of its target. A question waits while a device shows its session; other events of a
 * session that is shown are dropped, since the person sees them. {@value #MANY} or more that are due together become
 * one. A question that is still open later goes to a second target. A question that is answered is withdrawn where it was
 * sent.
 *
 * <p>Owns what is held, what is to be escalated, and what may be withdrawn, each bounded: the oldest are dropped.
 * Confined to its lane.
 */
final class NotificationRouter {
    static final Duration HOLD = Duration.ofMillis(2_500);
    static final int MANY = 3;
    static final int CAPACITY = 300;

    /** A question that a device has shown for so long is old. */
    private static final Duration FRESH = Duration.ofHours(12);

    private static final Logger LOG = LoggerFactory.getLogger(NotificationRouter.class);

    private final Outlet outlet;
    private final Predicate<SessionId> shown;
    private final Lane lane;
    private final Clock clock;
    private final LongSupplier ticker;
    private final Deque<Held> held = new ArrayDeque<>();
    private final Deque<Escalation> escalations = new ArrayDeque<>();
    private final Deque<Sent> sent = new ArrayDeque<>();
    /** When the next timer runs, on the ticker. Null without one. */
    private @Nullable Long wakeAt;

    private Cancellable timer = Cancellable.NOTHING;

    private long digests;

    /** Where notifications go. Called on the lane; never blocks. */
    interface Outlet {
        List<NotificationTarget> targets();

        void offer(String targetId, PushNotification notice, BooleanSupplier open);

        void withdraw(String targetId, PushNotification notice);
    }

    private record Held(
            String targetId, PushNotification notice, BooleanSupplier open, long since, boolean escalated) {}

    private record Escalation(String from, String to, PushNotification notice, BooleanSupplier open, long at) {}

    private record Sent(String targetId, PushNotification notice, BooleanSupplier open) {}

    /** @param shown whether some device shows the session now */
    NotificationRouter(Outlet outlet, Predicate<SessionId> shown, Lane lane, Clock clock, LongSupplier ticker) {
        this.outlet = outlet;
        this.shown = shown;
        this.lane = lane;
        this.clock = clock;
        this.ticker = ticker;
    }

    /** @param open whether it is still relevant */
    void accept(PushNotification notice, BooleanSupplier open) {
        SessionId session = new SessionId(notice.sessionId());
        for (NotificationTarget target : outlet.targets()) {
            if (!target.settings().rules().wants(session, notice.kind())) {
                continue;
            }
            add(held, new Held(target.id(), notice, open, ticker.getAsLong(), false));
            String next = target.settings().rules().escalateTo();
            if (notice.kind() == NotificationKind.NEEDS_YOU && !next.isEmpty()) {
                Duration after = Duration.ofMinutes(target.settings().rules().escalateMinutes());
                add(escalations, new Escalation(target.id(), next, notice, open, ticker.getAsLong() + after.toNanos()));
            }
        }
        settle();
    }

    private static <T> void add(Deque<T> all, T one) {
        if (all.size() >= CAPACITY) {
            all.removeFirst();
            LOG.warn("Too many notifications wait; the oldest is dropped");
        }
        all.addLast(one);
    }

    /** A session, what devices show, or the time has changed. */
    void settle() {
        escalate();
        flush();
        withdraw();
        wake();
    }

    /** A target has accepted a notification. */
    void delivered(String targetId, PushNotification notice, BooleanSupplier open) {
        if (notice.kind() == NotificationKind.NEEDS_YOU) {
            add(sent, new Sent(targetId, notice, open));
            withdraw();
        }
    }

    /** A target was removed or has changed its address. */
    void forget(String targetId) {
        held.removeIf(each -> each.targetId().equals(targetId));
        escalations.removeIf(each -> each.from().equals(targetId) || each.to().equals(targetId));
        sent.removeIf(each -> each.targetId().equals(targetId));
    }

    private void escalate() {
        long now = ticker.getAsLong();
        for (Iterator<Escalation> all = escalations.iterator(); all.hasNext(); ) {
            Escalation each = all.next();
            if (!each.open().getAsBoolean()) {
                all.remove();
            } else if (now - each.at() >= 0) {
                all.remove();
                // Somebody may show the session and be away.
                add(held, new Held(each.to(), each.notice(), each.open(), now - HOLD.toNanos(), true));
            }
        }
    }

    private void flush() {
        for (NotificationTarget target : outlet.targets()) {
            List<Held> due = takeDue(target);
            if (due.size() >= MANY) {
                digest(target, due);
            } else {
                due.forEach(each -> outlet.offer(target.id(), each.notice(), each.open()));
            }
        }
        Set<String> known =
                outlet.targets().stream().map(NotificationTarget::id).collect(Collectors.toSet());
        held.removeIf(each -> !known.contains(each.targetId()));
    }

    private List<Held> takeDue(NotificationTarget target) {
        long now = ticker.getAsLong();
        boolean quiet = quietEnd(target).isPresent();
        List<Held> due = new ArrayList<>();
        for (Iterator<Held> all = held.iterator(); all.hasNext(); ) {
            Held each = all.next();
            if (!each.targetId().equals(target.id()) || now - each.since() < HOLD.toNanos()) {
                continue;
            }
            NotificationKind kind = each.notice().kind();
            boolean seen =
                    !each.escalated() && shown.test(new SessionId(each.notice().sessionId()));
            boolean question = kind == NotificationKind.NEEDS_YOU;
            if (!each.open().getAsBoolean() || seen && !question || now - each.since() > FRESH.toNanos()) {
                all.remove();
            } else if (!seen
                    && (!quiet || target.settings().rules().quiet().except().contains(kind))) {
                all.remove();
                due.add(each);
            }
        }
        return due;
    }

    private Optional<Instant> quietEnd(NotificationTarget target) {
        Instant now = clock.instant();
        Instant end = target.settings().rules().quiet().endAfter(now);
        return end.isAfter(now) ? Optional.of(end) : Optional.empty();
    }

    private void digest(NotificationTarget target, List<Held> due) {
        List<String> sentences = new ArrayList<>();
        count(sentences, due, NotificationKind.NEEDS_YOU, "1 session needs you.", " sessions need you.");
        count(sentences, due, NotificationKind.FAILED, "1 failed.", " failed.");
        count(sentences, due, NotificationKind.DONE, "1 is done.", " are done.");
        count(sentences, due, NotificationKind.QUIET, "1 is quiet.", " are quiet.");
        Held last = due.get(due.size() - 1);
        NotificationKind kind = due.stream()
                .map(each -> each.notice().kind())
                .sorted()
                .findFirst()
                .orElseThrow();
        Set<String> places = new HashSet<>();
        due.forEach(each -> places.add(each.notice().place()));
        PushNotification one = new PushNotification(
                "digest-" + last.notice().id() + "-" + due.size() + "-" + ++digests,
                kind,
                last.notice().sessionId(),
                places.size() == 1 ? last.notice().place() : "Pilothouse",
                "Pilothouse",
                String.join(" ", sentences),
                "",
                last.notice().at());
        outlet.offer(
                target.id(),
                one,
                () -> due.stream().anyMatch(each -> each.open().getAsBoolean()));
    }

    private static void count(List<String> sentences, List<Held> due, NotificationKind kind, String one, String many) {
        long count = due.stream()
                .filter(each -> each.notice().kind() == kind)
                .map(each -> each.notice().sessionId())
                .distinct()
                .count();
        if (count > 0) {
            sentences.add(count == 1 ? one : count + many);
        }
    }

    private void withdraw() {
        for (Iterator<Sent> all = sent.iterator(); all.hasNext(); ) {
            Sent each = all.next();
            if (!each.open().getAsBoolean()) {
                all.remove();
                outlet.withdraw(each.targetId(), each.notice());
            }
        }
    }

    /** Runs again when the first of what waits is due. What waits for a device or for an answer needs no timer. */
    private void wake() {
        long now = ticker.getAsLong();
        long next = Long.MAX_VALUE;
        for (Held each : held) {
            long left = each.since() + HOLD.toNanos() - now;
            if (left > 0) {
                next = Math.min(next, left);
            }
        }
        for (Escalation each : escalations) {
            next = Math.min(next, Math.max(1, each.at() - now));
        }
        for (NotificationTarget target : outlet.targets()) {
            boolean waits = held.stream().anyMatch(each -> each.targetId().equals(target.id()));
            Optional<Instant> end = waits ? quietEnd(target) : Optional.empty();
            if (end.isPresent()) {
                next = Math.min(
                        next, Duration.between(clock.instant(), end.get()).toNanos() + 1);
            }
        }
        if (next == Long.MAX_VALUE || wakeAt != null && wakeAt - (now + next) <= 0) {
            return;
        }
        long at = now + next;
        // The later one would be set again for each notification that comes before it is due.
        timer.cancel();
        wakeAt = null;
        try {
            timer = lane.schedule(Duration.ofNanos(next), () -> {
                wakeAt = null;
                settle();
            });
            wakeAt = at;
        } catch (RejectedExecutionException e) {
            LOG.debug("No timer for notifications: the host is closing", e);
        }
    }
}
