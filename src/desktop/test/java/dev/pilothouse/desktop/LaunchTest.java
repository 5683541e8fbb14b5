package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.Launch.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LaunchTest {

    @Test
    void anEmptyLineOpensTheWindow() {
        assertThat(Launch.of(List.of(), true).kind()).isEqualTo(Kind.WINDOW);
    }

    @Test
    void withoutADisplayItIsTheHeadlessHost() {
        assertThat(Launch.of(List.of("--share"), false).kind()).isEqualTo(Kind.HEADLESS);
    }

    @Test
    void thePhoneFormHasNoHostToFallBackTo() {
        assertThat(Launch.of(List.of("--phone"), false).kind()).isEqualTo(Kind.PHONE_WITHOUT_DISPLAY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "ticket", "--help", "--profile p ctl sessions", "nonsense"})
    void everyOtherLineIsACommandWithOrWithoutADisplay(String line) {
        List<String> arguments = List.of(line.split(" "));

        assertThat(Launch.of(arguments, true).kind()).isEqualTo(Kind.COMMAND);
        assertThat(Launch.of(arguments, false).kind()).isEqualTo(Kind.COMMAND);
    }

    @Test
    void onlyTheHostRunsForLong() {
        assertThat(Launch.isHost(List.of("--data", "d", "host"))).isTrue();
        assertThat(Launch.isHost(List.of("ctl", "prompt", "s", "host"))).isFalse();
        assertThat(Launch.isHost(List.of("--help"))).isFalse();
    }
}
