package dev.pilothouse.ui.sessions;

import dev.pilothouse.model.RepositorySummary;
import dev.pilothouse.model.Scope;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.status.ConnectionText;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.status.SessionStatus;
import dev.pilothouse.ui.status.SessionText;
import dev.pilothouse.ui.text.TimeFormatter;
import java.text.CollationKey;
import java.text.Collator;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of all hosts as they are drawn. An update is compared with the previous state, so that a change redraws
 * only its own session. Reports whether the order may have changed.
 *
 * <p>Owns one slot for each session. Confined to the FX thread. Ends with its presenter.
 */
final class SessionTable {
    /** The interval at which rows are updated for their ages alone, which are rough. */
    private static final long SECONDS_OF_AN_AGE = 20;

    private final Map<SessionKey, Slot> slots = new HashMap<>();
    private final List<Slot> changed = new ArrayList<>();
    private long agesOf = Long.MIN_VALUE;
    /** The local date of the rows of sessions at rest, which show a time of day or a date. */
    private LocalDate datesOf = LocalDate.MIN;

    /** One session. */
    static final class Slot {
        private final SessionKey key;
        private SessionSummary summary;
        private Circumstances circumstances;
        private SessionSortKey sortKey;
        private SessionRow.Entry entry;
        /** The place of its name in the order of names; null until it is asked for. */
        private @Nullable CollationKey nameKey;

        private Slot(
                SessionKey key,
                SessionSummary summary,
                Circumstances circumstances,
                SessionSortKey sortKey,
                SessionRow.Entry entry) {
            this.key = key;
            this.summary = summary;
            this.circumstances = circumstances;
            this.sortKey = sortKey;
            this.entry = entry;
        }

        SessionKey key() {
            return key;
        }

        SessionSortKey sortKey() {
            return sortKey;
        }

        SessionRow.Entry entry() {
            return entry;
        }

        /** Computed once for a name, because comparing the names themselves takes too long for thousands of sessions. */
        CollationKey nameKey(Collator collator) {
            if (nameKey == null || !nameKey.getSourceString().equals(sortKey.name())) {
                nameKey = collator.getCollationKey(sortKey.name());
            }
            return nameKey;
        }
    }

    /** The inputs of a row beside the session's summary. */
    private record Circumstances(
            boolean unread,
            boolean stale,
            boolean maySteer,
            String hostName,
            boolean withLines,
            @Nullable RepositorySummary repository) {}

    Collection<Slot> slots() {
        return slots.values();
    }

    @Nullable
    Slot slot(SessionKey key) {
        return slots.get(key);
    }

    /** Sessions whose rows changed in the last update, even if their positions are the same. */
    List<Slot> changed() {
        return changed;
    }

    /**
     * Updates the sessions from these hosts.
     *
     * @param onScreen the session on screen, which never counts as unread
     * @param withLines whether the rows show the last lines of conversations; those of a working session change often
     * @return whether a session was added, was removed, or may have moved
     */
    boolean update(List<HostLink> links, @Nullable SessionKey onScreen, boolean withLines, Instant now) {
        changed.clear();
        long ages = now.getEpochSecond() / SECONDS_OF_AN_AGE;
        boolean aged = ages != agesOf;
        agesOf = ages;
        LocalDate date = LocalDate.ofInstant(now, ZoneId.systemDefault());
        boolean nextDay = !date.equals(datesOf);
        datesOf = date;
        boolean moved = false;
        Set<SessionKey> present = new HashSet<>();
        for (HostLink link : links) {
            HostView host = link.reader().host();
            boolean stale = ConnectionText.isStale(host.connection(), link.local());
            boolean maySteer =
                    host.scope().covers(Scope.STEER) && !(host.connection() instanceof ConnectionState.Refused);
            // While the host is unreachable, the list shows the state of the last contact.
            Instant asOf = ConnectionText.asOf(host.connection(), now);
            String hostName = links.size() > 1 ? host.hostName() : "";
            for (SessionSummary session : host.sessions()) {
                SessionKey key = new SessionKey(link.hostId(), session.sessionId());
                present.add(key);
                boolean unread = !key.equals(onScreen) && host.unread(session);
                moved |= update(
                        key,
                        session,
                        new Circumstances(
                                unread,
                                stale,
                                maySteer,
                                hostName,
                                withLines,
                                host.repositories().get(session.sessionId())),
                        nextDay || aged && showsAge(session),
                        asOf);
            }
        }
        if (present.size() != slots.size()) {
            moved |= slots.keySet().retainAll(present);
        }
        return moved;
    }

    /** Whether the row of a session shows a duration. The others have nothing that changes by itself within a day. */
    private static boolean showsAge(SessionSummary session) {
        return switch (session.activity().phase()) {
            case IDLE, GONE -> !session.open().isEmpty();
            case WORKING, STARTING, WAITING, FAILED, NEEDS_LOGIN -> true;
        };
    }

    private boolean update(
            SessionKey key, SessionSummary session, Circumstances circumstances, boolean aged, Instant now) {
        Slot slot = slots.get(key);
        if (slot != null && !aged && session.equals(slot.summary) && circumstances.equals(slot.circumstances)) {
            return false;
        }
        SessionStatus standing = SessionStatus.of(session, circumstances.unread());
        SessionSortKey place = SessionSortKey.of(key, session, standing, circumstances.hostName());
        SessionRow.Entry entry = entry(key, session, standing, circumstances, now);
        if (slot == null) {
            Slot added = new Slot(key, session, circumstances, place, entry);
            slots.put(key, added);
            changed.add(added);
            return true;
        }
        boolean moved = !place.equals(slot.sortKey);
        if (!entry.equals(slot.entry)) {
            changed.add(slot);
        }
        slot.summary = session;
        slot.circumstances = circumstances;
        slot.sortKey = place;
        slot.entry = entry;
        return moved;
    }

    private static SessionRow.Entry entry(
            SessionKey key, SessionSummary session, SessionStatus standing, Circumstances circumstances, Instant now) {
        String age = standing.isWaiting() || standing.group() == SessionStatus.Group.WORKING
                ? TimeFormatter.approximate(SessionSortKey.since(session), now)
                : TimeFormatter.dateOrTime(session.lastActive(), now);
        SessionPhase phase = session.activity().phase();
        return new SessionRow.Entry(
                key.asText(),
                key,
                standing,
                session.agentId(),
                session.agentName(),
                session.name(),
                SessionText.doing(session, now),
                circumstances.withLines() ? SessionText.lastLines(session) : "",
                session.open().size(),
                age,
                SessionText.location(session.agentName(), session.cwd(), session.modeName()),
                session.organisation().group(),
                circumstances.hostName(),
                circumstances.unread(),
                session.organisation().pinned(),
                session.organisation().archived(),
                circumstances.stale(),
                circumstances.maySteer(),
                phase == SessionPhase.GONE || phase == SessionPhase.FAILED || phase == SessionPhase.NEEDS_LOGIN,
                circumstances.repository(),
                session.drafts());
    }
}
