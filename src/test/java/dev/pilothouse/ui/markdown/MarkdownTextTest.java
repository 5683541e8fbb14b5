package dev.pilothouse.ui.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.GrowingText;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MarkdownTextTest {
    private static final String EVERYTHING = """
            # Heading

            A paragraph with **strong**, *emphasised*, `code`, ~~gone~~ and [a link](https://example.org)
            over two lines.

            - one
            - two
              - nested
              still two

              a second paragraph of two
            - [x] done
            - [ ] open

            1. first
            2. second

            > quoted
            > - in a list

            ```java
            int x = 1;

            int y = 2;
            ```

            | Step | Kind | Result |
            | :-- | :-: | --: |
            | Look | read | done |
            | Write | edit | done |
            | Check | run | done |

                indented code

            Setext
            ======

            ---

            <div>html</div>

            The end.
            """;

    private static List<Block> blocks(String text) {
        return MarkdownText.of(text).blocks();
    }

    private static Block only(String text) {
        assertThat(blocks(text)).hasSize(1);
        return blocks(text).get(0);
    }

    @Test
    void aPictureIsALinkWithItsDescription() {
        assertThat(MarkdownText.of("![a *red* boat](https://example.org/a.png)").blocks())
                .containsExactly(prose(new Span("Picture: a red boat", Span.Style.PLAIN, "https://example.org/a.png")));
        assertThat(MarkdownText.of("![](a.png)").blocks())
                .containsExactly(prose(new Span("Picture", Span.Style.PLAIN, "a.png")));
    }

    @Test
    void aPictureInALinkLeadsWhereTheLinkLeads() {
        assertThat(MarkdownText.of("[![state](a.svg)](https://example.org)").blocks())
                .containsExactly(prose(new Span("Picture: state", Span.Style.PLAIN, "https://example.org")));
    }

    private static Block prose(Span span) {
        return new Block(Block.Frame.TOP, new Block.Prose(List.of(span)));
    }

    @Test
    void textThatGrowsByPiecesEndsAsTheTextReadWhole() {
        Random random = new Random(20261124);
        for (int round = 0; round < 300; round++) {
            MarkdownText grown = MarkdownText.EMPTY;
            int at = 0;
            while (at < EVERYTHING.length()) {
                at = Math.min(EVERYTHING.length(), at + 1 + random.nextInt(40));
                grown = grown.extendTo(EVERYTHING.substring(0, at));
                assertThat(grown.blocks())
                        .as("round %s, the first %s characters", round, at)
                        .isEqualTo(blocks(EVERYTHING.substring(0, at)));
            }
        }
    }

    @Test
    void textThatIsReplacedIsReadAgain() {
        assertThat(MarkdownText.of("one\n\ntwo").extendTo("three").blocks()).isEqualTo(blocks("three"));
    }

    @Test
    void settledBlocksAreTheSameObjectsAfterAChunk() {
        MarkdownText before = MarkdownText.of("one\n\ntwo\n\nthr");
        MarkdownText after = before.extendTo("one\n\ntwo\n\nthree");

        assertThat(after.blocks().get(0)).isSameAs(before.blocks().get(0));
    }

    @Test
    void stylesBecomeSpans() {
        Block.Prose prose = (Block.Prose) only("a **b** `c` [d](https://e)").content();

        assertThat(prose.spans())
                .containsExactly(
                        Span.plain("a "),
                        new Span("b", new Span.Style(true, false, false, false), null),
                        Span.plain(" "),
                        new Span("c", new Span.Style(false, false, false, true), null),
                        Span.plain(" "),
                        new Span("d", Span.Style.PLAIN, "https://e"));
    }

    @Test
    void anItemIsOneBlockWithItsMarkerAndDepth() {
        List<Block> list = blocks("- a\n  1. b\n- [x] c");

        assertThat(list.stream().map(block -> block.frame().marker())).containsExactly("\u2022", "1.", "\u2611");
        assertThat(list.stream().map(block -> block.frame().listDepth())).containsExactly(1, 2, 1);
    }

    @Test
    void aTableKeepsItsAlignmentsAndFillsMissingCells() {
        Block.Table table = (Block.Table) only("| a | b |\n|--:|:-:|\n| 1 |").content();

        assertThat(table.alignments()).containsExactly(Block.Alignment.END, Block.Alignment.CENTRE);
        assertThat(table.rows().get(0)).containsExactly(List.of(Span.plain("1")), List.of());
    }

    @Test
    void longCodeIsCutIntoPiecesThatJoinToTheWhole() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            code.append("line ").append(i).append('\n');
        }
        List<Block.Code> pieces = blocks("```text\n" + code + "```").stream()
                .map(block -> (Block.Code) block.content())
                .toList();

        assertThat(pieces).hasSize(3);
        assertThat(pieces.stream().map(Block.Code::first)).containsExactly(true, false, false);
        assertThat(pieces.stream().map(Block.Code::last)).containsExactly(false, false, true);
        assertThat(String.join("\n", pieces.stream().map(Block.Code::text).toList()) + "\n")
                .isEqualTo(code.toString());
    }

    @Test
    void aLongParagraphIsCutWithoutSplittingACharacter() {
        String text = "\ud83d\ude80".repeat(5_000);
        List<Block> pieces = blocks(text);

        assertThat(pieces).hasSizeGreaterThan(1);
        assertThat(pieces).allSatisfy(piece -> {
            String part = ((Block.Prose) piece.content()).spans().get(0).text();
            assertThat(Character.isLowSurrogate(part.charAt(0))).isFalse();
        });
    }

    @Test
    void emptyTextHasNoBlocks() {
        assertThat(blocks("")).isEmpty();
        assertThat(blocks("\n\n")).isEmpty();
    }

    private static MarkdownText streamed(String text) {
        MarkdownText grown = MarkdownText.EMPTY;
        GrowingText source = GrowingText.EMPTY;
        for (int at = 0; at < text.length(); at += 997) {
            source = source.append(text.substring(at, Math.min(text.length(), at + 997)));
            grown = grown.extendTo(source);
        }
        return grown;
    }

    private static String joined(MarkdownText text) {
        StringBuilder joined = new StringBuilder();
        text.blocks()
                .forEach(block -> ((Block.Prose) block.content()).spans().forEach(span -> joined.append(span.text())));
        return joined.toString();
    }

    @Test
    void aParagraphWithoutAnEndIsReadInBoundedPiecesAndLosesNothing() {
        String text = "word and ".repeat(180_000);

        MarkdownText streamed = streamed(text);

        assertThat(joined(streamed).replace(" ", "")).isEqualTo(text.replace(" ", ""));
        assertThat(streamed.blocks().size() - streamed.settledCount())
                .as("what a chunk reads again")
                .isLessThan(8);
    }

    @Test
    void veryLongCodeStaysCodeAcrossItsCuts() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            code.append("# line ").append(i).append('\n');
        }

        List<Block> blocks =
                streamed("Before.\n\n```text\n" + code + "```\n\nAfter.").blocks();

        List<Block.Code> pieces = blocks.subList(1, blocks.size() - 1).stream()
                .map(block -> (Block.Code) block.content())
                .toList();
        assertThat(pieces.stream().filter(Block.Code::first)).hasSize(1);
        assertThat(pieces.stream().filter(Block.Code::last)).hasSize(1);
        assertThat(pieces.get(0).first()).isTrue();
        assertThat(pieces).allSatisfy(piece -> {
            assertThat(piece.language()).isEqualTo("text");
            assertThat(piece.text().length()).isLessThanOrEqualTo(TextSplitter.CHARACTERS);
        });
        assertThat(String.join("\n", pieces.stream().map(Block.Code::text).toList()))
                .isEqualToNormalizingNewlines(code.toString().stripTrailing());
        assertThat(((Block.Prose) blocks.get(blocks.size() - 1).content()).spans())
                .containsExactly(Span.plain("After."));
    }

    @Test
    void aLineOfFiveMillionCharactersIsCutIntoPieces() {
        List<Block> pieces = blocks("```\n" + "x".repeat(5_000_000) + "\n```");

        assertThat(pieces)
                .allSatisfy(piece -> assertThat(
                                ((Block.Code) piece.content()).text().length())
                        .isLessThanOrEqualTo(TextSplitter.CHARACTERS));
        assertThat(pieces.stream()
                        .mapToInt(piece -> ((Block.Code) piece.content()).text().length())
                        .sum())
                .isEqualTo(5_000_000);
    }

    @Test
    void aVeryLongTableStaysATable() {
        StringBuilder table = new StringBuilder("| a | b |\n|--|--|\n");
        for (int i = 0; i < 5_000; i++) {
            table.append("| row ").append(i).append(" | some text in it |\n");
        }

        List<Block> pieces = streamed(table.toString()).blocks();

        assertThat(pieces).allSatisfy(piece -> {
            assertThat(piece.content()).isInstanceOf(Block.Table.class);
            assertThat(((Block.Table) piece.content()).header()).hasSize(2);
        });
        assertThat(pieces.stream()
                        .mapToInt(
                                piece -> ((Block.Table) piece.content()).rows().size())
                        .sum())
                .isEqualTo(5_000);
    }

    @Test
    void aVeryLongListKeepsItsNumbers() {
        StringBuilder list = new StringBuilder();
        for (int i = 1; i <= 3_000; i++) {
            list.append(i).append(". item with some words\n");
        }

        List<Block> items = streamed(list.toString()).blocks();

        assertThat(items).hasSize(3_000);
        assertThat(items.get(2_999).frame().marker()).isEqualTo("3000.");
    }

    @Test
    void aBlockStaysTheSameObjectWhileOthersGrowAfterIt() {
        GrowingText source = GrowingText.of("First.\n\nSecond.\n\n");
        MarkdownText text = MarkdownText.EMPTY.extendTo(source);
        List<Block> before = text.blocks();
        for (int i = 0; i < 4; i++) {
            source = source.append("Paragraph " + i + " in ").append("two chunks.\n\n");
            text = text.extendTo(source);
        }

        assertThat(text.settledCount()).isGreaterThan(2);
        assertThat(text.blocks().get(0)).isSameAs(before.get(0));
        assertThat(text.blocks().get(1)).isSameAs(before.get(1));
    }
}
