package dev.pilothouse.ui.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTextTest {

    @ParameterizedTest
    @CsvSource({
        "> Send `/help` to see more., Send /help to see more.",
        "- **done**: 3 files, done: 3 files",
        "## Summary, Summary",
        "2 * 3 is six_times_one, 2 * 3 is six_times_one",
        "---, ---"
    })
    void aLineOfMarkdownIsListedAsItIsRead(String line, String words) {
        assertThat(SessionText.plain(line)).isEqualTo(words);
    }
}
