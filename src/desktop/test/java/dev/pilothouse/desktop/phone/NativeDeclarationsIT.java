package dev.pilothouse.desktop.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.model.SessionId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares what is looked up by name in a run with what {@code src/native/build} declares: by JavaFX's libraries on a JVM,
 * and by the image itself.
 */
@Tag("native")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class NativeDeclarationsIT {
    private static final Path JNI = Path.of("src", "native", "config", "jni-config.json");
    private static final Map<Character, String> PRIMITIVES = Map.of(
            'I', "int", 'J', "long", 'Z', "boolean", 'B', "byte", 'C', "char", 'S', "short", 'F', "float", 'D',
            "double");

    /** The builder knows the look-ups of the JDK's own libraries, and the launcher of a JVM looks for the main class. */
    private static final List<String> NOT_OF_JAVAFX = List.of("sun.", "jdk.", "dev.pilothouse.driver.");

    @TempDir
    Path folder;

    @Test
    void whatJavaFxLooksUpFromItsLibrariesIsDeclared() throws Exception {
        Path program = NativePhone.OUT.resolve("on-jvm");
        assumeTrue(Files.exists(program), "src/native/build client has not run: the builder cannot be had");
        List<String> words = Files.readAllLines(program);
        Path trace = folder.resolve("jni.tsv");
        try (Workshop workshop = new Workshop(folder);
                NativePhone phone = NativePhone.onJvm(
                        "phone",
                        folder.resolve("device"),
                        List.of(
                                words.get(0),
                                words.get(1) + "=" + trace,
                                "-XX:+UseSerialGC",
                                "-cp",
                                words.get(2),
                                "dev.pilothouse.driver.DrivenPhone"))) {
            SessionId session = workshop.session("Day");
            phone.pair(workshop.ticket());
            NativeDay.use(phone, workshop, session, folder);
            phone.close();
            phone.assertQuiet();
        }

        Set<String> seen = seen(Files.readAllLines(trace));
        assertThat(seen).as("the run was watched").anyMatch(use -> use.startsWith("com.sun.glass.ui.gtk."));
        Set<String> undeclared = new TreeSet<>(seen);
        undeclared.removeAll(declared());
        assertThat(undeclared).isEmpty();
    }

    @Test
    void whatTheImageLooksUpIsDeclared() throws Exception {
        Path told = NativePhone.OUT.resolve("client.told");
        assumeTrue(Files.exists(NativePhone.IMAGE), "src/native/build client has not run: the builder cannot be had");
        Path trace = folder.resolve("trace");
        try (Workshop workshop = new Workshop(folder);
                NativePhone phone =
                        NativePhone.image("phone", folder.resolve("device"), "-XX:TraceMetadata=path=" + trace)) {
            SessionId session = workshop.session("Day");
            phone.pair(workshop.ticket());
            NativeDay.use(phone, workshop, session, folder);
            phone.close();
            phone.assertQuiet();
        }

        JsonObject seen = JsonParser.parseString(Files.readString(trace.resolve("reachability-metadata.json")))
                .getAsJsonObject();
        assertThat(seen.toString()).as("the run was watched").contains("com.sun.glass.ui.gtk.", "pilothouse.css");
        try (ToldBuilder builder = ToldBuilder.read(told)) {
            assertThat(builder.undeclared(seen)).isEmpty();
        }
    }

    /** The lines of {@code src/native/c/jnitrace.c}: kind, class, name, signature. */
    private static Set<String> seen(List<String> lines) {
        Set<String> seen = new TreeSet<>();
        for (String line : lines) {
            String[] parts = line.split("\t", -1);
            String type = parts[1].startsWith("L") && parts[1].endsWith(";")
                    ? parts[1].substring(1, parts[1].length() - 1)
                    : parts[1];
            type = type.replace('/', '.');
            if (parts[0].startsWith("no")
                    || type.startsWith("[")
                    || NOT_OF_JAVAFX.stream().anyMatch(type::startsWith)) {
                continue;
            }
            switch (parts[0]) {
                case "class" -> seen.add(type);
                case "field" -> seen.add(type + "#" + parts[2]);
                case "method" -> seen.add(type + "#" + parts[2] + parameters(parts[3]));
                default -> throw new IllegalArgumentException(line);
            }
        }
        return seen;
    }

    private static Set<String> declared() throws Exception {
        Set<String> declared = new TreeSet<>();
        for (JsonElement element : JsonParser.parseString(Files.readString(JNI)).getAsJsonArray()) {
            JsonObject type = element.getAsJsonObject();
            String name = type.get("name").getAsString();
            declared.add(name);
            for (JsonElement field : list(type, "fields")) {
                declared.add(name + "#" + field.getAsJsonObject().get("name").getAsString());
            }
            for (JsonElement each : list(type, "methods")) {
                JsonObject method = each.getAsJsonObject();
                List<String> parameters = new ArrayList<>();
                list(method, "parameterTypes").forEach(parameter -> parameters.add(parameter.getAsString()));
                declared.add(name + "#" + method.get("name").getAsString() + parameters);
            }
        }
        return declared;
    }

    private static JsonArray list(JsonObject object, String name) {
        return object.has(name) ? object.getAsJsonArray(name) : new JsonArray();
    }

    /** The parameters' types of a JVM's method descriptor, in the words of the declarations. */
    private static List<String> parameters(String descriptor) {
        List<String> found = new ArrayList<>();
        int at = 1;
        while (descriptor.charAt(at) != ')') {
            int dimensions = 0;
            while (descriptor.charAt(at) == '[') {
                dimensions++;
                at++;
            }
            String type;
            if (descriptor.charAt(at) == 'L') {
                int end = descriptor.indexOf(';', at);
                type = descriptor.substring(at + 1, end).replace('/', '.');
                at = end + 1;
            } else {
                type = PRIMITIVES.get(descriptor.charAt(at));
                at++;
            }
            found.add(type + "[]".repeat(dimensions));
        }
        return found;
    }
}
