package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.LaunchMode.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LaunchModeTest {

    @Test
    void anEmptyLineOpensTheWindow() {
        assertThat(LaunchMode.of(List.of(), () -> true).kind()).isEqualTo(Kind.WINDOW);
    }

    @Test
    void withoutADisplayItIsTheHeadlessHost() {
        assertThat(LaunchMode.of(List.of("--share"), () -> false).kind()).isEqualTo(Kind.HEADLESS);
    }

    @Test
    void thePhoneFormHasNoHostToFallBackTo() {
        assertThat(LaunchMode.of(List.of("--phone"), () -> false).kind()).isEqualTo(Kind.PHONE_WITHOUT_DISPLAY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "ticket", "--help", "--profile p ctl sessions", "nonsense"})
    void everyOtherLineIsACommandAndLooksForNoDisplay(String line) {
        LaunchMode mode = LaunchMode.of(List.of(line.split(" ")), () -> {
            throw new AssertionError("Looks for a display");
        });

        assertThat(mode.kind()).isEqualTo(Kind.COMMAND);
    }

    @Test
    void onlyTheHostRunsForLong() {
        assertThat(LaunchMode.isHost(List.of("--data", "d", "host"))).isTrue();
        assertThat(LaunchMode.isHost(List.of("ctl", "prompt", "s", "host"))).isFalse();
        assertThat(LaunchMode.isHost(List.of("--help"))).isFalse();
        assertThat(LaunchMode.isHost(List.of("--name", "ctl", "host"))).isTrue();
        assertThat(LaunchMode.isHost(List.of("--data", "host", "ctl", "sessions")))
                .isFalse();
    }
}
