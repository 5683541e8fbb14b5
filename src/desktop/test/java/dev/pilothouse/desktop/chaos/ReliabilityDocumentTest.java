package dev.pilothouse.desktop.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.testing.NamedTests;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every promise of docs/reliability.md must be tested: each fault names existing tests. */
class ReliabilityDocumentTest {
    @Test
    void eachFaultNamesTestsThatAreThereAndSaysWhereTheyRun() throws Exception {
        String document = Files.readString(Path.of("docs/reliability.md"), StandardCharsets.UTF_8);
        List<String> rows = document.substring(document.indexOf("\n## "))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| fault ") && !line.startsWith("| ---"))
                .toList();

        assertThat(rows).hasSizeGreaterThan(25);
        assertThat(new NamedTests().faults(rows)).isEmpty();
    }

    @Test
    void aRowWithoutATestOrWithOneThatIsNotThereOrSilentAboutItsProfileIsFound() throws Exception {
        assertThat(new NamedTests()
                        .faults(List.of(
                                "| a | b | c |",
                                "| a | b | `NoSuchIT` |",
                                "| a | b | `KillsIT.noSuchTest` |",
                                "| a | b | `SoakIT` |",
                                "| a | b | `SoakIT` (*soak*), `KillsIT` |")))
                .hasSize(4);
    }
}
