package dev.pilothouse.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.junit.jupiter.api.Test;

class ListReconcilerTest {
    private record Value(String id, long revision) implements Versioned {}

    private static final class Row {
        private Value value;

        Row(Value value) {
            this.value = value;
        }
    }

    private final ListReconciler<Value, Row> reconciler =
            new ListReconciler<>(Row::new, row -> row.value, (row, value) -> row.value = value);
    private final ObservableList<Row> rows = FXCollections.observableArrayList();

    private static List<Value> values(String... idsAndRevisions) {
        List<Value> values = new ArrayList<>();
        for (String each : idsAndRevisions) {
            values.add(new Value(each.substring(0, 1), Long.parseLong(each.substring(1))));
        }
        return values;
    }

    private List<Value> shown() {
        return rows.stream().map(row -> row.value).toList();
    }

    @Test
    void aNewRevisionChangesItsRowAndTheListSaysNothing() {
        reconciler.reconcile(rows, values("a1", "b1", "c1"));
        Row b = rows.get(1);
        List<Object> changes = new ArrayList<>();
        rows.addListener((ListChangeListener<Row>) changes::add);

        reconciler.reconcile(rows, values("a1", "b2", "c1"));

        assertThat(rows.get(1)).isSameAs(b);
        assertThat(b.value.revision()).isEqualTo(2);
        assertThat(changes).isEmpty();
    }

    @Test
    void rowsAreAppendedInOneChange() {
        reconciler.reconcile(rows, values("a1"));
        List<Object> changes = new ArrayList<>();
        rows.addListener((ListChangeListener<Row>) changes::add);

        reconciler.reconcile(rows, values("a1", "b1", "c1", "d1"));

        assertThat(changes).hasSize(1);
        assertThat(shown()).isEqualTo(values("a1", "b1", "c1", "d1"));
    }

    @Test
    void aRowThatMovesStaysTheSameRow() {
        reconciler.reconcile(rows, values("a1", "b1", "c1"));
        Row a = rows.get(0);

        reconciler.reconcile(rows, values("b1", "c1", "a2"));

        assertThat(rows.get(2)).isSameAs(a);
        assertThat(shown()).isEqualTo(values("b1", "c1", "a2"));
    }

    @Test
    void severalRowsThatMoveAreOneChange() {
        reconciler.reconcile(rows, values("a1", "b1", "c1", "d1", "e1", "f1"));
        Row b = rows.get(1);
        List<ListChangeListener.Change<?>> changes = new ArrayList<>();
        rows.addListener((ListChangeListener<Row>) changes::add);

        reconciler.reconcile(rows, values("a1", "e1", "c1", "b2", "d1", "f1"));

        assertThat(changes).hasSize(1);
        assertThat(rows.get(3)).isSameAs(b);
        assertThat(shown()).isEqualTo(values("a1", "e1", "c1", "b2", "d1", "f1"));
    }

    @Test
    void rowsThatMoveWhileOthersComeAndGoAreSortedOnce() {
        reconciler.reconcile(rows, values("a1", "b1", "c1", "d1", "e1", "f1", "g1"));
        List<ListChangeListener.Change<?>> changes = new ArrayList<>();
        rows.addListener((ListChangeListener<Row>) changes::add);

        reconciler.reconcile(rows, values("a1", "e1", "x1", "c1", "b1", "f1", "g1"));

        // One for the removed row, one for the order, one for the new row.
        assertThat(changes).hasSize(3);
        assertThat(shown()).isEqualTo(values("a1", "e1", "x1", "c1", "b1", "f1", "g1"));
    }

    @Test
    void rowsThatComeAndGoInManyPlacesAreOneChangeAndStayTheSameRows() {
        reconciler.reconcileAtOnce(rows, values("a1", "b1", "c1", "d1", "e1", "f1"));
        Row c = rows.get(2);
        List<ListChangeListener.Change<?>> changes = new ArrayList<>();
        rows.addListener((ListChangeListener<Row>) changes::add);

        reconciler.reconcileAtOnce(rows, values("a1", "c2", "e1", "x1"));

        assertThat(changes).hasSize(1);
        assertThat(rows.get(1)).isSameAs(c);
        assertThat(shown()).isEqualTo(values("a1", "c2", "e1", "x1"));
    }

    @Test
    void aRowThatComesAloneIsAddedAlone() {
        reconciler.reconcileAtOnce(rows, values("a1", "b1"));
        List<Integer> removed = new ArrayList<>();
        rows.addListener((ListChangeListener<Row>) change -> {
            while (change.next()) {
                removed.add(change.getRemovedSize());
            }
        });

        reconciler.reconcileAtOnce(rows, values("a1", "c1", "b2"));

        assertThat(removed).containsExactly(0);
        assertThat(shown()).isEqualTo(values("a1", "c1", "b2"));
    }

    /** A value whose revision must not be computed. */
    private record Costly(String id) implements Versioned {
        @Override
        public long revision() {
            throw new AssertionError("the revision of " + id + " was computed");
        }
    }

    @Test
    void valuesThatStayAreNotCompared() {
        ListReconciler<Costly, Costly[]> costly =
                new ListReconciler<>(value -> new Costly[] {value}, row -> row[0], (row, value) -> row[0] = value);
        ObservableList<Costly[]> list = FXCollections.observableArrayList();
        Costly a = new Costly("a");
        Costly b = new Costly("b");
        Costly c = new Costly("c");
        costly.reconcileAtOnce(list, List.of(a, b, c));

        costly.reconcileAtOnce(list, List.of(c, b, a));
        costly.reconcileAtOnce(list, List.of(c, a, new Costly("d")));

        assertThat(list).extracting(row -> row[0].id()).containsExactly("c", "a", "d");
    }

    @Test
    void whateverTheChangeTheListEndsAsTheValues() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            List<Value> next = new ArrayList<>();
            for (char id = 'a'; id < 'm'; id++) {
                if (random.nextInt(3) > 0) {
                    next.add(new Value(String.valueOf(id), random.nextInt(3)));
                }
            }
            if (random.nextBoolean()) {
                Collections.shuffle(next, random);
            }
            if (random.nextBoolean()) {
                reconciler.reconcile(rows, next);
            } else {
                reconciler.reconcileAtOnce(rows, next);
            }
            assertThat(shown()).isEqualTo(next);
        }
    }
}
