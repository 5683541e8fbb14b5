package dev.pilothouse.desktop.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestedMessageTest {
    private static String message(String content) {
        return SuggestedMessage.of("Sure.\n<message>" + content + "</message>\nAnything else?")
                .orElse("");
    }

    @Test
    void theTextBetweenTheMarksIsTheMessage() {
        assertThat(message("\nClose the pool\n\nTwo windows\nraced.\n"))
                .isEqualTo("Close the pool\n\nTwo windows\nraced.");
        assertThat(message("Close the pool")).isEqualTo("Close the pool");
        assertThat(SuggestedMessage.of("<message>A</message> or rather <message>B</message>"))
                .contains("B");
    }

    @Test
    void anAnswerWithoutAMessageIsNone() {
        assertThat(SuggestedMessage.of("")).isEmpty();
        assertThat(SuggestedMessage.of("I cannot do that.")).isEmpty();
        assertThat(SuggestedMessage.of("<message>Close")).isEmpty();
        assertThat(SuggestedMessage.of("</message><message>")).isEmpty();
        assertThat(message(" \n ")).isEmpty();
        assertThat(message("x".repeat(600))).isEmpty();
    }

    @Test
    void aLongFirstLineIsShortenedAtAWordAndStaysWholeInTheBody() {
        String first = "Close the pool of sessions when the last window of a person has gone away for good";
        assertThat(message(first + "\n\nWhy."))
                .isEqualTo("Close the pool of sessions when the last window of a person has gone\n\n" + first
                        + "\n\nWhy.");
        assertThat(message("x".repeat(90)).lines().findFirst().orElseThrow()).hasSizeLessThanOrEqualTo(72);
    }

    @Test
    void fencesTrailersAndHiddenCharactersAreRemoved() {
        assertThat(
                        message(
                                "\n```\n# Close\u202e the\u001b[31m pool\n\n\n\nWhy.\n\nSigned-off-by: Ada <a@b.c>\nCo-Authored-By: X\n```\n"))
                .isEqualTo("Close the pool\n\nWhy.");
    }

    @Test
    void aMessageIsBounded() {
        assertThat(message("Close\n\n" + "long body ".repeat(1_000))).hasSizeLessThanOrEqualTo(1_900);
    }

    @Test
    void thePromptIsBoundedAndNoFenceOfThePatchEndsItsOwn() {
        String prompt = SuggestPrompt.of(List.of(), "", "+````\n".repeat(20_000));
        assertThat(prompt).hasSizeLessThan(40_000).contains("`````diff\n").contains("The patch is cut here.");
    }
}
