package dev.pilothouse.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreviewTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "## What was wrong               | What was wrong",
                "It was **the lock**, not *this* | It was the lock, not this",
                "__All__ of _it_ is ~~not~~ done | All of it is not done",
                "***Now*** run `npm **test**`    | Now run npm **test**",
                "- first                         | • first",
                "  * [ ] open, [x] done          | • [ ] open, [x] done",
                "1. first                        | 1. first",
                "> so they **say**               | so they say",
                "See [the `guide`](https://a.example/b_c) | See the guide",
                "![a plot](plot.png) below       | a plot below",
                "At <https://a.example>          | At https://a.example",
                "a \\* b and 2 * 3 * 4           | a * b and 2 * 3 * 4",
                "snake_case_name and __init__.py | snake_case_name and __init__.py",
                "a[0](1) and [no link]           | a[0](1) and [no link]",
                "*.java and **/*.md              | *.java and **/*.md",
                "unclosed **bold and `code       | unclosed **bold and `code"
            })
    void aLineIsShownWithoutItsMarkup(String markdown, String plain) {
        assertThat(PreviewText.line(markdown)).isEqualTo(plain);
    }

    @Test
    void fencesRulesAndLinesOfATableLeaveNothing() {
        assertThat(PreviewText.line("```java")).isEmpty();
        assertThat(PreviewText.line("~~~")).isEmpty();
        assertThat(PreviewText.line("---")).isEmpty();
        assertThat(PreviewText.line("* * *")).isEmpty();
        assertThat(PreviewText.line("|---|:--:|")).isEmpty();
        assertThat(PreviewText.line("| a | **b** |")).isEqualTo("a | b");
    }

    @Test
    void aTextKeepsItsLines() {
        assertThat(PreviewText.text("# Done\n\n- **one**\n- two\n```\ncode\n```"))
                .isEqualTo("Done\n\n• one\n• two\n\ncode\n");
    }

    @Test
    void aLineOfAnyNestingEnds() {
        assertThat(PreviewText.line("[".repeat(50_000))).hasSize(50_000);
        assertThat(PreviewText.line("*a".repeat(20_000))).isNotNull();
    }
}
