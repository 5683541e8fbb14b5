package dev.pilothouse.desktop.git;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One hunk between two versions of a file, applied to the bytes of one of them. All other bytes stay as they are. Pure.
 *
 * @param oldStart number of its first old line, from 1; that of the line before it if it has none
 * @param newStart the same of its new lines
 * @param kinds one character for each of its lines: a space, {@code +} or {@code -}
 */
public record HunkEdit(int oldStart, int newStart, String kinds) {
    /** Splits after each line feed. The last line may have none. */
    static List<byte[]> lines(byte[] content) {
        List<byte[]> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < content.length; i++) {
            if (content[i] == '\n' || i == content.length - 1) {
                byte[] line = new byte[i + 1 - from];
                System.arraycopy(content, from, line, 0, line.length);
                lines.add(line);
                from = i + 1;
            }
        }
        return lines;
    }

    private int count(char kind) {
        return (int) kinds.chars().filter(each -> each == ' ' || each == kind).count();
    }

    private static int first(int start, int count) {
        return count == 0 ? start : start - 1;
    }

    /**
     * The new version without this hunk.
     *
     * @param carriageReturns whether the new version has CR LF where the old one has LF
     * @return empty if the versions do not have the lines of the hunk
     */
    public Optional<byte[]> reject(byte[] before, byte[] now, boolean carriageReturns) {
        return replace(lines(now), lines(before), newStart, oldStart, '+', carriageReturns ? Ends.ADD : Ends.KEEP);
    }

    /**
     * The old version with this hunk.
     *
     * @param carriageReturns whether the new version has CR LF where the old one has LF
     * @return empty if the versions do not have the lines of the hunk
     */
    public Optional<byte[]> accept(byte[] before, byte[] now, boolean carriageReturns) {
        return replace(lines(before), lines(now), oldStart, newStart, '-', carriageReturns ? Ends.REMOVE : Ends.KEEP);
    }

    private enum Ends {
        KEEP,
        ADD,
        REMOVE
    }

    /** @param own the kind of the lines that only the edited version has */
    private Optional<byte[]> replace(
            List<byte[]> edited, List<byte[]> other, int editedStart, int otherStart, char own, Ends ends) {
        char others = own == '+' ? '-' : '+';
        int at = first(editedStart, count(own));
        int otherAt = first(otherStart, count(others));
        if (at < 0 || otherAt < 0 || at + count(own) > edited.size() || otherAt + count(others) > other.size()) {
            return Optional.empty();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        edited.subList(0, at).forEach(out::writeBytes);
        for (char kind : kinds.toCharArray()) {
            if (kind == own) {
                at++;
            } else if (kind == others) {
                out.writeBytes(converted(other.get(otherAt++), ends));
            } else {
                if (!sameText(edited.get(at), other.get(otherAt))) {
                    return Optional.empty();
                }
                out.writeBytes(edited.get(at++));
                otherAt++;
            }
        }
        edited.subList(at, edited.size()).forEach(out::writeBytes);
        return Optional.of(out.toByteArray());
    }

    private static byte[] converted(byte[] line, Ends ends) {
        int length = line.length;
        boolean ended = length > 0 && line[length - 1] == '\n';
        boolean both = ended && length > 1 && line[length - 2] == '\r';
        if (ends == Ends.ADD && ended && !both) {
            byte[] longer = new byte[length + 1];
            System.arraycopy(line, 0, longer, 0, length - 1);
            longer[length - 1] = '\r';
            longer[length] = '\n';
            return longer;
        }
        if (ends == Ends.REMOVE && both) {
            byte[] shorter = new byte[length - 1];
            System.arraycopy(line, 0, shorter, 0, length - 2);
            shorter[length - 2] = '\n';
            return shorter;
        }
        return line;
    }

    private static boolean sameText(byte[] one, byte[] other) {
        return Arrays.equals(one, 0, textLength(one), other, 0, textLength(other));
    }

    private static int textLength(byte[] line) {
        int length = line.length;
        length -= length > 0 && line[length - 1] == '\n' ? 1 : 0;
        return length - (length > 0 && line[length - 1] == '\r' ? 1 : 0);
    }
}
