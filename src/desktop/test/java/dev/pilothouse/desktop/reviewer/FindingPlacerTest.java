package dev.pilothouse.desktop.reviewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.reviewer.FindingPlacer.Origin;
import dev.pilothouse.desktop.reviewer.FindingPlacer.Placed;
import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.FindingSeverity;
import dev.pilothouse.model.ReviewComment;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FindingPlacerTest {
    private static final List<String> NOW = List.of("class App {", "  open();", "  use();", "}");
    private static final Origin FIRST = new Origin("r1-1", new DeviceId("d1"), "Gemini CLI");
    private static final Origin SECOND = new Origin("r1-2", new DeviceId("d1"), "Gemini CLI");

    private final FindingPlacer placer = new FindingPlacer((path, old) ->
            path.equals("src/App.java") ? Optional.of(old ? List.of("class App {}") : NOW) : Optional.empty());

    private static Finding finding(String path, int line, int lastLine, String text) {
        return new Finding(path, false, line, lastLine, FindingSeverity.MAJOR, text);
    }

    private Placed place(List<ReviewComment> known, Origin origin, Finding... findings) {
        return placer.place(List.of(findings), known, origin);
    }

    @Test
    void aFindingBecomesACommentOnItsLines() {
        Placed placed = place(List.of(), FIRST, finding("src/App.java", 2, 3, "Close it."));

        assertThat(placed.comments()).hasSize(1);
        ReviewComment comment = placed.comments().get(0);
        assertThat(comment.id().value()).isEqualTo("r1-1-1");
        assertThat(comment.anchor())
                .isEqualTo(new CommentAnchor("src/App.java", false, 2, 3, List.of("  open();", "  use();"), ""));
        assertThat(comment.author().name()).isEqualTo("Gemini CLI");
        assertThat(comment.author().severity()).isEqualTo(FindingSeverity.MAJOR);
    }

    @Test
    void linesBeforeTheChangeAreThoseOfTheOldFile() {
        Placed placed = place(
                List.of(), FIRST, new Finding("src/App.java", true, 1, 1, FindingSeverity.NOTE, "It was shorter."));

        assertThat(placed.comments().get(0).anchor().lines()).containsExactly("class App {}");
        assertThat(placed.comments().get(0).anchor().old()).isTrue();
    }

    @Test
    void anUnknownPlaceIsNamedInACommentOnTheWholeChange() {
        Placed placed = place(
                List.of(),
                FIRST,
                finding("src/Gone.java", 4, 4, "Where is it?"),
                finding("src/App.java", 90, 95, "Too far."),
                finding("../../etc/passwd", 1, 1, "Out."),
                finding("", 0, 0, "No test."));

        assertThat(placed.comments()).extracting(ReviewComment::anchor).containsOnly(CommentAnchor.GENERAL);
        assertThat(placed.comments())
                .extracting(ReviewComment::text)
                .containsExactly(
                        "src/Gone.java:4\n\nWhere is it?",
                        "src/App.java:90-95\n\nToo far.",
                        "../../etc/passwd:1\n\nOut.",
                        "No test.");
        assertThat(placed.general()).isEqualTo(4);
    }

    @Test
    void nearlyTheSameTextAtTheSamePlaceIsAddedOnce() {
        List<ReviewComment> known = place(
                        List.of(), FIRST, finding("src/App.java", 2, 2, "The stream is never closed here."))
                .comments();

        Placed again = place(
                known,
                SECOND,
                finding("src/App.java", 2, 3, "the stream is NEVER closed, here"),
                finding("src/App.java", 2, 2, "Rename the method."),
                finding("src/App.java", 4, 4, "The stream is never closed here."),
                finding("src/App.java", 4, 4, "The stream is never closed here!"));

        assertThat(again.repeated()).isEqualTo(2);
        assertThat(again.comments())
                .extracting(ReviewComment::text)
                .containsExactly("Rename the method.", "The stream is never closed here.");
    }

    @Test
    void aFindingThatAPersonResolvedMayComeAgain() {
        List<ReviewComment> resolved =
                place(List.of(), FIRST, finding("src/App.java", 2, 2, "Close it.")).comments().stream()
                        .map(comment -> comment.withResolved(true))
                        .toList();

        assertThat(place(resolved, SECOND, finding("src/App.java", 2, 2, "Close it."))
                        .comments())
                .hasSize(1);
    }
}
