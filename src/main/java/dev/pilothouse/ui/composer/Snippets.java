package dev.pilothouse.ui.composer;

import dev.pilothouse.model.TextCutter;
import dev.pilothouse.platform.Preferences;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The user's saved prompts, stored on this device under one-word names, at most {@value #MAX}.
 *
 * <p>Owns the list and its format in {@link Preferences}. Confined to the FX thread; lives as long as the shell.
 */
public final class Snippets {
    public static final int MAX = 200;
    public static final int MAX_NAME = 40;
    public static final int MAX_TEXT = 20_000;

    private static final String KEPT = "snippets";
    // Separators. Names and texts never contain these control characters.
    private static final String BETWEEN_SNIPPETS = "\u001e";
    private static final String BETWEEN_PARTS = "\u001f";

    private final Preferences kept;
    private final ReadOnlyObjectWrapper<List<Snippet>> all = new ReadOnlyObjectWrapper<>(this, "all", List.of());

    /**
     * A saved prompt.
     *
     * @param name one word
     */
    public record Snippet(String name, String text) {}

    public Snippets(Preferences kept) {
        this.kept = kept;
        all.set(read(kept.get(KEPT).orElse("")));
    }

    /** The saved prompts, sorted by name. */
    public ReadOnlyObjectProperty<List<Snippet>> allProperty() {
        return all.getReadOnlyProperty();
    }

    public Optional<Snippet> find(String name) {
        return all.get().stream()
                .filter(snippet -> snippet.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** Converts typed text to a name: one word, so that it can be typed after a slash. */
    public static String nameOf(String typed) {
        String name = typed.strip().replaceAll("[\\s/\\p{Cntrl}]+", "-");
        return TextCutter.head(name, MAX_NAME);
    }

    /**
     * Adds a saved prompt, or changes the one named {@code before}.
     *
     * @param before null for a new one
     * @return false if the list is full, the name or text is empty, the text is too long, or another prompt has the
     *     name
     */
    public boolean put(@Nullable String before, String name, String text) {
        String word = nameOf(name);
        String words =
                text.replace(BETWEEN_SNIPPETS, "").replace(BETWEEN_PARTS, "").strip();
        if (word.isEmpty() || words.isEmpty() || words.length() > MAX_TEXT) {
            return false;
        }
        List<Snippet> changed = new ArrayList<>(all.get());
        changed.removeIf(snippet -> snippet.name().equals(before));
        if (changed.size() >= MAX
                || changed.stream().anyMatch(snippet -> snippet.name().equalsIgnoreCase(word))) {
            return false;
        }
        changed.add(new Snippet(word, words));
        set(changed);
        return true;
    }

    public void remove(String name) {
        List<Snippet> changed = new ArrayList<>(all.get());
        changed.removeIf(snippet -> snippet.name().equals(name));
        set(changed);
    }

    private void set(List<Snippet> changed) {
        changed.sort(Comparator.comparing(Snippet::name, String.CASE_INSENSITIVE_ORDER));
        all.set(List.copyOf(changed));
        List<String> parts = new ArrayList<>();
        changed.forEach(snippet -> parts.add(snippet.name() + BETWEEN_PARTS + snippet.text()));
        kept.put(KEPT, String.join(BETWEEN_SNIPPETS, parts));
    }

    private static List<Snippet> read(String text) {
        List<Snippet> read = new ArrayList<>();
        for (String entry : text.split(BETWEEN_SNIPPETS)) {
            int between = entry.indexOf(BETWEEN_PARTS);
            if (between > 0 && read.size() < MAX) {
                read.add(new Snippet(entry.substring(0, between), entry.substring(between + 1)));
            }
        }
        return List.copyOf(read);
    }
}
