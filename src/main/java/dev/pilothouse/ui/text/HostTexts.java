package dev.pilothouse.ui.text;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.PendingOption;
import java.util.Map;
import java.util.Optional;

/** The host's sentences in the user's language. Stateless. */
public final class HostTexts {
    /** The name that a host gives its own window and its address. */
    private static final String THIS_COMPUTER = "this computer";

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
        Map<String, String> arguments = sentence.code().arguments();
        Optional<HostTextCode> code = HostTextCode.of(sentence.code().word())
                .filter(known -> arguments.keySet().containsAll(known.arguments()));
        return code.map(known -> Texts.text(
                        "hostText." + known.name(),
                        known.arguments().stream().map(arguments::get).toArray()))
                .orElse(sentence.text());
    }
}
