package dev.pilothouse.ui.markdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeHighlighterTest {
    private final CodeHighlighter colours = new CodeHighlighter();

    @Test
    void keywordsTextsCommentsAndNumbersOfFinishedCodeStandOut() {
        List<Block> blocks = coloured("```java\n// why\nreturn \"a\" + 12;\n```\n");

        assertThat(words(blocks)).containsExactly("COMMENT // why", "KEYWORD return", "STRING \"a\"", "NUMBER 12");
    }

    @ParameterizedTest
    @CsvSource({
        "py, return",
        "ts, return",
        "KOTLIN, return",
        "go, return",
        "c++, return",
        "c#, return",
        "swift, return",
        "dart, return",
        "scala, return",
        "groovy, return",
        "sql, SELECT"
    })
    void aLanguageIsFoundByTheNamesThatAgentsWrite(String language, String keyword) {
        assertThat(words(coloured("```" + language + "\n" + keyword + " x\n```\n")))
                .contains("KEYWORD " + keyword);
    }

    @Test
    void aDifferenceShowsWhatIsAddedAndRemoved() {
        assertThat(words(coloured("```diff\n-old\n+new\n```\n"))).containsExactly("REMOVED -old", "ADDED +new");
    }

    @Test
    void aShellScriptShowsItsWordsTextsOptionsAndVariables() {
        assertThat(
                        words(
                                coloured(
                                        "```sh\n#!/bin/sh\n# why\nif [ -n \"$HOME\" ]; then\n  git log -n 3 | grep 'a # b'\nfi\nNAME=x#y\n```\n")))
                .containsExactly(
                        "COMMENT #!/bin/sh",
                        "COMMENT # why",
                        "KEYWORD if",
                        "NAME -n",
                        "STRING \"$HOME\"",
                        "KEYWORD then",
                        "NAME -n",
                        "NUMBER 3",
                        "STRING 'a # b'",
                        "KEYWORD fi");
        assertThat(words(coloured("```console\n$ npm test --quiet ${ARGS}\n```\n")))
                .containsExactly("NAME --quiet", "NAME ${ARGS}");
    }

    @Test
    void rustShowsLifetimesMacrosAndRawTexts() {
        assertThat(
                        words(
                                coloured(
                                        "```rs\n#[test]\nfn f<'a>(x: &'a str) -> Vec<u8> {\n    // why\n    println!(r#\"a \"b\" c\"#, 'x', 0x1f_u8);\n}\n```\n")))
                .containsExactly(
                        "NAME #[test]",
                        "KEYWORD fn",
                        "NUMBER 'a",
                        "NUMBER 'a",
                        "NAME Vec",
                        "COMMENT // why",
                        "NAME println",
                        "STRING r#\"a \"b\" c\"#",
                        "STRING 'x'",
                        "NUMBER 0x1f_u8");
    }

    @ParameterizedTest
    @CsvSource({"bash", "rust"})
    void ownGrammarsStayFastAndWholeOnWhatIsNoCode(String language) {
        String odd = "\"\\\\'\"$(${`'#[/*".repeat(900) + "a".repeat(400);
        String lines = odd.replaceAll("(.{80})", "$1\n");
        assertThat(lines.length()).isLessThan(CodeHighlighter.CHARACTERS);
        assertThatCode(() -> assertTimeoutPreemptively(
                        Duration.ofSeconds(5), () -> coloured("````" + language + "\n" + lines + "\n````\n")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"json", "yaml", "xml", "html", "css", "makefile"})
    void dataAndMarkupHaveTheirGrammars(String language) {
        assertThat(words(coloured(
                        "```" + language + "\n<a href=\"b\">1</a>\n\"a\": \"b\"\na: \"b\"\na { color: \"b\" }\n```\n")))
                .isNotEmpty();
    }

    @Test
    void codeStaysPlainUntilItsFenceCloses() {
        List<Block> open = coloured("```java\nreturn 1;\n");

        assertThat(CodeHighlighter.isPlain(open)).isFalse();
        assertThat(words(open)).isEmpty();
    }

    @Test
    void unknownLanguagesStayPlainAndAreNotAskedForAgain() {
        List<Block> blocks = coloured("```cobol\nreturn 1;\n```\n");

        assertThat(words(blocks)).isEmpty();
        assertThat(CodeHighlighter.isPlain(blocks)).isFalse();
    }

    @Test
    void whatIsTooLongForRegularExpressionsStaysPlain() {
        assertThat(words(coloured("```java\nreturn " + "a".repeat(CodeHighlighter.LINE) + ";\n```\n")))
                .isEmpty();
        assertThat(words(coloured("```java\n" + "return;\n".repeat(CodeHighlighter.CHARACTERS / 8 + 1) + "```\n")))
                .isEmpty();
    }

    @Test
    void aCommentGoesOnInTheNextPiece() {
        List<Block> blocks = coloured("```java\n/*\n" + "word\n".repeat(TextSplitter.LINES + 5) + "*/\nreturn;\n```\n");

        assertThat(blocks).hasSize(2);
        assertThat(((Block.Code) blocks.get(1).content()).colours().get(0))
                .satisfies(first -> assertThat(first.kind()).isEqualTo(CodeHighlighter.Kind.COMMENT))
                .satisfies(first -> assertThat(first.from()).isZero());
        assertThat(words(blocks.subList(1, 2))).contains("KEYWORD return");
    }

    @Test
    void colouredCodeIsNotReadAgainWhileTextGrowsAfterIt() {
        MarkdownText text = MarkdownText.of("```java\nreturn 1;\n```\nThen");
        List<Block> before = colours.coloured(text.blocks());

        List<Block> after = CodeHighlighter.withColoursOf(
                text.extendTo("```java\nreturn 1;\n```\nThen more").blocks(), before);

        assertThat(after.get(0)).isSameAs(before.get(0));
        assertThat(CodeHighlighter.isPlain(after)).isFalse();
    }

    @Test
    void codeThatChangedIsColouredAnew() {
        List<Block> before = coloured("```java\nreturn 1;\n```\n");

        List<Block> after = CodeHighlighter.withColoursOf(
                MarkdownText.of("```java\nreturn 2;\n```\n").blocks(), before);

        assertThat(CodeHighlighter.isPlain(after)).isTrue();
    }

    private List<Block> coloured(String markdown) {
        return colours.coloured(MarkdownText.of(markdown).blocks());
    }

    private static List<String> words(List<Block> blocks) {
        List<String> words = new ArrayList<>();
        for (Block block : blocks) {
            Block.Code code = (Block.Code) block.content();
            if (code.colours() != null) {
                code.colours()
                        .forEach(each ->
                                words.add(each.kind() + " " + code.text().substring(each.from(), each.to())));
            }
        }
        return words;
    }
}
