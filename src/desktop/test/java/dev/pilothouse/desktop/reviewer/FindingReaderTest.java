package dev.pilothouse.desktop.reviewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pilothouse.desktop.reviewer.FindingReader.Answer;
import dev.pilothouse.model.FindingSeverity;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FindingReaderTest {
    private static final String ONE =
            "{\"findings\":[{\"path\":\"./src/App.java\",\"side\":\"new\",\"line\":12,\"lastLine\":14,"
                    + "\"severity\":\"major\",\"text\":\"It *leaks* <b>here</b>.\"}]}";
    private static final Finding FOUND =
            new Finding("src/App.java", false, 12, 14, FindingSeverity.MAJOR, "It *leaks* <b>here</b>.");

    private static List<Finding> read(String answer) {
        return FindingReader.read(answer).orElseThrow().findings();
    }

    @Test
    void findingsAreReadAloneInABlockOfCodeAndAmongProse() {
        assertThat(read(ONE)).containsExactly(FOUND);
        assertThat(read("I looked at it.\n\n```json\n" + ONE + "\n```\nThat is all."))
                .containsExactly(FOUND);
        assertThat(read("Here they are: " + ONE + " Done.")).containsExactly(FOUND);
    }

    @Test
    void theLastBlockCounts() {
        assertThat(read("```json\n{\"findings\":[]}\n```\nWait, one more:\n```\n" + ONE + "\n```\n"))
                .containsExactly(FOUND);
    }

    @Test
    void anEmptyListIsAnAnswer() {
        assertThat(FindingReader.read("```json\n{\"findings\": []}\n```")).contains(new Answer(List.of(), 0));
    }

    @Test
    void otherTextIsNoAnswer() {
        assertThat(FindingReader.read("All is well.")).isEmpty();
        assertThat(FindingReader.read("{\"findings\":[{\"path\":\"a\",}]}")).isEmpty();
        assertThat(FindingReader.read("{\"verdict\":\"good\"}")).isEmpty();
        assertThat(FindingReader.read("")).isEmpty();
        assertThat(FindingReader.read("[".repeat(100_000))).isEmpty();
        assertThat(FindingReader.read("{".repeat(FindingReader.MAX_ANSWER + 1))).isEmpty();
    }

    @Test
    void anItemThatIsNoFindingIsKeptAsItWasWritten() {
        assertThat(read("{\"findings\":[\"no tests\",7,{\"path\":\"a.txt\"}]}"))
                .extracting(Finding::text, Finding::line, Finding::path)
                .containsExactly(tuple("\"no tests\"", 0, ""), tuple("7", 0, ""), tuple("{\"path\":\"a.txt\"}", 0, ""));
    }

    @Test
    void oddValuesBecomeUsableOnes() {
        assertThat(read(
                        "{\"findings\":[{\"path\":7,\"side\":\"OLD\",\"line\":\"3\",\"lastLine\":1,\"severity\":\"urgent\","
                                + "\"text\":\"x\"},{\"path\":\"a\",\"line\":-4,\"lastLine\":9,\"text\":\"y\"},"
                                + "{\"path\":\"a\",\"line\":1e99,\"text\":\"z\"}]}"))
                .containsExactly(
                        new Finding("7", true, 3, 3, FindingSeverity.NOTE, "x"),
                        new Finding("a", false, 0, 0, FindingSeverity.NOTE, "y"),
                        new Finding("a", false, 0, 0, FindingSeverity.NOTE, "z"));
    }

    @Test
    void longTextsAreCutAndControlCharactersRemoved() {
        Finding finding = read("{\"findings\":[{\"path\":\"" + "p".repeat(5_000)
                        + "\",\"line\":1,\"text\":\"\\u001b[31mred\\u0000\\u202e" + "x".repeat(100_000) + "\"}]}")
                .get(0);

        assertThat(finding.path()).hasSize(Finding.MAX_PATH);
        assertThat(finding.text()).hasSizeLessThanOrEqualTo(Finding.MAX_TEXT).startsWith("redx");
        assertThat(finding.text().chars()).noneMatch(c -> Character.isISOControl(c) || c == 0x202e);
    }

    @Test
    void ofThousandsOfFindingsTheFirstAreReadAndTheOthersCounted() {
        String item = "{\"path\":\"a\",\"line\":1,\"text\":\"x\"}";
        Answer answer = FindingReader.read("{\"findings\":[" + (item + ",").repeat(4_999) + item + "]}")
                .orElseThrow();

        assertThat(answer.findings()).hasSize(FindingReader.MAX_FINDINGS);
        assertThat(answer.left()).isEqualTo(5_000 - FindingReader.MAX_FINDINGS);
    }

    @Test
    void randomChangesOfAnAnswerNeverFail() {
        Random random = new Random(7);
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder("```json\n" + ONE + "\n```");
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.deleteCharAt(at);
                } else {
                    text.setCharAt(at, (char) random.nextInt(random.nextBoolean() ? 128 : 0x10000));
                }
            }
            FindingReader.read(text.toString())
                    .ifPresent(answer -> assertThat(answer.findings())
                            .allMatch(finding ->
                                    !finding.text().isBlank() && finding.text().length() <= Finding.MAX_TEXT));
        }
    }
}
