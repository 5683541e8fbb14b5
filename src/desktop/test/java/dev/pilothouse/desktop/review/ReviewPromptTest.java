package dev.pilothouse.desktop.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.CommentAuthor;
import dev.pilothouse.model.CommentId;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.FindingSeverity;
import dev.pilothouse.model.ReviewComment;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReviewPromptTest {
    private static ReviewComment comment(String path, boolean old, int line, int last, String text, String... lines) {
        return new ReviewComment(
                new CommentId(path + line),
                new CommentAnchor(path, old, line, last, List.of(lines), ""),
                text,
                new DeviceId("d1"),
                "Phone");
    }

    @Test
    void thePromptHasTheIntroductionAndEachCommentWithItsPlaceAndLines() {
        String prompt = ReviewPrompt.of(
                "Please address these comments.\n",
                List.of(
                        comment("b/Two.java", true, 7, 7, "Keep this.", "  old();"),
                        comment("a/One.java", false, 12, 13, "Name it after\nits use.\n", "int x = 1;", "use(x);")));

        assertThat(prompt)
                .isEqualTo("Please address these comments.\n\n"
                        + "### a/One.java:12-13\n\n```\nint x = 1;\nuse(x);\n```\n\nName it after\nits use.\n\n"
                        + "### b/Two.java:7 (before the change)\n\n```\n  old();\n```\n\nKeep this.");
    }

    @Test
    void thePromptNeedsNoIntroductionAndNoQuotedLines() {
        assertThat(ReviewPrompt.of("", List.of(comment("a", false, 1, 1, "Why?"))))
                .isEqualTo("### a:1\n\nWhy?");
    }

    @Test
    void quotedLinesCannotEndTheirFence() {
        assertThat(ReviewPrompt.of("", List.of(comment("a.md", false, 1, 2, "Why?", "````", "text"))))
                .contains("`````\n````\ntext\n`````\n");
    }

    @Test
    void aFindingNamesTheAgentThatFoundItAndACommentOnTheWholeChangeHasNoLines() {
        CommentAuthor agent = new CommentAuthor(new DeviceId("d1"), "Gemini CLI", FindingSeverity.MAJOR);

        String prompt = ReviewPrompt.of(
                "",
                List.of(
                        new ReviewComment(
                                new CommentId("c1"),
                                new CommentAnchor("a/One.java", false, 3, 3, List.of(), ""),
                                "It leaks.",
                                agent),
                        new ReviewComment(new CommentId("c2"), CommentAnchor.GENERAL, "No test.", agent)));

        assertThat(prompt)
                .isEqualTo("### The whole change (found by Gemini CLI)\n\nNo test.\n\n"
                        + "### a/One.java:3 (found by Gemini CLI)\n\nIt leaks.");
    }
}
