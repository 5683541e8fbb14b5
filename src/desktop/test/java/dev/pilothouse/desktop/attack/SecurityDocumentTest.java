package dev.pilothouse.desktop.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** docs/security.md must promise nothing that is not tried: each of its rows names tests that run in every build. */
class SecurityDocumentTest {
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*(?:Test|IT))\\.(\\w+)`");

    private final Map<String, String> classes = classes();

    @Test
    void eachRowNamesTestsThatAreThereAndRun() throws Exception {
        List<String> rows = rows();
        assertThat(rows).hasSizeGreaterThan(30);
        List<String> faults = new ArrayList<>();
        for (String row : rows) {
            Matcher named = TEST.matcher(row);
            int count = 0;
            while (named.find()) {
                count++;
                String fault = fault(named.group(1), named.group(2));
                if (!fault.isEmpty()) {
                    faults.add(named.group() + " " + fault);
                }
            }
            if (count == 0) {
                faults.add("No test: " + row);
            }
        }

        assertThat(faults).isEmpty();
    }

    private static List<String> rows() throws IOException {
        String document = Files.readString(Path.of("docs/security.md"), StandardCharsets.UTF_8);
        String section = document.substring(
                document.indexOf("\n## What is tried\n"), document.indexOf("\n## What is not defended\n"));
        return section.lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| attack ") && !line.startsWith("| ---"))
                .toList();
    }

    private String fault(String simpleName, String method) throws ClassNotFoundException {
        String name = classes.get(simpleName);
        if (name == null) {
            return "is in no class";
        }
        Class<?> type = Class.forName(name);
        List<Method> found = methods(type)
                .filter(m -> m.getName().equals(method) && isTest(m))
                .toList();
        if (found.isEmpty()) {
            return "is not there";
        }
        return hasCondition(type) || hasCondition(found.get(0)) ? "runs only on a condition" : "";
    }

    private static Stream<Method> methods(Class<?> type) {
        return type == null
                ? Stream.empty()
                : Stream.concat(
                        Arrays.stream(type.getDeclaredMethods()),
                        Stream.concat(
                                methods(type.getSuperclass()),
                                Arrays.stream(type.getInterfaces()).flatMap(SecurityDocumentTest::methods)));
    }

    private static boolean isTest(AnnotatedElement element) {
        return element.isAnnotationPresent(Test.class) || element.isAnnotationPresent(ParameterizedTest.class);
    }

    private static boolean hasCondition(AnnotatedElement element) {
        for (Annotation annotation : element.getAnnotations()) {
            String name = annotation.annotationType().getName();
            if (name.equals("org.junit.jupiter.api.Disabled")
                    || name.contains("EnabledIf")
                    || name.contains("DisabledIf")) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, String> classes() {
        Map<String, String> classes = new TreeMap<>();
        for (String root : List.of("src/test/java", "src/desktop/test/java")) {
            Path folder = Path.of(root);
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
                    String name = folder.relativize(file).toString().replace('\\', '/');
                    String type =
                            name.substring(0, name.length() - ".java".length()).replace('/', '.');
                    classes.put(type.substring(type.lastIndexOf('.') + 1), type);
                });
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return classes;
    }
}
