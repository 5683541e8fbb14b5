package dev.pilothouse.desktop.reviewer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.model.FindingSeverity;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the findings in an agent's answer: {@code {"findings": [{"path", "side", "line", "lastLine", "severity",
 * "text"}]}}, alone or in a block of code. An item that is not as it should be is kept as it was written. Pure.
 */
final class FindingReader {
    /** The most findings of one answer. */
    static final int MAX_FINDINGS = 50;
    /** The longest answer that is read. */
    static final int MAX_ANSWER = 512 * 1024;

    private static final int MAX_LINE = 10_000_000;
    private static final int MAX_BLOCKS = 50;
    private static final Pattern BLOCK =
            Pattern.compile("(?m)^ {0,3}```[a-zA-Z]*[ \\t]*\\R(.*?)^ {0,3}```", Pattern.DOTALL);

    /**
     * The findings of an answer.
     *
     * @param findings at most {@value #MAX_FINDINGS}
     * @param left the number of further ones
     */
    record Answer(List<Finding> findings, int left) {
        Answer {
            findings = List.copyOf(findings);
        }
    }

    private FindingReader() {}

    /** @return empty if the answer has no findings as JSON */
    static Optional<Answer> read(String answer) {
        if (answer.length() > MAX_ANSWER) {
            return Optional.empty();
        }
        List<String> candidates = blocks(answer);
        candidates.add(answer);
        int first = answer.indexOf('{');
        int last = answer.lastIndexOf('}');
        if (first >= 0 && last > first) {
            candidates.add(answer.substring(first, last + 1));
        }
        return candidates.stream()
                .map(FindingReader::findings)
                .flatMap(Optional::stream)
                .findFirst()
                .map(FindingReader::read);
    }

    /** The blocks of code of an answer. The last one is first, because agents think aloud before it. */
    static List<String> blocks(String answer) {
        List<String> found = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(answer);
        while (found.size() < MAX_BLOCKS && blocks.find()) {
            found.add(0, blocks.group(1));
        }
        return found;
    }

    private static Optional<JsonArray> findings(String text) {
        try {
            JsonElement value = StrictJson.parse(text.strip());
            JsonElement list = value instanceof JsonObject object ? object.get("findings") : value;
            return list instanceof JsonArray array ? Optional.of(array) : Optional.empty();
        } catch (CodecException notJson) {
            return Optional.empty();
        }
    }

    private static Answer read(JsonArray items) {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < items.size() && i < MAX_FINDINGS; i++) {
            findings.add(finding(items.get(i)));
        }
        return new Answer(findings, items.size() - findings.size());
    }

    private static Finding finding(JsonElement item) {
        String text = item instanceof JsonObject object ? cleaned(text(object, "text")) : "";
        if (text.isBlank() || !(item instanceof JsonObject object)) {
            return new Finding("", false, 0, 0, FindingSeverity.NOTE, cleaned(StrictJson.write(item)));
        }
        int line = number(object, "line");
        int lastLine = number(object, "lastLine");
        return new Finding(
                TextCutter.head(
                        PlainText.exact(text(object, "path").strip()).replaceFirst("^\\./", ""), Finding.MAX_PATH),
                text(object, "side").strip().equalsIgnoreCase("old"),
                line,
                Math.max(line, line == 0 ? 0 : lastLine),
                severity(text(object, "severity")),
                text);
    }

    private static String cleaned(String text) {
        String plain = PlainText.note(text).strip();
        return plain.length() <= Finding.MAX_TEXT ? plain : TextCutter.head(plain, Finding.MAX_TEXT - 1) + "\u2026";
    }

    private static String text(JsonObject object, String name) {
        JsonElement value = object.get(name);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }

    /** @return 0 if it is no number of a line */
    private static int number(JsonObject object, String name) {
        try {
            int number = Integer.parseInt(text(object, name).strip());
            return number >= 1 && number <= MAX_LINE ? number : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static FindingSeverity severity(String word) {
        for (FindingSeverity severity : FindingSeverity.values()) {
            if (severity.name().equals(word.strip().toUpperCase(Locale.ROOT))) {
                return severity;
            }
        }
        return FindingSeverity.NOTE;
    }
}
