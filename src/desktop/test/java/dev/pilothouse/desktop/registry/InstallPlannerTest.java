package dev.pilothouse.desktop.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.registry.InstallPlanner.Plan;
import dev.pilothouse.model.InstallKind;
import dev.pilothouse.protocol.StrictJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallPlannerTest {
    private static final String NPX = "\"npx\":{\"package\":\"it@1.0.0\",\"args\":[\"--acp\"]}";
    private static final String UVX = "\"uvx\":{\"package\":\"it==1.0.0\"}";

    @TempDir
    Path programs;

    private static String archive(String ending, String sha256) {
        return "\"binary\":{\"linux-x86_64\":{\"archive\":\"https://example.org/it" + ending + "\",\"cmd\":\"./it\""
                + (sha256.isEmpty() ? "" : ",\"sha256\":\"" + sha256 + "\"") + "}}";
    }

    private Optional<Plan> plan(String... distributions) throws Exception {
        RegistryEntry entry = RegistryReader.read(
                        StrictJson.parse("{\"version\":\"1.0.0\",\"agents\":[{\"id\":\"it\",\"name\":\"It\","
                                + "\"version\":\"1.0.0\",\"distribution\":{" + String.join(",", distributions)
                                + "}}]}"))
                .get(0);
        return new InstallPlanner(() -> Map.of("PATH", programs.toString()), "linux-x86_64").plan(entry);
    }

    private void install(String program) throws Exception {
        Path file = Files.writeString(programs.resolve(program), "#!/bin/sh\n");
        ArchiveReader.makeExecutable(file);
    }

    @Test
    void anArchiveThatCanBeCheckedComesBeforePackagesAndTheseBeforeOneThatCannot() throws Exception {
        install("npm");
        install("uv");

        assertThat(plan(NPX, UVX, archive(".zip", "a".repeat(64))).orElseThrow().kind())
                .isEqualTo(InstallKind.ARCHIVE);
        Plan npm = plan(NPX, UVX, archive(".zip", "")).orElseThrow();
        assertThat(npm.kind()).isEqualTo(InstallKind.NPM);
        assertThat(npm.source()).isEqualTo("it@1.0.0");
        assertThat(npm.commandLine()).isEqualTo("it --acp");
        assertThat(plan(UVX, archive(".zip", "")).orElseThrow().source()).isEqualTo("it==1.0.0");
    }

    @Test
    void theFirstWayThatIsPossibleOnTheMachineIsChosen() throws Exception {
        Plan unchecked = plan(NPX, archive(".zip", "")).orElseThrow();
        assertThat(unchecked.kind()).isEqualTo(InstallKind.ARCHIVE);
        assertThat(unchecked.isVerified()).isFalse();

        install("npm");
        assertThat(plan(NPX, archive(".tar.bz2", "a".repeat(64))).orElseThrow().kind())
                .isEqualTo(InstallKind.NPM);
    }

    @Test
    void aMissingProgramIsNamed() throws Exception {
        assertThat(plan(NPX).orElseThrow().hindrance().text()).contains("npm");
        assertThat(plan(UVX).orElseThrow().hindrance().text()).contains("uv");
        assertThat(plan(archive(".tar.bz2", "")).orElseThrow().hindrance().text())
                .contains("it.tar.bz2");
    }

    @Test
    void nothingForThisMachineIsNoPlan() throws Exception {
        assertThat(plan(archive(".zip", "").replace("linux-x86_64", "darwin-aarch64")))
                .isEmpty();
    }

    @Test
    void platformsHaveTheNamesOfTheRegistry() {
        assertThat(InstallPlanner.platform("Linux", "amd64")).isEqualTo("linux-x86_64");
        assertThat(InstallPlanner.platform("Mac OS X", "aarch64")).isEqualTo("darwin-aarch64");
        assertThat(InstallPlanner.platform("Windows 11", "amd64")).isEqualTo("windows-x86_64");
    }
}
