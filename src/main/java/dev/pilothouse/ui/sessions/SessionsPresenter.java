package dev.pilothouse.ui.sessions;

import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.fx.ListReconciler;
import dev.pilothouse.ui.text.Moments;
import dev.pilothouse.ui.text.Texts;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * The session list of all hosts: those that need the person first, then those at work, those that are done and not looked
 * at, and the rest.
 *
 * <p>Owns its rows; confined to the FX thread; ends with the shell.
 */
public final class SessionsPresenter {
    private final Clock clock;
    private final Consumer<SessionKey> open;
    private final ObservableList<SessionItem> rows = FXCollections.observableArrayList();
    private final ListReconciler<SessionRow, SessionItem> reconciler =
            new ListReconciler<>(SessionItem::new, SessionItem::row, SessionItem::show);
    private final StringProperty filter = new SimpleStringProperty(this, "filter", "");
    private final ObjectProperty<SessionKey> selected = new SimpleObjectProperty<>(this, "selected");
    private final ReadOnlyBooleanWrapper empty = new ReadOnlyBooleanWrapper(this, "empty", true);
    private final ReadOnlyStringWrapper freshness = new ReadOnlyStringWrapper(this, "freshness", "");
    private final Set<Standing.Group> folded = EnumSet.noneOf(Standing.Group.class);
    private List<HostLink> links = List.of();

    /** @param open is told which session the person wants to see */
    public SessionsPresenter(Clock clock, Consumer<SessionKey> open) {
        this.clock = clock;
        this.open = open;
        filter.addListener((property, before, now) -> render());
    }

    public ObservableList<SessionItem> rows() {
        return rows;
    }

    /** Only sessions whose name, directory or agent contains this are listed. */
    public StringProperty filterProperty() {
        return filter;
    }

    /** The session on screen. */
    public ObjectProperty<SessionKey> selectedProperty() {
        return selected;
    }

    /** Whether no host has any session. */
    public ReadOnlyBooleanProperty emptyProperty() {
        return empty.getReadOnlyProperty();
    }

    /** How old the list is, a line for each host whose part of it is; empty while all of it is live. */
    public ReadOnlyStringProperty freshnessProperty() {
        return freshness.getReadOnlyProperty();
    }

    public void onOpen(SessionKey key) {
        open.accept(key);
    }

    public void onFold(Standing.Group group) {
        if (!folded.remove(group)) {
            folded.add(group);
        }
        render();
    }

    /** Shows the sessions of these hosts as they are now. */
    public void render(List<HostLink> current) {
        links = current;
        render();
    }

    private void render() {
        Instant now = clock.instant();
        Map<Standing.Group, List<Sorted>> groups = new EnumMap<>(Standing.Group.class);
        boolean any = false;
        String wanted = filter.get().strip().toLowerCase(Locale.getDefault());
        for (HostLink link : links) {
            HostView host = link.reader().host();
            any |= !host.sessions().isEmpty();
            String hostName = links.size() > 1 ? host.hostName() : "";
            boolean stale = !(host.connection() instanceof ConnectionState.Live);
            for (SessionSummary session : host.sessions()) {
                SessionRow.Entry entry = entry(link, host, session, hostName, stale, now);
                if (matches(entry, wanted)) {
                    groups.computeIfAbsent(entry.standing().group(), group -> new ArrayList<>())
                            .add(new Sorted(entry, session));
                }
            }
        }
        List<SessionRow> values = new ArrayList<>();
        groups.forEach((group, members) -> {
            boolean hidden = folded.contains(group) && wanted.isEmpty();
            values.add(new SessionRow.Heading("group-" + group.name(), group, title(group), members.size(), hidden));
            if (!hidden) {
                members.sort(order(group));
                members.forEach(member -> values.add(member.entry()));
            }
        });
        empty.set(!any);
        freshness.set(links.stream()
                .map(HostLink::reader)
                .map(reader -> staleness(reader.host(), now))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("\n")));
        reconciler.reconcile(rows, values);
    }

    private Optional<String> staleness(HostView host, Instant now) {
        if (host.sessions().isEmpty()) {
            return Optional.empty();
        }
        return ConnectionWords.staleness(host.connection(), now)
                .map(words -> links.size() > 1 ? Texts.text("fresh.ofHost", host.hostName(), words) : words);
    }

    private SessionRow.Entry entry(
            HostLink link, HostView host, SessionSummary session, String hostName, boolean stale, Instant now) {
        SessionKey key = new SessionKey(link.hostId(), session.sessionId());
        boolean unread = host.unread(session) && !key.equals(selected.get());
        Standing standing = Standing.of(session.activity().phase(), unread);
        Standing.Group group = standing.group();
        String age = group == Standing.Group.NEEDS_YOU || group == Standing.Group.WORKING
                ? Moments.age(since(session), now)
                : Moments.when(session.lastActive(), now);
        return new SessionRow.Entry(
                key.asText(),
                key,
                standing,
                session.name(),
                SessionWords.doing(session, now),
                age,
                SessionWords.place(session.agentName(), session.cwd(), session.modeName()),
                hostName,
                unread,
                stale);
    }

    private static Instant since(SessionSummary session) {
        if (!session.open().isEmpty()) {
            return session.open().get(0).since();
        }
        Instant turn = session.activity().turnStartedAt();
        return turn != null ? turn : session.activity().since();
    }

    private static boolean matches(SessionRow.Entry entry, String wanted) {
        return wanted.isEmpty()
                || (entry.name() + "\n" + entry.place() + "\n" + entry.host())
                        .toLowerCase(Locale.getDefault())
                        .contains(wanted);
    }

    /** Who waits longest comes first; of the others the latest. Ids break ties, so that nothing jumps. */
    private static Comparator<Sorted> order(Standing.Group group) {
        Comparator<Sorted> byTime = Comparator.comparing(Sorted::time);
        return (group == Standing.Group.NEEDS_YOU ? byTime : byTime.reversed())
                .thenComparing(sorted -> sorted.entry().id());
    }

    private static String title(Standing.Group group) {
        return switch (group) {
            case NEEDS_YOU -> Texts.text("sessions.group.needsYou");
            case WORKING -> Texts.text("sessions.group.working");
            case DONE -> Texts.text("sessions.group.done");
            case IDLE -> Texts.text("sessions.group.idle");
        };
    }

    private record Sorted(SessionRow.Entry entry, SessionSummary session) {
        Instant time() {
            Standing.Group group = entry.standing().group();
            return group == Standing.Group.NEEDS_YOU || group == Standing.Group.WORKING
                    ? since(session)
                    : session.lastActive();
        }
    }
}
