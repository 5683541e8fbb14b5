package dev.pilothouse.ui.composer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.ui.TestShell;
import org.junit.jupiter.api.Test;

class SnippetsTest {
    private final TestShell shell = new TestShell();
    private final Snippets snippets = new Snippets(shell.keptValues());

    @Test
    void onesOwnPromptsOutliveTheAppInTheOrderOfTheirNames() {
        assertThat(snippets.put(null, "tests", "Run the tests.\nThen explain.")).isTrue();
        assertThat(snippets.put(null, "Release notes", "Write the notes.")).isTrue();

        assertThat(new Snippets(shell.keptValues()).allProperty().get())
                .containsExactly(
                        new Snippets.Snippet("Release-notes", "Write the notes."),
                        new Snippets.Snippet("tests", "Run the tests.\nThen explain."));
    }

    @Test
    void aChangedPromptKeepsItsPlaceAlsoUnderAnotherName() {
        snippets.put(null, "a", "one");
        assertThat(snippets.put("a", "a", "two")).isTrue();
        assertThat(snippets.put("a", "b", "three")).isTrue();

        assertThat(snippets.allProperty().get()).containsExactly(new Snippets.Snippet("b", "three"));
        snippets.remove("b");
        assertThat(new Snippets(shell.keptValues()).allProperty().get()).isEmpty();
    }

    @Test
    void aNameThatAnotherHasAndAnEmptyTextAreRefusedAndNothingIsLost() {
        snippets.put(null, "a", "one");

        assertThat(snippets.put(null, "A", "two")).isFalse();
        assertThat(snippets.put(null, "  ", "two")).isFalse();
        assertThat(snippets.put("a", "a", " ")).isFalse();
        assertThat(snippets.put(null, "b", "x".repeat(Snippets.MAX_TEXT + 1))).isFalse();
        assertThat(snippets.allProperty().get()).containsExactly(new Snippets.Snippet("a", "one"));
    }

    @Test
    void whatSeparatesThemOnDiskCannotStandInOne() {
        snippets.put(null, "a", "one\u001etwo\u001fthree");

        assertThat(new Snippets(shell.keptValues()).allProperty().get())
                .containsExactly(new Snippets.Snippet("a", "onetwothree"));
    }
}
