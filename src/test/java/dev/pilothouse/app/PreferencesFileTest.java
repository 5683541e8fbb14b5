package dev.pilothouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.pulse.ManualLane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PreferencesFileTest {
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    private final ManualLane lane = new ManualLane("kept");

    private Path file() {
        return folder.resolve("app").resolve("kept.properties");
    }

    private PreferencesFile open() {
        return new PreferencesFile(file(), new ManualLane("other"));
    }

    @Test
    void whatIsKeptIsThereAfterARestart() {
        PreferencesFile kept = new PreferencesFile(file(), lane);
        kept.put("draft.h1/s1", "zwei Zeilen:\n  \u00e4 = \u65e5\u672c \ud83d\ude80");
        lane.elapse(A_SECOND);

        assertThat(open().get("draft.h1/s1")).contains("zwei Zeilen:\n  \u00e4 = \u65e5\u672c \ud83d\ude80");
    }

    @Test
    void aSavedValueIsOnDiskBeforeItIsReported() {
        PreferencesFile kept = new PreferencesFile(file(), lane);
        List<String> onDisk = new ArrayList<>();
        kept.save(
                "sendToMany.sent",
                "ids",
                () -> onDisk.add(open().get("sendToMany.sent").orElse("")));
        assertThat(onDisk).isEmpty();
        lane.runAll();

        assertThat(onDisk).containsExactly("ids");
    }

    @Test
    void manyChangesInASecondAreOneWriting() {
        PreferencesFile kept = new PreferencesFile(file(), lane);
        for (int i = 0; i < 500; i++) {
            kept.put("draft", "text " + i);
        }
        assertThat(file()).as("before the second is over").doesNotExist();

        lane.elapse(A_SECOND);

        assertThat(open().get("draft")).contains("text 499");
        assertThat(lane.waiting()).isZero();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "checks permissions of POSIX")
    void onlyTheOwnerMayReadWhatIsKeptAlsoWhereAnEarlierReleaseLeftItOpen() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "draft=old");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        PreferencesFile kept = new PreferencesFile(file(), lane);
        kept.put("draft", "new");
        kept.close();
        PreferencesFile other = new PreferencesFile(folder.resolve("fresh/app/kept.properties"), lane);
        other.put("draft", "new");
        other.close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("fresh"))))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("fresh/app"))))
                .isEqualTo("rwx------");
    }

    @Test
    void closingWritesWhatIsLeft() {
        PreferencesFile kept = new PreferencesFile(file(), lane);
        kept.put("appearance", "LIGHT");

        kept.close();
        kept.close();

        assertThat(open().get("appearance")).contains("LIGHT");
    }

    @Test
    void anEmptyValueIsForgotten() {
        PreferencesFile kept = new PreferencesFile(file(), lane);
        kept.put("draft", "half a thought");
        lane.elapse(A_SECOND);
        kept.put("draft", "");
        lane.elapse(A_SECOND);

        assertThat(kept.get("draft")).isEmpty();
        assertThat(open().get("draft")).isEmpty();
    }

    @Test
    void nothingIsWrittenForWhatIsAlreadyKept() throws IOException {
        PreferencesFile kept = new PreferencesFile(file(), lane);
        kept.put("draft", "same");
        lane.elapse(A_SECOND);
        Files.delete(file());

        kept.put("draft", "same");
        lane.elapse(A_SECOND);
        kept.close();

        assertThat(file()).doesNotExist();
    }

    @Test
    void aFileOfGarbageIsAnEmptyStartAndIsReplaced() throws IOException {
        Files.createDirectories(file().getParent());
        Files.write(file(), new byte[] {'a', '=', '\\', 'u', 'z', 'z', (byte) 0xff, 0, (byte) 0xc3, '\n'});

        PreferencesFile kept = new PreferencesFile(file(), lane);
        assertThat(kept.get("a")).isEmpty();
        kept.put("draft", "new");
        lane.elapse(A_SECOND);

        assertThat(open().get("draft")).contains("new");
    }

    @Test
    void theHalfWrittenFileOfACrashIsPassedOver() throws IOException {
        PreferencesFile kept = new PreferencesFile(file(), lane);
        kept.put("draft", "old");
        lane.elapse(A_SECOND);
        Files.writeString(file().resolveSibling("kept.properties.new"), "draft=ha", StandardCharsets.UTF_8);

        PreferencesFile again = new PreferencesFile(file(), lane);
        assertThat(again.get("draft")).contains("old");
        again.put("draft", "newer");
        lane.elapse(A_SECOND);

        assertThat(open().get("draft")).contains("newer");
        try (Stream<Path> left = Files.list(file().getParent())) {
            assertThat(left).containsExactly(file());
        }
    }

    @Test
    void aFolderThatCannotBeWrittenCostsTheMemoryAndNotTheApp() throws IOException {
        Files.writeString(folder.resolve("app"), "a file where the folder should be", StandardCharsets.UTF_8);
        PreferencesFile kept = new PreferencesFile(file(), lane);

        kept.put("draft", "only in memory");
        lane.elapse(A_SECOND);
        kept.close();

        assertThat(kept.get("draft")).contains("only in memory");
    }

    @Test
    void aChangeThatCouldNotBeWrittenIsWrittenOnceTheDiskTakesIt() throws IOException {
        Path blocker = Files.writeString(folder.resolve("app"), "a file where the folder should be");
        PreferencesFile kept = new PreferencesFile(file(), lane);
        kept.put("draft", "kept");
        lane.elapse(A_SECOND);

        Files.delete(blocker);
        kept.close();

        assertThat(open().get("draft")).contains("kept");
    }

    @Test
    void aFileWithoutAVersionIsReadAndThatOfANewerOneKeepsItsOwn() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "draft=old\n");
        PreferencesFile kept = new PreferencesFile(file(), lane);
        assertThat(kept.get("draft")).contains("old");
        kept.put("draft", "new");
        lane.elapse(A_SECOND);
        assertThat(open().get("format.version")).contains("1");

        Files.writeString(file(), "format.version=2\nlater=x\n");
        PreferencesFile newer = new PreferencesFile(file(), lane);
        newer.put("draft", "text");
        lane.elapse(A_SECOND);
        assertThat(open().get("format.version")).contains("2");
        assertThat(open().get("later")).contains("x");
    }
}
