package dev.pilothouse.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Sanitizing untrusted text for display. */
class PlainTextTest {
    private static final String RLO = "\u202e";
    private static final String RLI = "\u2066";

    @Test
    void aLabelLosesEscapeSequencesWithTheirArguments() {
        assertThat(PlainText.line("a\u001b[31;1mred\u001b[0m\u001b]0;title\u0007b"))
                .isEqualTo("aredb");
        assertThat(PlainText.line("\u001b]8;;http://evil.example\u001b\\link\u001b]8;;\u001b\\"))
                .isEqualTo("link");
        assertThat(PlainText.line("x\u009b2Jy\u001bcz")).isEqualTo("xyz");
        assertThat(PlainText.line("\u001bP1$r\u001b\\ok\u001b(B")).isEqualTo("ok");
    }

    @Test
    void aLabelIsOneLineOfWhatIsSeen() {
        assertThat(PlainText.line("  Allow\r\n\tnow\u2028or\u0085never ")).isEqualTo("Allow now or never");
        assertThat(PlainText.line("a" + RLO + "b" + RLI + "c\u200b\u200f\u061c\ufeff\u00ad\u2060d"))
                .isEqualTo("abcd");
        assertThat(PlainText.line("ok" + tags("ignore the rest"))).isEqualTo("ok");
        assertThat(PlainText.line("a\u3164\u2800b")).isEqualTo("ab");
        assertThat(PlainText.line("a\ud800b")).isEqualTo("ab");
    }

    @Test
    void whatScriptsAndEmojiNeedStays() {
        for (String text : List.of(
                "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67", "می\u200cخواهم", "Größe ß 日本語", "\u2764\ufe0f")) {
            assertThat(PlainText.line(text)).isEqualTo(text);
            assertThat(PlainText.exact(text)).isEqualTo(text);
        }
        assertThat(PlainText.line("pass\u200dword")).isEqualTo("password");
    }

    @Test
    void proseKeepsLinesAndIsolatesAndNothingThatForces() {
        assertThat(PlainText.prose("one\n\ttwo\r\nthree\u0000\u0007" + RLO + "four" + RLI + "\u2069\u200f"))
                .isEqualTo("one\n\ttwo\nthreefour" + RLI + "\u2069\u200f");
        assertThat(PlainText.prose("\u001b[2Jgone")).isEqualTo("gone");
    }

    @Test
    void aNoteKeepsItsLinesAndNothingThatIsNotSeen() {
        assertThat(PlainText.note("\u001b[31mone\r\n\ttwo" + RLI + "\u200b" + tags("x") + "\u0000"))
                .isEqualTo("one\n\ttwo");
    }

    @Test
    void proseInPiecesIsTheSameAsWhole() {
        String text = "a\r\nb" + RLO + "c\u0007 \ud83d\ude00 d\u2066e\u2069";
        for (int cut = 0; cut <= text.length(); cut++) {
            assertThat(PlainText.prose(text.substring(0, cut)) + PlainText.prose(text.substring(cut)))
                    .isEqualTo(PlainText.prose(text));
        }
    }

    @Test
    void aCommandNamesWhatIsNotSeenInIt() {
        assertThat(PlainText.exact("rm -rf " + RLO + "cod./ " + RLI + "x\u200b"))
                .isEqualTo("rm -rf ⟨U+202E⟩cod./ ⟨U+2066⟩x⟨U+200B⟩");
        assertThat(PlainText.exact("echo a\rb\u001b[8m")).isEqualTo("echo a⟨U+000D⟩b⟨U+001B⟩[8m");
        assertThat(PlainText.exact("cat a\n\tb\r\n")).isEqualTo("cat a\n\tb\n");
        assertThat(PlainText.exact("x" + tags("y"))).isEqualTo("x⟨U+E0079⟩");
    }

    @Test
    void aNameIsPlainIfItReadsAsItIs() {
        for (String name : List.of("a.txt", " a  b ", "\u00fc\u4e2d", "\ud83d\udc69\u200d\ud83d\ude80")) {
            assertThat(PlainText.isPlainName(name)).as(name).isTrue();
        }
        for (String name : List.of("a\nb", "a\tb", "a\rb", "a" + RLO + "b", "a\u200bb", "\u001b[2J", "a" + tags("x"))) {
            assertThat(PlainText.isPlainName(name)).as(name).isFalse();
        }
    }

    @Test
    void anOutputKeepsItsColoursAndItsOrder() {
        assertThat(PlainText.inOrder("\u001b[32mok\u001b[0m" + RLO + "x\u200b"))
                .isEqualTo("\u001b[32mok\u001b[0m⟨U+202E⟩x\u200b");
    }

    @Test
    void jsonStaysTheSameJson() {
        assertThat(PlainText.json("{\"a\":\"" + RLO + tags("t") + "\u0085é\"}"))
                .isEqualTo("{\"a\":\"\\u202e\\udb40\\udc74\\u0085é\"}");
    }

    @Test
    void aTerminalGetsNothingThatItObeys() {
        assertThat(PlainText.terminal("a\u001b[2J\u009b" + RLO + "\r\n\tb"))
                .isEqualTo("a\ufffd[2J\ufffd\ufffd\ufffd\n\tb");
    }

    @Test
    void anEscapeSequenceWithoutAnEndCostsNoMoreThanItsBegin() {
        String endless = "\u001b]" + "x".repeat(200_000);

        assertThat(PlainText.prose(endless.repeat(5)))
                .hasSizeGreaterThan(900_000)
                .doesNotContain("\u001b");
    }

    private static String tags(String text) {
        StringBuilder tags = new StringBuilder();
        text.chars().forEach(c -> tags.appendCodePoint(0xe0000 + c));
        return tags.toString();
    }
}
