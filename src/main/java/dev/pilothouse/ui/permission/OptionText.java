package dev.pilothouse.ui.permission;

import dev.pilothouse.model.PendingOption;
import dev.pilothouse.ui.text.Texts;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares the name of an answer with its effect. The agent chooses the name freely; the kind is the effect that the
 * agent declares. Pure; any thread.
 */
final class OptionText {
    private static final Pattern NOT_ASK = Pattern.compile("\\b(?:do not|don[\u2019']?t|never) ask\\b");
    private static final Pattern REFUSES = Pattern.compile(
            "\\b(?:reject|rejects|deny|denies|denied|no|not|don[\u2019']?t|decline|refuse|cancel|skip|never|block|disallow|forbid|stop|abort|keep planning)\\b");
    private static final Pattern ALLOWS = Pattern.compile(
            "\\b(?:allow|allows|yes|approve|accept|permit|run|ok|okay|proceed|continue|grant|apply|trust|confirm)\\b");
    private static final Pattern LASTS = Pattern.compile(
            "\\b(?:always|never|forever|session|remember|permanently|from now on|every|(?:do not|don[\u2019']?t) ask)\\b");
    private static final Pattern ONCE = Pattern.compile("\\b(?:once|this time|just this|only this|one time)\\b");

    /** How well a name describes the effect of its answer. */
    enum Name {
        /** Completely. */
        TELLS,
        /** In part: it omits that the answer lasts, or whether it allows or refuses. */
        LEAVES_OUT,
        /** Wrongly: it says the opposite. */
        CONTRADICTS
    }

    private OptionText() {}

    static Name check(PendingOption option) {
        PendingOption.Kind kind = option.kind();
        if (kind == PendingOption.Kind.OTHER) {
            return Name.TELLS;
        }
        String name = option.name().toLowerCase(Locale.ROOT);
        boolean lasts = LASTS.matcher(name).find();
        boolean once = ONCE.matcher(name).find();
        String rest = NOT_ASK.matcher(name).replaceAll(" ");
        int refuses = first(REFUSES, rest);
        int allows = first(ALLOWS, rest);
        boolean known = refuses != allows;
        boolean saysAllow = allows < refuses;
        boolean always = kind == PendingOption.Kind.ALLOW_ALWAYS || kind == PendingOption.Kind.REJECT_ALWAYS;
        if (known && saysAllow != allows(kind) || (always ? once && !lasts : lasts && !once)) {
            return Name.CONTRADICTS;
        }
        return known && lasts == always ? Name.TELLS : Name.LEAVES_OUT;
    }

    private static int first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.start() : Integer.MAX_VALUE;
    }

    private static boolean allows(PendingOption.Kind kind) {
        return kind == PendingOption.Kind.ALLOW_ONCE || kind == PendingOption.Kind.ALLOW_ALWAYS;
    }

    /** The name, followed by the effect if the name does not describe it. */
    static String label(PendingOption option) {
        return check(option) == Name.TELLS
                ? option.name()
                : Texts.text(
                        "pending.option",
                        option.name(),
                        Texts.text("pending.does." + option.kind().name()));
    }
}
