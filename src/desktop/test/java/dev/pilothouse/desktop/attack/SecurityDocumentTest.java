package dev.pilothouse.desktop.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.testing.NamedTests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every promise of docs/security.md must be tested: each of its rows names tests that run in every build. */
class SecurityDocumentTest {
    @Test
    void eachRowNamesTestsThatAreThereAndRun() throws Exception {
        List<String> rows = rows();
        assertThat(rows).hasSizeGreaterThan(30);

        assertThat(new NamedTests().faults(rows)).isEmpty();
    }

    private static List<String> rows() throws IOException {
        String document = Files.readString(Path.of("docs/security.md"), StandardCharsets.UTF_8);
        String section = document.substring(document.indexOf("\n## Tests\n"), document.indexOf("\n## Known limits\n"));
        return section.lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| attack ") && !line.startsWith("| ---"))
                .toList();
    }
}
