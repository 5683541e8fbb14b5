package dev.pilothouse.ui.shell;

import dev.pilothouse.model.FuzzyMatcher;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * The command palette: a fuzzy search over all actions, sessions and settings. The entries are a snapshot of the moment
 * when it was opened.
 *
 * <p>Confined to the FX thread. Ends with its sheet.
 */
final class PalettePresenter {
    private static final int SHOWN = 60;

    private List<Entry> entries;
    private final Runnable close;
    private final StringProperty query = new SimpleStringProperty(this, "query", "");
    private final ObservableList<Entry> rows = FXCollections.observableArrayList();
    private final ReadOnlyIntegerWrapper chosen = new ReadOnlyIntegerWrapper(this, "chosen", 0);

    /** The kind of an entry. */
    enum Kind {
        WAITING,
        SESSION,
        ACTION,
        SETTING
    }

    /**
     * One entry. Immutable.
     *
     * @param detail its place or effect, may be empty
     * @param keys its shortcut, may be empty
     */
    record Entry(Kind kind, String title, String detail, String keys, Runnable action) {
        /** Whether both look the same on screen. */
        boolean reads(Entry other) {
            return kind == other.kind && title.equals(other.title) && detail.equals(other.detail);
        }
    }

    /** @param entries in their order while the query is empty */
    PalettePresenter(List<Entry> entries, Runnable close) {
        this.entries = List.copyOf(entries);
        this.close = close;
        query.addListener((property, before, now) -> find());
        find();
    }

    /** Replaces the entries. The query and the selected entry stay, even if its row has moved. */
    void setEntries(List<Entry> now) {
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

    /** The matching entries, the best first. */
    ObservableList<Entry> rows() {
        return rows;
    }

    /** The row that the Enter key chooses, or -1 if there is none. */
    ReadOnlyIntegerProperty chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    void onMove(int rowsOn) {
        if (!rows.isEmpty()) {
            chosen.set(Math.floorMod(chosen.get() + rowsOn, rows.size()));
        }
    }

    /** Moves without wrapping around, for the paging keys. */
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
        // Closed first, so that the sheet that the action opens stays open.
        close.run();
        entry.action().run();
    }

    /** The quality of a match, the best first. */
    private enum Fit {
        TITLE_BEGINS,
        WORDS_OF_TITLE,
        LETTERS_OF_TITLE,
        WORDS_OF_DETAIL
    }

    private record Ranked(Entry entry, Fit fit, int score) {
        static Optional<Ranked> of(Entry entry, String query) {
            OptionalInt score = FuzzyMatcher.score(query, entry.title());
            if (score.isPresent()) {
                Fit fit = entry.title().regionMatches(true, 0, query, 0, query.length())
                        ? Fit.TITLE_BEGINS
                        : FuzzyMatcher.beginsWords(query, entry.title()) ? Fit.WORDS_OF_TITLE : Fit.LETTERS_OF_TITLE;
                return Optional.of(new Ranked(entry, fit, score.getAsInt()));
            }
            // Scattered letters of a long detail would match almost every query.
            return FuzzyMatcher.beginsWords(query, entry.title() + " " + entry.detail())
                    ? Optional.of(new Ranked(entry, Fit.WORDS_OF_DETAIL, 0))
                    : Optional.empty();
        }
    }

    private void find() {
        String wanted = query.get().strip();
        Stream<Entry> found = wanted.isEmpty()
                ? entries.stream()
                : entries.stream()
                        .flatMap(entry -> Ranked.of(entry, wanted).stream())
                        .sorted(Comparator.comparing(Ranked::fit)
                                .thenComparing(
                                        Comparator.comparingInt(Ranked::score).reversed()))
                        .map(Ranked::entry);
        // The list on screen loses its selection with its rows, so the first row is chosen anew.
        chosen.set(-1);
        rows.setAll(found.limit(SHOWN).toList());
        chosen.set(rows.isEmpty() ? -1 : 0);
    }
}
