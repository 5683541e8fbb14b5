package dev.pilothouse.desktop.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/** The parts of the packages that can be checked without one, those for Windows and macOS on any system. */
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ctl sessions",
                "ctl --help",
                "ctl completion --sessions",
                "mcp",
                "ticket",
                "devices rename a b",
                "tunnel",
                "share",
                "audit",
                "away",
                "metrics",
                "--help",
                "-h",
                "--version",
                "-V"
            })
    @EnabledOnOs(value = OS.LINUX, disabledReason = "runs a script of the Linux packages")
    void a_client_command_is_run_by_the_program_compiled_ahead_of_time(String line, @TempDir Path image)
            throws Exception {
        assertThat(decided(image, Map.of(), line.split(" "))).containsExactly("compiled", line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                "host --port 0",
                "--name x host",
                "--data x ctl sessions",
                "doctor",
                "updates",
                "--phone",
                "--profile x",
                "--help host",
                "ctl man",
                "ctl completion bash",
                "pilothouse://pair#abc",
                "pilothouse://h:ctl",
                "x:mcp",
                "--pilothouse-demo-agent",
                "unknown"
            })
    @EnabledOnOs(value = OS.LINUX, disabledReason = "runs a script of the Linux packages")
    void all_other_lines_are_run_by_java(String line, @TempDir Path image) throws Exception {
        assertThat(decided(image, Map.of(), line.isEmpty() ? new String[0] : line.split(" ")))
                .containsExactly("java", line);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "runs a script of the Linux packages")
    void java_runs_all_lines_if_it_got_options_or_the_other_program_does_not_run_here(@TempDir Path image)
            throws Exception {
        assertThat(decided(image, Map.of("JAVA_TOOL_OPTIONS", "-Dx=y"), "ctl", "sessions"))
                .containsExactly("java", "ctl sessions");
        Files.createFile(image.resolve("lib/command/unusable"));

        assertThat(decided(image, Map.of(), "ctl", "sessions")).containsExactly("java", "ctl sessions");
    }

    /** Runs the script of an image, by a link like that in {@code /usr/bin}, with stand-ins for both programs. */
    private static List<String> decided(Path image, Map<String, String> environment, String... words) throws Exception {
        if (!Files.exists(image.resolve("bin"))) {
            program(image.resolve("bin/pilothouse"), "echo java; echo \"$*\"");
            Path compiled = program(image.resolve("compiled"), "echo compiled; echo \"$*\"");
            packages.call("addCommand", image, compiled, Path.of("src/dist/linux/pilothouse-command"));
            Files.createSymbolicLink(image.resolve("a link"), image.resolve("bin/pilothouse-command"));
        }
        List<String> line = new ArrayList<>(List.of(image.resolve("a link").toString()));
        line.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said.lines().toList();
    }

    private static Path program(Path file, String line) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
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
