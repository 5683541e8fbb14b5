package dev.pilothouse.ui.text;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.util.Map;
import java.util.Optional;

/** The host's sentences in the user's language. Stateless. */
public final class HostTexts {
    private HostTexts() {}

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
