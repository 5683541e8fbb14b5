package dev.pilothouse.session;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Removes the markup of Markdown, for texts that are shown on one line or as plain text. Removes less than a Markdown
 * parser where both readings are possible: names such as {@code __init__.py} and patterns such as {@code *.java} stay as
 * they are. Stateless; any thread.
 */
public final class PreviewText {
    /** Markup further on in a line stays. It bounds the time that a line takes. */
    private static final int MOST = 2_000;

    private static final Pattern NOTHING = Pattern.compile(
            "(?:```|~~~).*|=+|-{3,}|([-*_])(?:\\s*\\1){2,}|\\|?(?:\\s*:?-+:?\\s*\\|)+(?:\\s*:?-+:?\\s*)?");

    private static final Pattern QUOTE = Pattern.compile("(?:>\\s?)+");
    private static final Pattern HEADING = Pattern.compile("#{1,6}\\s+");
    private static final Pattern BULLET = Pattern.compile("[-*+]\\s+");
    private static final String AFTER_CLOSING = ".,;:!?)]}\"'\u201d\u2019\u00bb*_~`";
    private static final String OPENED_BY = "`[(\"'\u201c\u2018\u201e\u00ab*_~";

    private PreviewText() {}

    /** A text of several lines. */
    public static String text(String markdown) {
        return markdown.lines().map(PreviewText::line).collect(Collectors.joining("\n"));
    }

    /** One line; empty if it is only markup, such as a fence. */
    public static String line(String markdown) {
        String line = markdown.strip();
        if (line.length() > MOST) {
            return line(line.substring(0, MOST)) + line.substring(MOST);
        }
        if (NOTHING.matcher(line).matches()) {
            return "";
        }
        line = withoutStart(QUOTE, line);
        line = withoutStart(HEADING, line);
        Matcher bullet = BULLET.matcher(line);
        if (bullet.lookingAt()) {
            return "\u2022 " + inline(line.substring(bullet.end()));
        }
        boolean cells = line.length() > 2 && line.startsWith("|") && line.endsWith("|");
        return inline(cells ? line.substring(1, line.length() - 1).strip() : line);
    }

    private static String withoutStart(Pattern start, String line) {
        Matcher matcher = start.matcher(line);
        return matcher.lookingAt() ? line.substring(matcher.end()) : line;
    }

    private static String inline(String text) {
        StringBuilder plain = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            Part part = partAt(text, at);
            if (part == null) {
                // A run of equal characters is one delimiter or none.
                int end = isDelimiter(text.charAt(at)) ? endOfRun(text, at) : at + 1;
                plain.append(text, at, end);
                at = end;
            } else {
                plain.append(part.plain());
                at = part.end();
            }
        }
        return plain.toString();
    }

    /** A piece of markup. */
    private record Part(String plain, int end) {}

    /** The markup that begins there, or null. */
    private static @Nullable Part partAt(String text, int at) {
        char c = text.charAt(at);
        return switch (c) {
            case '\\' ->
                at + 1 < text.length() && isPunctuation(text.charAt(at + 1))
                        ? new Part(text.substring(at + 1, at + 2), at + 2)
                        : null;
            case '`' -> code(text, at);
            case '!' -> at + 1 < text.length() && text.charAt(at + 1) == '[' ? link(text, at + 1) : null;
            case '[' -> isWord(text, at - 1) ? null : link(text, at);
            case '<' -> address(text, at);
            case '*', '_', '~' -> emphasis(text, at);
            default -> null;
        };
    }

    private static @Nullable Part code(String text, int at) {
        int from = endOfRun(text, at);
        String fence = text.substring(at, from);
        for (int end = text.indexOf(fence, from); end >= 0; end = text.indexOf(fence, endOfRun(text, end))) {
            if (endOfRun(text, end) - end == fence.length()) {
                return new Part(text.substring(from, end), end + fence.length());
            }
        }
        return null;
    }

    private static @Nullable Part link(String text, int at) {
        int depth = 0;
        for (int i = at; i < text.length(); i++) {
            depth += text.charAt(i) == '[' ? 1 : text.charAt(i) == ']' ? -1 : 0;
            if (depth == 0) {
                int end = i + 1 < text.length() && text.charAt(i + 1) == '(' ? text.indexOf(')', i) : -1;
                return end < 0 ? null : new Part(inline(text.substring(at + 1, i)), end + 1);
            }
        }
        return null;
    }

    private static @Nullable Part address(String text, int at) {
        int end = text.indexOf('>', at);
        String inner = end < 0 ? "" : text.substring(at + 1, end);
        return inner.matches("(?:https?|mailto):\\S+") ? new Part(inner, end + 1) : null;
    }

    private static @Nullable Part emphasis(String text, int at) {
        int from = endOfRun(text, at);
        String delimiter = text.substring(at, from);
        boolean opens = !isWord(text, at - 1)
                && from < text.length()
                && (isWord(text, from) || OPENED_BY.indexOf(text.charAt(from)) >= 0)
                && (delimiter.charAt(0) == '~' ? delimiter.length() == 2 : delimiter.length() <= 3);
        for (int end = opens ? text.indexOf(delimiter, from + 1) : -1; end >= 0; ) {
            int after = endOfRun(text, end);
            if (after - end == delimiter.length()
                    && !Character.isWhitespace(text.charAt(end - 1))
                    && closes(text, after)) {
                return new Part(inline(text.substring(from, end)), after);
            }
            end = text.indexOf(delimiter, after);
        }
        return null;
    }

    private static boolean closes(String text, int after) {
        int next = after;
        while (next < text.length() && AFTER_CLOSING.indexOf(text.charAt(next)) >= 0) {
            next++;
        }
        return !isWord(text, next);
    }

    private static boolean isDelimiter(char c) {
        return c == '*' || c == '_' || c == '~' || c == '`';
    }

    private static int endOfRun(String text, int at) {
        int end = at;
        while (end < text.length() && text.charAt(end) == text.charAt(at)) {
            end++;
        }
        return end;
    }

    private static boolean isWord(String text, int at) {
        return at >= 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at));
    }

    private static boolean isPunctuation(char c) {
        return c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
    }
}
