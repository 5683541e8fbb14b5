package dev.pilothouse.desktop.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pilothouse.desktop.journal.JournalCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor's findings on a machine with faults. */
class HealthChecksTest {
    /** CRC-32C of {@code [{"x":1}]}, as the journal writes it. */
    private static final String WHOLE = "{\"c\":\"%s\",\"r\":%s}\n";

    @TempDir
    Path root;

    private Path data;

    @BeforeEach
    void makeFolder() throws IOException {
        data = Files.createDirectory(root.resolve("data"));
        allow(data, "rwx------");
    }

    private static void allow(Path path, String permissions) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    private DiagnosticResult.Level data(String area) {
        return finding(new DataCheck(data).examine(), area).level();
    }

    private static DiagnosticResult finding(List<DiagnosticResult> findings, String area) {
        return findings.stream()
                .filter(finding -> finding.area().equals(area))
                .findFirst()
                .orElseThrow();
    }

    private static String line(String records) {
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(records.getBytes(StandardCharsets.UTF_8));
        return WHOLE.formatted(String.format(java.util.Locale.ROOT, "%08x", crc.getValue()), records);
    }

    private static String opened() {
        return line("[{\"opened\":{\"gen\":\"1\",\"after\":0}}]");
    }

    private static String update(int seq) {
        return line("[{\"seq\":" + seq + ",\"at\":1,\"kind\":\"agentStarting\"}]");
    }

    private static String whole() {
        return opened() + update(1) + update(2) + update(3);
    }

    private Path journal(String session, String text) throws IOException {
        Path folder = Files.createDirectories(data.resolve("sessions").resolve(session));
        return Files.writeString(folder.resolve("journal.jsonl"), text);
    }

    @Test
    void aFolderThatIsInOrderIsCalledSo() throws IOException {
        journal("one", whole());
        assertThat(new DataCheck(data).examine())
                .filteredOn(finding -> !finding.area().equals("disk"))
                .extracting(DiagnosticResult::level)
                .containsOnly(DiagnosticResult.Level.OK);
    }

    @Test
    void onAFullDiskNothingIsSaidToBeWritable() {
        List<DiagnosticResult> findings = new DataCheck(data, folder -> 4_096).examine();

        assertThat(finding(findings, "disk").level()).isEqualTo(DiagnosticResult.Level.FAILURE);
        assertThat(finding(findings, "disk").text()).isEqualTo("the disk is full: 0 MB are free");
        assertThat(findings)
                .extracting(DiagnosticResult::text)
                .noneMatch(text -> text.contains("can be read and written"));
    }

    @Test
    void aFolderThatIsNotThereIsMadeByTheFirstHost() {
        assertThat(new DataCheck(root.resolve("a/b")).examine())
                .extracting(DiagnosticResult::level)
                .containsExactly(DiagnosticResult.Level.OK);
    }

    @Test
    void aFileInTheWayIsAFailure() throws IOException {
        Path file = Files.createFile(root.resolve("file"));
        assertThat(Doctor.exitCode(new DataCheck(file).examine())).isEqualTo(2);
        assertThat(Doctor.exitCode(new DataCheck(file.resolve("below")).examine()))
                .isEqualTo(2);
    }

    @Test
    void whatOthersCanReadIsNamedWithTheCommandThatClosesIt() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        allow(Files.createFile(data.resolve("host.key")), "rw-r--r--");
        DiagnosticResult open = finding(new DataCheck(data).examine(), "privacy");
        assertThat(open.level()).isEqualTo(DiagnosticResult.Level.FAILURE);
        assertThat(open.text()).contains("host.key");
        assertThat(open.advice()).isEqualTo("chmod -R go= " + data);
    }

    @Test
    void aDamagedJournalIsCountedAndAnUnfinishedLineIsNoDamage() throws IOException {
        journal("torn", whole() + update(4).substring(0, 9));
        assertThat(data("journals")).isEqualTo(DiagnosticResult.Level.OK);
        Path damaged = journal("bad", whole().replace("\"seq\":2", "\"seq\":4"));
        DiagnosticResult finding = finding(new DataCheck(data).examine(), "journals");
        assertThat(finding.level()).isEqualTo(DiagnosticResult.Level.WARNING);
        assertThat(finding.text()).contains("2 journals").contains("1 damaged").contains(damaged.toString());
    }

    @Test
    void aMissingKeyAndACopyAreNamedWithWhatToDo() throws IOException {
        Files.write(data.resolve("local.key"), new byte[32]);
        DiagnosticResult missing = finding(new DataCheck(data).examine(), "identity");
        assertThat(missing.level()).isEqualTo(DiagnosticResult.Level.FAILURE);
        assertThat(missing.text()).contains("host.key");
        assertThat(missing.advice()).contains("backup", "--new-identity");

        Files.write(data.resolve("host.key"), new byte[32]);
        Path original = Files.createDirectories(root.resolve("original"));
        Files.write(original.resolve("host.key"), new byte[32]);
        Files.writeString(
                data.resolve("folder.json"),
                "{\"version\":1,\"path\":\"" + original.toRealPath().toString().replace("\\", "/") + "\"}");
        DiagnosticResult copy = finding(new DataCheck(data).examine(), "identity");
        assertThat(copy.level()).isEqualTo(DiagnosticResult.Level.WARNING);
        assertThat(copy.text()).contains("is a copy of", "one identity");
        assertThat(copy.advice()).contains("--new-identity");
    }

    @Test
    void aDamagedANewerAndAMissingListOfDevicesAreNamed() throws IOException {
        Path devices = Files.writeString(data.resolve("devices.json"), "{");
        Files.write(data.resolve("host.key"), new byte[32]);
        assertThat(finding(new DataCheck(data).examine(), "identity").text()).contains("damaged");
        Files.writeString(devices, "{\"version\":7}");
        assertThat(new DataCheck(data).examine())
                .anySatisfy(found -> assertThat(found.text()).contains("devices.json", "newer Pilothouse"));
        Files.delete(devices);
        Files.createFile(data.resolve("host.jsonl"));
        Files.writeString(data.resolve("folder.json"), "{\"version\":1,\"path\":\"" + data.toRealPath() + "\"}");
        assertThat(finding(new DataCheck(data).examine(), "identity").text()).contains("devices.json is missing");
    }

    @Test
    void linesThatAreLostDoubledOrSwappedAreDamage() throws IOException {
        Path lost = journal("lost", opened() + update(1) + update(3));
        Path doubled = journal("doubled", opened() + update(1) + update(1) + update(2));
        journal("whole", whole());

        JournalCheck look = JournalCheck.at(data);
        assertThat(look.damaged()).containsExactlyInAnyOrder(lost, doubled);
        assertThat(look.unusable()).isEmpty();
        assertThat(finding(new DataCheck(data).examine(), "journals").advice()).contains("goes on before the damage");
    }

    @Test
    void aJournalOfWhichTheHostReadsNothingIsAFailureWithAdviceOfItsOwn() throws IOException {
        Path swapped = journal("swapped", opened() + update(2) + update(1));
        Path foreign = journal(
                "foreign",
                whole().replace(opened(), line("[{\"opened\":{\"session\":\"other\",\"gen\":\"1\",\"after\":0}}]")));
        Path newer = journal(
                "newer",
                whole() + line("[{\"opened\":{\"version\":99,\"session\":\"newer\",\"gen\":\"2\",\"after\":3}}]"));
        Path empty = journal("empty", "");
        Path gone = journal("gone", "");
        Files.move(gone, gone.resolveSibling("index.jsonl"));

        JournalCheck look = JournalCheck.at(data);
        assertThat(look.damaged()).isEmpty();
        assertThat(look.unusable()).containsExactlyInAnyOrder(swapped, foreign, newer, empty, gone);
        DiagnosticResult finding = finding(new DataCheck(data).examine(), "journals");
        assertThat(finding.level()).isEqualTo(DiagnosticResult.Level.FAILURE);
        assertThat(finding.text()).contains("5 journals", "5 cannot be used");
        assertThat(finding.advice()).contains("leaves the file as it is", "backup", "delete the session");
    }

    @Test
    void lookingChangesNothing() throws IOException {
        Path bad = journal("bad", whole() + "rubbish\n" + update(4));
        byte[] before = Files.readAllBytes(bad);
        assertThat(data("journals")).isEqualTo(DiagnosticResult.Level.WARNING);
        assertThat(Files.readAllBytes(bad)).isEqualTo(before);
        try (var files = Files.list(bad.getParent())) {
            assertThat(files).containsExactly(bad);
        }
    }

    @Test
    void copiesOfDamagedJournalsAreMentioned() throws IOException {
        Path journal = journal("one", whole());
        Files.writeString(journal.resolveSibling("journal.jsonl.damaged-1"), "x", StandardOpenOption.CREATE_NEW);
        assertThat(new DataCheck(data).examine())
                .filteredOn(finding -> finding.area().equals("journals"))
                .extracting(DiagnosticResult::level)
                .containsExactly(DiagnosticResult.Level.OK, DiagnosticResult.Level.WARNING);
    }

    private static Clock at(String instant) {
        return Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
    }

    @Test
    void aClockBeforeWhatWasWrittenIsSeen() throws IOException {
        Path written = Files.createFile(data.resolve("host.jsonl"));
        Files.setLastModifiedTime(written, FileTime.from(Instant.parse("2026-05-01T12:00:00Z")));
        Files.setLastModifiedTime(data, FileTime.from(Instant.parse("2026-05-01T11:00:00Z")));
        List<String> unknown = List.of("no-such-program-here");
        assertThat(new ClockCheck(data, at("2026-05-01T12:01:00Z"), unknown).examine())
                .extracting(DiagnosticResult::level)
                .containsExactly(DiagnosticResult.Level.OK);
        assertThat(new ClockCheck(data, at("2026-05-01T10:00:00Z"), unknown).examine())
                .extracting(DiagnosticResult::level)
                .containsExactly(DiagnosticResult.Level.WARNING);
        assertThat(new ClockCheck(data, at("1970-01-01T00:05:00Z"), unknown).examine())
                .extracting(DiagnosticResult::level)
                .containsExactly(DiagnosticResult.Level.FAILURE);
    }

    @Test
    void aSystemThatFollowsNoTimeServerIsSeen() {
        List<String> no = List.of("echo", "no");
        assertThat(new ClockCheck(root.resolve("none"), at("2026-05-01T10:00:00Z"), no).examine())
                .extracting(DiagnosticResult::level)
                .containsExactly(DiagnosticResult.Level.WARNING);
    }

    @Test
    void aDisplayWithoutAServerIsSeen() throws IOException {
        Files.createFile(root.resolve("X7"));
        assertThat(display(Map.of("DISPLAY", ":7"))).isEqualTo(DiagnosticResult.Level.OK);
        assertThat(display(Map.of("DISPLAY", ":7.0"))).isEqualTo(DiagnosticResult.Level.OK);
        assertThat(display(Map.of("DISPLAY", ":8"))).isEqualTo(DiagnosticResult.Level.WARNING);
        assertThat(display(Map.of("DISPLAY", "desk.example:10.0"))).isEqualTo(DiagnosticResult.Level.OK);
        assertThat(display(Map.of())).isEqualTo(DiagnosticResult.Level.WARNING);
    }

    private DiagnosticResult.Level display(Map<String, String> environment) {
        return finding(new ProgramCheck(true, environment, root).examine(), "display")
                .level();
    }

    @Test
    void notificationsNeedTheirProgramAndABus() throws IOException {
        Path program = Files.createFile(root.resolve("notify-send"));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        String path = root.toString();
        assertThat(notices(Map.of("PATH", path, "DBUS_SESSION_BUS_ADDRESS", "unix:path=/x")))
                .isEqualTo(DiagnosticResult.Level.OK);
        assertThat(notices(Map.of("PATH", path))).isEqualTo(DiagnosticResult.Level.WARNING);
        assertThat(notices(Map.of("PATH", data.toString(), "DBUS_SESSION_BUS_ADDRESS", "unix:path=/x")))
                .isEqualTo(DiagnosticResult.Level.WARNING);
    }

    private static DiagnosticResult.Level notices(Map<String, String> environment) {
        return new NotificationCheck("Linux", environment).examine().get(0).level();
    }

    @Test
    void oneExaminationThatFailsDoesNotKeepTheOthersFromIt() {
        List<DiagnosticResult> findings = Doctor.examine(List.of(
                new Doctor.Part("first", () -> {
                    throw new IllegalStateException("defect");
                }),
                new Doctor.Part("second", () -> List.of(DiagnosticResult.ok("second", "fine")))));
        assertThat(findings).extracting(DiagnosticResult::area).containsExactly("first", "second");
        assertThat(Doctor.exitCode(findings)).isEqualTo(2);
    }
}
