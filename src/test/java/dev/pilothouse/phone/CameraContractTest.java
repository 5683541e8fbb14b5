package dev.pilothouse.phone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.platform.CodeScanner;
import dev.pilothouse.platform.Vibrator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyStringWrapper;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both variants of the sources for the camera and the vibration. No registry of this build serves Attach's barcode-scan and
 * vibration, so the one for them is compiled against their interfaces as of 4.0.25, written down here.
 */
final class CameraContractTest {

    private static final String SERVICE = """
            package com.gluonhq.attach.barcodescan;
            public interface BarcodeScanService {
                BarcodeScanService[] DEVICE = new BarcodeScanService[1];
                static java.util.Optional<BarcodeScanService> create() { return java.util.Optional.ofNullable(DEVICE[0]); }
                void asyncScan();
                @Deprecated java.util.Optional<String> scan();
                void asyncScan(String title, String legend, String resultText);
                @Deprecated java.util.Optional<String> scan(String title, String legend, String resultText);
                javafx.beans.property.ReadOnlyStringProperty resultProperty();
            }
            """;

    /** Behaves as Attach's Android version: a start sets null, a cancelled scan leaves it. */
    private static final String DEVICE = """
            package com.gluonhq.attach.barcodescan;
            public final class Device implements BarcodeScanService {
                private final javafx.beans.property.ReadOnlyStringWrapper result;
                public Device(javafx.beans.property.ReadOnlyStringWrapper result) { this.result = result; DEVICE[0] = this; }
                public void asyncScan() { asyncScan("", "", ""); }
                public void asyncScan(String title, String legend, String resultText) { result.set(null); }
                public java.util.Optional<String> scan() { throw new AssertionError(); }
                public java.util.Optional<String> scan(String title, String legend, String resultText) { return scan(); }
                public javafx.beans.property.ReadOnlyStringProperty resultProperty() { return result.getReadOnlyProperty(); }
            }
            """;

    private static final String VIBRATION = """
            package com.gluonhq.attach.vibration;
            public interface VibrationService {
                java.util.List<String> CALLS = new java.util.ArrayList<>();
                VibrationService[] DEVICE = new VibrationService[1];
                static java.util.Optional<VibrationService> create() { return java.util.Optional.ofNullable(DEVICE[0]); }
                void vibrate();
                void vibrate(long... pattern);
                final class Device implements VibrationService {
                    public Device() { DEVICE[0] = this; }
                    public void vibrate() { CALLS.add("once"); }
                    public void vibrate(long... pattern) { throw new AssertionError(); }
                }
            }
            """;

    @TempDir
    Path work;

    private final List<URLClassLoader> loaders = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (URLClassLoader loader : loaders) {
            loader.close();
        }
    }

    @Test
    void aBuildWithoutTheLibraryHasNoCamera() throws Exception {
        assertThat(scanner(compile("src/phone/plain/java"))).isEmpty();
    }

    @Test
    void aDeviceWithoutTheServiceHasNoCamera() throws Exception {
        assertThat(scanner(compile("src/phone/camera/java"))).isEmpty();
    }

    @Test
    void eachScanGetsItsCodeOnceAndACancelledOneNone() throws Exception {
        ClassLoader loader = compile("src/phone/camera/java");
        ReadOnlyStringWrapper result = new ReadOnlyStringWrapper();
        loader.loadClass("com.gluonhq.attach.barcodescan.Device")
                .getConstructor(ReadOnlyStringWrapper.class)
                .newInstance(result);
        CodeScanner camera = scanner(loader).orElseThrow();
        List<String> found = new ArrayList<>();

        camera.scan(text -> found.add("1 " + text));
        result.set("a");
        result.set("late");
        camera.scan(text -> found.add("2 " + text));
        camera.scan(text -> found.add("3 " + text));
        result.set("");
        result.set("a");

        assertThat(found).containsExactly("1 a", "3 a");
    }

    @Test
    void theVibrationIsThatOfTheDeviceInABuildWithTheLibrary() throws Exception {
        assertThat(vibrator(compile("src/phone/plain/java"))).isEmpty();
        ClassLoader loader = compile("src/phone/camera/java");
        assertThat(vibrator(loader)).isEmpty();
        loader.loadClass("com.gluonhq.attach.vibration.VibrationService$Device")
                .getConstructor()
                .newInstance();

        vibrator(loader).orElseThrow().vibrate();

        assertThat(loader.loadClass("com.gluonhq.attach.vibration.VibrationService")
                        .getField("CALLS")
                        .get(null))
                .isEqualTo(List.of("once"));
    }

    @SuppressWarnings("unchecked")
    private static Optional<Vibrator> vibrator(ClassLoader loader) throws Exception {
        return (Optional<Vibrator>) loader.loadClass("dev.pilothouse.vibration.Vibration")
                .getMethod("vibrator")
                .invoke(null);
    }

    @SuppressWarnings("unchecked")
    private static Optional<CodeScanner> scanner(ClassLoader loader) throws Exception {
        return (Optional<CodeScanner>) loader.loadClass("dev.pilothouse.camera.Camera")
                .getMethod("scanner")
                .invoke(null);
    }

    private ClassLoader compile(String sources) throws IOException {
        Path written = Files.createDirectories(work.resolve("sources"));
        Path classes = Files.createDirectories(work.resolve("classes"));
        List<String> words = new ArrayList<>(List.of(
                "-d",
                "" + classes,
                "-cp",
                System.getProperty("java.class.path"),
                "-proc:none",
                "--release",
                "17",
                "-Xlint:all,-path,-classfile,-processing,-deprecation",
                "-Werror",
                "" + Files.writeString(written.resolve("BarcodeScanService.java"), SERVICE),
                "" + Files.writeString(written.resolve("Device.java"), DEVICE),
                "" + Files.writeString(written.resolve("VibrationService.java"), VIBRATION)));
        try (Stream<Path> all = Files.walk(Path.of(sources))) {
            all.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::toString)
                    .forEach(words::add);
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, words.toArray(String[]::new)))
                .isZero();
        URLClassLoader loader =
                new URLClassLoader(new URL[] {url(classes)}, getClass().getClassLoader());
        loaders.add(loader);
        return loader;
    }

    private static URL url(Path folder) {
        try {
            return folder.toUri().toURL();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
