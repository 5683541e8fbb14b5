package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Parses the outputs of each system's appearance command. */
class SystemAppearanceTest {
    @Test
    void gnomeSaysWhetherAnythingMoves() {
        assertThat(SystemAppearance.gnomeCalm(Optional.of("false\n"))).contains(true);
        assertThat(SystemAppearance.gnomeCalm(Optional.of("true\n"))).contains(false);
        assertThat(SystemAppearance.gnomeCalm(Optional.of("No such schema"))).isEmpty();
        assertThat(SystemAppearance.gnomeCalm(Optional.empty())).isEmpty();
    }

    @Test
    void macSaysOneForLessMotion() {
        assertThat(SystemAppearance.macCalm(Optional.of("1\n"))).contains(true);
        assertThat(SystemAppearance.macCalm(Optional.of("0\n"))).contains(false);
        assertThat(SystemAppearance.macCalm(Optional.empty())).isEmpty();
    }

    @Test
    void windowsSaysZeroForNoAnimation() {
        String answer =
                "\r\nHKEY_CURRENT_USER\\Control Panel\\Desktop\\WindowMetrics\r\n    MinAnimate    REG_SZ    %s\r\n\r\n";
        assertThat(SystemAppearance.windowsCalm(Optional.of(answer.formatted("0"))))
                .contains(true);
        assertThat(SystemAppearance.windowsCalm(Optional.of(answer.formatted("1"))))
                .contains(false);
        assertThat(SystemAppearance.windowsCalm(Optional.of("ERROR: The system was unable to find it.")))
                .isEmpty();
    }
}
