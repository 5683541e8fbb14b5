package dev.pilothouse.ui.fx;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.collections.ObservableList;

/**
 * Updates a list of rows to match a list of values, with as few changes as possible. A value whose id is already in the
 * list updates its row in place without a list change, so a growing message costs only its own row. Rows are inserted
 * and removed in ranges. One row that moves is moved; several are put in order in one change, because a view of the list
 * renews all of its cells at each change.
 *
 * <p>Owns no list. Call it on the thread of the list that it changes.
 *
 * @param <V> the value in the state
 * @param <R> the row in the view
 */
public final class ListReconciler<V extends Versioned, R> {
    private final Function<V, R> create;
    private final Function<R, V> valueOf;
    private final BiConsumer<R, V> update;

    /**
     * @param create creates the row of a new value
     * @param valueOf returns the value that a row shows
     * @param update makes a row show a newer value of the same id
     */
    public ListReconciler(Function<V, R> create, Function<R, V> valueOf, BiConsumer<R, V> update) {
        this.create = create;
        this.valueOf = valueOf;
        this.update = update;
    }

    /** Changes {@code rows} to show {@code values} in their order. Ids must be unique in {@code values}. */
    public void reconcile(List<R> rows, List<V> values) {
        int head = 0;
        int shorter = Math.min(rows.size(), values.size());
        while (head < shorter && refreshed(rows.get(head), values.get(head))) {
            head++;
        }
        int rowEnd = rows.size();
        int valueEnd = values.size();
        while (rowEnd > head && valueEnd > head && refreshed(rows.get(rowEnd - 1), values.get(valueEnd - 1))) {
            rowEnd--;
            valueEnd--;
        }
        replaceMiddle(rows, head, rowEnd, values.subList(head, valueEnd));
    }

    /**
     * The same, but where rows come or go in more than one place, all rows of the list are replaced in one change, by
     * the same rows where their values stay. For a list whose view renews all of its cells at each change anyway.
     */
    public void reconcileAtOnce(List<R> rows, List<V> values) {
        Map<String, R> known = new HashMap<>();
        rows.forEach(row -> known.put(valueOf.apply(row).id(), row));
        Set<String> wanted = new HashSet<>();
        values.forEach(value -> wanted.add(value.id()));
        int places = places(rows, row -> wanted.contains(valueOf.apply(row).id()))
                + places(values, value -> known.containsKey(value.id()));
        if (places <= 1 || !(rows instanceof ObservableList<R> observable)) {
            reconcile(rows, values);
            return;
        }
        List<R> next = new ArrayList<>(values.size());
        for (V value : values) {
            R row = known.get(value.id());
            if (row == null) {
                row = create.apply(value);
            } else {
                refresh(row, value);
            }
            next.add(row);
        }
        observable.setAll(next);
    }

    /** The number of stretches that do not stay. */
    private static <T> int places(List<T> all, Predicate<T> stays) {
        int places = 0;
        boolean before = true;
        for (T each : all) {
            boolean now = stays.test(each);
            if (before && !now) {
                places++;
            }
            before = now;
        }
        return places;
    }

    private void replaceMiddle(List<R> rows, int from, int to, List<V> values) {
        if (from == to) {
            if (!values.isEmpty()) {
                rows.addAll(from, values.stream().map(create).toList());
            }
            return;
        }
        if (values.isEmpty()) {
            rows.subList(from, to).clear();
            return;
        }
        Set<String> wanted = new HashSet<>();
        values.forEach(value -> wanted.add(value.id()));
        removeUnwanted(rows, from, to, wanted);
        placeInOrder(rows, from, values);
    }

    private void removeUnwanted(List<R> rows, int from, int to, Set<String> wanted) {
        int end = to;
        while (end > from) {
            if (wanted.contains(valueOf.apply(rows.get(end - 1)).id())) {
                end--;
                continue;
            }
            int start = end - 1;
            while (start > from
                    && !wanted.contains(valueOf.apply(rows.get(start - 1)).id())) {
                start--;
            }
            rows.subList(start, end).clear();
            end = start;
        }
    }

    private void placeInOrder(List<R> rows, int from, List<V> values) {
        Map<String, R> known = new HashMap<>();
        for (int i = from; i < rows.size() && known.size() < values.size(); i++) {
            known.put(valueOf.apply(rows.get(i)).id(), rows.get(i));
        }
        sortIfSeveralMove(rows, from, values, known);
        int at = from;
        int next = 0;
        while (next < values.size()) {
            V value = values.get(next);
            R row = known.get(value.id());
            if (row == null) {
                List<R> run = new ArrayList<>();
                while (next < values.size()
                        && !known.containsKey(values.get(next).id())) {
                    run.add(create.apply(values.get(next)));
                    next++;
                }
                rows.addAll(at, run);
                at += run.size();
                continue;
            }
            if (rows.get(at) != row) {
                rows.remove(row);
                rows.add(at, row);
            }
            refresh(row, value);
            at++;
            next++;
        }
    }

    /** Sorts the rows that are wanted, if more than one of them is not in its place among the others. */
    private void sortIfSeveralMove(List<R> rows, int from, List<V> values, Map<String, R> known) {
        Map<String, Integer> places = new HashMap<>();
        List<String> wanted = new ArrayList<>();
        for (V value : values) {
            if (known.containsKey(value.id())) {
                places.put(value.id(), wanted.size());
                wanted.add(value.id());
            }
        }
        int head = from;
        int tail = from + wanted.size();
        while (head < tail && idAt(rows, head).equals(wanted.get(head - from))) {
            head++;
        }
        while (tail > head && idAt(rows, tail - 1).equals(wanted.get(tail - 1 - from))) {
            tail--;
        }
        if (tail - head < 3 || isOneMove(rows, head, tail, from, wanted)) {
            return;
        }
        Map<R, Integer> order = new IdentityHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            order.put(rows.get(i), i);
        }
        places.forEach((id, place) -> order.put(known.get(id), from + place));
        rows.sort(Comparator.comparingInt(order::get));
    }

    /** Whether the range is in order once its first row stands at its end, or its last one at its beginning. */
    private boolean isOneMove(List<R> rows, int head, int tail, int from, List<String> wanted) {
        boolean down = idAt(rows, head).equals(wanted.get(tail - 1 - from));
        boolean up = idAt(rows, tail - 1).equals(wanted.get(head - from));
        for (int i = head; i < tail - 1; i++) {
            down &= idAt(rows, i + 1).equals(wanted.get(i - from));
            up &= idAt(rows, i).equals(wanted.get(i + 1 - from));
        }
        return down || up;
    }

    private String idAt(List<R> rows, int index) {
        return valueOf.apply(rows.get(index)).id();
    }

    /**
     * Updates the row if it has the value's id.
     *
     * @return whether the row has the value's id and now shows the value
     */
    private boolean refreshed(R row, V value) {
        V shown = valueOf.apply(row);
        if (shown == value) {
            return true;
        }
        if (!shown.id().equals(value.id())) {
            return false;
        }
        refresh(row, value);
        return true;
    }

    private void refresh(R row, V value) {
        V shown = valueOf.apply(row);
        // Revisions may be hashes of whole rows.
        if (shown != value && shown.revision() != value.revision()) {
            update.accept(row, value);
        }
    }
}
