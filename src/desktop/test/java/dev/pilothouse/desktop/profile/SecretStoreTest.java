package dev.pilothouse.desktop.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ProfileSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The contract of keystores, for a store in memory and for a program of the system. */
class SecretStoreTest {
    private interface Contract {
        /** A store with the entry {@code docs}, whose value is {@code s3cret value}. */
        SecretStore store() throws IOException;

        @Test
        default void anEntryIsFoundAsItIs() throws IOException {
            assertThat(store().find("docs")).isEqualTo(new SecretStore.Found.Secret("s3cret value"));
        }

        @Test
        default void aMissingEntryHasASentence() throws IOException {
            assertThat(store().find("other"))
                    .isInstanceOfSatisfying(
                            SecretStore.Found.Missing.class,
                            missing -> assertThat(missing.reason().text()).contains("other"));
        }

        @Test
        default void nothingPrintsTheValue() throws IOException {
            assertThat(store().find("docs").toString()).doesNotContain("s3cret");
        }
    }

    @Nested
    class InMemory implements Contract {
        @Override
        public SecretStore store() {
            return new MemorySecretStore(Map.of("docs", "s3cret value"));
        }
    }

    @Nested
    @EnabledOnOs(
            value = {OS.LINUX, OS.MAC},
            disabledReason = "checks permissions of POSIX")
    class ByAProgram implements Contract {
        @TempDir
        Path folder;

        @Override
        public SecretStore store() throws IOException {
            Path program = folder.resolve("secret-tool");
            Files.writeString(program, """
                    #!/bin/sh
                    [ "$1 $2 $3 $4" = "lookup service pilothouse account" ] || exit 2
                    [ "$5" = docs ] || exit 1
                    printf '%s' 's3cret value'
                    """);
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
            return CommandSecretStore.ofSystem("Linux", () -> Map.of("PATH", folder.toString()));
        }
    }

    @Test
    void aSystemWithoutItsProgramSaysSo() {
        assertThat(CommandSecretStore.ofSystem("Linux", Map::of).find("docs"))
                .isInstanceOfSatisfying(
                        SecretStore.Found.Missing.class,
                        missing -> assertThat(missing.reason().text()).contains("secret-tool"));
        assertThat(CommandSecretStore.ofSystem("Windows 11", Map::of).find("docs"))
                .isInstanceOfSatisfying(
                        SecretStore.Found.Missing.class,
                        missing -> assertThat(missing.reason().text()).contains("cannot read a keystore"));
    }

    @Test
    void theKeystoreIsAskedOnceForAnEntryThatSeveralSettingsName() {
        Map<String, Integer> asked = new HashMap<>();
        SecretStore store = name -> {
            asked.merge(name, 1, Integer::sum);
            return new SecretStore.Found.Secret("v");
        };
        SettingReader reader = new SettingReader(store, Map.of());
        List.of("A", "B")
                .forEach(name -> reader.read(new ProfileSetting(name, ProfileSetting.Source.KEYSTORE, "docs", "x ")));

        assertThat(asked).containsExactly(Map.entry("docs", 1));
    }
}
