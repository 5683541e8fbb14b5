package dev.pilothouse.desktop.push;

import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.ToolKind;
import java.util.EnumSet;
import java.util.Set;

/**
 * The question of a notification.
 *
 * @param object the target of the action, such as a command; may be empty or cut
 * @param allow the option that allows the action once; empty if a button may not
 * @param reject the option that rejects it once; empty if a button may not
 */
public record PushQuestion(PendingId pendingId, String object, String allow, String reject) {
    private static final int MAX_OBJECT = 300;
    private static final int MAX_OPTION = 64;
    /** Kinds whose object is the whole action. An edit also has a content, which a notification does not show. */
    private static final Set<ToolKind> WHOLE =
            EnumSet.of(ToolKind.EXECUTE, ToolKind.READ, ToolKind.FETCH, ToolKind.DELETE);

    /**
     * Reads the question. A question has no options for buttons if a notification cannot show the whole action as it
     * is: its object is unknown, cut, longer than {@value #MAX_OBJECT} characters, or has characters other than
     * printable ASCII and Latin letters.
     */
    static PushQuestion of(Pending pending) {
        boolean answerable = pending.kind() == PendingKind.PERMISSION
                && pending.host() == null
                && pending.toolKind() != null
                && WHOLE.contains(pending.toolKind())
                && isPlain(pending.object());
        return new PushQuestion(
                pending.pendingId(),
                pending.object(),
                answerable ? option(pending, PendingOption.Kind.ALLOW_ONCE) : "",
                answerable ? option(pending, PendingOption.Kind.REJECT_ONCE) : "");
    }

    private static String option(Pending pending, PendingOption.Kind kind) {
        return pending.options().stream()
                .filter(option -> option.kind() == kind && option.optionId().length() <= MAX_OPTION)
                .map(PendingOption::optionId)
                .findFirst()
                .orElse("");
    }

    private static boolean isPlain(String object) {
        return !object.isBlank()
                && object.length() <= MAX_OBJECT
                && object.codePoints().allMatch(PushQuestion::isPlain);
    }

    /** The ellipsis of a cut object is not plain. */
    private static boolean isPlain(int codePoint) {
        return codePoint >= 0x20 && codePoint < 0x7f
                || Character.isLetter(codePoint)
                        && Character.UnicodeScript.of(codePoint) == Character.UnicodeScript.LATIN;
    }

    /** Whether a notification with this text may have buttons. */
    boolean isAnswerable(String shown) {
        return !(allow.isEmpty() && reject.isEmpty()) && shown.contains(object);
    }
}
