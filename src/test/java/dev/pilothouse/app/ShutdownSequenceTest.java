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
        sequence.own(part("lanes"));
        sequence.own(part("links"));
        sequence.own(part("window"));

        sequence.close();

        assertThat(closed).containsExactly("window", "links", "lanes");
    }

    @Test
    void aPartThatFailsKeepsNoOtherFromClosing() {
        sequence.own(part("first"));
        sequence.own(() -> {
            closed.add("checked");
            throw new IOException("disk full");
        });
        sequence.own(() -> {
            closed.add("unchecked");
            throw new IllegalStateException("already gone");
        });
        sequence.own(part("last"));

        sequence.close();

        assertThat(closed).containsExactly("last", "unchecked", "checked", "first");
    }

    @Test
    void closingAgainClosesNothingTwice() {
        sequence.own(part("only"));

        sequence.close();
        sequence.close();

        assertThat(closed).containsExactly("only");
    }

    @Test
    void aPartThatComesTooLateIsClosedAtOnce() {
        sequence.close();

        AutoCloseable late = part("late");
        assertThat(sequence.own(late)).isSameAs(late);

        assertThat(closed).containsExactly("late");
    }

    @Test
    void aPartThatClosesTheSequenceItselfDoesNotUpsetTheOrder() {
        sequence.own(part("first"));
        sequence.own(() -> {
            closed.add("asks");
            sequence.close();
        });
        sequence.own(part("last"));

        sequence.close();

        assertThat(closed).containsExactly("last", "asks", "first");
    }
}
