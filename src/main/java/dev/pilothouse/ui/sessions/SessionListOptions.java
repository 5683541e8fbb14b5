package dev.pilothouse.ui.sessions;

import dev.pilothouse.model.HostId;
import dev.pilothouse.ui.status.SessionStatus;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * This device's view options for the list of sessions. Immutable.
 *
 * @param states only these, all if empty
 * @param agents only sessions of agents with these names, all if empty
 * @param hosts only sessions of these hosts, all if empty
 * @param archived whether archived sessions are shown in place of the others
 */
public record SessionListOptions(
        Layout layout,
        Grouping grouping,
        Order order,
        Set<SessionStatus.Group> states,
        Set<String> agents,
        Set<HostId> hosts,
        boolean archived) {
    public static final SessionListOptions PLAIN =
            new SessionListOptions(Layout.LIST, Grouping.NEED, Order.ATTENTION, Set.of(), Set.of(), Set.of(), false);

    public enum Layout {
        LIST,
        GRID
    }

    public enum Grouping {
        /** By state: sessions that need the person first. */
        NEED,
        DIRECTORY,
        /** By the person's own groups. */
        OWN
    }

    public enum Order {
        /** Sessions that need the person first, and of these the longest waiting first. */
        ATTENTION,
        /** The most recently active first: a start, a question or an end. */
        ACTIVE,
        NAME
    }

    public SessionListOptions {
        states = Set.copyOf(states);
        agents = Set.copyOf(agents);
        hosts = Set.copyOf(hosts);
    }

    public SessionListOptions with(Layout next) {
        return new SessionListOptions(next, grouping, order, states, agents, hosts, archived);
    }

    public SessionListOptions with(Grouping next) {
        return new SessionListOptions(layout, next, order, states, agents, hosts, archived);
    }

    public SessionListOptions with(Order next) {
        return new SessionListOptions(layout, grouping, next, states, agents, hosts, archived);
    }

    /** Adds the state to the filter, or removes it. */
    public SessionListOptions toggled(SessionStatus.Group state) {
        return new SessionListOptions(layout, grouping, order, toggled(states, state), agents, hosts, archived);
    }

    public SessionListOptions toggledAgent(String agent) {
        return new SessionListOptions(layout, grouping, order, states, toggled(agents, agent), hosts, archived);
    }

    public SessionListOptions toggled(HostId host) {
        return new SessionListOptions(layout, grouping, order, states, agents, toggled(hosts, host), archived);
    }

    public SessionListOptions withArchived(boolean shown) {
        return new SessionListOptions(layout, grouping, order, states, agents, hosts, shown);
    }

    /** Removes all filters and keeps layout, grouping and order. */
    public SessionListOptions unfiltered() {
        return new SessionListOptions(layout, grouping, order, Set.of(), Set.of(), Set.of(), false);
    }

    /** Whether a filter hides sessions. */
    public boolean isFiltered() {
        return archived || !states.isEmpty() || !agents.isEmpty() || !hosts.isEmpty();
    }

    private static <T> Set<T> toggled(Set<T> set, T value) {
        Set<T> next = new HashSet<>(set);
        if (!next.remove(value)) {
            next.add(value);
        }
        return next;
    }

    /** One line of text for the stored preferences. */
    String asText() {
        return "layout=" + layout + "&grouping=" + grouping + "&order=" + order + "&states="
                + joined(states, Enum::name)
                + "&agents=" + joined(agents, agent -> agent) + "&hosts=" + joined(hosts, HostId::value) + "&archived="
                + archived;
    }

    private static <T> String joined(Set<T> values, Function<T, String> word) {
        return values.stream()
                .map(value -> URLEncoder.encode(word.apply(value), StandardCharsets.UTF_8))
                .sorted()
                .collect(Collectors.joining(","));
    }

    /** Parses the stored line. Values that this version does not support are ignored. */
    static SessionListOptions parse(String text) {
        Map<String, String> values = new HashMap<>();
        for (String part : text.split("&")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                values.put(part.substring(0, equals), part.substring(equals + 1));
            }
        }
        Set<SessionStatus.Group> states = EnumSet.noneOf(SessionStatus.Group.class);
        Set<String> named = split(values.get("states"));
        for (SessionStatus.Group state : SessionStatus.Group.values()) {
            if (named.contains(state.name())) {
                states.add(state);
            }
        }
        return new SessionListOptions(
                parse(Layout.class, values.get("layout"), PLAIN.layout()),
                parse(Grouping.class, values.get("grouping"), PLAIN.grouping()),
                parse(Order.class, values.get("order"), PLAIN.order()),
                states,
                split(values.get("agents")),
                split(values.get("hosts")).stream().map(HostId::new).collect(Collectors.toSet()),
                Boolean.parseBoolean(values.get("archived")));
    }

    private static Set<String> split(@Nullable String joined) {
        return joined == null
                ? Set.of()
                : Arrays.stream(joined.split(","))
                        .filter(word -> !word.isEmpty())
                        .map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8))
                        .collect(Collectors.toSet());
    }

    private static <E extends Enum<E>> E parse(Class<E> type, @Nullable String word, E orElse) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(word)) {
                return constant;
            }
        }
        return orElse;
    }
}
