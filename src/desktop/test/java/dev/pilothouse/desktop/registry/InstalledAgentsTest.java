package dev.pilothouse.desktop.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.InstallKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledAgentsTest {
    @TempDir
    Path folder;

    private InstalledAgents.Version install(InstalledAgents agents, String version, long second) throws IOException {
        Path staged = agents.stage("j" + second);
        Path content = Files.createDirectories(staged.resolve("content/bin"));
        Files.writeString(content.resolve("agent"), "#!/bin/sh\n");
        return agents.add(
                staged,
                new InstallRecord(
                        "it",
                        "It",
                        version,
                        InstallKind.ARCHIVE,
                        "https://example.org/" + version,
                        "",
                        "",
                        "bin/agent",
                        List.of("--acp"),
                        Map.of("QUIET", "1"),
                        10,
                        Instant.ofEpochSecond(second)));
    }

    @Test
    void theNewestVersionIsTheOneThatSessionsStartAlsoAfterARestart() throws Exception {
        InstalledAgents agents = InstalledAgents.open(folder);
        install(agents, "1.0.0", 1);
        Path place = install(agents, "2.0.0", 2).folder();

        for (InstalledAgents each : List.of(agents, InstalledAgents.open(folder))) {
            assertThat(each.current()).hasSize(1);
            assertThat(each.current("it").orElseThrow().program().command())
                    .containsExactly(place.resolve("content/bin/agent").toString(), "--acp");
        }
    }

    @Test
    void anInstallationThatWasCutOffLeavesNothing() throws Exception {
        Path staged = InstalledAgents.open(folder).stage("j1");
        Files.createDirectories(staged.resolve("content/deep"));
        Files.writeString(staged.resolve("content/deep/file"), "half");

        InstalledAgents next = InstalledAgents.open(folder);

        assertThat(next.current()).isEmpty();
        assertThat(staged).doesNotExist();
        assertThat(folder.resolve(".staging")).doesNotExist();
    }

    @Test
    void removingDeletesWhatTheInstallationHasMadeAndNothingElse() throws Exception {
        InstalledAgents agents = InstalledAgents.open(folder);
        Path place = install(agents, "1.0.0", 1).folder();
        Path theirs = Files.writeString(place.resolve("content/bin/notes.txt"), "mine");

        assertThat(agents.delete(place)).isEqualTo(1);

        assertThat(theirs).hasContent("mine");
        assertThat(place.resolve("content/bin/agent")).doesNotExist();
        assertThat(InstalledAgents.open(folder).current()).isEmpty();
    }

    @Test
    void aRemovalThatWasCutOffIsCompletedAtTheNextStart() throws Exception {
        InstalledAgents agents = InstalledAgents.open(folder);
        Path place = install(agents, "1.0.0", 1).folder();
        Files.delete(place.resolve(InstalledAgents.RECORD));

        InstalledAgents.open(folder);

        assertThat(folder.resolve("it")).doesNotExist();
    }

    @Test
    void aListThatNamesFilesOutsideDeletesNoneOfThem() throws Exception {
        InstalledAgents agents = InstalledAgents.open(folder);
        Path place = install(agents, "1.0.0", 1).folder();
        Path outside = Files.writeString(folder.resolve("outside"), "stays");
        Files.writeString(place.resolve(InstalledAgents.FILES), "bin\nbin/agent\n../../../outside\n" + outside + "\n");

        agents.delete(place);

        assertThat(outside).exists();
        assertThat(place).doesNotExist();
    }

    @Test
    void anOldVersionStaysUntilNoSessionUsesIt() throws Exception {
        InstalledAgents agents = InstalledAgents.open(folder);
        Path old = install(agents, "1.0.0", 1).folder();
        Path now = install(agents, "2.0.0", 2).folder();

        agents.sweep(old::equals);
        assertThat(old).exists();

        agents.sweep(used -> false);
        assertThat(old).doesNotExist();
        assertThat(now).exists();
    }

    @Test
    void theSameVersionAgainGetsAFolderOfItsOwn() throws Exception {
        InstalledAgents agents = InstalledAgents.open(folder);
        Path first = install(agents, "1.0.0", 1).folder();

        Path second = install(agents, "1.0.0", 2).folder();

        assertThat(second).isNotEqualTo(first);
        assertThat(agents.current("it").orElseThrow().folder()).isEqualTo(second);
    }
}
