package dev.pilothouse.desktop.host;

import dev.pilothouse.model.Cause;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.TextCutter;
import java.util.List;
import java.util.stream.Collectors;

/** Formats notes about commands of a device that has lost its permission. Stateless. */
final class PermissionNoteText {
    private static final int MAX_PROMPT = 500;
    private static final int MAX_TEXT = 4000;

    private PermissionNoteText() {}

    /** @param what the dropped command, such as {@code a prompt} */
    static String notSent(Cause cause, String what) {
        return "“" + cause.deviceName() + "” may not do that on this host any more, so the host did not pass on " + what
                + " of that device.";
    }

    /** @param prompts at least one */
    static String dropped(List<QueuedPrompt> prompts) {
        StringBuilder text = new StringBuilder("Taken out of the queue and not sent, since the device that wrote it may"
                + " not prompt on this host any more:");
        for (QueuedPrompt prompt : prompts) {
            text.append("\n“")
                    .append(prompt.author().deviceName())
                    .append("”: ")
                    .append(TextCutter.line(prompt.text(), MAX_PROMPT));
        }
        return TextCutter.head(text.toString(), MAX_TEXT);
    }

    /**
     * Returns the dropped prompts as they were written, so that somebody else can send them again.
     *
     * @return empty if {@link #dropped} quotes them whole
     */
    static String notQuoted(List<QueuedPrompt> prompts) {
        String quoted = dropped(prompts);
        return prompts.stream().allMatch(prompt -> quoted.contains(prompt.text()))
                ? ""
                : prompts.stream()
                        .map(prompt -> "“" + prompt.author().deviceName() + "”:\n\n" + prompt.text())
                        .collect(Collectors.joining("\n\n"));
    }
}
