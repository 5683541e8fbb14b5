package dev.pilothouse.ui.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.ui.transcript.AnsiText.Run;
import org.junit.jupiter.api.Test;

class AnsiTextTest {
    @Test
    void coloursAndBoldBecomeRuns() {
        assertThat(AnsiText.runs("a \u001b[1;31mb\u001b[0m c"))
                .containsExactly(new Run("a ", -1, false), new Run("b", 1, true), new Run(" c", -1, false));
    }

    @Test
    void brightColoursAreTheirPlainOnes() {
        assertThat(AnsiText.runs("\u001b[92mok\u001b[39m."))
                .containsExactly(new Run("ok", 2, false), new Run(".", -1, false));
    }

    @Test
    void otherSequencesAndControlCharactersVanish() {
        assertThat(AnsiText.runs("\u001b[2K\u001b]0;title\u0007a\u0008\u001b[3Ab\u001b]8;;x\u001b\\c"))
                .containsExactly(new Run("abc", -1, false));
    }

    @Test
    void aLineThatIsWrittenAgainShowsItsLastForm() {
        assertThat(AnsiText.runs("10 %\r50 %\r100 %\r\ndone")).containsExactly(new Run("100 %\ndone", -1, false));
    }

    @Test
    void aCutSequenceAtTheEndIsHarmless() {
        assertThat(AnsiText.runs("a\u001b[3")).containsExactly(new Run("a", -1, false));
        assertThat(AnsiText.runs("a\u001b")).containsExactly(new Run("a", -1, false));
    }
}
