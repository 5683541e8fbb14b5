package dev.pilothouse.ui.sessions;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.ui.fx.ListReconciler;
import dev.pilothouse.ui.status.ConnectionText;
import dev.pilothouse.ui.status.HostHealth;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of all hosts in one list or grid: grouped, sorted and filtered by this device's options, followed by the
 * results of a search in conversations. A change that moves no session redraws only its own row.
 *
 * <p>Owns its rows. Confined to the FX thread. Ends with the shell.
 */
public final class SessionsPresenter implements AutoCloseable {
    private static final String CHOICES = "list.view";
    private static final String FOLDED = "list.folded";

    private final Clock clock;
    private final Preferences kept;
    private final Outside outside;
    private final UndoSupport undoable;
    private final SessionActions actions;
    private final SessionSelection selection = new SessionSelection();
    private final SelectionActions selectionActions;
    private final ReorderGuard guard;
    private final SearchPresenter search;
    private final SessionTable table = new SessionTable();
    private final ObservableList<SessionItem> rows = FXCollections.observableArrayList();
    private final ListReconciler<SessionRow, SessionItem> reconciler =
            new ListReconciler<>(SessionItem::new, SessionItem::row, SessionItem::show);
    /** The row of each listed session. */
    private final Map<SessionKey, SessionItem> rowOf = new HashMap<>();

    private final StringProperty filter = new SimpleStringProperty(this, "filter", "");
    private final ObjectProperty<SessionKey> selected = new SimpleObjectProperty<>(this, "selected");
    private final ReadOnlyBooleanWrapper arranging = new ReadOnlyBooleanWrapper(this, "arranging");
    private final ReadOnlyBooleanWrapper known = new ReadOnlyBooleanWrapper(this, "known", true);
    private final ReadOnlyBooleanWrapper empty = new ReadOnlyBooleanWrapper(this, "empty", true);
    private final ReadOnlyStringWrapper freshness = new ReadOnlyStringWrapper(this, "freshness", "");
    private final ReadOnlyObjectWrapper<List<HostHealth>> health =
            new ReadOnlyObjectWrapper<>(this, "health", List.of());
    private final ReadOnlyObjectWrapper<SessionListOptions> choices;
    private final Set<String> folded;
    private List<HostLink> links = List.of();
    private @Nullable Instant news;
    private int columns = 1;

    /** The list's access to the rest of the app. Called on the FX thread. */
    public interface Outside extends SessionActions.Outside {
        /** Shows a session at one of its items. */
        void openAt(SessionKey key, ItemId item);
    }

    /**
     * @param kept stores this device's options
     * @param timers runs the timers for a pause in typing and for undo
     * @param fx runs tasks on the FX thread
     */
    public SessionsPresenter(Hosts hosts, Clock clock, Preferences kept, Lane timers, Executor fx, Outside outside) {
        this.clock = clock;
        this.kept = kept;
        this.outside = outside;
        undoable = new UndoSupport(timers, fx);
        actions = new SessionActions(hosts, fx, undoable, outside, this::arrange);
        selectionActions = new SelectionActions(actions, selection, this::entry, undoable, this::arrange);
        guard = new ReorderGuard(clock, timers, fx, this::arrange);
        search = new SearchPresenter(timers, fx, this::arrange);
        choices = new ReadOnlyObjectWrapper<>(
                this,
                "choices",
                kept.get(CHOICES).map(SessionListOptions::parse).orElse(SessionListOptions.PLAIN));
        folded = new HashSet<>(Arrays.asList(kept.get(FOLDED).orElse("").split("\n")));
        filter.addListener((property, before, now) -> {
            search.typed(now, links);
            arrange();
        });
    }

    public ObservableList<SessionItem> rows() {
        return rows;
    }

    /**
     * The search text. Filters names, directories, agents and hosts at once, and searches conversations after a pause.
     */
    public StringProperty filterProperty() {
        return filter;
    }

    /** The session on screen. */
    public ObjectProperty<SessionKey> selectedProperty() {
        return selected;
    }

    /** Whether the rows are being put into another order. */
    ReadOnlyBooleanProperty arrangingProperty() {
        return arranging.getReadOnlyProperty();
    }

    /** Decides when the rows may take another order. */
    ReorderGuard guard() {
        return guard;
    }

    /** A key goes to another session of the list. The order stays for a moment, so that the next key continues it. */
    public void onStep() {
        guard.onKey();
    }

    /** Whether no host has any session. */
    public ReadOnlyBooleanProperty emptyProperty() {
        return empty.getReadOnlyProperty();
    }

    /** Whether at least one host has sent its list of sessions, even an empty one. */
    public ReadOnlyBooleanProperty knownProperty() {
        return known.getReadOnlyProperty();
    }

    /** The age of the list, one line for each host that is not live; empty while all are live. */
    public ReadOnlyStringProperty freshnessProperty() {
        return freshness.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<SessionListOptions> choicesProperty() {
        return choices.getReadOnlyProperty();
    }

    /** The action that can be undone, or null. */
    public ReadOnlyObjectProperty<Undo> undoProperty() {
        return undoable.latestProperty();
    }

    public SessionActions actions() {
        return actions;
    }

    /** The sessions that are selected for an action on all of them. */
    public SessionSelection selection() {
        return selection;
    }

    /** The actions on all selected sessions. */
    public SelectionActions selectionActions() {
        return selectionActions;
    }

    /** A session as it is drawn. */
    SessionRow.@Nullable Entry entry(SessionKey key) {
        SessionTable.Slot slot = key == null ? null : table.slot(key);
        return slot == null ? null : slot.entry();
    }

    /** The health of each host. */
    public ReadOnlyObjectProperty<List<HostHealth>> healthProperty() {
        return health.getReadOnlyProperty();
    }

    /** The names of the sessions' agents. */
    public Set<String> agents() {
        return table.slots().stream()
                .map(slot -> slot.sortKey().agent())
                .collect(Collectors.toCollection(() -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER)));
    }

    /** The hosts by name; empty while there is only one. */
    public Map<String, HostId> hosts() {
        Map<String, HostId> hosts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (links.size() > 1) {
            links.forEach(link -> hosts.put(link.reader().host().hostName(), link.hostId()));
        }
        return hosts;
    }

    /** The freshness of the list, shown when the person pulls the list down. */
    public String pulledText() {
        Instant now = clock.instant();
        String stale = staleness(now);
        return !stale.isEmpty() || news == null
                ? stale
                : Texts.text("fresh.upToDate", TimeFormatter.clockSeconds(news));
    }

    public void onOpen(SessionKey key) {
        outside.open(key);
    }

    /** Opens the position of a search result. */
    public void onHit(SessionRow.Hit hit) {
        outside.openAt(hit.key(), hit.item());
    }

    /** @param heading the id of its row */
    public void onFold(String heading) {
        String group = heading.replaceFirst("^group-", "");
        if (!folded.remove(group)) {
            folded.add(group);
        }
        kept.put(FOLDED, String.join("\n", folded));
        arrange();
    }

    public void onChoose(SessionListOptions next) {
        choices.set(next);
        kept.put(CHOICES, next.equals(SessionListOptions.PLAIN) ? "" : next.asText());
        rearrange();
    }

    /** Sets the number of cards that fit side by side; 0 beside a conversation, where it stays a list. */
    public void onColumns(int room) {
        if (room != columns) {
            columns = room;
            if (choices.get().layout() == SessionListOptions.Layout.GRID) {
                rearrange();
            }
        }
    }

    int columns() {
        return columns;
    }

    /** Arranges rows that may be of another kind than before: cards have the last lines of conversations. */
    private void rearrange() {
        table.update(links, selected.get(), isGrid(), clock.instant());
        arrange();
    }

    private boolean isGrid() {
        return fitting().layout() == SessionListOptions.Layout.GRID;
    }

    private SessionListOptions fitting() {
        return columns == 0 ? choices.get().with(SessionListOptions.Layout.LIST) : choices.get();
    }

    /** Shows the current sessions of these hosts. */
    public void render(List<HostLink> current) {
        links = current;
        Instant now = clock.instant();
        boolean moved = table.update(links, selected.get(), isGrid(), now);
        boolean own = table.changed().stream()
                        .filter(slot -> actions.hasActedOn(slot.key()))
                        .count()
                > 0;
        if (moved && (own || rows.isEmpty() || !guard.holds())) {
            arrange();
        } else {
            table.changed().forEach(this::refresh);
            if (moved) {
                guard.postpone();
            }
        }
        if (!table.changed().isEmpty()) {
            news = now;
        }
        freshness.set(staleness(now));
        known.set(links.isEmpty()
                || !empty.get()
                || links.stream().anyMatch(link -> link.reader().host().connection() instanceof ConnectionState.Live));
        health.set(links.stream().map(link -> HostHealth.of(link, now)).toList());
    }

    private String staleness(Instant now) {
        return links.stream()
                .map(link -> freshness(link, now))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("\n"));
    }

    private Optional<String> freshness(HostLink link, Instant now) {
        HostView host = link.reader().host();
        if (host.sessions().isEmpty()) {
            return Optional.empty();
        }
        return ConnectionText.staleness(host.connection(), link.local(), now)
                .map(words -> links.size() > 1 ? Texts.text("fresh.ofHost", host.hostName(), words) : words);
    }

    /** Updates the row in place, because nothing else has changed. */
    private void refresh(SessionTable.Slot slot) {
        SessionItem item = rowOf.get(slot.key());
        if (item == null) {
            return;
        }
        item.show(item.row() instanceof SessionRow.Cards cards ? cards.with(slot.entry()) : slot.entry());
    }

    private void arrange() {
        guard.onOrdered();
        String wanted = SessionSortKey.searchText(filter.get());
        List.copyOf(undoable.heldSessions()).stream()
                .filter(key -> table.slot(key) == null)
                .forEach(undoable::release);
        Set<SessionKey> hidden = undoable.heldSessions();
        List<SessionTable.Slot> listed = new ArrayList<>();
        for (SessionTable.Slot slot : table.slots()) {
            if (!hidden.contains(slot.key()) && slot.sortKey().matches(choices.get(), wanted)) {
                listed.add(slot);
            }
        }
        // A filter shows its results in folded groups too.
        Set<String> closed = wanted.isEmpty() ? folded : Set.of();
        List<SessionRow> values = SessionSorter.arrange(listed, fitting(), closed, columns);
        values.addAll(search.rows(hidden, clock.instant()));
        empty.set(table.slots().isEmpty());
        arranging.set(true);
        reconciler.reconcileAtOnce(rows, values);
        rowOf.clear();
        List<SessionKey> inOrder = new ArrayList<>();
        for (SessionItem item : rows) {
            for (SessionRow.Entry entry : item.row().sessions()) {
                rowOf.put(entry.key(), item);
                inOrder.add(entry.key());
            }
        }
        arranging.set(false);
        selection.list(inOrder);
    }

    @Override
    public void close() {
        actions.close();
        guard.close();
        search.close();
    }
}
