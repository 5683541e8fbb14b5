package dev.pilothouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShutdownSequenceTest {
    private final ShutdownSequence sequence = new ShutdownSequence();
    private final List<String> closed = new ArrayList<>();

    private AutoCloseable part(String name) {
        return () -> closed.add(name);
    }

    @Test
    void whatWasMadeLastClosesFirst() {
        sequence.add(part("lanes"));
        sequence.add(part("links"));
        sequence.add(part("window"));

        sequence.close();

        assertThat(closed).containsExactly("window", "links", "lanes");
    }

    @Test
    void aPartThatFailsKeepsNoOtherFromClosing() {
        sequence.add(part("first"));
        sequence.add(() -> {
            closed.add("checked");
            throw new IOException("disk full");
        });
        sequence.add(() -> {
            closed.add("unchecked");
            throw new IllegalStateException("already gone");
        });
        sequence.add(part("last"));

        sequence.close();

        assertThat(closed).containsExactly("last", "unchecked", "checked", "first");
    }

    @Test
    void closingAgainClosesNothingTwice() {
        sequence.add(part("only"));

        sequence.close();
        sequence.close();

        assertThat(closed).containsExactly("only");
    }

    @Test
    void aPartThatComesTooLateIsClosedAtOnce() {
        sequence.close();

        AutoCloseable late = part("late");
        assertThat(sequence.add(late)).isSameAs(late);

        assertThat(closed).containsExactly("late");
    }

    @Test
    void aPartThatClosesTheSequenceItselfDoesNotUpsetTheOrder() {
        sequence.add(part("first"));
        sequence.add(() -> {
            closed.add("asks");
            sequence.close();
        });
        sequence.add(part("last"));

        sequence.close();

        assertThat(closed).containsExactly("last", "asks", "first");
    }
}
