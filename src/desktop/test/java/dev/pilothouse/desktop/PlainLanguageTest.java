package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps comments and type names in plain English, as {@code docs/glossary.md} describes. */
class PlainLanguageTest {
    private static final Path SOURCES = Path.of("src");
    private static final Path GLOSSARY = Path.of("docs/glossary.md");
    private static final Pattern RIDDLE = Pattern.compile("^\\s*(?:/\\*\\*|\\*|//) ?(?:@param \\S+ |@return )?"
            + "(?:Who|Whom|Whose|Whoever|What|Whatever|As long as so)\\b.*");
    private static final Pattern WHOEVER =
            Pattern.compile("^\\s*(?:/\\*\\*|\\*|//).*\\b(?:[Ww]hoever|[Ww]homever)\\b.*");
    private static final Pattern ENDING = Pattern.compile("(?:[A-Z]+[0-9]*[a-z0-9]*|[A-Z][a-z0-9]+)$");
    private static final Pattern LISTED = Pattern.compile("`(\\w+)`");

    @Test
    void noCommentBeginsLikeARiddle() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : javaFiles(SOURCES)) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (RIDDLE.matcher(lines.get(i)).matches()
                        || WHOEVER.matcher(lines.get(i)).matches()) {
                    found.add(file + ":" + (i + 1) + lines.get(i));
                }
            }
        }

        assertThat(found).as("comments that do not begin with their subject").isEmpty();
    }

    @Test
    void everyTypeNameEndsWithAWordOfTheGlossary() throws IOException {
        TreeSet<String> used = new TreeSet<>();
        for (String root : List.of("main", "desktop/java", "android/java", "ios/java")) {
            for (Path file : javaFiles(SOURCES.resolve(root))) {
                Matcher ending = ENDING.matcher(file.getFileName().toString().replace(".java", ""));
                if (ending.find()) {
                    used.add(ending.group());
                }
            }
        }

        assertThat(listed()).as("the endings in docs/glossary.md").containsExactlyElementsOf(used);
    }

    private static List<String> listed() throws IOException {
        String[] parts = Files.readString(GLOSSARY).split("## Endings in use\n");
        assertThat(parts).hasSize(2);
        return LISTED.matcher(parts[1]).results().map(found -> found.group(1)).toList();
    }

    private static List<Path> javaFiles(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .sorted()
                    .toList();
        }
    }
}
