package dev.pilothouse.ui.transcript;

import java.util.ArrayList;
import java.util.List;

/**
 * Terminal output as coloured runs: the eight colours and bold are kept, every other escape sequence is dropped, and a
 * carriage return starts its line again as a terminal would.
 *
 * <p>Stateless; any thread may call it.
 */
public final class AnsiText {

    /** One run of output. Colour is 0–7 as in SGR 30–37, or -1 for the usual one. Immutable. */
    public record Run(String text, int colour, boolean bold) {}

    private AnsiText() {}

    /** Reads {@code output} into runs whose texts joined are what a terminal would have shown. */
    public static List<Run> runs(String output) {
        String text = withoutOverwrittenLines(output);
        List<Run> runs = new ArrayList<>();
        StringBuilder pending = new StringBuilder();
        int colour = -1;
        boolean bold = false;
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
                flush(runs, pending, colour, bold);
                for (String part : text.substring(at + 2, end - 1).split(";")) {
                    int code = part.isEmpty() ? 0 : number(part);
                    if (code == 0) {
                        colour = -1;
                        bold = false;
                    } else if (code == 1) {
                        bold = true;
                    } else if (code == 22) {
                        bold = false;
                    } else if (code >= 30 && code <= 37) {
                        colour = code - 30;
                    } else if (code >= 90 && code <= 97) {
                        colour = code - 90;
                    } else if (code == 39) {
                        colour = -1;
                    }
                }
            }
            at = end;
        }
        flush(runs, pending, colour, bold);
        return List.copyOf(runs);
    }

    private static void flush(List<Run> runs, StringBuilder pending, int colour, boolean bold) {
        if (pending.length() > 0) {
            runs.add(new Run(pending.toString(), colour, bold));
            pending.setLength(0);
        }
    }

    private static int number(String digits) {
        return digits.length() <= 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Integer.parseInt(digits)
                : -1;
    }

    /** The index after the escape sequence at {@code at}: CSI to its final byte, OSC to its terminator, else two characters. */
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
