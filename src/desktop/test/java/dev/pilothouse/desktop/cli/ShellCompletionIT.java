package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of completion in the real shells, and the manual page in the real formatter, where they are installed. */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the scripts are for shells that Windows does not have")
class ShellCompletionIT {
    /** Stands in for the program: two sessions, without a host. */
    private static final String SESSIONS = "printf 's1\\tOne\\ns2\\tTwo\\n'";

    @TempDir
    Path folder;

    private static boolean isInstalled(String program) {
        for (String place : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(place, program))) {
                return true;
            }
        }
        return false;
    }

    private String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private void script(String shell) throws IOException {
        Line line = Line.run("ctl", "completion", shell);
        assertThat(line.code()).isZero();
        Files.writeString(folder.resolve("script"), line.out());
    }

    /** Returns the words that bash offers for the last word of each line. */
    private List<String> bash(String... lines) throws IOException, InterruptedException {
        assumeTrue(isInstalled("bash"), "bash is not installed");
        script("bash");
        StringBuilder test = new StringBuilder(
                "source ./script\npilothouse() { " + SESSIONS + "; }\n"
                        + "offered() { COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _pilothouse; echo \"${COMPREPLY[*]}\"; }\n");
        for (String line : lines) {
            test.append("offered pilothouse ").append(line).append('\n');
        }
        Files.writeString(folder.resolve("test"), test);
        return run("bash", "./test").lines().toList();
    }

    @Test
    void bashCompletesCommandsOptionsAndSessions() throws Exception {
        Files.createFile(folder.resolve("picture.png"));
        assertThat(bash(
                        "ct",
                        "ctl rest",
                        "ctl watch --al",
                        "ctl watch ''",
                        "ctl wait s1 s",
                        "ctl --profile x history s",
                        "ctl devices re",
                        "ctl devices scope d1 ''",
                        "ctl goal pa",
                        "ctl prompt s1 --attach pic",
                        "ctl share ''",
                        "ctl prompt s1 --json --st"))
                .containsExactly(
                        "ctl",
                        "restart",
                        "--all",
                        "s1 s2",
                        "s1 s2",
                        "s1 s2",
                        "rename revoke refuse",
                        "view answer steer admin",
                        "pause",
                        "picture.png",
                        "on off",
                        "--steer");
    }

    @Test
    void bashOffersEveryCommand() throws Exception {
        assertThat(bash("''", "ctl ''"))
                .containsExactly(String.join(" ", CommandTree.PROGRAM), String.join(" ", CommandTree.CTL));
    }

    @Test
    void fishCompletesCommandsOptionsAndSessions() throws Exception {
        assumeTrue(isInstalled("fish"), "fish is not installed");
        script("fish");
        List<String> test = new ArrayList<>(List.of("source ./script", "function pilothouse; " + SESSIONS + "; end"));
        for (String line : List.of("ctl rest", "ctl watch --al", "ctl watch s", "ctl goal pa", "ctl wait s1 s")) {
            test.add("complete -C 'pilothouse " + line + "' | string replace -r '\\t.*' '' | string join ' '");
        }
        Files.write(folder.resolve("test"), test);
        assertThat(run("fish", "--no-config", "./test").lines())
                .containsExactly("restart", "--all", "s1 s2", "pause", "s1 s2");
    }

    @Test
    void zshAcceptsItsScript() throws Exception {
        assumeTrue(isInstalled("zsh"), "zsh is not installed");
        script("zsh");
        Files.writeString(
                folder.resolve("test"),
                "autoload -U compinit\ncompinit -D -u\nsource ./script\necho ${_comps[pilothouse]}\n"
                        + "_describe() { print -l -- ${(P)2%%:*} }\nwords=(pilothouse ctl rest) CURRENT=3\n_pilothouse\n");
        List<String> lines = run("zsh", "-f", "./test").lines().toList();
        assertThat(lines).startsWith("_pilothouse").contains("restart", "history");
    }

    @Test
    void theSessionsOfTheHostAreListedForAScript() throws Exception {
        try (CommandHost host = CommandHost.paired(folder)) {
            String session = host.session("--title", "Mend the lock");
            assertThat(host.text("ctl", "completion", "--sessions").out()).isEqualTo(session + "\tMend the lock\n");
        }
    }

    @Test
    void theManualPageIsValidAndHasEveryCommand() throws Exception {
        Line page = Line.run("ctl", "man");
        assertThat(page.code()).isZero();
        String commands =
                page.out().lines().filter(line -> line.startsWith(".SS")).collect(Collectors.joining("\n"));
        assertThat(CommandTree.CTL).allSatisfy(name -> assertThat(commands).contains("pilothouse ctl " + name));
        assumeTrue(isInstalled("groff"), "groff is not installed");
        Files.writeString(folder.resolve("pilothouse.1"), page.out());
        String formatted = run("groff", "-man", "-Tascii", "-P-c", "-ww", "-z", "pilothouse.1");
        assertThat(formatted).isEmpty();
    }
}
