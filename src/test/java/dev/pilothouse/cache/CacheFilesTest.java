package dev.pilothouse.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.platform.MemorySecureStore;
import dev.pilothouse.pulse.ManualClock;
import dev.pilothouse.testing.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CacheFilesTest {

    private static final HostId HOST = new HostId("h1");
    private static final HostId OTHER = new HostId("h2");
    private static final byte[] CONTENT = "what was said".getBytes(StandardCharsets.UTF_8);
    private static final String S1 = CacheFiles.session(new SessionId("s1"));

    @TempDir
    Path folder;

    private final MemorySecureStore secrets = new MemorySecureStore();
    private final ManualClock clock = new ManualClock();

    private CacheFiles files() {
        return files(CacheFiles.Limits.DEFAULT);
    }

    private CacheFiles files(CacheFiles.Limits limits) {
        return new CacheFiles(folder, secrets, clock, limits);
    }

    private List<Path> found() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static byte[] noise(int seed, int bytes) {
        return Seeds.bytes(new Random(seed), bytes);
    }

    @Test
    void whatWasWrittenIsThereForTheNextRun() {
        files().write(HOST, S1, 1, CONTENT, false);
        assertThat(files().read(HOST, S1, 1)).contains(CONTENT);
        assertThat(files().read(HOST, CacheFiles.HOST, 1)).isEmpty();
    }

    @Test
    void twoHostsMayNameTheirSessionsAlike() {
        CacheFiles files = files();
        files.write(HOST, S1, 1, CONTENT, false);
        files.write(OTHER, S1, 1, new byte[] {1}, false);
        files.removeHost(OTHER);
        assertThat(files.read(HOST, S1, 1)).contains(CONTENT);
        assertThat(files.read(OTHER, S1, 1)).isEmpty();
    }

    @Test
    void aChangeOfAnyByteIsFoundAndTheFileIsGone() throws IOException {
        files().write(HOST, S1, 1, CONTENT, false);
        Path file = found().get(0);
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            Files.write(file, bad);
            assertThat(files().read(HOST, S1, 1)).as("byte %d", i).isEmpty();
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void aFileThatIsCutAnywhereIsFoundAndGone() throws IOException {
        files().write(HOST, S1, 1, CONTENT, false);
        Path file = found().get(0);
        byte[] good = Files.readAllBytes(file);
        for (int length = 0; length < good.length; length++) {
            Files.write(file, Arrays.copyOf(good, length));
            assertThat(files().read(HOST, S1, 1)).as("%d bytes", length).isEmpty();
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void aFileUnderAnotherNameOrOfAnotherHostOrVersionDoesNotOpen() throws IOException {
        CacheFiles files = files();
        files.write(HOST, S1, 1, CONTENT, false);
        Path file = found().get(0);
        byte[] good = Files.readAllBytes(file);
        Files.write(file.resolveSibling(CacheFiles.INTENTS), good);
        assertThat(files.read(HOST, CacheFiles.INTENTS, 1)).isEmpty();
        assertThat(files.read(HOST, S1, 2)).isEmpty();

        files.write(OTHER, S1, 1, CONTENT, false);
        Files.write(found().get(0), good);
        assertThat(files.read(OTHER, S1, 1)).isEmpty();
    }

    @Test
    void theSameContentNeverLooksTheSame() throws IOException {
        files().write(HOST, S1, 1, CONTENT, false);
        byte[] first = Files.readAllBytes(found().get(0));
        files().write(HOST, S1, 1, CONTENT, false);
        assertThat(Files.readAllBytes(found().get(0))).isNotEqualTo(first).hasSameSizeAs(first);
    }

    @Test
    void aLostKeyTakesEverythingWithIt() throws IOException {
        files().write(HOST, S1, 1, CONTENT, false);
        secrets.remove(CacheCipher.ENTRY);
        assertThat(files().read(HOST, S1, 1)).isEmpty();
        assertThat(found()).isEmpty();
    }

    @Test
    void aDamagedKeyIsReplaced() {
        secrets.write(CacheCipher.ENTRY, new byte[] {1, 2, 3});
        files().write(HOST, S1, 1, CONTENT, false);
        assertThat(files().read(HOST, S1, 1)).contains(CONTENT);
    }

    @Test
    void ofTooManySessionsThoseThatWereNotUsedForTheLongestTimeGo() {
        CacheFiles.Limits three = new CacheFiles.Limits(3, 1_000_000, 1_000_000);
        for (int i = 1; i <= 3; i++) {
            clock.advance(Duration.ofMinutes(1));
            files(three).write(HOST, CacheFiles.session(new SessionId("s" + i)), 1, CONTENT, false);
        }
        clock.advance(Duration.ofMinutes(1));
        assertThat(files(three).read(HOST, S1, 1)).isPresent();
        clock.advance(Duration.ofMinutes(1));
        CacheFiles files = files(three);
        files.write(OTHER, S1, 1, CONTENT, false);
        files.write(HOST, CacheFiles.HOST, 1, CONTENT, false);

        assertThat(files.read(HOST, S1, 1)).isPresent();
        assertThat(files.read(HOST, CacheFiles.session(new SessionId("s2")), 1)).isEmpty();
        assertThat(files.read(HOST, CacheFiles.session(new SessionId("s3")), 1)).isPresent();
        assertThat(files.read(OTHER, S1, 1)).isPresent();
        assertThat(files.read(HOST, CacheFiles.HOST, 1)).isPresent();
    }

    @Test
    void neverMoreBytesAreKeptThanAllowed() throws IOException {
        CacheFiles files = files(new CacheFiles.Limits(100, 10_000, 4_000));
        for (int i = 0; i < 50; i++) {
            files.write(HOST, CacheFiles.session(new SessionId("s" + i % 7)), 1, noise(i, 100 * i % 3_900), false);
            long sum = 0;
            for (Path file : found()) {
                sum += Files.size(file);
            }
            assertThat(sum).isLessThanOrEqualTo(10_000);
        }
    }

    @Test
    void oneThatIsTooLargeLeavesWhatWasThere() {
        CacheFiles files = files(new CacheFiles.Limits(100, 10_000, 4_000));
        assertThat(files.write(HOST, S1, 1, CONTENT, false)).isTrue();
        assertThat(files.write(HOST, S1, 1, noise(1, 5_000), false)).isFalse();
        assertThat(files.read(HOST, S1, 1)).contains(CONTENT);
    }

    @Test
    void hostsAndSessionsThatAreNoLongerKnownAreSwept() throws IOException {
        CacheFiles files = files();
        files.write(HOST, S1, 1, CONTENT, false);
        files.write(HOST, CacheFiles.session(new SessionId("s2")), 1, CONTENT, false);
        files.write(HOST, CacheFiles.INTENTS, 1, CONTENT, true);
        files.write(OTHER, S1, 1, CONTENT, false);
        files.retain(HOST, Set.of(new SessionId("s2")));
        assertThat(files.read(HOST, S1, 1)).isEmpty();
        assertThat(files.read(OTHER, S1, 1)).isPresent();
        files.retainHosts(Set.of(HOST));
        assertThat(found()).hasSize(2);
    }

    @Test
    void whatAnAppLeftThatEndedWhileItWroteIsSwept() throws IOException {
        files().write(HOST, S1, 1, CONTENT, false);
        Files.write(found().get(0).resolveSibling(S1 + ".123.new"), CONTENT);
        files().write(HOST, S1, 1, CONTENT, false);
        assertThat(found()).hasSize(1);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "checks permissions of POSIX")
    void onlyItsOwnerMayReadIt() throws IOException {
        files().write(HOST, S1, 1, CONTENT, false);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(found().get(0))))
                .isEqualTo("rw-------");
    }
}
