package dev.pilothouse.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobOutputTest {
    @Test
    void linesThatFollowAreAdded() {
        JobOutput known = new JobOutput(2, List.of("a", "b"));

        assertThat(known.plus(new JobOutput(3, List.of("c")))).isEqualTo(new JobOutput(3, List.of("a", "b", "c")));
        assertThat(known.plus(new JobOutput(2, List.of()))).isEqualTo(known);
    }

    @Test
    void afterAGapOnlyTheLaterLinesRemain() {
        JobOutput known = new JobOutput(2, List.of("a", "b"));

        assertThat(known.plus(new JobOutput(9, List.of("i")))).isEqualTo(new JobOutput(9, List.of("i")));
    }

    @Test
    void noMoreThanTheLimitIsKept() {
        JobOutput known = new JobOutput(200, Collections.nCopies(200, "old"));

        JobOutput more = known.plus(new JobOutput(201, List.of("new")));

        assertThat(more.lines()).hasSize(200).last().isEqualTo("new");
    }
}
