package dev.pilothouse.phone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.platform.CodeScanner;
import dev.pilothouse.platform.IncomingLinks;
import dev.pilothouse.platform.LaunchLinkSource;
import dev.pilothouse.platform.SharedContent;
import dev.pilothouse.platform.Vibrator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyStringWrapper;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both variants of the sources for the camera, the vibration and the links. No registry of this build serves Attach's
 * barcode-scan, vibration and runtime-args, so the one for them is compiled against their interfaces as of 4.0.25, written
 * down in {@code src/phone/stand-ins}.
 */
final class CameraContractTest {

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
        List<String> calls = new ArrayList<>();
        device(loader, "vibration.VibrationService", (proxy, method, arguments) -> {
            assertThat(method.getParameterCount()).isZero();
            calls.add(method.getName());
            return null;
        });

        vibrator(loader).orElseThrow().vibrate();

        assertThat(calls).containsExactly("vibrate");
    }

    /** Attach passes each link to the one listener of that key, the link that started the app as soon as there is one. */
    @Test
    void aLinkReachesTheRunningAppInABuildWithTheLibrary() throws Exception {
        assertThat(links(compile("src/phone/plain/java"))).isEmpty();
        ClassLoader loader = compile("src/phone/camera/java");
        assertThat(links(loader)).isEmpty();
        Map<String, Consumer<String>> listeners = new HashMap<>();
        device(loader, "runtimeargs.RuntimeArgsService", (proxy, method, arguments) -> {
            assertThat(method.getName()).isEqualTo("addListener");
            @SuppressWarnings("unchecked")
            Consumer<String> listener = (Consumer<String>) arguments[1];
            listeners.put((String) arguments[0], listener);
            listener.accept("pilothouse://pair#start");
            return null;
        });
        LaunchLinkSource source = new LaunchLinkSource("pilothouse://pair#start", () -> SharedContent.NOTHING);

        links(loader).orElseThrow().observe(source::receive);

        assertThat(source.take().text()).isEqualTo("pilothouse://pair#start");
        assertThat(source.take()).isEqualTo(SharedContent.NOTHING);
        assertThat(listeners).containsOnlyKeys(LaunchLinkSource.PROPERTY);
        listeners.get(LaunchLinkSource.PROPERTY).accept("pilothouse://pair#later");
        assertThat(source.take().text()).isEqualTo("pilothouse://pair#later");
    }

    private static void device(ClassLoader loader, String service, InvocationHandler calls) throws Exception {
        Class<?> type = loader.loadClass("com.gluonhq.attach." + service);
        Array.set(type.getField("DEVICE").get(null), 0, Proxy.newProxyInstance(loader, new Class<?>[] {type}, calls));
    }

    @SuppressWarnings("unchecked")
    private static Optional<IncomingLinks> links(ClassLoader loader) throws Exception {
        return (Optional<IncomingLinks>) loader.loadClass("dev.pilothouse.links.Links")
                .getMethod("incoming")
                .invoke(null);
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
                "" + Files.writeString(written.resolve("Device.java"), DEVICE)));
        for (String folder : List.of(sources, "src/phone/stand-ins/java")) {
            try (Stream<Path> all = Files.walk(Path.of(folder))) {
                all.filter(file -> file.toString().endsWith(".java"))
                        .map(Path::toString)
                        .forEach(words::add);
            }
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
