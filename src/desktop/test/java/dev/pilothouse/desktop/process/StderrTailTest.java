package dev.pilothouse.desktop.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StderrTailTest {
    private final StderrTail tail = new StderrTail();

    @Test
    void keepsWhatIsShort() {
        write("first\nlast words\n");
        assertThat(tail.text()).isEqualTo("first\nlast words");
    }

    @Test
    void keepsTheLastTwoHundredLines() {
        write(IntStream.rangeClosed(1, 1000).mapToObj(i -> "line " + i).collect(Collectors.joining("\n", "", "\n")));
        assertThat(tail.text().lines()).hasSize(200).startsWith("line 801").endsWith("line 1000");
    }

    @Test
    void keepsWholeLinesOfTheLastBytesAndCountsTheRest() {
        for (int i = 0; i < 1000; i++) {
            write("%04d ".formatted(i) + "ä".repeat(500) + "\n");
        }
        assertThat(tail.written()).isEqualTo(1000L * 1006);
        assertThat(tail.text().lines())
                .hasSize(65)
                .allMatch(line -> line.matches("\\d{4} ä{500}"))
                .last()
                .asString()
                .startsWith("0999");
    }

    @Test
    void aBlockLargerThanTheRingLeavesItsEnd() {
        write("x".repeat(3 * StderrTail.BYTES) + "\nend\n");
        assertThat(tail.text()).isEqualTo("end");
    }

    @Test
    void showsNoEscapeSequencesAndNoControlCharacters() {
        write("\u001B[31mred\u001B[0m \u001B]0;title\u0007bell\u0007\r\nnext\rover\u009b1m\u202e");
        assertThat(tail.text()).isEqualTo("red bell\nnext\nover");
    }

    private void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        tail.append(bytes, bytes.length);
    }
}
