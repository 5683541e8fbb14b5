package dev.pilothouse.desktop.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class StderrExcerptTest {
    @Test
    void theLineThatSaysWhatHappenedIsNotPushedOutByTheFramesBelowIt() {
        StringBuilder trace = new StringBuilder("loading\n/opt/agent/cli.js:10\nthrow new Error('x')\n      ^\n\n");
        trace.append("Error: no licence found\n");
        for (int i = 0; i < 50; i++) {
            trace.append("    at Module.load (node:internal/modules:").append(i).append(")\n");
        }
        trace.append("    ... 12 lines matching cause\n\nNode.js v22.1.0\n");
        assertThat(StderrExcerpt.of(trace.toString()))
                .isEqualTo("loading\n/opt/agent/cli.js:10\nthrow new Error('x')\nError: no licence found");
    }

    @Test
    void theyAreBoundedInLinesAndCharacters() {
        assertThat(StderrExcerpt.of("word\n".repeat(100)).lines()).hasSize(StderrExcerpt.LINES);
        String long1 = "x".repeat(2_000);
        assertThat(StderrExcerpt.of(long1))
                .hasSize(StderrExcerpt.LINE_CHARACTERS + 1)
                .endsWith("…");
        assertThat(StderrExcerpt.of((long1 + "\n").repeat(8)).length())
                .isLessThanOrEqualTo(StderrExcerpt.CHARACTERS + StderrExcerpt.LINES);
    }

    @Test
    void aSilentProgramHasNone() {
        assertThat(StderrExcerpt.of("")).isEmpty();
        assertThat(StderrExcerpt.of("\n  \n\n")).isEmpty();
    }

    @Test
    void whatATerminalObeysIsNotInThem() {
        StderrTail tail = new StderrTail();
        byte[] bytes = "\u001B[31mred\u001B[0m\u0007 \u009B2Jbell\b\u0000!\n".getBytes(StandardCharsets.UTF_8);
        tail.append(bytes, bytes.length);
        assertThat(StderrExcerpt.of(tail.text())).isEqualTo("red bell!");
    }
}
