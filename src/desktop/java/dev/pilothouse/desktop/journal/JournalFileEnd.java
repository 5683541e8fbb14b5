package dev.pilothouse.desktop.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The end of a journal's file. It identifies the file to which a summary belongs: a journal only grows, so a file of
 * the same length with the same last line is the same.
 *
 * @param length in bytes
 * @param lastLine offset of the last line
 * @param checksum of the last line, empty in a file without lines
 */
record JournalFileEnd(long length, long lastLine, String checksum) {
    static final JournalFileEnd START = new JournalFileEnd(0, 0, "");

    /** Whether the file ends here with a complete last line. Reads only that line. */
    boolean isEndOf(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            if (channel.size() != length || lastLine < 0 || lastLine >= length) {
                return false;
            }
            JournalLines lines = new JournalLines(channel, lastLine);
            if (!lines.next() || lines.end() != length) {
                return false;
            }
            lines.records();
            return lines.checksum().equals(checksum);
        } catch (JournalLines.DamagedException e) {
            return false;
        }
    }
}
