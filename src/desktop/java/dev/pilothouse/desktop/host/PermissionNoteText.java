package dev.pilothouse.desktop.host;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.TextCutter;
import java.util.List;
import java.util.stream.Collectors;

/** Formats notes about commands of a device that has lost its permission. Stateless. */
final class PermissionNoteText {
    private static final int MAX_PROMPT = 500;
    private static final int MAX_TEXT = 4000;

    private PermissionNoteText() {}

    /** @param prompts at least one */
    static HostText dropped(List<QueuedPrompt> prompts) {
        StringBuilder text = new StringBuilder();
        for (QueuedPrompt prompt : prompts) {
            text.append(text.length() == 0 ? "“" : "\n“")
                    .append(prompt.author().deviceName())
                    .append("”: ")
                    .append(TextCutter.line(prompt.text(), MAX_PROMPT));
        }
        return HostText.of(HostTextCode.QUEUE_DROPPED, TextCutter.head(text.toString(), MAX_TEXT));
    }

    /**
     * Returns the dropped prompts as they were written, so that somebody else can send them again.
     *
     * @return empty if {@link #dropped} quotes them whole
     */
    static String notQuoted(List<QueuedPrompt> prompts) {
        String quoted = dropped(prompts).text();
        return prompts.stream().allMatch(prompt -> quoted.contains(prompt.text()))
                ? ""
                : prompts.stream()
                        .map(prompt -> "“" + prompt.author().deviceName() + "”:\n\n" + prompt.text())
                        .collect(Collectors.joining("\n\n"));
    }
}
