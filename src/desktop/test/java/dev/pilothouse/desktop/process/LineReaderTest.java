package dev.pilothouse.desktop.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LineReaderTest {
    private static final int LIMIT = 1000;

    @Test
    void linesEndWithLineFeedOrCarriageReturnLineFeed() throws IOException {
        assertThat(texts("one\ntwo\r\n\r\n\nfive\n")).containsExactly("one", "two", "", "", "five");
    }

    @Test
    void aLastLineWithoutAnEndCounts() throws IOException {
        assertThat(texts("one\ntwo")).containsExactly("one", "two");
    }

    @Test
    void anEmptyStreamHasNoLine() throws IOException {
        assertThat(texts("")).isEmpty();
    }

    @Test
    void charactersThatAreCutByReadsStayWhole() throws IOException {
        byte[] bytes = "größe 漢字 \uD83D\uDE80\nnext\n".getBytes(StandardCharsets.UTF_8);
        List<Line> lines = lines(new OneByteAtATime(bytes));
        assertThat(lines).containsExactly(new Line.Text("größe 漢字 \uD83D\uDE80", false), new Line.Text("next", false));
    }

    @Test
    void malformedBytesAreReplacedAndSpoilNothingElse() throws IOException {
        byte[] bytes = {'a', (byte) 0xC3, '\n', 'b', (byte) 0xFF, 'c', '\n', 'd', '\n'};
        assertThat(lines(new ByteArrayInputStream(bytes)))
                .containsExactly(
                        new Line.Text("a\uFFFD", true), new Line.Text("b\uFFFDc", true), new Line.Text("d", false));
    }

    @Test
    void aLineAtTheLimitIsWholeAndALongerOneIsNamedWithItsLength() throws IOException {
        String atLimit = "x".repeat(LIMIT);
        List<Line> lines = lines(stream(atLimit + "\r\n" + atLimit + "y\nshort\n"));
        assertThat(lines.get(0)).isEqualTo(new Line.Text(atLimit, false));
        assertThat(lines.get(1)).isInstanceOfSatisfying(Line.TooLong.class, tooLong -> {
            assertThat(tooLong.bytes()).isEqualTo(LIMIT + 1);
            assertThat(tooLong.head()).isEqualTo("x".repeat(200));
        });
        assertThat(lines.get(2)).isEqualTo(new Line.Text("short", false));
    }

    @Test
    void aLineFarOverTheLimitIsDroppedAndCounted() throws IOException {
        List<Line> lines = lines(stream("z".repeat(300_000) + "\nafter"));
        assertThat(lines.get(0))
                .isInstanceOfSatisfying(
                        Line.TooLong.class,
                        tooLong -> assertThat(tooLong.bytes()).isEqualTo(300_000));
        assertThat(lines.get(1)).isEqualTo(new Line.Text("after", false));
    }

    private static List<String> texts(String input) throws IOException {
        return lines(stream(input)).stream()
                .map(line -> line.match(Line.Text::text, tooLong -> "too long"))
                .toList();
    }

    private static InputStream stream(String input) {
        return new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Line> lines(InputStream stream) throws IOException {
        LineReader reader = new LineReader(stream, LIMIT);
        List<Line> lines = new ArrayList<>();
        for (Optional<Line> line = reader.next(); line.isPresent(); line = reader.next()) {
            lines.add(line.get());
        }
        return lines;
    }

    /** The worst case of a pipe. */
    private static final class OneByteAtATime extends ByteArrayInputStream {
        OneByteAtATime(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(1, length));
        }
    }
}
