package dev.pilothouse.desktop.journal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.secure.NewerFileException;
import dev.pilothouse.testing.Fuzz;
import dev.pilothouse.testing.RandomUpdates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Damaged files in place of a journal. Valid checksums, as an attacker would write them, also test the code behind the
 * checksum.
 */
class JournalFuzzTest {
    @TempDir
    Path folder;

    /** It logs each damaged file; here that is all of them. */
    private final Logger log = (Logger) LoggerFactory.getLogger(HostJournal.class);

    @BeforeEach
    void silence() {
        log.setLevel(Level.ERROR);
    }

    @AfterEach
    void giveVoiceBack() {
        log.setLevel(null);
    }

    @Test
    void whateverLiesInAJournalsPlaceItsBeginningIsReadAndTheNextOpeningFindsNoDamage() throws Exception {
        Path file = folder.resolve("journal.jsonl");
        List<JournaledUpdate> real = new ArrayList<>();
        byte[] valid = valid(file, real);
        Fuzz.check(10, random -> {
            boolean checked = random.nextBoolean();
            byte[] bytes = Fuzz.bytes(random, List.of(valid));
            Files.write(file, checked ? withRightChecksums(bytes) : bytes);
            byte[] before = Files.readAllBytes(file);
            List<JournaledUpdate> first;
            try {
                first = open(file);
            } catch (IOException refused) {
                // A forged line can name another session or a newer version; then the file is left unchanged.
                assertThat(checked).isTrue();
                assertThat(file).hasBinaryContent(before);
                return;
            }
            if (!checked) {
                // Without a forged checksum, no false update is accepted.
                assertThat(first).isEqualTo(real.subList(0, Math.min(first.size(), real.size())));
            }
            List<JournaledUpdate> again = new ArrayList<>();
            SessionJournal.Opening opening = SessionJournal.open(JournalFileSystem.REAL, file, again::add);
            opening.journal().close();

            assertThat(opening.damage()).isEmpty();
            assertThat(again).isEqualTo(first);
            assertThat(SessionIndex.read(file, file, new SessionId("s1"))).isEmpty();
            removeKeptAside();
        });
    }

    @Test
    void whateverLiesInTheHostsJournalsPlaceItOpens() throws Exception {
        Path file = folder.resolve("host.jsonl");
        try (HostJournal journal = HostJournal.open(file)) {
            for (int i = 0; i < 3; i++) {
                journal.add(new HostJournal.Entry(
                        new Cause(new RequestId("r" + i), new DeviceId("d1"), "", "d" + i),
                        HostJournal.Deed.CREATED,
                        new SessionId("s" + i),
                        Instant.now()));
            }
        }
        byte[] valid = Files.readAllBytes(file);
        Fuzz.check(10, random -> {
            byte[] bytes = withRightChecksums(Fuzz.bytes(random, List.of(valid)));
            Files.write(file, bytes);
            try {
                HostJournal.open(file).close();
            } catch (NewerFileException refused) {
                // A forged record can be of a newer version; then the file is left unchanged.
                assertThat(file).hasBinaryContent(bytes);
                return;
            }
            HostJournal.open(file).close();
            removeKeptAside();
        });
    }

    private static byte[] valid(Path file, List<JournaledUpdate> updates) throws IOException {
        try (SessionJournal journal =
                SessionJournal.open(JournalFileSystem.REAL, file, update -> {}).journal()) {
            for (JournaledUpdate update : new RandomUpdates(new Random(1)).script(12)) {
                journal.append(List.of(update));
                updates.add(update);
            }
        }
        return Files.readAllBytes(file);
    }

    private static List<JournaledUpdate> open(Path file) throws IOException {
        List<JournaledUpdate> updates = new ArrayList<>();
        SessionJournal.Opening opening = SessionJournal.open(JournalFileSystem.REAL, file, updates::add);
        opening.journal().close();
        return updates;
    }

    private void removeKeptAside() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** Replaces the checksum in each line that has one with the checksum of its current records. */
    private static byte[] withRightChecksums(byte[] bytes) {
        StringBuilder out = new StringBuilder();
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (int start = 0, end; start < text.length(); start = end) {
            end = text.indexOf('\n', start) + 1;
            end = end == 0 ? text.length() : end;
            String line = text.substring(start, end);
            int from = line.indexOf("\"r\":");
            int to = line.lastIndexOf('}');
            if (!line.startsWith("{\"c\":\"") || from != 16 || to < from + 4) {
                out.append(line);
                continue;
            }
            CRC32C crc = new CRC32C();
            crc.update(line.substring(from + 4, to).getBytes(StandardCharsets.ISO_8859_1));
            out.append("{\"c\":\"")
                    .append(HexFormat.of().toHexDigits((int) crc.getValue()))
                    .append(line, 14, line.length());
        }
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
