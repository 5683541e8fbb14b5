package dev.pilothouse.ui.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every text exists in every language, and every one is used. */
class TextsTest {
    private static final Path RESOURCES = Path.of("src/main/resources/dev/pilothouse");
    private static final Pattern LITERAL = Pattern.compile("\"([a-z][a-zA-Z]*(?:\\.[a-zA-Z_]+)*\\.?)\"");
    private static final Pattern KEY = Pattern.compile("\"([a-z][a-zA-Z]+(?:\\.[a-zA-Z_]+)+\\.?)\"");
    private static final Pattern COUNTED = Pattern.compile("Texts\\s*\\.counted\\(\\s*\"([a-zA-Z.]+)\"");
    private static final Pattern SUFFIX = Pattern.compile("\"(\\.[a-zA-Z.]+)\"");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d+)[^}]*}");
    private static final Pattern CONSTANT = Pattern.compile("\\b[A-Z][A-Z_]+\\b");

    private static final List<String> SOURCES = sources();
    private static final Map<String, String> ENGLISH = bundle(Language.ENGLISH);

    @AfterEach
    void speakEnglishAgain() {
        Texts.setLanguage(Language.ENGLISH);
    }

    private static List<String> sources() {
        List<String> sources = new ArrayList<>();
        for (String root : List.of("src/main/java", "src/desktop/java", "src/android/java", "src/ios/java")) {
            if (!Files.isDirectory(Path.of(root))) {
                continue;
            }
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .map(TextsTest::read)
                        .forEach(sources::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return sources;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The raw lines, since parsing them as properties would hide a duplicate key. */
    private static Map<String, String> bundle(Language language) {
        Map<String, String> lines = new LinkedHashMap<>();
        for (String line : read(RESOURCES.resolve(language.file())).split("\n", -1)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                int equals = line.indexOf('=');
                String before = lines.put(line.substring(0, equals), line.substring(equals + 1));
                assertThat(before)
                        .as("%s stands twice in %s", line.substring(0, equals), language.file())
                        .isNull();
            }
        }
        return lines;
    }

    @Test
    void everyKeyThatTheSourcesNameIsInTheBundle() {
        Set<String> families = new TreeSet<>();
        ENGLISH.keySet().forEach(key -> families.add(key.substring(0, key.indexOf('.'))));
        Set<String> missing = new TreeSet<>();
        for (String source : SOURCES) {
            if (!source.contains("Texts.") && !source.contains("Texts\n")) {
                continue;
            }
            Matcher counted = COUNTED.matcher(source);
            Set<String> countedKeys = new TreeSet<>();
            while (counted.find()) {
                countedKeys.add(counted.group(1));
                for (String form : List.of(".one", ".many")) {
                    if (!ENGLISH.containsKey(counted.group(1) + form)) {
                        missing.add(counted.group(1) + form);
                    }
                }
            }
            Matcher key = KEY.matcher(source);
            while (key.find()) {
                String name = key.group(1);
                boolean ours = families.contains(name.substring(0, name.indexOf('.')));
                boolean prefix = ENGLISH.keySet().stream()
                        .anyMatch(each -> each.startsWith(name.endsWith(".") ? name : name + "."));
                if (ours && !prefix && !countedKeys.contains(name) && !ENGLISH.containsKey(name) && !isKept(name)) {
                    missing.add(name);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    /** Names of files and of stored preferences look like keys. */
    private static boolean isKept(String name) {
        return name.equals("newSession.agent")
                || name.matches("settings\\.kept\\.\\w+")
                || name.matches(".*\\.(json|css|txt)");
    }

    @Test
    void noKeyIsThereThatNoCodeUses() {
        Set<String> literals = new TreeSet<>();
        Set<String> suffixes = new TreeSet<>(Set.of(".one", ".many"));
        Set<String> constants = new TreeSet<>();
        for (String source : SOURCES) {
            collect(LITERAL, source, 1, literals);
            collect(SUFFIX, source, 1, suffixes);
            collect(CONSTANT, source, 0, constants);
        }
        Set<String> unused = new TreeSet<>();
        for (String key : ENGLISH.keySet()) {
            boolean named = literals.contains(key);
            boolean ended = suffixes.stream()
                    .anyMatch(end ->
                            key.endsWith(end) && literals.contains(key.substring(0, key.length() - end.length())));
            int dot = key.lastIndexOf('.') + 1;
            boolean ofAnEnum = literals.contains(key.substring(0, dot)) && constants.contains(key.substring(dot));
            if (!named && !ended && !ofAnEnum) {
                unused.add(key);
            }
        }
        assertThat(unused).isEmpty();
    }

    private static void collect(Pattern pattern, String source, int group, Set<String> into) {
        Matcher found = pattern.matcher(source);
        while (found.find()) {
            into.add(found.group(group));
        }
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyLanguageHasTheSameKeys(Language language) {
        assertThat(bundle(language).keySet()).containsExactlyInAnyOrderElementsOf(ENGLISH.keySet());
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyLanguageFillsInTheSameValues(Language language) {
        Map<String, String> others = bundle(language);
        Map<String, String> different = new LinkedHashMap<>();
        ENGLISH.forEach((key, pattern) -> {
            Set<String> wanted = placeholders(pattern);
            Set<String> found = placeholders(others.getOrDefault(key, pattern));
            // In the singular, a language may write the number as a word.
            boolean singular = key.endsWith(".one") && (wanted.isEmpty() || found.isEmpty());
            if (!wanted.equals(found) && !singular) {
                different.put(key, wanted + " against " + found);
            }
        });
        assertThat(different).isEmpty();
    }

    private static Set<String> placeholders(String pattern) {
        Set<String> found = new TreeSet<>();
        collect(PLACEHOLDER, pattern, 1, found);
        return found;
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everySentenceCanBeFilledInAndLosesNoSign(Language language) {
        bundle(language).forEach((key, pattern) -> {
            assertThat(pattern).as(key).isNotBlank().doesNotContain("'").doesNotContain("!");
            new MessageFormat(pattern);
        });
    }

    @Test
    void germanAddressesThePersonAsDuAndSetsNoSpaceBeforeAnEllipsis() {
        bundle(Language.GERMAN)
                .forEach((key, pattern) -> assertThat(pattern)
                        .as(key)
                        .doesNotContainPattern("[a-z]en Sie\\b|(bevor|falls|wenn|, die) Sie\\b|\\bIhnen\\b| \u2026"));
    }

    @Test
    void frenchKeepsItsSpacesWithTheSignsThatFollow() {
        bundle(Language.FRENCH)
                .forEach((key, pattern) -> assertThat(pattern).as(key).doesNotContainPattern(" [:;?]|\u00ab | \u00bb"));
    }

    @Test
    void numbersAreCountedAsTheLanguageCounts() {
        assertThat(Texts.counted("turn.tools", 1)).isEqualTo("1 tool");
        assertThat(Texts.counted("turn.tools", 0)).isEqualTo("0 tools");
        assertThat(Texts.counted("turn.tools", 12)).isEqualTo("12 tools");

        Texts.setLanguage(Language.FRENCH);
        assertThat(Texts.counted("turn.tools", 0)).isEqualTo("0 outil");
        assertThat(Texts.counted("turn.tools", 2)).isEqualTo("2 outils");
    }

    @Test
    void numbersAndDatesAreWrittenAsTheLanguageDoes() {
        Texts.setLanguage(Language.GERMAN);

        assertThat(TimeFormatter.duration(1_500)).isEqualTo("1,5 s");
        assertThat(Texts.counted("fresh.behind", 1_240)).isEqualTo("Holt auf: noch 1.240 \u00c4nderungen");
    }

    @Test
    void aKeyThatIsNotThereIsABug() {
        assertThatThrownBy(() -> Texts.text("no.such.key")).isInstanceOf(MissingResourceException.class);
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyTextIsFilledInAsMessageFormatDoes(Language language) {
        Texts.setLanguage(language);
        Object[][] samples = {
            {"It's {0}", 7, 999L, "", 0, "B"},
            {1, 2_000, "A", 0.5, -3, "C"},
            {"only one"},
            {}
        };

        bundle(language).forEach((key, pattern) -> {
            for (Object[] sample : samples) {
                // A choice needs a number.
                if (!pattern.contains(",") || sample.length > 0 && sample[0] instanceof Integer) {
                    assertThat(attempt(() -> Texts.text(key, sample)))
                            .as(key)
                            .isEqualTo(attempt(() -> expected(pattern.translateEscapes(), language, sample)));
                }
            }
        });
    }

    private static String expected(String pattern, Language language, Object[] arguments) {
        return pattern.indexOf('{') < 0 ? pattern : new MessageFormat(pattern, language.formats()).format(arguments);
    }

    private static String attempt(Supplier<String> text) {
        try {
            return text.get();
        } catch (IllegalArgumentException refused) {
            return refused.toString();
        }
    }
}
