package dev.pilothouse.ui.composer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The history of prompts sent in a session, as in a shell. Up shows an older prompt, Down a newer one. After the newest
 * comes the unsent text again.
 *
 * <p>Owns the position in the list. Confined to the FX thread.
 */
final class PromptHistory {
    private List<String> sent = List.of();
    private String unsent = "";
    /** The index of the shown prompt in {@code sent}; {@code sent.size()} while none is shown. */
    private int at;

    /** Sets the prompts, without blank ones and direct repetitions. If no prompt is shown, that stays so. */
    void show(List<String> texts) {
        List<String> once = new ArrayList<>();
        for (String text : texts) {
            if (!text.isBlank() && (once.isEmpty() || !once.get(once.size() - 1).equals(text))) {
                once.add(text);
            }
        }
        if (!once.equals(sent)) {
            boolean atEnd = at == sent.size();
            sent = List.copyOf(once);
            at = atEnd ? sent.size() : Math.min(at, sent.size());
        }
    }

    /** Leaves the history because another text was written. */
    void reset() {
        at = sent.size();
    }

    boolean isIn() {
        return at < sent.size();
    }

    /** Returns whether the text is the shown prompt, unchanged. */
    boolean shows(String text) {
        return isIn() && sent.get(at).equals(text);
    }

    /**
     * Returns the next older prompt, or null at the oldest.
     *
     * @param draft the current text
     */
    @Nullable
    String older(String draft) {
        if (at == 0) {
            return null;
        }
        if (!isIn()) {
            unsent = draft;
        }
        return sent.get(--at);
    }

    /** Returns the next newer prompt, then the unsent text, then null. */
    @Nullable
    String newer() {
        if (!isIn()) {
            return null;
        }
        at++;
        return isIn() ? sent.get(at) : unsent;
    }
}
