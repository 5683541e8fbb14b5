package dev.pilothouse.desktop.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the journals of a data folder are like. Read without a lock and without a change, so that it may be asked for while a
 * host writes: an unfinished last line is then nothing but one that is being written.
 *
 * @param bytes of all journals
 * @param unreadable journals that the system does not let us read
 * @param damaged journals that are missing, have no first update, or have a line that is not valid or does not follow the
 *     one before it
 * @param keptAside copies that hosts have kept of damaged ones
 */
public record JournalLook(int journals, long bytes, List<Path> unreadable, List<Path> damaged, List<Path> keptAside) {
    private static final String JOURNAL = "journal.jsonl";

    public JournalLook {
        unreadable = List.copyOf(unreadable);
        damaged = List.copyOf(damaged);
        keptAside = List.copyOf(keptAside);
    }

    /** Reads all of them. @throws IOException if the folder cannot be listed */
    public static JournalLook at(Path dataFolder) throws IOException {
        List<Path> journals = new ArrayList<>();
        List<Path> keptAside = new ArrayList<>();
        List<Path> missing = new ArrayList<>();
        Path own = dataFolder.resolve("host.jsonl");
        if (Files.exists(own)) {
            journals.add(own);
        }
        collect(dataFolder, "host.jsonl.damaged-", keptAside);
        for (Path session : list(dataFolder.resolve("sessions"))) {
            Path journal = session.resolve(JOURNAL);
            // One that is being deleted may be half gone.
            if (!session.getFileName().toString().startsWith("deleted-") && Files.isDirectory(session)) {
                if (Files.exists(journal)) {
                    journals.add(journal);
                } else if (!list(session).isEmpty()) {
                    missing.add(journal);
                }
                collect(session, JOURNAL + ".damaged-", keptAside);
            }
        }
        long bytes = 0;
        int read = 0;
        List<Path> unreadable = new ArrayList<>();
        List<Path> damaged = new ArrayList<>();
        for (Path journal : journals) {
            try (FileChannel channel = FileChannel.open(journal, StandardOpenOption.READ)) {
                read++;
                bytes += channel.size();
                if (!(journal.equals(own) ? isWhole(channel) : SessionJournal.isWhole(journal))) {
                    damaged.add(journal);
                }
            } catch (NoSuchFileException deletedMeanwhile) {
                continue;
            } catch (IOException e) {
                read++;
                unreadable.add(journal);
            }
        }
        damaged.addAll(missing);
        return new JournalLook(read + missing.size(), bytes, unreadable, damaged, keptAside);
    }

    private static boolean isWhole(FileChannel channel) throws IOException {
        JournalLines lines = new JournalLines(channel, 0);
        try {
            while (lines.next()) {
                lines.records();
            }
            return true;
        } catch (JournalLines.DamagedException e) {
            return false;
        }
    }

    private static void collect(Path folder, String prefix, List<Path> into) throws IOException {
        for (Path file : list(folder)) {
            if (file.getFileName().toString().startsWith(prefix)) {
                into.add(file);
            }
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }
}
