package dev.pilothouse.ui.composer;

import java.util.ArrayList;
import java.util.List;

/**
 * The way back through what was sent in a session, as in a shell: up is older, down is newer, and at the end stands again
 * what was being written.
 *
 * <p>Owns the place in the list. Confined to the FX thread.
 */
final class SentHistory {
    private List<String> sent = List.of();
    private String unsent = "";
    /** {@code sent.size()} while nothing of the past is shown. */
    private int at;

    /** Begins at the end. */
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

    /** Something else was written meanwhile. */
    void leave() {
        at = sent.size();
    }

    boolean isIn() {
        return at < sent.size();
    }

    /** Whether this text is the one of the past that is shown, unchanged. */
    boolean shows(String text) {
        return isIn() && sent.get(at).equals(text);
    }

    /** The text before, or null at the oldest. @param draft what stands in the box now */
    String older(String draft) {
        if (at == 0) {
            return null;
        }
        if (!isIn()) {
            unsent = draft;
        }
        return sent.get(--at);
    }

    /** The text after, in the end what was being written; null there. */
    String newer() {
        if (!isIn()) {
            return null;
        }
        at++;
        return isIn() ? sent.get(at) : unsent;
    }
}
