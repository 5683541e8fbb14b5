package dev.pilothouse.ui.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FileReferenceTest {
    private static List<Span> spans(String markdown) {
        return ((Block.Prose) MarkdownText.of(markdown).blocks().get(0).content()).spans();
    }

    private static List<String> links(String markdown) {
        return spans(markdown).stream()
                .filter(span -> span.link() != null)
                .map(Span::text)
                .toList();
    }

    @Test
    void codeThatNamesAFileIsALink() {
        assertThat(links("See `src/A.java:12` and `/etc/x.conf`, `.\\src\\b.rs`, `lib/a.ts#L3-L9`."))
                .containsExactly("src/A.java:12", "/etc/x.conf", ".\\src\\b.rs", "lib/a.ts#L3-L9");
        assertThat(FileReference.ofLink(spans("`src/A.java:12:4`").get(0).link()))
                .contains(new FileReference("src/A.java", 12));
    }

    @Test
    void wordsWithAFileAndALineHaveALink() {
        assertThat(links("The race is in src/pool/SessionPool.java:88, and A.java:3."))
                .containsExactly("src/pool/SessionPool.java:88", "A.java:3");
        assertThat(spans("At src/A.java:12.").stream().map(Span::text)).containsExactly("At ", "src/A.java:12", ".");
    }

    @Test
    void whatOnlyLooksLikeAFileIsNone() {
        assertThat(
                        links(
                                "`notifyAll()`, `lock.wait`, `console.log`, `localhost:8080`, `example.com:443`, `a/b`, `1.2.3`"))
                .isEmpty();
        assertThat(links("At example.com:8080, 12:30, e.g.:1 and http://example.com/a.md:1x"))
                .doesNotContain("a.md:1");
        assertThat(links("`A.java`")).as("where it lies is not said").isEmpty();
    }

    @Test
    @Timeout(20)
    void aLongRunOfSuchCharactersIsReadInItsLength() {
        assertThat(links("a/".repeat(20_000) + "x :")).as("of folders").isEmpty();
        assertThat(links("+".repeat(40_000) + " :")).as("of beginnings").isEmpty();
        assertThat(links("a/".repeat(100) + "b.md:3")).hasSize(1);
    }

    @Test
    void anExplicitLinkKeepsItsOwnTarget() {
        assertThat(spans("[`src/A.java:1`](https://example.org)").get(0).link()).isEqualTo("https://example.org");
    }

    @Test
    void destinationsOfLinksAreFilesUnlessTheyLeadIntoTheNet() {
        assertThat(FileReference.ofLink("docs/design.md")).contains(new FileReference("docs/design.md", 0));
        assertThat(FileReference.ofLink("docs/design.md#looks")).contains(new FileReference("docs/design.md", 0));
        assertThat(FileReference.ofLink("A.java:12")).contains(new FileReference("A.java", 12));
        assertThat(FileReference.ofLink("file:///home/ada/a%20b.md#x"))
                .contains(new FileReference("/home/ada/a b.md", 0));
        assertThat(FileReference.ofLink("C:\\src\\a.md")).contains(new FileReference("C:\\src\\a.md", 0));
        for (String other : List.of(
                "https://example.org/a.md",
                "HTTP://x",
                "mailto:a@b.c",
                "javascript:alert(1)",
                "#here",
                "//host/a.md",
                "")) {
            assertThat(FileReference.ofLink(other)).as(other).isEmpty();
        }
    }
}
