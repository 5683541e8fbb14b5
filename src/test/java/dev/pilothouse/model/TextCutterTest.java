package dev.pilothouse.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextCutterTest {
    private static final String PAIR = "\ud83d\ude80";

    @Test
    void noCutSplitsASurrogatePair() {
        assertThat(TextCutter.head("a" + PAIR + "b", 2)).isEqualTo("a");
        assertThat(TextCutter.head("a" + PAIR + "b", 3)).isEqualTo("a" + PAIR);
        assertThat(TextCutter.tail("a" + PAIR + "b", 2)).isEqualTo("b");
        assertThat(TextCutter.tail("a" + PAIR + "b", 3)).isEqualTo(PAIR + "b");
        assertThat(TextCutter.pieces(PAIR + PAIR + PAIR, 3)).containsExactly(PAIR, PAIR, PAIR);
    }

    @Test
    void onlyACutTextGetsAnEllipsis() {
        assertThat(TextCutter.excerpt("abc", 3)).isEqualTo("abc");
        assertThat(TextCutter.excerpt("abcd", 3)).isEqualTo("abc…");
        assertThat(TextCutter.line("ab\ncd", 5)).isEqualTo("ab cd");
        assertThat(TextCutter.line("ab\ncd", 4)).isEqualTo("ab …");
    }

    @Test
    void halfAPairIsKeptAsItIs() {
        assertThat(TextCutter.head("\ud83dab", 1)).isEqualTo("\ud83d");
        assertThat(TextCutter.head("abc", 0)).isEmpty();
        assertThat(TextCutter.head("abc", -1)).isEmpty();
    }
}
