package dev.pilothouse.desktop.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Another process checks whether the lock still holds. */
class FolderLockIT {
    private static final String TAKEN = "taken";
    private static final String REFUSED = "refused";

    @TempDir
    private Path folder;

    /** The other process. */
    public static final class Other {
        private Other() {}

        public static void main(String[] arguments) throws IOException {
            Optional<FolderLock> lock = FolderLock.take(Path.of(arguments[0]));
            System.out.print(lock.isPresent() ? TAKEN : REFUSED);
            lock.ifPresent(FolderLock::close);
        }
    }

    private static String elsewhere(Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aRefusalInTheSameProcessDoesNotGiveTheLockUp() throws Exception {
        Path file = folder.resolve("lock");
        try (FolderLock held = FolderLock.take(file).orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(FolderLock.take(file)).isEmpty();
            assertThat(elsewhere(file)).isEqualTo(REFUSED);
        }
        assertThat(elsewhere(file)).isEqualTo(TAKEN);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links are for administrators there")
    void asLittleAsAskingWhoHoldsTheFolderOrTakingItByAnotherName() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("data")));
        Path data = folder.resolve("data");
        try (DataFolder held = ((DataFolder.Taking.Taken) DataFolder.take(data)).folder()) {
            long me = ProcessHandle.current().pid();
            assertThat(held.root()).isEqualTo(data);
            assertThat(DataFolder.holderPid(data)).isEqualTo(me);
            assertThat(DataFolder.take(link)).isEqualTo(new DataFolder.Taking.InUse(link, me));
            assertThat(elsewhere(data.resolve("lock"))).isEqualTo(REFUSED);
        }
    }

    @Test
    void aGuardedFileIsRefusedElsewhereAndKeepsItsContent() throws Exception {
        Path file = Files.writeString(folder.resolve("host.key"), "content");
        try (FolderLock guard = FolderLock.guard(file).orElseThrow()) {
            assertThat(guard).isNotNull();
            assertThat(FolderLock.guard(file)).isEmpty();
            assertThat(elsewhere(file)).isEqualTo(REFUSED);
        }
        assertThat(file).hasContent("content");
        assertThat(elsewhere(file)).isEqualTo(TAKEN);
    }

    @Test
    void closingTwiceDoesNotFreeWhatSomebodyElseHasTakenMeanwhile() throws Exception {
        Path file = folder.resolve("lock");
        FolderLock first = FolderLock.take(file).orElseThrow();
        first.close();
        try (FolderLock second = FolderLock.take(file).orElseThrow()) {
            first.close();
            assertThat(second).isNotNull();
            assertThat(FolderLock.take(file)).isEmpty();
            assertThat(elsewhere(file)).isEqualTo(REFUSED);
        }
    }
}
