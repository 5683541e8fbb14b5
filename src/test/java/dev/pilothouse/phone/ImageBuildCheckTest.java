package dev.pilothouse.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code src/phone/dry-run} checks the real build with the same code. Here it gets wrong ones. */
final class ImageBuildCheckTest {

    private static final String SAMPLE = "dev.pilothouse.phone.ImageBuildCheckTest$Sample";
    private static final String REFLECTION = "[{\"name\": \"" + SAMPLE
            + "\", \"fields\": [{\"name\": \"value\"}], \"methods\": [{\"name\": \"take\", \"parameterTypes\": [\"int\"]}]}]";
    private static final String RESOURCES =
            "{\"resources\": [{\"pattern\": \".*\\\\.gif$\"}, {\"pattern\": \"dev/pilothouse/.*[.]css\"}]}";

    @TempDir
    Path work;

    private String libraries = "";

    @BeforeEach
    void build() throws IOException {
        Path classes = work.resolve("classes");
        Path file = classes.resolve(SAMPLE.replace('.', '/') + ".class");
        Files.createDirectories(file.getParent());
        try (InputStream in = ImageBuildCheckTest.class.getResourceAsStream("ImageBuildCheckTest$Sample.class")) {
            Files.copy(in, file);
        }
        Files.writeString(classes.resolve("dev/pilothouse/style.css"), "");
        for (String service : List.of(
                "storage", "lifecycle", "display", "browser", "keyboard", "share", "statusbar", "pictures", "util")) {
            library(service + "-4.0.25-android.jar");
        }
    }

    @Test
    void aRightBuildHasNoFault() throws IOException {
        assertThat(faults(REFLECTION, RESOURCES, SAMPLE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[.]css | \\.css | is not JSON",
                "[.]css | [.css | does not compile",
                "[.]css | .* | matches the class file",
                "[.]css | [.]txt | matches no file",
                "[.]css | [.]txt | no resource pattern matches dev/pilothouse/style.css",
                "]} | ],} | is not JSON",
            })
    void aWrongPatternIsFound(String right, String wrong, String fault) throws IOException {
        assertThat(faults(REFLECTION, RESOURCES.replace(right, wrong), SAMPLE))
                .anySatisfy(one -> assertThat(one).contains(fault));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "$Sample | $Gone | which is not on the class path",
                "value | worth | Sample.worth, which does not exist",
                "take | give | Sample.give[int], which does not exist",
                "int\" | long\" | Sample.take[long], which does not exist",
                "\"fields\" | \"feilds\" | unknown attribute feilds",
                "}]}] | }]},] | is not JSON",
            })
    void aWrongDeclarationIsFound(String right, String wrong, String fault) throws IOException {
        assertThat(faults(REFLECTION.replace(right, wrong), RESOURCES, SAMPLE))
                .anySatisfy(one -> assertThat(one).contains(fault));
    }

    @Test
    void aMainClassThatDoesNotExistIsFound() throws IOException {
        assertThat(faults(REFLECTION, RESOURCES, "dev.pilothouse.Nobody"))
                .containsExactly("the main class dev.pilothouse.Nobody has no main(String[])");
    }

    @Test
    void anArgumentThatTheBuilderDoesNotKnowIsFound() throws IOException {
        assertThat(faults(REFLECTION, RESOURCES, SAMPLE, "-H:PagesSize=1"))
                .containsExactly("GraalVM 22.1 is not known to accept the argument -H:PagesSize=1");
    }

    @Test
    void anArgumentThatContradictsAnEarlierOneIsFound() throws IOException {
        assertThat(faults(REFLECTION, RESOURCES, SAMPLE, "-H:PageSize=4096"))
                .containsExactly(
                        "expected the argument -H:PageSize=16384, and found [-H:PageSize=16384, -H:PageSize=4096]");
    }

    @Test
    void aLibraryOfADesktopAndASecondVersionAreFound() throws IOException {
        library("jetty-server-12.1.14.jar");
        library("storage-4.0.24-android.jar");

        assertThat(faults(REFLECTION, RESOURCES, SAMPLE))
                .containsExactlyInAnyOrder(
                        "the class path has a library that no phone gets: jetty-server-12.1.14.jar",
                        "the class path has storage-android more than once: "
                                + "[storage-4.0.24-android.jar, storage-4.0.25-android.jar]");
    }

    private void library(String name) throws IOException {
        jar(work.resolve(name), "");
        libraries += " " + name;
    }

    private static void jar(Path file, String classPath) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        try (OutputStream out = Files.newOutputStream(file)) {
            new JarOutputStream(out, manifest).close();
        }
    }

    private List<String> faults(String reflection, String resources, String main, String... more) throws IOException {
        Path pathing = work.resolve("pathing.jar");
        jar(pathing, "classes" + libraries);
        List<String> arguments = new ArrayList<>(List.of(
                "-H:PageSize=16384",
                "-J-Duser.language=en",
                "-H:IncludeLocales=de,en,fr",
                "-Dsvm.platform=org.graalvm.nativeimage.Platform$LINUX_AARCH64",
                "-H:ReflectionConfigurationFiles=" + Files.writeString(work.resolve("reflection.json"), reflection),
                "-H:JNIConfigurationFiles=" + Files.writeString(work.resolve("jni.json"), "[]"),
                "-H:ResourceConfigurationFiles=" + Files.writeString(work.resolve("resources.json"), resources),
                "-cp",
                "substrate.jar:" + pathing));
        arguments.addAll(List.of(more));
        arguments.add(main);
        return ImageBuildCheck.faults("android", arguments);
    }

    /** A class that the declarations of this test name. */
    @SuppressWarnings("unused")
    static final class Sample {
        private int value;

        void take(int value) {
            this.value += value;
        }

        public static void main(String[] words) {}
    }
}
