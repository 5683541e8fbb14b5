package dev.pilothouse.desktop.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Checks the object that {@code src/native/build android} makes of the phone's client. docs/mobile.md says what it proves:
 * nothing links it or runs it.
 */
@Tag("native")
final class NativeObjectIT {
    private static final Path ANDROID = NativePhone.OUT.resolve("android");
    private static final Path OBJECT = NativePhone.OUT.resolve("client-android.o");

    @BeforeEach
    void needsTheObject() throws Exception {
        Path reason = NativePhone.OUT.resolve("skipped");
        String why = Files.exists(reason) ? Files.readString(reason) : "";
        assumeTrue(why.isEmpty(), "no object: " + why);
        assertThat(OBJECT).as("src/native/build android").exists();
    }

    @Test
    void theObjectIsForAndroidsProcessorAndNotLinked() throws Exception {
        ObjectFile object = ObjectFile.read(OBJECT);

        assertThat(object.machine()).isEqualTo(ObjectFile.AARCH64);
        assertThat(object.type()).isEqualTo(ObjectFile.RELOCATABLE);
    }

    /** The one function of the image that Gluon's C calls by name. It gets everything else through JNI. */
    @Test
    void theObjectHasTheFunctionThatGluonsLauncherCalls() throws Exception {
        String launcher;
        Path substrate =
                files(ANDROID.resolve("libs"), "com.gluonhq.substrate-").get(0);
        try (ZipFile jar = new ZipFile(substrate.toFile())) {
            launcher = new String(
                    jar.getInputStream(jar.getEntry("native/android/c/launcher.c"))
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        }

        assertThat(launcher).contains("extern int *run_main(int argc, char *argv[]);", "(*run_main)(");
        assertThat(ObjectFile.read(OBJECT).exported()).contains("run_main");
    }

    /** Attach's C for Android calls these methods of Attach's Java, which are in the image. */
    @Test
    void theObjectHasTheMethodsThatAttachCallsFromC() throws Exception {
        Set<String> called = new TreeSet<>();
        for (Path file : files(ANDROID.resolve("config"), "com.gluonhq.attach.")) {
            if (file.toString().contains("jniconfig")) {
                for (JsonElement element :
                        JsonParser.parseString(Files.readString(file)).getAsJsonArray()) {
                    JsonObject type = element.getAsJsonObject();
                    String name = type.get("name").getAsString();
                    type.getAsJsonArray("methods")
                            .forEach(method -> called.add(name.substring(name.lastIndexOf('.') + 1) + "_"
                                    + method.getAsJsonObject().get("name").getAsString() + "_"));
                }
            }
        }

        assertThat(called).contains("AndroidLifecycleService_setEvent_");
        Set<String> functions = ObjectFile.read(OBJECT).functions();
        assertThat(called).allMatch(prefix -> functions.stream().anyMatch(function -> function.startsWith(prefix)));
    }

    /** The folder is all that our Java on Android's runtime shares with the image. */
    @Test
    void ourJavaOnAndroidCallsNothingInTheObject() throws Exception {
        try (Stream<Path> sources = Files.walk(Path.of("src", "android", "dalvik"))) {
            assertThat(sources.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(source -> assertThat(Files.readString(source))
                            .doesNotContainPattern("\\bnative\\b[^*]*\\(|System[.]load"));
        }
    }

    private static List<Path> files(Path folder, String prefix) throws Exception {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .toList();
        }
    }
}
