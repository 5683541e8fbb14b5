package dev.pilothouse.desktop.reviewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoalReviewReaderTest {
    @Test
    void theLastBlockOfCodeIsTheJudgement() {
        String answer = "First\n```\n{\"verdict\":\"met\",\"reasons\":[]}\n```\nthen\n```json\n"
                + "{\"verdict\":\"notMet\",\"reasons\":[\"No\\ntest.\",\" \"]}\n```\n";

        assertThat(GoalReviewReader.read(answer)).contains(new GoalReview(false, List.of("No test.")));
    }

    @Test
    void reasonsAreBounded() {
        String reasons = String.join(",", Collections.nCopies(20, '"' + "x".repeat(2_000) + '"'));

        GoalReview review = GoalReviewReader.read("{\"verdict\":\"notMet\",\"reasons\":[" + reasons + "]}")
                .orElseThrow();

        assertThat(review.reasons())
                .hasSize(GoalReview.MAX_REASONS)
                .allMatch(reason -> reason.length() <= GoalReview.MAX_REASON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "The goal is met.",
                "{\"verdict\":\"met\"}",
                "{\"verdict\":\"Met\",\"reasons\":[]}",
                "{\"verdict\":true,\"reasons\":[]}",
                "{\"verdict\":\"notMet\",\"reasons\":[]}",
                "{\"verdict\":\"notMet\",\"reasons\":[1]}",
                "{\"verdict\":\"met\",\"reasons\":\"all\"}",
                "{\"verdict\":\"met\",\"reasons\":[],\"confidence\":1}",
                "It is {\"verdict\":\"met\",\"reasons\":[]} for me.",
                "[{\"verdict\":\"met\",\"reasons\":[]}]"
            })
    void everythingElseIsNoJudgement(String answer) {
        assertThat(GoalReviewReader.read(answer)).isEmpty();
    }
}
