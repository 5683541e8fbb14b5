package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A test that does not run on some system says why, and reports of other systems list the reasons. */
class SkippedTestsTest {
    private static final Pattern CONDITION = Pattern.compile("@(?:Disabled|Enabled)OnOs\\((?:[^()\"]|\"[^\"]*\")*\\)");

    @Test
    void each_condition_on_the_system_has_a_reason() throws IOException {
        assertThat(conditions())
                .isNotEmpty()
                .allSatisfy(condition -> assertThat(condition).contains("disabledReason"));
    }

    private static List<String> conditions() throws IOException {
        try (Stream<Path> tests =
                Stream.concat(Files.walk(Path.of("src/test/java")), Files.walk(Path.of("src/desktop/test/java")))) {
            return tests.filter(path -> path.toString().endsWith(".java"))
                    .flatMap(SkippedTestsTest::conditions)
                    .toList();
        }
    }

    private static Stream<String> conditions(Path test) {
        try {
            Matcher found = CONDITION.matcher(Files.readString(test));
            return found.results().map(condition -> test + ": " + condition.group()).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
