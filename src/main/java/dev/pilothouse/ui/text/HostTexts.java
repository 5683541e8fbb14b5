package dev.pilothouse.ui.text;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.TextCutter;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The host's sentences in the user's language. Stateless. */
public final class HostTexts {
    /** The name that a host gives its own window and its address. */
    private static final String THIS_COMPUTER = "this computer";

    private static final int MAX_LINE = 200;

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
                                        .map(name -> text(arguments.getOrDefault(name, HostText.NONE)))
                                        .toArray())
                        + below(arguments.getOrDefault(HostText.BELOW, HostText.NONE)))
                .orElse(sentence.text());
    }

    /** The translation of a text that a host sent beside its code. */
    public static String text(String text, HostText.Code says) {
        return text(new HostText(text, says));
    }

    /** The first line of the translation, cut like the host's own line. */
    public static String line(String text, HostText.Code says) {
        return TextCutter.excerpt(text(text, says).strip().lines().findFirst().orElse(""), MAX_LINE);
    }

    private static String below(HostText lines) {
        return lines.isEmpty() ? "" : "\n" + lines.text();
    }
}
