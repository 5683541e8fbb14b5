package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostNameTest {
    @TempDir
    Path folder;

    @Test
    void a_mac_has_the_name_that_its_owner_gave_it() {
        Path none = folder.resolve("none");
        assertThat(HostName.of("Mac OS X", Map.of(), none, command -> Optional.of("Ada's MacBook\n")))
                .isEqualTo("Ada's MacBook");
        assertThat(HostName.of(
                        "Mac OS X",
                        Map.of(),
                        none,
                        command ->
                                command.contains("LocalHostName") ? Optional.of("Adas-MacBook\n") : Optional.empty()))
                .isEqualTo("Adas-MacBook");
        assertThat(HostName.of("Mac OS X", Map.of(), none, command -> Optional.empty()))
                .isEqualTo("host");
    }

    @Test
    void other_systems_are_asked_for_no_program() throws Exception {
        Path file = Files.writeString(folder.resolve("hostname"), "ada-desk\n");
        assertThat(HostName.of("Linux", Map.of(), file, command -> Optional.of("wrong")))
                .isEqualTo("ada-desk");
        assertThat(HostName.of("Windows 11", Map.of("COMPUTERNAME", "ADA"), file, command -> Optional.of("wrong")))
                .isEqualTo("ADA");
    }
}
