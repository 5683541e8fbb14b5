package dev.pilothouse.phone;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.lang.reflect.Array;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the arguments and files with which GluonFX calls native-image, as GraalVM 22.1 reads them, and lists each fault in
 * a sentence. {@code src/phone/dry-run} starts it from its source as the stand-in for native-image, with the phone's own
 * class path, so it needs nothing but Gson. Confined to one thread.
 */
final class ImageBuildCheck {

    /** The options of GraalVM 22.1 that this build uses. An unknown one stops the real builder. */
    private static final Pattern KNOWN_ARGUMENT = Pattern.compile("--no-server|--libc=bionic|"
            + "--features=org[.]graalvm[.]home[.]HomeFinderFeature|--initialize-at-build-time=[\\w.$,]+|"
            + "-D(jdk[.]internal[.]lambda[.]eagerlyInitialize|svm[.](platform|targetName|targetArch))=[\\w.$]+|"
            + "-H:[+](SharedLibrary|AddAllCharsets|ReportExceptionStackTraces|RemoveSaturatedTypeFlows|"
            + "ExitAfterRelocatableImageWrite|ForceNoROSectionRelocations|UseCAPCache)|"
            + "-H:-(DeadlockWatchdogExitOnTimeout|SpawnIsolates)|"
            + "-H:(DeadlockWatchdogInterval|TempDirectory|EnableURLProtocols|ReflectionConfigurationFiles|"
            + "JNIConfigurationFiles|ResourceConfigurationFiles|IncludeResourceBundles|CAPCacheDir|CompilerBackend|"
            + "PageSize|IncludeLocales)=.+|-J-Duser[.]language=en");

    private static final Pattern LIBRARY_ARGUMENT = Pattern.compile("-H:[+]AddAllCharsets|--enable-https?|"
            + "--features=okhttp3[.]internal[.]graal[.]OkHttpFeature|--initialize-at-build-time=org[.]pcollections");

    private static final Set<String> CLASS_KEYS = Set.of(
            "name",
            "condition",
            "allDeclaredConstructors",
            "allPublicConstructors",
            "allDeclaredMethods",
            "allPublicMethods",
            "allDeclaredFields",
            "allPublicFields",
            "allDeclaredClasses",
            "allPublicClasses",
            "queryAllDeclaredConstructors",
            "queryAllPublicConstructors",
            "queryAllDeclaredMethods",
            "queryAllPublicMethods",
            "unsafeAllocated",
            "methods",
            "queriedMethods",
            "fields");

    /** Inner classes of the JDK, which differ from system to system. Only the plugin's own lists name some. */
    private static final Pattern OF_THE_JDK = Pattern.compile("(jdk|sun|com[.]sun)[.].*");

    private static final Pattern DESKTOP_LIBRARY =
            Pattern.compile("(jetty|logback|jmdns|picocli|javafx-|junit|testfx|assertj|openjfx|jakarta).*");

    private static final List<String> SERVICES =
            List.of("storage", "lifecycle", "display", "browser", "keyboard", "share", "statusbar", "pictures", "util");

    private final String system;
    private final List<String> arguments;
    private final List<String> faults = new ArrayList<>();
    private final Set<String> files = new TreeSet<>();

    private ImageBuildCheck(String system, List<String> arguments) {
        this.system = system;
        this.arguments = arguments;
    }

    /** {@code image SYSTEM FILE-OF-ARGUMENTS} or {@code android BUILD SOURCES}. */
    public static void main(String[] words) throws IOException {
        List<String> faults;
        if (words[0].equals("image")) {
            List<String> arguments = Files.readAllLines(Path.of(words[2]));
            faults = faults(words[1], arguments);
            if (faults.isEmpty()) {
                // The plugin searches for the object file by the name of the main class.
                String main = arguments.get(arguments.size() - 1).toLowerCase(Locale.ROOT);
                Files.writeString(
                        Path.of(option(arguments, "-H:TempDirectory=")).resolve(main + ".o"), "");
            }
        } else {
            faults = projectFaults(Path.of(words[1]), Path.of(words[2]));
        }
        faults.forEach(fault -> System.err.println("FAULT " + fault));
        System.out.println(
                words[0] + ": " + (faults.isEmpty() ? "the real tools should accept it" : faults.size() + " faults"));
        System.exit(faults.isEmpty() ? 0 : 1);
    }

    /** Sentences about faults that the builder would refuse, or that would fail on the phone. Empty if there are none. */
    static List<String> faults(String system, List<String> arguments) throws IOException {
        ImageBuildCheck check = new ImageBuildCheck(system, arguments);
        check.run();
        return check.faults;
    }

    private void run() throws IOException {
        List<Path> classPath = classPath();
        checkArguments();
        checkLibraries(classPath);
        for (Path entry : classPath) {
            files.addAll(filesOf(entry));
        }
        try (URLClassLoader loader = new URLClassLoader(
                classPath.stream().map(ImageBuildCheck::url).toArray(URL[]::new),
                ClassLoader.getPlatformClassLoader())) {
            checkMain(loader);
            checkClasses("-H:ReflectionConfigurationFiles=", loader);
            checkClasses("-H:JNIConfigurationFiles=", loader);
            for (String type : list("--initialize-at-build-time=")) {
                if (load(type, loader) == null && files.stream().noneMatch(file -> file.startsWith(slashed(type)))) {
                    faults.add("--initialize-at-build-time names " + type + ", which is no class and no package");
                }
            }
        }
        checkResources();
        checkLibraryArguments(classPath);
        for (String bundle : list("-H:IncludeResourceBundles=")) {
            if (files.stream().noneMatch(file -> file.startsWith(slashed(bundle)))
                    && !OF_THE_JDK.matcher(bundle).matches()) {
                faults.add("the bundle " + bundle + " is not on the class path");
            }
        }
    }

    private void checkArguments() {
        for (int i = 0; i < arguments.size() - 1; i++) {
            String argument = arguments.get(i);
            if (argument.equals("-cp")) {
                i++;
            } else if (!KNOWN_ARGUMENT.matcher(argument).matches()) {
                faults.add("GraalVM 22.1 is not known to accept the argument " + argument);
            }
        }
        for (String needed : List.of(
                "-H:PageSize=16384",
                "-J-Duser.language=en",
                "-H:IncludeLocales=de,en,fr",
                "-Dsvm.platform=org.graalvm.nativeimage.Platform$"
                        + (system.equals("android") ? "LINUX_AARCH64" : "IOS_AARCH64"))) {
            String name = needed.substring(0, needed.indexOf('=') + 1);
            List<String> given =
                    arguments.stream().filter(one -> one.startsWith(name)).toList();
            if (given.isEmpty() || !given.stream().allMatch(needed::equals)) {
                faults.add("expected the argument " + needed + ", and found " + given);
            }
        }
    }

    private void checkLibraries(List<Path> classPath) {
        List<String> names =
                classPath.stream().map(entry -> entry.getFileName().toString()).toList();
        names.stream()
                .filter(name -> DESKTOP_LIBRARY.matcher(name).matches())
                .forEach(name -> faults.add("the class path has a library that no phone gets: " + name));
        names.stream()
                .filter(name -> name.endsWith(".jar"))
                .collect(Collectors.groupingBy(
                        name -> name.replaceFirst("-\\d[\\w.]*?(-(android|ios))?[.]jar$", "$1"), Collectors.toSet()))
                .forEach((artifact, versions) -> {
                    if (versions.size() > 1) {
                        faults.add("the class path has " + artifact + " more than once: " + new TreeSet<>(versions));
                    }
                });
        for (String service : SERVICES) {
            if (names.stream().noneMatch(name -> name.matches(service + "-[\\d.]+-" + system + "[.]jar"))) {
                faults.add("the class path lacks Attach's " + service + " for " + system);
            }
        }
    }

    /** A library brings arguments and declarations of its own, which the builder reads from each jar. */
    private void checkLibraryArguments(List<Path> classPath) throws IOException {
        for (Path jar : classPath) {
            for (String file : filesOf(jar)) {
                if (!file.startsWith("META-INF/native-image/") || !Files.isRegularFile(jar)) {
                    continue;
                }
                String text = new String(entry(jar, file));
                if (file.endsWith(".json")) {
                    parse(jar.getFileName() + "!" + file, text);
                } else if (file.endsWith("native-image.properties")) {
                    Stream.of(text.replaceFirst("(?s).*Args\\s*=", "").strip().split("\\s+"))
                            .filter(one -> !LIBRARY_ARGUMENT.matcher(one).matches())
                            .forEach(one -> faults.add("GraalVM 22.1 is not known to accept the argument " + one
                                    + " of " + jar.getFileName()));
                }
            }
        }
    }

    private void checkMain(ClassLoader loader) {
        String name = arguments.get(arguments.size() - 1);
        Class<?> main = load(name, loader);
        if (main == null
                || Arrays.stream(main.getDeclaredMethods())
                        .noneMatch(method -> method.getName().equals("main")
                                && Modifier.isStatic(method.getModifiers())
                                && Arrays.equals(method.getParameterTypes(), new Class<?>[] {String[].class}))) {
            faults.add("the main class " + name + " has no main(String[])");
        }
    }

    private void checkClasses(String option, ClassLoader loader) throws IOException {
        for (JsonElement element : json(option).map(JsonElement::getAsJsonArray).orElse(new JsonArray())) {
            JsonObject entry = element.getAsJsonObject();
            String name = entry.has("name") ? entry.get("name").getAsString() : "";
            entry.keySet().stream()
                    .filter(key -> !CLASS_KEYS.contains(key))
                    .forEach(key -> faults.add(option + " has the unknown attribute " + key + " at " + name));
            Class<?> type = load(name, loader);
            if (type == null) {
                if (!OF_THE_JDK.matcher(name).matches()) {
                    faults.add(option + " declares " + name + ", which is not on the class path");
                }
                continue;
            }
            for (JsonElement member : members(entry, "fields")) {
                String field = member.getAsJsonObject().get("name").getAsString();
                if (hierarchy(type, Class::getDeclaredFields)
                                .noneMatch(one -> one.getName().equals(field))
                        && !OF_THE_JDK.matcher(name).matches()) {
                    faults.add(option + " declares the field " + name + "." + field + ", which does not exist");
                }
            }
            for (JsonElement member : members(entry, "methods")) {
                JsonObject method = member.getAsJsonObject();
                String called = method.get("name").getAsString();
                List<String> parameters = method.has("parameterTypes")
                        ? method.getAsJsonArray("parameterTypes").asList().stream()
                                .map(JsonElement::getAsString)
                                .toList()
                        : null;
                Stream<? extends Executable> candidates = called.equals("<init>")
                        ? Stream.of(type.getDeclaredConstructors())
                        : hierarchy(type, Class::getDeclaredMethods)
                                .filter(one -> one.getName().equals(called));
                if (candidates.noneMatch(one -> parameters == null || parameters.equals(parameterNames(one)))
                        && !OF_THE_JDK.matcher(name).matches()) {
                    faults.add(option + " declares " + name + "." + called + (parameters == null ? "" : parameters)
                            + ", which does not exist");
                }
            }
        }
    }

    private void checkResources() throws IOException {
        String option = "-H:ResourceConfigurationFiles=";
        Optional<JsonElement> file = json(option);
        if (file.isEmpty()) {
            return;
        }
        JsonArray patterns = members(file.get().getAsJsonObject(), "resources");
        Set<String> included = new TreeSet<>();
        for (JsonElement element : patterns) {
            String text = element.getAsJsonObject().get("pattern").getAsString();
            Pattern pattern;
            try {
                pattern = Pattern.compile(text);
            } catch (PatternSyntaxException broken) {
                faults.add("the resource pattern " + text + " does not compile: " + broken.getDescription());
                continue;
            }
            List<String> matches = files.stream()
                    .filter(path -> pattern.matcher(path).matches())
                    .toList();
            // The plugin itself has one for each of twenty endings, whether a file has it or not.
            if (matches.isEmpty() && !text.startsWith(".*\\.")) {
                faults.add("the resource pattern " + text + " matches no file");
            }
            matches.stream()
                    .filter(path -> path.endsWith(".class"))
                    .findFirst()
                    .ifPresent(path -> faults.add("the resource pattern " + text + " matches the class file " + path));
            included.addAll(matches);
        }
        files.stream()
                .filter(path -> path.startsWith("dev/pilothouse/") && !path.endsWith(".class"))
                .filter(path -> !included.contains(path))
                .forEach(left -> faults.add("no resource pattern matches " + left));
    }

    /** The root of a file of declarations. */
    private Optional<JsonElement> json(String option) throws IOException {
        String file = option(arguments, option);
        if (file.isEmpty()) {
            faults.add("the argument " + option + " is missing");
            return Optional.empty();
        }
        return parse(option, Files.readString(Path.of(file)));
    }

    private Optional<JsonElement> parse(String place, String text) {
        JsonReader reader = new JsonReader(new StringReader(text));
        // As the builder's reader: no comment, no comma too many, no unknown escape.
        reader.setStrictness(Strictness.STRICT);
        try {
            JsonElement root = JsonParser.parseReader(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new JsonParseException("text after the end");
            }
            return Optional.of(root);
        } catch (JsonParseException | IOException broken) {
            faults.add(place + " is not JSON: " + broken.getMessage());
            return Optional.empty();
        }
    }

    private static JsonArray members(JsonObject entry, String key) {
        return entry.has(key) ? entry.getAsJsonArray(key) : new JsonArray();
    }

    private static List<String> parameterNames(Executable method) {
        return Stream.of(method.getParameterTypes()).map(Class::getTypeName).toList();
    }

    private static <T> Stream<T> hierarchy(Class<?> type, Function<Class<?>, T[]> members) {
        Stream<T> all = Stream.empty();
        for (Class<?> one = type; one != null; one = one.getSuperclass()) {
            all = Stream.concat(all, Stream.of(members.apply(one)));
        }
        return all;
    }

    /** A class by its name as the builder takes it: binary, or that of an array as in source. Null if it does not exist. */
    private static Class<?> load(String name, ClassLoader loader) {
        try {
            if (name.endsWith("[]")) {
                Class<?> part = load(name.substring(0, name.length() - 2), loader);
                return part == null ? null : Array.newInstance(part, 0).getClass();
            }
            Class<?> primitive = Map.<String, Class<?>>of("byte", byte.class, "int", int.class, "long", long.class)
                    .get(name);
            return primitive != null ? primitive : Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError missing) {
            return null;
        }
    }

    private List<Path> classPath() throws IOException {
        Path pathing = Path.of(
                arguments.get(arguments.indexOf("-cp") + 1).replaceFirst(".*" + Pattern.quote(File.pathSeparator), ""));
        try (JarFile jar = new JarFile(pathing.toFile())) {
            return Stream.of(jar.getManifest()
                            .getMainAttributes()
                            .getValue("Class-Path")
                            .split(" "))
                    .map(entry -> pathing.resolveSibling(entry).normalize())
                    .toList();
        }
    }

    private static List<String> filesOf(Path entry) throws IOException {
        if (Files.isDirectory(entry)) {
            try (Stream<Path> all = Files.walk(entry)) {
                return all.filter(Files::isRegularFile)
                        .map(file -> entry.relativize(file).toString().replace(File.separatorChar, '/'))
                        .toList();
            }
        }
        try (JarFile jar = new JarFile(entry.toFile())) {
            return jar.stream()
                    .filter(one -> !one.isDirectory())
                    .map(one -> one.getName())
                    .toList();
        }
    }

    private List<String> list(String option) {
        return Stream.of(option(arguments, option).split(","))
                .filter(one -> !one.isEmpty())
                .toList();
    }

    private static String option(List<String> arguments, String name) {
        return arguments.stream()
                .filter(one -> one.startsWith(name))
                .map(one -> one.substring(name.length()))
                .collect(Collectors.joining(","));
    }

    private static String slashed(String name) {
        return name.replace('.', '/');
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    /** Faults of the Gradle project that the plugin made for Android. */
    static List<String> projectFaults(Path build, Path sources) throws IOException {
        List<String> faults = new ArrayList<>();
        Path project = build.resolve("gvm/android_project");
        String manifest = Files.readString(project.resolve("app/src/main/AndroidManifest.xml"));
        if (!manifest.equals(Files.readString(sources.resolve("AndroidManifest.xml")))) {
            faults.add("the project's manifest is not the one of " + sources);
        }

        Set<String> classes = new TreeSet<>(filesOf(project.resolve("libs/additional_classes.jar")));
        filesOf(project.resolve("app/src/main/java")).stream()
                .map(file -> file.replaceFirst("[.]java$", ".class"))
                .forEach(classes::add);
        Matcher component = Pattern.compile(
                        "<(?:application|activity|service|receiver|provider)\\s+android:name=\"([^\"]+)\"(?!\\s+tools:node=\"remove\")")
                .matcher(manifest);
        int components = 0;
        while (component.find()) {
            components++;
            if (!classes.contains(slashed(component.group(1)) + ".class")) {
                faults.add("the manifest names " + component.group(1) + ", which is no class of the project");
            }
        }
        if (components < 4) {
            faults.add("the manifest names " + components + " components, and four are expected");
        }

        String gradle = Files.readString(project.resolve("app/build.gradle"));
        if (!gradle.contains("namespace 'dev.pilothouse.app'")) {
            faults.add("build.gradle does not have the app's name as its namespace");
        }
        for (String file : filesOf(sources.resolve("res"))) {
            if (!Files.exists(project.resolve("app/src/main/res").resolve(file))) {
                faults.add("the project lacks the resource " + file);
            }
        }

        try (Stream<Path> all = Files.walk(project.resolve("app/src/main/res"))) {
            all.filter(Files::isRegularFile)
                    .map(file -> project.resolve("app/src/main/res").relativize(file))
                    .filter(file -> !Files.exists(sources.resolve("res").resolve(file)))
                    .forEach(file -> faults.add("the plugin's own resource stays in the app: " + file));
        }

        // The plugin adds no permission of Attach to a manifest of our own, but Gradle's merge does.
        for (Path library : libraries(project.resolve("libs"))) {
            Matcher permission = Pattern.compile("<uses-permission\\s+android:name=\"([^\"]+)\"")
                    .matcher(new String(entry(library, "AndroidManifest.xml")));
            while (permission.find()) {
                if (!manifest.contains("\"" + permission.group(1) + "\"")) {
                    faults.add("the manifest neither requests nor removes " + permission.group(1) + " of "
                            + library.getFileName());
                }
            }
        }
        for (String made : List.of("apk", "aab")) {
            if (!Files.exists(build.resolve("gvm/Pilothouse." + made))) {
                faults.add("the plugin found no " + made + " where Gradle would leave it");
            }
        }
        return faults;
    }

    /** Attach's halves for Android's runtime. */
    private static List<Path> libraries(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".aar")).sorted().toList();
        }
    }

    private static byte[] entry(Path archive, String name) throws IOException {
        try (JarFile open = new JarFile(archive.toFile());
                InputStream in = open.getInputStream(open.getJarEntry(name))) {
            return in.readAllBytes();
        }
    }
}
