package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.cli.CommandLineMain;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WindowOptionsTest {

    private static WindowOptions parsed(String... arguments) {
        return WindowOptions.parse(List.of(arguments)).orElseThrow();
    }

    @Test
    void anEmptyLineOpensTheDesktopForm() {
        WindowOptions options = parsed();

        assertThat(options.phone()).isFalse();
        assertThat(options.share()).isFalse();
        assertThat(options.data()).isEmpty();
        assertThat(options.port()).isEmpty();
    }

    @Test
    void everyOptionMayHaveItsValueBehindASpaceOrAnEqualsSign() {
        WindowOptions spaced = parsed("--data", "d", "--profile", "p", "--port", "7718", "--share", "--phone");
        WindowOptions equal = parsed("--phone", "--share", "--port=7718", "--profile=p", "--data=d");

        assertThat(spaced).isEqualTo(equal);
        assertThat(spaced.dataFolder()).isEqualTo(Path.of("d").toAbsolutePath());
        assertThat(spaced.profileFolder()).isEqualTo(Path.of("p").toAbsolutePath());
        assertThat(spaced.port()).hasValue(7718);
    }

    @Test
    void theHelpListsEveryOptionOfTheWindowAndNoOther() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        int code = CommandLineMain.run(out, out, InputStream.nullInputStream(), false, List.of("--help"));
        String window = printed.toString(StandardCharsets.UTF_8)
                .split("Options of the window:")[1]
                .split("\\R\\s*\\R")[0];

        assertThat(code).isZero();
        assertThat(window.lines()
                        .map(String::strip)
                        .filter(line -> line.startsWith("--"))
                        .map(line -> line.split("[= ]")[0]))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(WindowOptions.FLAGS.stream(), WindowOptions.WITH_VALUE.stream())
                                .toList());
        for (String option : WindowOptions.WITH_VALUE) {
            assertThat(window).contains(option + "=");
        }
    }

    @Test
    void aValueThatLooksLikeACommandIsAValue() {
        assertThat(parsed("--data", "host").dataFolder())
                .isEqualTo(Path.of("host").toAbsolutePath());
    }

    @Test
    void thePhoneFormHasAProfileOfItsOwn() {
        assertThat(parsed("--phone").profileFolder()).isNotEqualTo(parsed().profileFolder());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host",
                "--help",
                "--profile p ctl sessions",
                "--data",
                "--data=",
                "--port x",
                "--port -1",
                "--port 65536",
                "--phone=yes",
                "--unknown"
            })
    void anythingElseIsTheCommandLines(String line) {
        assertThat(WindowOptions.parse(List.of(line.split(" ")))).isEmpty();
    }

    @Test
    void aLinkIsTakenAndNeverShown() {
        WindowOptions options = parsed("--data=d", "pilothouse://pair#Secret");
        assertThat(options.link()).hasValue("pilothouse://pair#Secret");
        assertThat(options.toString()).doesNotContain("Secret");
        assertThat(options.asHostCommand()).doesNotContain("pilothouse://pair#Secret");
        assertThat(WindowOptions.parse(List.of("pilothouse://a", "pilothouse://b")))
                .isEmpty();
    }

    @Test
    void withoutADisplayTheSameWishGoesToTheHeadlessHost() {
        assertThat(parsed("--share", "--data=d", "--port=7718").asHostCommand())
                .containsExactly(
                        "host", "--data", Path.of("d").toAbsolutePath().toString(), "--port", "7718", "--share");
        assertThat(parsed().asHostCommand()).containsExactly("host");
    }
}
