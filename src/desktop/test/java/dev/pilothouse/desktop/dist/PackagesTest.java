package dev.pilothouse.desktop.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** The parts of the packages for Windows and macOS that can be checked on any system. */
class PackagesTest {
    private static DistSource packages;

    @BeforeAll
    static void compile(@TempDir Path classes) throws Exception {
        packages = DistSource.compile("Packages", classes);
    }

    @Test
    void the_runtime_of_windows_keeps_its_libraries_its_server_folder_and_java(@TempDir Path bin) throws Exception {
        for (String name : List.of("java.exe", "javaw.exe", "jli.dll", "keytool.exe", "rmiregistry.exe")) {
            Files.createFile(bin.resolve(name));
        }
        Files.createFile(Files.createDirectory(bin.resolve("server")).resolve("jvm.dll"));

        packages.call("removePrograms", bin, true);

        assertThat(names(bin)).containsExactlyInAnyOrder("java.exe", "javaw.exe", "jli.dll", "server");
        assertThat(bin.resolve("server/jvm.dll")).exists();
    }

    @Test
    void the_runtime_of_other_systems_keeps_no_program(@TempDir Path bin) throws Exception {
        Files.createFile(bin.resolve("java"));
        Files.createFile(bin.resolve("keytool"));

        packages.call("removePrograms", bin, false);

        assertThat(names(bin)).isEmpty();
    }

    @Test
    void packages_start_with_the_flags_of_the_launcher_of_a_clone() throws Exception {
        Map<String, String> launcher = Pattern.compile("^(\\w+)='(.*)'$", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("pilothouse")))
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2), (first, other) -> first));

        for (boolean window : List.of(true, false)) {
            List<?> options = (List<?>) packages.call("options", window);
            String flags = options.stream()
                    .map(String::valueOf)
                    .filter(option -> option.startsWith("-X"))
                    .collect(Collectors.joining(" "));
            assertThat(flags)
                    .isEqualTo(
                            window
                                    ? launcher.get("quick_tuning") + " " + launcher.get("window_heap")
                                    : launcher.get("host_tuning"));
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "The tools of a JDK have other names there")
    void only_a_jdk_of_the_newest_release_with_its_tools_is_taken(@TempDir Path home) throws Exception {
        Files.createDirectory(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"25.0.3\"\n");
        assertThat(packages.call("isNewestJdk", home)).isEqualTo(false);
        for (String tool : List.of("jlink", "jpackage")) {
            assertThat(Files.createFile(home.resolve("bin/" + tool)).toFile().setExecutable(true))
                    .isTrue();
        }
        assertThat(packages.call("isNewestJdk", home)).isEqualTo(true);

        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.25\"\n");
        assertThat(packages.call("isNewestJdk", home)).isEqualTo(false);
    }

    @Test
    void only_macos_gets_a_version_that_does_not_begin_with_0() throws Exception {
        assertThat(packages.call("version", true, "0.4.2")).isEqualTo("1.4.2");
        assertThat(packages.call("version", true, "2.0.1")).isEqualTo("2.0.1");
        assertThat(packages.call("version", false, "0.4.2")).isEqualTo("0.4.2");
    }

    @Test
    void the_host_for_windows_is_a_script_that_starts_java_with_a_console(@TempDir Path work) throws Exception {
        Path app = Files.createDirectory(work.resolve("host-app"));
        Files.createFile(app.resolve("pilothouse.jar"));
        Path runtime = Files.createDirectories(work.resolve("host-runtime/bin/server"));
        Files.createFile(runtime.resolve("jvm.dll"));

        packages.call("windowsHostImage", app, work.resolve("host-runtime"), work.resolve("out"));

        Path image = work.resolve("out/pilothouse-host");
        assertThat(names(image)).containsExactlyInAnyOrder("app", "runtime", "pilothouse-host.cmd");
        assertThat(image.resolve("app/pilothouse.jar")).exists();
        assertThat(image.resolve("runtime/bin/server/jvm.dll")).exists();
        assertThat(Files.readString(image.resolve("pilothouse-host.cmd"))).isEqualTo("""
                        @echo off
                        rem SPDX-License-Identifier: GPL-3.0-or-later
                        setlocal EnableExtensions DisableDelayedExpansion
                        "%~dp0runtime\\bin\\java.exe" -Dfile.encoding=UTF-8 "-Dpilothouse.launcher=%~dp0pilothouse-host.cmd" -cp "%~dp0app\\*" dev.pilothouse.desktop.DesktopMain %*
                        exit /b %ERRORLEVEL%
                        """.replace("\n", "\r\n"));
    }

    @Test
    void the_property_list_of_macos_names_the_links_and_the_local_network() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        // The document type is on Apple's server.
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        Document list = factory.newDocumentBuilder()
                .parse(Path.of("src/dist/mac/Info.plist").toFile());

        String text = list.getDocumentElement().getTextContent().replaceAll("\\s+", " ");
        assertThat(text)
                .contains("CFBundleURLSchemes pilothouse ")
                .contains("NSLocalNetworkUsageDescription Pilothouse connects")
                .contains("NSBonjourServices _pilothouse._tcp ")
                .contains("CFBundleExecutable DEPLOY_LAUNCHER_NAME ");
    }

    private static List<String> names(Path folder) throws Exception {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(path -> path.getFileName().toString()).toList();
        }
    }
}
