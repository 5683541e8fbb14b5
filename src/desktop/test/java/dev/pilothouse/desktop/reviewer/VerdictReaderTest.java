package dev.pilothouse.desktop.reviewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictReaderTest {
    private static final Set<String> LABELS = Set.of("A", "B");

    @Test
    void theLastBlockOfCodeIsTheVerdict() {
        VerdictReader.Reading reading = VerdictReader.read(
                "I think B.\n```json\n{\"verdict\":\"B\",\"reasons\":[\" One\\nline. \"]}\n```\n", LABELS);

        assertThat(reading.verdict()).isEqualTo(new Verdict("B", List.of("One line.")));
        assertThat(reading.fault()).isEmpty();
    }

    @Test
    void noAttemptMayBeGood() {
        assertThat(VerdictReader.read("{\"verdict\":\"none\",\"reasons\":[\"Both fail.\"]}", LABELS)
                        .verdict())
                .isEqualTo(new Verdict("", List.of("Both fail.")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A",
                "{\"verdict\":\"C\",\"reasons\":[\"x\"]}",
                "{\"verdict\":\"A\",\"reasons\":[]}",
                "{\"verdict\":\"A\",\"reasons\":[1]}",
                "{\"verdict\":\"A\"}",
                "{\"verdict\":\"A\",\"reasons\":[\"x\"],\"more\":1}",
                "{\"verdict\":\"A\",\"verdict\":\"B\",\"reasons\":[\"x\"]}",
                "[\"A\"]"
            })
    void anythingElseIsNoVerdictAndSaysWhy(String answer) {
        VerdictReader.Reading reading = VerdictReader.read(answer, LABELS);

        assertThat(reading.verdict()).isNull();
        assertThat(reading.fault()).isNotEmpty();
    }
}
