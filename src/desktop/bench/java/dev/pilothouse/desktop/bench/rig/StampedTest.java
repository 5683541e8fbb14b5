package dev.pilothouse.desktop.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StampedTest {

    @Test
    void findsTheWordsThatAreNewAndStopsAtTheFirstThatIsNot() {
        String text = "Talk now\n" + Stamped.word(1, 1_000_000) + " " + Stamped.word(2, 2_000_000) + "\n\n"
                + Stamped.word(3, 3_000_000) + " ";

        assertThat(newer(text, 0)).containsExactly(3_000L, 2_000L, 1_000L);
        assertThat(newer(text, 1_000)).containsExactly(3_000L, 2_000L);
        assertThat(newer(text, 3_000)).isEmpty();
    }

    private static List<Long> newer(String text, long since) {
        List<Long> found = new ArrayList<>();
        Stamped.newer(text, since, found::add);
        return found;
    }

    @Test
    void aWordThatIsMissingOrOutOfOrderIsNoticed() {
        String one = Stamped.word(1, 5_000);
        String two = Stamped.word(2, 6_000);
        String three = Stamped.word(3, 7_000);

        assertThat(Stamped.missing(one + " " + two + " " + three, 3, true)).isZero();
        assertThat(Stamped.missing(one + " " + two, 3, true)).isEqualTo(1);
        assertThat(Stamped.missing(one + " " + three, 3, true)).isEqualTo(2);
        assertThat(Stamped.missing(two + " " + three, 3, true)).isEqualTo(3);
        assertThat(Stamped.missing("no words of ours", 3, true)).isEqualTo(3);
    }

    @Test
    void theEndOfALongTextMayBeginAnywhere() {
        String two = Stamped.word(2, 6_000);
        String three = Stamped.word(3, 7_000);
        String five = Stamped.word(5, 9_000);

        assertThat(Stamped.missing(two + " " + three, 3, false)).isZero();
        assertThat(Stamped.missing(two + " " + three + " " + five, 5, false)).isEqualTo(2);
        assertThat(Stamped.missing("", 3, false)).isEqualTo(3);
    }
}
