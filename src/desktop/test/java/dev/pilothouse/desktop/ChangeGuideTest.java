package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.testing.NamedTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the section "Where a change goes" of docs/architecture.md true. */
final class ChangeGuideTest {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private final String guide = guide();

    @Test
    void everyFileThatTheGuideNamesExists() {
        List<String> paths = code(guide)
                .filter(code -> code.contains("/") || code.endsWith(".md"))
                .toList();

        assertThat(paths)
                .hasSizeGreaterThan(40)
                .allSatisfy(path -> assertThat(Path.of(path)).isRegularFile());
    }

    @Test
    void everyListedFileHasAWordOfItsExample() throws IOException {
        List<String> changes = after(guide, "### ");
        assertThat(changes).hasSize(5);
        for (String change : changes) {
            List<String> words = change.lines()
                    .filter(line -> line.startsWith("Example"))
                    .flatMap(ChangeGuideTest::code)
                    .toList();
            List<String> files = change.lines()
                    .filter(line -> line.startsWith("| `"))
                    .map(row -> code(row).findFirst().orElseThrow())
                    .toList();
            assertThat(words).isNotEmpty();
            assertThat(files).hasSizeGreaterThan(3).doesNotHaveDuplicates();
            for (String file : files) {
                String text = Files.readString(Path.of(file)).toLowerCase(Locale.ROOT);
                assertThat(words).as(file).anyMatch(word -> text.contains(word.toLowerCase(Locale.ROOT)));
            }
        }
    }

    @Test
    void everyTestThatTheGuideNamesRuns() throws ClassNotFoundException {
        List<String> rows =
                guide.lines().filter(line -> line.startsWith("Fails until ")).toList();

        assertThat(rows).hasSize(5);
        assertThat(new NamedTests().faults(rows)).isEmpty();
    }

    private static String guide() {
        try {
            String document = Files.readString(Path.of("docs/architecture.md"));
            return after(document, "## Where a change goes").get(0).split("\n## ")[0];
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> after(String text, String heading) {
        return Arrays.stream(text.split("\n" + heading)).skip(1).toList();
    }

    private static Stream<String> code(String text) {
        return CODE.matcher(text).results().map(found -> found.group(1));
    }
}
