package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.DiffHunk;
import java.util.List;
import org.junit.jupiter.api.Test;

class HunkArgumentTest {
    @Test
    void theRestOfAHunkOnTheNextPageIsNoHunkOfItsOwn() {
        DiffHunk first = new DiffHunk(10, 12, "", List.of(" a", "-b", "+c", "+d"));

        assertThat(HunkArgument.continues(first, new DiffHunk(12, 15, "", List.of("+e"))))
                .isTrue();
        assertThat(HunkArgument.continues(first, new DiffHunk(40, 43, "", List.of("+e"))))
                .isFalse();
    }
}
