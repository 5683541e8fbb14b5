package dev.pilothouse.phone;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonStreamParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The declarations for a native image: in the GluonFX plugin's configuration, in META-INF/substrate/config, and in the
 * libraries' own files. Immutable; any thread may call it.
 *
 * @param resources patterns of paths
 * @param classes those whose constructors may be called by name
 */
record Declarations(List<Pattern> resources, Set<String> classes) {

    private static final String PLUGIN = "//plugin[artifactId='gluonfx-maven-plugin']/configuration/";

    static Declarations read(Pom pom, PhoneClassPath phone) {
        List<Pattern> resources = new ArrayList<>();
        Set<String> classes = new TreeSet<>(pom.all(PLUGIN + "reflectionList/list"));
        patterns(json(writtenByThePlugin(pom).getBytes(StandardCharsets.UTF_8)), resources);
        for (Map.Entry<String, byte[]> file : phone.resources().entrySet()) {
            String path = file.getKey();
            String name = path.substring(path.lastIndexOf('/') + 1);
            boolean ours = path.startsWith("META-INF/substrate/config/");
            boolean theirs = path.startsWith("META-INF/native-image/");
            if ((ours && name.equals("resourceconfig.json")) || (theirs && name.equals("resource-config.json"))) {
                patterns(json(file.getValue()), resources);
            } else if ((ours && name.equals("reflectionconfig.json"))
                    || (theirs && name.equals("reflect-config.json"))) {
                constructors(json(file.getValue()), classes);
            }
        }
        return new Declarations(resources, classes);
    }

    /** The plugin puts each pattern between quotes as it is (its {@code createResourceConfig}). */
    private static String writtenByThePlugin(Pom pom) {
        return pom.all(PLUGIN + "resourcesList/list").stream()
                .map(pattern -> "{\"pattern\": \"" + pattern + "\"}")
                .collect(Collectors.joining(",", "{\"resources\": [", "]}"));
    }

    /** Several libraries have a file of the same name, so several documents may follow each other. */
    private static List<JsonElement> json(byte[] bytes) {
        List<JsonElement> documents = new ArrayList<>();
        JsonStreamParser parser = new JsonStreamParser(new String(bytes, StandardCharsets.UTF_8));
        parser.forEachRemaining(documents::add);
        return documents;
    }

    private static void patterns(List<JsonElement> documents, List<Pattern> resources) {
        for (JsonElement document : documents) {
            JsonElement list = document.getAsJsonObject().get("resources");
            JsonArray patterns = list.isJsonArray()
                    ? list.getAsJsonArray()
                    : list.getAsJsonObject().getAsJsonArray("includes");
            patterns.forEach(entry -> resources.add(
                    Pattern.compile(entry.getAsJsonObject().get("pattern").getAsString())));
        }
    }

    private static void constructors(List<JsonElement> documents, Set<String> classes) {
        for (JsonElement document : documents) {
            for (JsonElement entry : document.getAsJsonArray()) {
                JsonObject type = entry.getAsJsonObject();
                if (type.has("allPublicConstructors")
                        || type.has("allDeclaredConstructors")
                        || (type.has("methods")
                                && type.get("methods").toString().contains("<init>"))) {
                    classes.add(type.get("name").getAsString());
                }
            }
        }
    }

    boolean hasResource(String path) {
        return resources.stream().anyMatch(pattern -> pattern.matcher(path).matches());
    }
}
