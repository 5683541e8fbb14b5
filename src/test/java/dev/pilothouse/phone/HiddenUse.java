package dev.pilothouse.phone;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The ways to reach code or data that a native image's analysis cannot follow, because the name is a value and not a
 * reference. Each use must be declared to the image, or be shown to be harmless.
 */
enum HiddenUse {
    REFLECTION(
            "java.lang.Class.(forName|newInstance|get(Declared)?(Method|Field|Constructor)s?|getRecordComponents|getDeclaredClasses|getClasses)",
            "java.lang.ClassLoader.loadClass",
            "java.lang.reflect.(Method.invoke|Constructor.newInstance|Field.[gs]et.*|AccessibleObject.*)",
            "java.lang.reflect.Array.newInstance",
            "java.lang.invoke.MethodHandles.Lookup.(find.*|unreflect.*|defineClass|defineHiddenClass)",
            "java.util.concurrent.atomic.Atomic(Integer|Long|Reference)FieldUpdater.newUpdater",
            "sun.misc.Unsafe.(allocateInstance|objectFieldOffset|staticFieldOffset|defineClass)",
            "java.beans.*",
            "javafx.scene.control.cell.(TreeItem)?PropertyValueFactory.*",
            "javafx.beans.binding.Bindings.select.*",
            "javafx.beans.property.adapter.JavaBean.*",
            "javafx.fxml.*"),
    PROXY("java.lang.reflect.Proxy.*"),
    SERVICE("java.util.ServiceLoader.load.*"),
    SERIALISATION("java.io.ObjectInputStream.*", "java.io.ObjectOutputStream.*"),
    RESOURCE(
            "java.lang.(Class|ClassLoader|Module).(getResource|getResourceAsStream|getResources|resources|getSystemResource|getSystemResourceAsStream|getSystemResources)",
            "okio.FileSystem.RESOURCES",
            "okio.internal.ResourceFileSystem.*"),
    BUNDLE("java.util.ResourceBundle.getBundle"),
    NATIVE_LIBRARY("java.lang.(System|Runtime).(loadLibrary|load)"),
    /**
     * APIs for a desktop or a host: windows of AWT, processes, listening sockets, management; or internal ones of the
     * JDK.
     */
    FOREIGN();

    private static final Pattern FOREIGN_TYPE = Pattern.compile(
            "(java\\.(awt|rmi|sql|beans|applet|lang\\.management)|javax\\.(swing|management|script|naming|sql|print)"
                    + "|sun\\.|jdk\\.|com\\.sun\\.|dev\\.pilothouse\\.desktop\\.|org\\.eclipse\\.jetty"
                    + "|java\\.lang\\.Process|java\\.net\\.ServerSocket|java\\.nio\\.channels\\..*ServerSocket).*");

    private final List<Pattern> members;

    HiddenUse(String... members) {
        this.members = Stream.of(members).map(Pattern::compile).toList();
    }

    /** The members of this kind that the class names; empty if none. */
    Set<String> in(ClassFile type) {
        Set<String> found = new TreeSet<>();
        for (String member : type.members()) {
            String plain = member.replace('$', '.');
            if (members.stream().anyMatch(pattern -> pattern.matcher(plain).matches())) {
                found.add(member);
            }
        }
        if (this == FOREIGN) {
            type.types().stream().filter(FOREIGN_TYPE.asMatchPredicate()).forEach(found::add);
        }
        if (this == NATIVE_LIBRARY) {
            type.natives().forEach(method -> found.add("native " + method));
        }
        return found;
    }
}
