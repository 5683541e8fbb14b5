package dev.pilothouse.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.testing.Seeds;
import org.junit.jupiter.api.Test;

class GrowingTextTest {

    @Test
    void chunksOfAnySizeAddUpToTheWholeText() {
        Seeds.check(50, random -> {
            StringBuilder expected = new StringBuilder();
            GrowingText text = GrowingText.EMPTY;
            for (int i = 0; i < 60; i++) {
                String chunk = "x".repeat(random.nextInt(3) == 0 ? random.nextInt(9000) : random.nextInt(40)) + i;
                expected.append(chunk);
                text = text.append(chunk);
            }
            assertThat(text.toString()).isEqualTo(expected.toString());
            assertThat(String.join("", text.pieces())).isEqualTo(expected.toString());
            assertThat(text.length()).isEqualTo(expected.length());
        });
    }

    @Test
    void appendingLeavesTheEarlierValueAsItWas() {
        GrowingText before = GrowingText.of("a".repeat(GrowingText.PIECE - 1));
        GrowingText left = before.append("left");
        GrowingText right = before.append("right");

        assertThat(before.length()).isEqualTo(GrowingText.PIECE - 1);
        assertThat(left.toString()).endsWith("aleft");
        assertThat(right.toString()).endsWith("aright");
    }

    @Test
    void sealedPiecesAreSharedSoThatAChunkDoesNotCopyTheWhole() {
        GrowingText before = GrowingText.EMPTY;
        for (int i = 0; i < 100; i++) {
            before = before.append("y".repeat(GrowingText.PIECE));
        }
        GrowingText after = before.append("z");

        assertThat(after.pieces().get(40)).isSameAs(before.pieces().get(40));
        assertThat(after.pieces()).hasSize(before.pieces().size() + 1);
    }

    @Test
    void aTailIsTheEndAndNeverBeginsInsideASurrogatePair() {
        GrowingText text = GrowingText.of("ab").append("\uD83D\uDE80").append("c".repeat(GrowingText.PIECE));

        assertThat(text.tail(3)).isEqualTo("ccc");
        assertThat(text.tail(GrowingText.PIECE + 1)).isEqualTo("c".repeat(GrowingText.PIECE));
        assertThat(text.tail(1_000_000)).isEqualTo(text.toString());
        assertThat(GrowingText.EMPTY.tail(5)).isEmpty();
    }

    @Test
    void equalityIsByContentAndNotByTheChunksThatMadeIt() {
        GrowingText whole = GrowingText.of("hello world");
        GrowingText pieces = GrowingText.of("hello").append(" world");

        assertThat(pieces).isEqualTo(whole).hasSameHashCodeAs(whole);
        assertThat(pieces).isNotEqualTo(GrowingText.of("hello_world"));
    }

    @Test
    void growthIsKnownWithoutReadingTheWhole() {
        GrowingText before = GrowingText.of("one");
        GrowingText after = before;
        for (int i = 0; i < 5; i++) {
            after = after.append(" and more").append("x".repeat(GrowingText.PIECE - 3));
            assertThat(after.extendsText(before)).isTrue();
            assertThat(after.extendsText(after)).isTrue();
            assertThat(before.extendsText(after)).isFalse();
        }
        assertThat(after.extendsText(GrowingText.of("another"))).isFalse();
        assertThat(before.append("a").extendsText(before.append("b"))).isFalse();
        assertThat(after.extendsText(GrowingText.EMPTY)).isTrue();
    }
}
