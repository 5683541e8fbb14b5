package dev.pilothouse.desktop.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.TrustedCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustStoreTest {
    @TempDir
    Path folder;

    private static TrustedCommands commands(String repository, String digest) {
        return new TrustedCommands(repository, digest, "make", Instant.EPOCH, "Pocket");
    }

    @Test
    void allowedCommandsAreAllowedAfterAnotherStartAndOnlyWithTheSameContentInTheSameRepository() throws Exception {
        TrustStore.open(folder).allow(commands("/shop/.git", "d1"));

        TrustStore store = TrustStore.open(folder);

        assertThat(store.isTrusted("/shop/.git", "d1")).isTrue();
        assertThat(store.isTrusted("/shop/.git", "d2")).isFalse();
        assertThat(store.isTrusted("/other/.git", "d1")).isFalse();
        assertThat(store.all()).containsExactly(commands("/shop/.git", "d1"));
    }

    @Test
    void theFileIsForItsOwnerAlone() throws Exception {
        TrustStore.open(folder).allow(commands("/shop/.git", "d1"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("trust.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void theOldestIsForgottenBeyondTheLimit() throws Exception {
        TrustStore store = TrustStore.open(folder);
        for (int i = 0; i <= TrustStore.MAX; i++) {
            store.allow(commands("/shop/.git", "d" + i));
        }

        assertThat(store.all()).hasSize(TrustStore.MAX);
        assertThat(store.isTrusted("/shop/.git", "d0")).isFalse();
        assertThat(store.isTrusted("/shop/.git", "d1")).isTrue();
    }

    @Test
    void aDamagedFileIsKeptAsideAndNothingIsAllowed() throws Exception {
        TrustStore.open(folder).allow(commands("/shop/.git", "d1"));
        Files.writeString(folder.resolve("trust.json"), "{\"version\":1,\"entr");

        TrustStore store = TrustStore.open(folder);

        assertThat(store.isTrusted("/shop/.git", "d1")).isFalse();
        assertThat(store.notice().orElseThrow().text())
                .contains("trust.json.damaged-1")
                .contains("asks again");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).anyMatch(file -> file.endsWith("trust.json.damaged-1"));
        }
        store.allow(commands("/shop/.git", "d1"));
        assertThat(TrustStore.open(folder).isTrusted("/shop/.git", "d1")).isTrue();
    }

    @Test
    void forgottenCommandsAreAskedAboutAgain() throws Exception {
        TrustStore store = TrustStore.open(folder);
        store.allow(commands("/shop/.git", "0123456789"));
        store.allow(commands("/other/.git", "abcdefghij"));

        assertThat(store.forget("0123")).isZero();
        assertThat(store.forget("01234567")).isEqualTo(1);
        assertThat(store.forget("/other/.git")).isEqualTo(1);

        assertThat(TrustStore.open(folder).all()).isEmpty();
    }
}
