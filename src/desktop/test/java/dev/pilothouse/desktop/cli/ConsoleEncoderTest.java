package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.pairing.QrRenderer;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleEncoderTest {
    private static final Charset US = Charset.forName("IBM437");

    private static String shown(Charset charset, String text) throws Exception {
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        try (OutputStream out = ConsoleEncoder.of(console, charset)) {
            // Byte by byte, as a buffer may end within a character.
            for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
                out.write(value);
            }
        }
        return console.toString(charset);
    }

    @Test
    void characters_that_a_code_page_lacks_become_ascii() throws Exception {
        assertThat(shown(US, "Grüße – “ja” … → ✓ 你\n")).isEqualTo("Grüße - \"ja\" ... -> x ?\n");
        assertThat(shown(StandardCharsets.UTF_8, "– 你")).isEqualTo("– 你");
    }

    @ParameterizedTest
    @ValueSource(strings = {"IBM437", "IBM850"})
    void qr_code_reaches_a_console_of_a_code_page_as_it_is(String page) throws Exception {
        String code = String.join("\n", new QrRenderer().lines("pilothouse://pair#abc", false));
        assertThat(shown(Charset.forName(page), code)).isEqualTo(code);
    }

    @Test
    void console_without_blocks_gets_a_qr_code_of_ascii() {
        PrintStream none = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        assertThat(new Terminal(none, none, System.in, false, Charset.forName("windows-1252")).hasBlocks())
                .isFalse();
        assertThat(new Terminal(none, none, System.in, false, US).hasBlocks()).isTrue();
    }
}
