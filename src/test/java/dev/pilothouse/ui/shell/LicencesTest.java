package dev.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LicencesTest {
    private static final Pattern DEPENDENCY = Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL);
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<*]+)</artifactId>");
    private static final List<String> NOT_SHIPPED =
            List.of("<scope>test</scope>", "<scope>import</scope>", "<scope>provided</scope>");

    @Test
    void everyWorkThatIsShippedIsNamedWithItsLicence() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        List<String> prefixes = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/main/resources/dev/pilothouse/licences.txt"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                prefixes.addAll(
                        List.of(line.substring(0, line.indexOf('|')).strip().split(",\\s*")));
            }
        }
        List<String> unnamed = new ArrayList<>();
        int shipped = 0;
        Matcher dependency = DEPENDENCY.matcher(pom);
        while (dependency.find()) {
            String text = dependency.group(1);
            Matcher artifact = ARTIFACT.matcher(text);
            if (!artifact.find() || NOT_SHIPPED.stream().anyMatch(text::contains)) {
                continue;
            }
            shipped++;
            String name = artifact.group(1);
            if (prefixes.stream().noneMatch(name::startsWith)) {
                unnamed.add(name);
            }
        }
        assertThat(unnamed).isEmpty();
        assertThat(shipped).isGreaterThan(15);
    }

    @Test
    void theSheetListsThemAll() {
        assertThat(LicencesSheet.licences()).hasSizeGreaterThan(15).allSatisfy(work -> {
            assertThat(work.licence()).isNotBlank();
            assertThat(work.address()).startsWith("https://");
        });
    }
}
