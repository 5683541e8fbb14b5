package dev.pilothouse.ui.transcript;

import java.util.ArrayList;
import java.util.List;

/**
 * Converts terminal output to coloured runs. It keeps the eight colours and bold and drops all other escape sequences.
 * After a carriage return a line starts again, as in a terminal.
 *
 * <p>Stateless; any thread may call it.
 */
public final class AnsiText {

    /** A run of output. The colour is 0–7 as in SGR 30–37, or -1 for the default. Immutable. */
    public record Run(String text, int colour, boolean bold) {}

    private AnsiText() {}

    /** Splits {@code output} into runs. Their texts joined are the text that a terminal would show. */
    public static List<Run> runs(String output) {
        return new Reader().runs(output);
    }

    /** Reads output piece by piece. Colour and bold carry over to the next piece. Confined to one call at a time. */
    static final class Reader {
        private int colour = -1;
        private boolean bold;

        List<Run> runs(String piece) {
            return read(piece, this);
        }
    }

    private static List<Run> read(String output, Reader style) {
        String text = withoutOverwrittenLines(output);
        List<Run> runs = new ArrayList<>();
        StringBuilder pending = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != '\u001b') {
                if (c >= ' ' || c == '\n' || c == '\t') {
                    pending.append(c == '\t' ? "    " : String.valueOf(c));
                }
                at++;
                continue;
            }
            int end = endOfSequence(text, at);
            if (end > at + 2 && text.charAt(end - 1) == 'm') {
                flush(runs, pending, style);
                select(text.substring(at + 2, end - 1).split(";"), style);
            }
            at = end;
        }
        flush(runs, pending, style);
        return List.copyOf(runs);
    }

    private static void select(String[] parts, Reader style) {
        for (int i = 0; i < parts.length; i++) {
            int code = parts[i].isEmpty() ? 0 : number(parts[i]);
            if (code == 0) {
                style.colour = -1;
                style.bold = false;
            } else if (code == 1) {
                style.bold = true;
            } else if (code == 22) {
                style.bold = false;
            } else if (code >= 30 && code <= 37) {
                style.colour = code - 30;
            } else if (code >= 90 && code <= 97) {
                style.colour = code - 90;
            } else if (code == 39) {
                style.colour = -1;
            } else if (code == 38 || code == 48) {
                // The following parameters are part of this colour: an index of 256, or red, green and blue.
                boolean indexed = i + 2 < parts.length && parts[i + 1].equals("5");
                int index = indexed ? number(parts[i + 2]) : -1;
                if (code == 38 && index >= 0 && index < 16) {
                    style.colour = index % 8;
                }
                i += indexed ? 2 : 4;
            }
        }
    }

    private static void flush(List<Run> runs, StringBuilder pending, Reader style) {
        if (pending.length() > 0) {
            runs.add(new Run(pending.toString(), style.colour, style.bold));
            pending.setLength(0);
        }
    }

    private static int number(String digits) {
        return digits.length() <= 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Integer.parseInt(digits)
                : -1;
    }

    /**
     * Returns the index after the escape sequence at {@code at}: a CSI ends at its final byte, an OSC at its
     * terminator, any other after two characters.
     */
    private static int endOfSequence(String text, int at) {
        if (at + 1 >= text.length()) {
            return text.length();
        }
        char kind = text.charAt(at + 1);
        if (kind == '[') {
            int end = at + 2;
            while (end < text.length() && (text.charAt(end) < '@' || text.charAt(end) > '~')) {
                end++;
            }
            return Math.min(text.length(), end + 1);
        }
        if (kind == ']') {
            int bell = text.indexOf('\u0007', at);
            int string = text.indexOf("\u001b\\", at + 2);
            if (bell < 0 && string < 0) {
                return text.length();
            }
            return string < 0 || (bell >= 0 && bell < string) ? bell + 1 : string + 2;
        }
        return at + 2;
    }

    private static String withoutOverwrittenLines(String output) {
        String text = output.replace("\r\n", "\n");
        if (text.indexOf('\r') < 0) {
            return text;
        }
        StringBuilder kept = new StringBuilder(text.length());
        for (String line : text.split("\n", -1)) {
            String shown = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            kept.append(shown, shown.lastIndexOf('\r') + 1, shown.length()).append('\n');
        }
        kept.setLength(kept.length() - 1);
        return kept.toString();
    }
}
