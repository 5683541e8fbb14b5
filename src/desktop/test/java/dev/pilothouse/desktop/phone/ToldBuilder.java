package dev.pilothouse.desktop.phone;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The declarations that {@code src/native/build} gives to the builder of an image. Compares a trace of the image with them.
 * Confined to one thread. Owns the class path's files; ends with {@link #close()}.
 */
final class ToldBuilder implements AutoCloseable {
    private static final String REFLECTION_FILES = "-H:ReflectionConfigurationFiles=";
    private static final String JNI_FILES = "-H:JNIConfigurationFiles=";
    private static final String REFLECTION_RESOURCES = "-H:ReflectionConfigurationResources=";
    private static final String RESOURCES = "-H:IncludeResources=";
    private static final String BUNDLES = "-H:IncludeResourceBundles=";

    /** The builder knows the look-ups of the JDK's own libraries. */
    private static final List<String> OF_THE_JDK = List.of("sun.", "jdk.");

    /**
     * Names that the code says as constants, where the builder sees them by itself; and a class file of JavaFX that it seeks
     * beside its libraries, which lie elsewhere in an image.
     */
    private static final Set<String> SEEN_BY_THE_BUILDER = Set.of(
            "com.sun.javafx.logging.PrintLogger",
            "com.sun.javafx.logging.jfr.JFRPulseLogger",
            "javafx.scene.effect.Effect",
            "okhttp3.internal.connection.RealCall",
            "okhttp3.internal.connection.RealCall#eventListener",
            "resource com/sun/glass/utils/NativeLibLoader.class");

    private final URLClassLoader program;
    /** Types, and members as {@code type#name}, or {@code type#*} for all of them. */
    private final Set<String> declared = new TreeSet<>();

    private final List<Pattern> resources = new ArrayList<>();
    private final Set<String> bundles = new TreeSet<>();
    private final Set<String> providers = new TreeSet<>();

    private ToldBuilder(URLClassLoader program) {
        this.program = program;
    }

    /** Reads the file that the script writes beside the image. */
    static ToldBuilder read(Path file) throws IOException {
        List<String> told = Files.readAllLines(file);
        List<URL> path = new ArrayList<>();
        for (String part : told.get(0).split(File.pathSeparator)) {
            path.add(url(part));
        }
        ToldBuilder builder =
                new ToldBuilder(new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader()));
        for (String option : told) {
            builder.read(option);
        }
        builder.readProviders("org.kordamp.ikonli.IkonHandler");
        return builder;
    }

    private void readProviders(String service) throws IOException {
        for (URL file : Collections.list(program.getResources("META-INF/services/" + service))) {
            try (InputStream in = file.openStream()) {
                new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .map(String::strip)
                        .forEach(providers::add);
            }
        }
    }

    private static URL url(String part) {
        try {
            return Path.of(part).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(part, e);
        }
    }

    private void read(String option) throws IOException {
        String[] values = option.substring(option.indexOf('=') + 1).split(",");
        if (option.startsWith(REFLECTION_FILES) || option.startsWith(JNI_FILES)) {
            for (String value : values) {
                declare(Files.readString(Path.of(value)));
            }
        } else if (option.startsWith(REFLECTION_RESOURCES)) {
            for (String value : values) {
                try (InputStream in = program.getResourceAsStream(value)) {
                    declare(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        } else if (option.startsWith(RESOURCES)) {
            resources.add(Pattern.compile(option.substring(RESOURCES.length())));
        } else if (option.startsWith(BUNDLES)) {
            for (String value : values) {
                bundles.add(value.replace('/', '.'));
            }
        }
    }

    private void declare(String json) {
        for (JsonElement element : JsonParser.parseString(json).getAsJsonArray()) {
            JsonObject type = element.getAsJsonObject();
            String name = type.get("name").getAsString();
            declared.add(name);
            if (type.keySet().stream().anyMatch(key -> key.startsWith("all"))) {
                declared.add(name + "#*");
            }
            for (JsonElement field : list(type, "fields")) {
                declared.add(name + "#" + field.getAsJsonObject().get("name").getAsString());
            }
            for (JsonElement method : list(type, "methods")) {
                declared.add(name + "#" + signature(method.getAsJsonObject()));
            }
        }
    }

    private static JsonArray list(JsonObject object, String name) {
        return object.has(name) ? object.getAsJsonArray(name) : new JsonArray();
    }

    private static String signature(JsonObject method) {
        List<String> parameters = new ArrayList<>();
        list(method, "parameterTypes").forEach(parameter -> parameters.add(parameter.getAsString()));
        return method.get("name").getAsString() + parameters;
    }

    /** @param traced the {@code reachability-metadata.json} of an image that was run with {@code -XX:TraceMetadata} */
    Set<String> undeclared(JsonObject traced) {
        Set<String> undeclared = new TreeSet<>();
        for (JsonElement element : list(traced, "reflection")) {
            JsonObject use = element.getAsJsonObject();
            if (use.get("type").isJsonPrimitive()) {
                type(use, undeclared);
            } else {
                undeclared.add(use.get("type").toString());
            }
        }
        for (JsonElement element : list(traced, "resources")) {
            JsonObject use = element.getAsJsonObject();
            if (use.has("bundle")) {
                String bundle = use.get("bundle").getAsString().replace('/', '.');
                if (!bundles.contains(bundle)
                        && program.getResource(bundle.replace('.', '/') + ".properties") != null) {
                    undeclared.add("bundle " + bundle);
                }
            } else {
                String path = use.get("glob").getAsString();
                if (program.getResource(path) != null
                        && resources.stream()
                                .noneMatch(pattern -> pattern.matcher(path).matches())) {
                    undeclared.add("resource " + path);
                }
            }
        }
        undeclared.removeAll(SEEN_BY_THE_BUILDER);
        return undeclared;
    }

    private void type(JsonObject use, Set<String> undeclared) {
        String name = use.get("type").getAsString();
        boolean throughJni = use.has("jniAccessible");
        boolean ours = isOfTheProgram(name);
        // An image has the arrays of its types, and the builder reads who provides a service.
        if (name.endsWith("[]") || providers.contains(name)) {
            return;
        }
        if (!ours && (!throughJni || OF_THE_JDK.stream().anyMatch(name::startsWith))) {
            return;
        }
        if (!declared.contains(name)) {
            undeclared.add(name);
        }
        if (declared.contains(name + "#*")) {
            return;
        }
        for (JsonElement field : list(use, "fields")) {
            member(name, field.getAsJsonObject().get("name").getAsString(), undeclared);
        }
        for (JsonElement method : list(use, "methods")) {
            member(name, signature(method.getAsJsonObject()), undeclared);
        }
    }

    /** A member may be declared with the class that it is inherited from. */
    private void member(String type, String member, Set<String> undeclared) {
        try {
            for (Class<?> at = Class.forName(type, false, program); at != null; at = at.getSuperclass()) {
                if (declared.contains(at.getName() + "#" + member)) {
                    return;
                }
            }
        } catch (ClassNotFoundException ofANewerJdk) {
            // It has no class above it that is known here.
        }
        if (!declared.contains(type + "#" + member)) {
            undeclared.add(type + "#" + member);
        }
    }

    /** A name that no class has is looked up in vain on a JVM too. */
    private boolean isOfTheProgram(String name) {
        URL found = program.getResource(name.replace("[]", "").replace('.', '/') + ".class");
        return found != null && !found.getProtocol().equals("jrt");
    }

    @Override
    public void close() throws IOException {
        program.close();
    }
}
