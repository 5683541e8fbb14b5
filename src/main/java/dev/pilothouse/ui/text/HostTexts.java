package dev.pilothouse.ui.text;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.JobOutput;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.TextCutter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The host's sentences in the user's language. Stateless. */
public final class HostTexts {
    /** The name that a host gives its own window and its address. */
    private static final String THIS_COMPUTER = "this computer";

    private static final int MAX_LINE = 200;

    private static final List<HostTextCode> UNTITLED =
            List.of(HostTextCode.QUESTION_UNTITLED, HostTextCode.PERMISSION_UNTITLED);

    /** A notice of the host at the start of a question's detail, with the number of characters if it names one. */
    private static final Pattern CUT = Pattern.compile("\\*\\*(?:"
            + HostTextCode.QUESTION_CUT.english().replace(".", "\\.").replace("{count}", "(\\d{1,18})")
            + "|"
            + Pattern.quote(HostTextCode.QUESTION_SHORTENED.english())
            + ")\\*\\*(?=\\n\\n)");

    private HostTexts() {}

    /** A device's name or address as the host sends it. */
    public static String device(String name) {
        return name.equals(THIS_COMPUTER) ? Texts.text("devices.thisComputer") : name;
    }

    /** The name of an option in the user's language, if the question is one of the host. */
    public static String option(Pending pending, PendingOption option) {
        return pending.host() == null
                ? option.name()
                : HostTextCode.of(option.optionId())
                        .filter(known -> known.arguments().isEmpty())
                        .map(known -> Texts.text("hostText." + known.name()))
                        .orElse(option.name());
    }

    /**
     * The title of an agent's question. The host's words for a question without a title are in the user's language;
     * they have no code beside them.
     */
    public static String title(String title) {
        return UNTITLED.stream()
                .filter(code -> code.english().equals(title))
                .findFirst()
                .map(code -> text(HostText.of(code)))
                .orElse(title);
    }

    /** The Markdown below a question. A notice of the host that it is cut is in the user's language. */
    public static String detail(String markdown) {
        Matcher cut = CUT.matcher(markdown);
        if (!cut.lookingAt()) {
            return markdown;
        }
        HostText notice = cut.group(1) == null
                ? HostText.of(HostTextCode.QUESTION_SHORTENED)
                : HostText.of(HostTextCode.QUESTION_CUT, cut.group(1));
        return "**" + text(notice) + "**" + markdown.substring(cut.end());
    }

    /** The answer to a question in words. */
    public static String answer(Pending pending, PendingAnswer answer) {
        return pending.options().stream()
                .filter(option -> option.optionId().equals(answer.optionId()))
                .findFirst()
                .map(option -> option(pending, option))
                .orElse(answer.text());
    }

    /** The translation of the sentence. The host's own text if its code is unknown here or lacks an argument. */
    public static String text(HostText sentence) {
        Map<String, HostText> arguments = sentence.code().arguments();
        if (sentence.code().word().equals(HostText.SENTENCES)) {
            return sentence.code().withoutBelow().arguments().values().stream()
                            .map(HostTexts::text)
                            .collect(Collectors.joining(" "))
                    + below(arguments.getOrDefault(HostText.BELOW, HostText.NONE));
        }
        Optional<HostTextCode> code = HostTextCode.of(sentence.code().word())
                .filter(known -> arguments.keySet().containsAll(known.arguments()));
        return code.map(known -> Texts.text(
                                "hostText." + known.name(),
                                known.arguments().stream()
                                        .map(name -> argument(arguments.getOrDefault(name, HostText.NONE)))
                                        .toArray())
                        + below(arguments.getOrDefault(HostText.BELOW, HostText.NONE)))
                .orElse(sentence.text());
    }

    /** A host sends a time as ISO text. */
    private static String argument(HostText argument) {
        if (argument.code().equals(HostText.Code.NONE) && argument.text().endsWith("Z")) {
            try {
                return TimeFormatter.date(Instant.parse(argument.text()));
            } catch (DateTimeParseException otherText) {
                return argument.text();
            }
        }
        return text(argument);
    }

    /** The translation of a text that a host sent beside its code. */
    public static String text(String text, HostText.Code says) {
        return text(new HostText(text, says));
    }

    /** The first line of the translation, cut like the host's own line. */
    public static String line(String text, HostText.Code says) {
        return TextCutter.excerpt(text(text, says).strip().lines().findFirst().orElse(""), MAX_LINE);
    }

    /** Lines of a job's output. */
    public static List<String> lines(JobOutput output) {
        return output.lines().stream()
                .map(line -> line.code().equals(HostText.Code.NONE) ? line.text() : PlainText.line(text(line)))
                .toList();
    }

    private static String below(HostText lines) {
        return lines.isEmpty() ? "" : "\n" + lines.text();
    }
}
