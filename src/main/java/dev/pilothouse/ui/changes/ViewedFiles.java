package dev.pilothouse.ui.changes;

import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.platform.Preferences;
import java.util.Iterator;
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
    private final Set<String> marks;

    ViewedFiles(Preferences kept) {
        this.kept = kept;
        this.marks = new LinkedHashSet<>(List.of(kept.get(NAME).orElse("").split(" ")));
    }

    boolean contains(ChangedFile file) {
        return marks.contains(mark(file));
    }

    void set(ChangedFile file, boolean viewed) {
        marks.remove(mark(file));
        if (viewed) {
            marks.add(mark(file));
        }
        for (Iterator<String> oldest = marks.iterator(); marks.size() > MAX; oldest.remove()) {
            oldest.next();
        }
        kept.put(NAME, String.join(" ", marks));
    }

    private static String mark(ChangedFile file) {
        String content = file.content().isEmpty() ? file.state().name() : file.content();
        return content.substring(0, Math.min(CONTENT, content.length())) + "/"
                + Integer.toHexString(file.path().hashCode());
    }
}
