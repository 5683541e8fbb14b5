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
 * A check of all journals of a data folder. It takes no lock and changes nothing, so it may run while a host writes. An
 * incomplete last line is not damage, because the host may be writing it.
 *
 * @param bytes total size of all journals
 * @param unreadable journals that the system does not let this process read
 * @param damaged journals with a line that is invalid or does not follow the one before it
 * @param unusable journals that are missing, have no first update, or are of another session or a newer version
 * @param keptAside copies of damaged journals that hosts have made
 */
public record JournalCheck(
        int journals,
        long bytes,
        List<Path> unreadable,
        List<Path> damaged,
        List<Path> unusable,
        List<Path> keptAside) {
    private static final String JOURNAL = "journal.jsonl";

    public JournalCheck {
        unreadable = List.copyOf(unreadable);
        damaged = List.copyOf(damaged);
        unusable = List.copyOf(unusable);
        keptAside = List.copyOf(keptAside);
    }

    /** Reads all journals. @throws IOException if the folder cannot be listed */
    public static JournalCheck at(Path dataFolder) throws IOException {
        List<Path> journals = new ArrayList<>();
        List<Path> keptAside = new ArrayList<>();
        List<Path> unusable = new ArrayList<>();
        Path own = dataFolder.resolve("host.jsonl");
        if (Files.exists(own)) {
            journals.add(own);
        }
        collect(dataFolder, "host.jsonl.damaged-", keptAside);
        for (Path session : list(dataFolder.resolve("sessions"))) {
            Path journal = session.resolve(JOURNAL);
            // A session that is being deleted may be incomplete.
            if (!session.getFileName().toString().startsWith("deleted-") && Files.isDirectory(session)) {
                if (Files.exists(journal)) {
                    journals.add(journal);
                } else if (!list(session).isEmpty()) {
                    unusable.add(journal);
                }
                collect(session, JOURNAL + ".damaged-", keptAside);
            }
        }
        long bytes = 0;
        int read = unusable.size();
        List<Path> unreadable = new ArrayList<>();
        List<Path> damaged = new ArrayList<>();
        for (Path journal : journals) {
            try (FileChannel channel = FileChannel.open(journal, StandardOpenOption.READ)) {
                read++;
                bytes += channel.size();
                switch (journal.equals(own) ? check(channel) : SessionJournal.check(journal)) {
                    case WHOLE -> {}
                    case DAMAGED -> damaged.add(journal);
                    case UNUSABLE -> unusable.add(journal);
                }
            } catch (NoSuchFileException deletedMeanwhile) {
                continue;
            } catch (IOException e) {
                read++;
                unreadable.add(journal);
            }
        }
        return new JournalCheck(read, bytes, unreadable, damaged, unusable, keptAside);
    }

    private static SessionJournal.Check check(FileChannel channel) throws IOException {
        JournalLines lines = new JournalLines(channel, 0);
        try {
            while (lines.next()) {
                lines.records();
            }
            return SessionJournal.Check.WHOLE;
        } catch (JournalLines.DamagedException e) {
            return SessionJournal.Check.DAMAGED;
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
