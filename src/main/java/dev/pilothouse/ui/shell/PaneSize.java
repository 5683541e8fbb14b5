package dev.pilothouse.ui.shell;

import dev.pilothouse.platform.Preferences;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The width of a pane beside the open session. The person may choose it; the choice is stored for text of the standard
 * size, and larger text makes the pane wider.
 *
 * <p>Confined to the FX thread. Ends with the window.
 */
final class PaneSize {
    private final Preferences kept;
    private final String name;
    private final int largest;
    private final List<Runnable> listeners = new ArrayList<>();
    private OptionalInt chosen;

    /**
     * @param name of the stored value
     * @param largest the greatest width, for text of the standard size
     */
    PaneSize(Preferences kept, String name, int largest) {
        this.kept = kept;
        this.name = name;
        this.largest = largest;
        chosen = read(kept.get(name).orElse(""));
    }

    private static OptionalInt read(String text) {
        try {
            int width = Integer.parseInt(text);
            return width > 0 ? OptionalInt.of(width) : OptionalInt.empty();
        } catch (NumberFormatException never) {
            return OptionalInt.empty();
        }
    }

    /** @param changed runs after another width was chosen */
    void onChange(Runnable changed) {
        listeners.add(changed);
    }

    /**
     * The width in pixels.
     *
     * @param least the least width, for text of the standard size
     * @param otherwise the width if none was chosen, for text of the standard size
     * @param scale the size of the text, 1 for the standard size
     * @param room the width that the rest of the window leaves, in pixels; the pane has its least width even if that
     *     is more
     */
    double width(double least, double otherwise, double scale, double room) {
        double wanted = chosen.isPresent() ? chosen.getAsInt() : otherwise;
        double fitting = Math.min(Math.min(wanted, largest) * scale, room);
        return Math.floor(Math.max(fitting, least * scale));
    }

    /** Chooses a width in pixels. */
    void choose(double width, double scale) {
        store(OptionalInt.of((int) Math.round(Math.max(1, Math.min(largest, width / scale)))));
    }

    /** Returns to the width that the pane has by itself. */
    void reset() {
        store(OptionalInt.empty());
    }

    private void store(OptionalInt width) {
        if (!width.equals(chosen)) {
            chosen = width;
            kept.put(name, width.isPresent() ? Integer.toString(width.getAsInt()) : "");
            listeners.forEach(Runnable::run);
        }
    }
}
