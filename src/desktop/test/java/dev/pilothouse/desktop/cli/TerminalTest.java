package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Terminal terminal(String input) {
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Terminal(stream, stream, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), false);
    }

    @Test
    void standardInputLosesOnlyTheLineEndThatTheShellAdds() throws CommandFailure {
        assertThat(terminal("a\nb\n").textOf("-")).isEqualTo("a\nb");
        assertThat(terminal("a\r\n").textOf("-")).isEqualTo("a");
        assertThat(terminal("a\n\n").textOf("-")).isEqualTo("a\n");
        assertThat(terminal("gr\u00fc\u00df dich").textOf("-")).isEqualTo("gr\u00fc\u00df dich");
    }

    @Test
    void anArgumentIsTakenAsItIs() throws CommandFailure {
        assertThat(terminal("unread").textOf("'--x @y' ")).isEqualTo("'--x @y' ");
    }

    @Test
    void endlessInputIsRefused() {
        assertThatThrownBy(() -> terminal("x".repeat(1024 * 1024 + 1)).textOf("-"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("1 MiB");
    }

    @Test
    void whatAnAgentSaysCannotSteerTheTerminal() {
        assertThat(Terminal.plain("a\u001b[2Jb\u0007\r\u009b c\td\n"))
                .isEqualTo("a\ufffd[2Jb\ufffd\ufffd\ufffd c\td\n");
        assertThat(Terminal.plainLine("a\nb\tc")).isEqualTo("a b c");
    }

    @Test
    void columnsAreAsWideAsTheyNeedToBe() {
        Table table = new Table("ID", "NAME");
        table.row("longer-than-id", "x");
        table.row("s", "second\nline");
        table.print(terminal(""));
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("ID              NAME", "longer-than-id  x", "s               second line");
    }
}
