package dev.pilothouse.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class FuzzyMatcherTest {
    private static List<String> ranked(String query, String... texts) {
        return List.of(texts).stream()
                .filter(text -> FuzzyMatcher.score(query, text).isPresent())
                .sorted(Comparator.comparingInt(
                        (String text) -> -FuzzyMatcher.score(query, text).getAsInt()))
                .toList();
    }

    @Test
    void lettersFitInTheirOrderOnly() {
        assertThat(FuzzyMatcher.score("flr", "fix the login race")).isPresent();
        assertThat(FuzzyMatcher.score("rlf", "fix the login race")).isEmpty();
        assertThat(FuzzyMatcher.score("xyz", "fix the login race")).isEmpty();
    }

    @Test
    void theBeginningsOfWordsCountMoreThanLettersInTheMiddle() {
        assertThat(ranked("ns", "unseen things", "New session")).containsExactly("New session", "unseen things");
    }

    @Test
    void aWholeWordCountsMoreThanAPartOfOne() {
        assertThat(ranked("log", "logistics: routes", "log rotation"))
                .containsExactly("log rotation", "logistics: routes");
    }

    @Test
    void everyWordOfTheQueryHasToFitWhateverTheirOrder() {
        assertThat(FuzzyMatcher.score("race login", "fix the login race")).isPresent();
        assertThat(FuzzyMatcher.score("race boat", "fix the login race")).isEmpty();
    }

    @Test
    void theBestPlacesOfTheLettersCount() {
        assertThat(ranked("hst", "hoist", "hosts of a HostSessionTest")).startsWith("hosts of a HostSessionTest");
        assertThat(FuzzyMatcher.score("session", "SessionStore")).isPresent();
    }

    @Test
    void theNameOfAFileCountsMoreThanItsFolder() {
        assertThat(FuzzyMatcher.scorePath("log", "src/catalog.md").orElseThrow())
                .isGreaterThan(FuzzyMatcher.scorePath("log", "log/other.md").orElseThrow());
        assertThat(FuzzyMatcher.scorePath("log", "log.md").orElseThrow())
                .isGreaterThan(
                        FuzzyMatcher.scorePath("log", "deep/below/log.md").orElseThrow());
    }

    @Test
    void theBeginningsOfWordsAreFoundInAnyOrder() {
        assertThat(FuzzyMatcher.beginsWords("race log", "fix the login race")).isTrue();
        assertThat(FuzzyMatcher.beginsWords("Session", "a HostSessionTest")).isTrue();
        assertThat(FuzzyMatcher.beginsWords("gin", "fix the login race")).isFalse();
        assertThat(FuzzyMatcher.beginsWords("lr", "fix the login race")).isFalse();
    }

    @Test
    void nothingFitsEverything() {
        assertThat(FuzzyMatcher.score("  ", "anything")).hasValue(0);
    }
}
