package dev.pilothouse.desktop.testing;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Checks that the tests exist that rows of a document name, as {@code SomeTest} or {@code SomeTest.aSentence}. */
public final class NamedTests {
    private static final Pattern NAME = Pattern.compile("`([A-Z]\\w*(?:Test|IT))(?:\\.(\\w+))?`");

    private final Map<String, String> classes = classes();

    /** The faults of the rows; a row with a test that runs in its own profile must contain {@code (*profile*)}. */
    public List<String> faults(List<String> rows) throws ClassNotFoundException {
        List<String> faults = new ArrayList<>();
        for (String row : rows) {
            Matcher named = NAME.matcher(row);
            int count = 0;
            while (named.find()) {
                count++;
                String fault = fault(named.group(1), named.group(2), row);
                if (!fault.isEmpty()) {
                    faults.add(named.group() + " " + fault);
                }
            }
            if (count == 0) {
                faults.add("No test: " + row);
            }
        }
        return faults;
    }

    private String fault(String simpleName, String method, String row) throws ClassNotFoundException {
        String name = classes.get(simpleName);
        if (name == null) {
            return "is in no class";
        }
        Class<?> type = Class.forName(name);
        List<Method> found = methods(type)
                .filter(m -> (method == null || m.getName().equals(method)) && isTest(m))
                .toList();
        if (found.isEmpty()) {
            return "is not there";
        }
        if (hasCondition(type) || (method != null && hasCondition(found.get(0)))) {
            return "runs only on a condition";
        }
        return Stream.concat(tags(type), method == null ? Stream.empty() : tags(found.get(0)))
                .filter(tag -> !row.contains("(*" + tag + "*)"))
                .findFirst()
                .map(tag -> "runs in the profile " + tag + ", and its row does not say so")
                .orElse("");
    }

    private static Stream<String> tags(AnnotatedElement element) {
        return Arrays.stream(element.getAnnotationsByType(Tag.class)).map(Tag::value);
    }

    private static Stream<Method> methods(Class<?> type) {
        return type == null
                ? Stream.empty()
                : Stream.concat(
                        Arrays.stream(type.getDeclaredMethods()),
                        Stream.concat(
                                methods(type.getSuperclass()),
                                Arrays.stream(type.getInterfaces()).flatMap(NamedTests::methods)));
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
