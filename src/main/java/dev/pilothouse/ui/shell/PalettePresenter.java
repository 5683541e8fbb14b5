package dev.pilothouse.ui.shell;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * Everything that can be done or opened, found by a few letters. The entries are those of the moment in which it was opened.
 *
 * <p>Confined to the FX thread; ends with its sheet.
 */
final class PalettePresenter {
    private static final int SHOWN = 60;

    private List<Entry> entries;
    private final Runnable close;
    private final StringProperty query = new SimpleStringProperty(this, "query", "");
    private final ObservableList<Entry> rows = FXCollections.observableArrayList();
    private final ReadOnlyIntegerWrapper chosen = new ReadOnlyIntegerWrapper(this, "chosen", 0);

    /** What an entry is. */
    enum Kind {
        WAITING,
        SESSION,
        ACTION,
        SETTING
    }

    /**
     * One of them. Immutable.
     *
     * @param detail where it is or what it does, may be empty
     * @param keys its shortcut, may be empty
     */
    record Entry(Kind kind, String title, String detail, String keys, Runnable action) {
        /** Whether a person reads the same in both. */
        boolean reads(Entry other) {
            return kind == other.kind && title.equals(other.title) && detail.equals(other.detail);
        }
    }

    /** @param entries in the order in which they stand while nothing is asked for */
    PalettePresenter(List<Entry> entries, Runnable close) {
        this.entries = List.copyOf(entries);
        this.close = close;
        query.addListener((property, before, now) -> find());
        find();
    }

    /** Offers these in place of the others; what is typed stays, and so does what is chosen, wherever it stands now. */
    void renew(List<Entry> now) {
        entries = List.copyOf(now);
        Entry before = chosen.get() < 0 ? null : rows.get(chosen.get());
        find();
        for (int row = 0; before != null && row < rows.size(); row++) {
            if (rows.get(row).reads(before)) {
                chosen.set(row);
                return;
            }
        }
    }

    StringProperty queryProperty() {
        return query;
    }

    /** What fits, the best first. */
    ObservableList<Entry> rows() {
        return rows;
    }

    /** Which row the Enter key takes, or -1 if there is none. */
    ReadOnlyIntegerProperty chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    void onMove(int rowsOn) {
        if (!rows.isEmpty()) {
            chosen.set(Math.floorMod(chosen.get() + rowsOn, rows.size()));
        }
    }

    /** Moves without going round, as paging does. */
    void onPage(int rowsOn) {
        if (!rows.isEmpty()) {
            chosen.set(Math.max(0, Math.min(rows.size() - 1, chosen.get() + rowsOn)));
        }
    }

    void onAccept() {
        if (chosen.get() >= 0 && chosen.get() < rows.size()) {
            onAccept(rows.get(chosen.get()));
        }
    }

    void onAccept(Entry entry) {
        // First, so that what the entry opens is not closed.
        close.run();
        entry.action().run();
    }

    private record Ranked(Entry entry, int score) {}

    private void find() {
        List<Ranked> found = new ArrayList<>();
        for (Entry entry : entries) {
            OptionalInt title = Fuzzy.score(query.get(), entry.title());
            OptionalInt both =
                    title.isPresent() ? title : Fuzzy.score(query.get(), entry.title() + " " + entry.detail());
            // A title says more than where it is.
            both.ifPresent(score -> found.add(new Ranked(entry, title.isPresent() ? score + 4 : score)));
        }
        if (!query.get().isBlank()) {
            found.sort(Comparator.comparingInt(Ranked::score).reversed());
        }
        rows.setAll(found.stream().limit(SHOWN).map(Ranked::entry).toList());
        chosen.set(rows.isEmpty() ? -1 : 0);
    }
}
