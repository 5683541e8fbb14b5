package dev.pilothouse.desktop.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Receives UTF-8 and writes the charset of a console, such as code page 437 of Windows. A character that the console does
 * not have becomes plain ASCII. Owns nothing; one thread at a time.
 */
final class ConsoleEncoder extends OutputStream {
    /** The console has no other form of these; all others become a question mark. */
    private static final Map<Integer, String> PLAIN = Map.ofEntries(
            Map.entry(0x2013, "-"),
            Map.entry(0x2014, "-"),
            Map.entry(0x2018, "'"),
            Map.entry(0x2019, "'"),
            Map.entry(0x201C, "\""),
            Map.entry(0x201D, "\""),
            Map.entry(0x201E, "\""),
            Map.entry(0x2022, "*"),
            Map.entry(0x2026, "..."),
            Map.entry(0x202F, " "),
            Map.entry(0x2190, "<-"),
            Map.entry(0x2192, "->"),
            Map.entry(0x2713, "x"),
            Map.entry(0x00A0, " "),
            Map.entry(0x00AB, "<<"),
            Map.entry(0x00BB, ">>"),
            Map.entry(0x00B7, "-"),
            Map.entry(0x00D7, "x"));

    private final OutputStream console;
    private final Charset charset;
    private final CharsetEncoder encoder;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    /** The bytes of a character that is not complete yet. */
    private ByteBuffer begun = ByteBuffer.allocate(0);

    private ConsoleEncoder(OutputStream console, Charset charset) {
        this.console = console;
        this.charset = charset;
        this.encoder = charset.newEncoder();
    }

    /** Returns a stream for UTF-8, which is the console itself if that reads UTF-8. */
    static OutputStream of(OutputStream console, Charset charset) {
        return charset.equals(StandardCharsets.UTF_8) ? console : new ConsoleEncoder(console, charset);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(begun.remaining() + length);
        all.put(begun).put(bytes, offset, length).flip();
        CharBuffer text = CharBuffer.allocate(all.remaining() + 1);
        decoder.decode(all, text, false);
        begun = all.slice();
        console.write(plain(text.flip().toString()).getBytes(charset));
    }

    private String plain(String text) {
        if (encoder.canEncode(text)) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        text.codePoints().forEach(character -> {
            String whole = Character.toString(character);
            plain.append(encoder.canEncode(whole) ? whole : PLAIN.getOrDefault(character, "?"));
        });
        return plain.toString();
    }

    @Override
    public void flush() throws IOException {
        console.flush();
    }

    @Override
    public void close() throws IOException {
        console.close();
    }
}
