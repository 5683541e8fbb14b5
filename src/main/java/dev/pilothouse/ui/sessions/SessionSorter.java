package dev.pilothouse.ui.sessions;

import dev.pilothouse.ui.status.SessionStatus;
import dev.pilothouse.ui.status.SessionText;
import dev.pilothouse.ui.text.Texts;
import java.text.Collator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Groups and sorts sessions. Stateless; FX thread, since the slots keep the keys of their names. */
final class SessionSorter {
    private static final String PINNED = "pinned";

    private SessionSorter() {}

    /** A group under construction. */
    private static final class Group {
        private final String id;
        private final String title;
        private final int rank;
        private final List<SessionTable.Slot> members = new ArrayList<>();

        Group(String id, String title, int rank) {
            this.id = id;
            this.title = title;
            this.rank = rank;
        }

        int waiting() {
            return (int)
                    members.stream().filter(slot -> slot.sortKey().isWaiting()).count();
        }

        String id() {
            return id;
        }

        String title() {
            return title;
        }

        int rank() {
            return rank;
        }

        /** The most urgent state of its members; a lower value is more urgent. */
        int urgency() {
            return members.stream()
                    .mapToInt(slot -> slot.sortKey().standing().group().ordinal())
                    .min()
                    .orElse(Integer.MAX_VALUE);
        }
    }

    /**
     * The rows of the list.
     *
     * @param slots the sessions to list
     * @param folded ids of groups whose members are hidden
     * @param columns the number of cards side by side
     */
    static List<SessionRow> arrange(
            List<SessionTable.Slot> slots, SessionListOptions choices, Set<String> folded, int columns) {
        Map<String, Group> groups = new HashMap<>();
        for (SessionTable.Slot slot : slots) {
            Group its = groupOf(slot.sortKey(), choices);
            groups.computeIfAbsent(its.id, id -> its).members.add(slot);
        }
        List<Group> inOrder = new ArrayList<>(groups.values());
        inOrder.sort(orderOfGroups(choices));
        Comparator<SessionTable.Slot> order = order(choices.order());
        List<SessionRow> rows = new ArrayList<>();
        for (Group group : inOrder) {
            boolean hidden = folded.contains(group.id);
            rows.add(new SessionRow.Heading(
                    "group-" + group.id, group.title, group.members.size(), group.waiting(), hidden));
            if (!hidden) {
                group.members.sort(order);
                add(rows, group, choices.layout(), columns);
            }
        }
        return rows;
    }

    private static void add(List<SessionRow> rows, Group group, SessionListOptions.Layout layout, int columns) {
        List<SessionRow.Entry> entries =
                group.members.stream().map(SessionTable.Slot::entry).toList();
        if (layout == SessionListOptions.Layout.LIST) {
            rows.addAll(entries);
            return;
        }
        for (int from = 0; from < entries.size(); from += columns) {
            rows.add(new SessionRow.Cards(
                    "cards-" + group.id + "-" + from, entries.subList(from, Math.min(entries.size(), from + columns))));
        }
    }

    private static Group groupOf(SessionSortKey place, SessionListOptions choices) {
        if (place.organisation().pinned()) {
            return new Group(PINNED, Texts.text("sessions.group.pinned"), 0);
        }
        return switch (choices.grouping()) {
            case NEED -> {
                SessionStatus.Group state = place.standing().group();
                yield new Group(state.name(), SessionText.title(state), 1 + state.ordinal());
            }
            case DIRECTORY -> new Group("in:" + place.directory(), SessionText.directory(place.directory()), 1);
            case OWN -> {
                String own = place.organisation().group();
                yield own.isEmpty()
                        ? new Group("own:", Texts.text("sessions.group.none"), 2)
                        : new Group("own:" + own, own, 1);
            }
        };
    }

    private static Comparator<Group> orderOfGroups(SessionListOptions choices) {
        Comparator<Group> byRank = Comparator.comparingInt(Group::rank);
        if (choices.order() == SessionListOptions.Order.ATTENTION) {
            byRank = byRank.thenComparingInt(Group::urgency);
        }
        return byRank.thenComparing(Group::title, collator()).thenComparing(Group::id);
    }

    /** Ids break ties, so that the order is stable. */
    private static Comparator<SessionTable.Slot> order(SessionListOptions.Order order) {
        Comparator<SessionTable.Slot> chosen = switch (order) {
            case ATTENTION ->
                Comparator.comparingInt((SessionTable.Slot slot) ->
                                slot.sortKey().standing().group().ordinal())
                        .thenComparing(slot -> !slot.sortKey().isWaiting())
                        .thenComparing(SessionSorter::byWaiting);
            case ACTIVE -> SessionSorter::byLatest;
            case NAME -> byName(collator());
        };
        return chosen.thenComparing(slot -> slot.entry().id());
    }

    private static Comparator<SessionTable.Slot> byName(Collator collator) {
        return Comparator.comparing(slot -> slot.nameKey(collator));
    }

    /** For two sessions in the same state: the longest waiting first, if they wait; else the latest first. */
    private static int byWaiting(SessionTable.Slot one, SessionTable.Slot other) {
        return one.sortKey().isWaiting() ? -byLatest(one, other) : byLatest(one, other);
    }

    private static int byLatest(SessionTable.Slot one, SessionTable.Slot other) {
        return other.sortKey().time().compareTo(one.sortKey().time());
    }

    private static Collator collator() {
        Collator collator = Collator.getInstance(Texts.formats());
        collator.setStrength(Collator.SECONDARY);
        return collator;
    }
}
