package dev.pilothouse.ui.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextsTest {
    private static final Pattern KEY = Pattern.compile("\"([a-z][a-zA-Z]+(?:\\.[a-zA-Z]+)+\\.?)\"");
    private static final Pattern COUNTED = Pattern.compile("Texts\\s*\\.counted\\(\\s*\"([a-zA-Z.]+)\"");

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/dev/pilothouse/ui"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(TextsTest::read)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> bundleKeys() throws IOException {
        Set<String> keys = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("src/main/resources/dev/pilothouse/messages.properties"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                keys.add(line.substring(0, line.indexOf('=')));
            }
        }
        return keys;
    }

    @Test
    void everyKeyThatTheSourcesNameIsInTheBundle() throws IOException {
        Set<String> families = new TreeSet<>();
        bundleKeys().forEach(key -> families.add(key.substring(0, key.indexOf('.'))));
        Set<String> missing = new TreeSet<>();
        for (String source : sources()) {
            Matcher counted = COUNTED.matcher(source);
            Set<String> countedKeys = new TreeSet<>();
            while (counted.find()) {
                countedKeys.add(counted.group(1));
                for (String form : List.of(".one", ".many")) {
                    if (!Texts.has(counted.group(1) + form)) {
                        missing.add(counted.group(1) + form);
                    }
                }
            }
            Matcher key = KEY.matcher(source);
            while (key.find()) {
                String name = key.group(1);
                boolean ours = families.contains(name.substring(0, name.indexOf('.')));
                boolean prefix = name.endsWith(".") && bundleKeys().stream().anyMatch(each -> each.startsWith(name));
                if (ours && !prefix && !countedKeys.contains(name) && !Texts.has(name) && !isKept(name)) {
                    missing.add(name);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    /** Names of files and of values that a device keeps look like keys. */
    private static boolean isKept(String name) {
        return name.equals("newSession.agent") || name.endsWith(".json") || name.endsWith(".css");
    }

    @Test
    void noSentenceLosesItsApostropheOrHasAnExclamationMark() throws IOException {
        String bundle = Files.readString(Path.of("src/main/resources/dev/pilothouse/messages.properties"));

        assertThat(bundle.lines().filter(line -> !line.startsWith("#")))
                .noneMatch(line -> line.contains("'") || line.contains("!"));
    }

    @Test
    void numbersAreCountedInTheRightForm() {
        assertThat(Texts.counted("turn.tools", 1)).isEqualTo("1 tool");
        assertThat(Texts.counted("turn.tools", 12)).isEqualTo("12 tools");
    }
}
