package dev.pilothouse.ui.changes;

import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.platform.Preferences;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The files that the person has ticked as viewed on this device, by their content: a file that changes again is not
 * viewed. Remembers the last {@value #MAX}. Confined to the FX thread.
 */
final class ViewedFiles {
    static final int MAX = 1_000;
    private static final String NAME = "viewedFiles";
    private static final int CONTENT = 16;

    private final Preferences kept;

    ViewedFiles(Preferences kept) {
        this.kept = kept;
    }

    boolean contains(ChangedFile file) {
        return all().contains(mark(file));
    }

    void set(ChangedFile file, boolean viewed) {
        Set<String> marks = all();
        marks.remove(mark(file));
        if (viewed) {
            marks.add(mark(file));
        }
        kept.put(
                NAME,
                String.join(
                        " ",
                        marks.stream().skip(Math.max(0, marks.size() - MAX)).toList()));
    }

    private Set<String> all() {
        return new LinkedHashSet<>(List.of(kept.get(NAME).orElse("").split(" ")));
    }

    private static String mark(ChangedFile file) {
        String content = file.content().isEmpty() ? file.state().name() : file.content();
        return content.substring(0, Math.min(CONTENT, content.length())) + "/"
                + Integer.toHexString(file.path().hashCode());
    }
}
