package dev.pilothouse.phone;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The classes that a phone's build compiles into the image beside JavaFX: src/main, and the libraries that the build
 * allows on a phone. Read completely at the start, and immutable; any thread may call it.
 *
 * @param jars each library with its size in bytes
 * @param classes by name, without the desktop's
 * @param resources all other files, by path
 */
record PhoneClassPath(
        Map<String, Long> jars, Map<String, ClassFile> classes, Map<String, byte[]> resources, Set<String> ours) {
    /** The list of libraries that the Enforcer allows in a phone's build. */
    static final String ALLOWED =
            "//execution[id='phone-class-path']//bannedDependencies/includes/include[not(contains(.,':*:*'))]";

    static PhoneClassPath read(Pom pom) {
        Map<String, Long> jars = new TreeMap<>();
        Map<String, ClassFile> classes = new TreeMap<>();
        Map<String, byte[]> resources = new TreeMap<>();
        Set<String> ours = new TreeSet<>();
        try {
            Path main = mainClasses();
            if (Files.isDirectory(main)) {
                readFolder(main, classes, resources);
            } else {
                // In the integration tests, they are packed into a jar.
                readJar(main, classes, resources);
            }
            classes.keySet().removeIf(name -> name.startsWith("dev.pilothouse.desktop."));
            ours.addAll(classes.keySet());
            for (String allowed : pom.all(ALLOWED)) {
                Optional<Path> jar = allowed.startsWith("org.openjfx:") ? Optional.empty() : jar(allowed);
                if (jar.isPresent()) {
                    jars.put(allowed, Files.size(jar.get()));
                    readJar(jar.get(), classes, resources);
                }
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return new PhoneClassPath(jars, classes, resources, ours);
    }

    private static Path mainClasses() throws URISyntaxException {
        return Path.of(dev.pilothouse.app.PhoneApplication.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    /** The library's jar on this JVM's class path, the one without a classifier. */
    private static Optional<Path> jar(String library) {
        String[] parts = library.split(":", -1);
        String folder = parts[0].replace('.', '/') + "/" + parts[1];
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(path ->
                        path.getNameCount() > 3 && path.getParent().getParent().endsWith(folder))
                .filter(path -> path.getFileName()
                        .toString()
                        .equals(parts[1] + "-" + path.getParent().getFileName() + ".jar"))
                .findFirst();
    }

    private static void readFolder(Path folder, Map<String, ClassFile> classes, Map<String, byte[]> resources)
            throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            keep(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file), classes, resources);
        }
    }

    private static void readJar(Path jar, Map<String, ClassFile> classes, Map<String, byte[]> resources)
            throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (!entry.isDirectory() && !entry.getName().startsWith("META-INF/versions/")) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        keep(entry.getName(), in.readAllBytes(), classes, resources);
                    }
                }
            }
        }
    }

    private static void keep(String path, byte[] bytes, Map<String, ClassFile> classes, Map<String, byte[]> resources) {
        if (!path.endsWith(".class")) {
            // Several libraries have such a list under the same name.
            resources.merge(path, bytes, PhoneClassPath::joined);
        } else if (!path.endsWith("module-info.class")) {
            ClassFile read = ClassFile.read(bytes);
            classes.put(read.name(), read);
        }
    }

    private static byte[] joined(byte[] one, byte[] other) {
        String lines = new String(one, StandardCharsets.UTF_8) + "\n" + new String(other, StandardCharsets.UTF_8);
        return lines.getBytes(StandardCharsets.UTF_8);
    }

    /** All classes that our code can reach: by reference, and as a provider of a service with a reachable interface. */
    Set<String> reachable() {
        Set<String> reached = new TreeSet<>(ours);
        Deque<String> next = new ArrayDeque<>(ours);
        while (!next.isEmpty()) {
            String name = next.poll();
            List<String> found = new ArrayList<>(classes.get(name).types());
            found.addAll(providers(name));
            for (String type : found) {
                if (classes.containsKey(type) && reached.add(type)) {
                    next.add(type);
                }
            }
        }
        return reached;
    }

    /** The classes that the libraries provide for a service. */
    Set<String> providers(String service) {
        byte[] list = resources.get("META-INF/services/" + service);
        Set<String> found = new HashSet<>();
        if (list != null) {
            new String(list, StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .forEach(found::add);
        }
        return found;
    }
}
