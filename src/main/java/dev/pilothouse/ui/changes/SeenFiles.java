package dev.pilothouse.ui.changes;

import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.ui.status.SessionKey;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The content of each file that the person last looked at on this device, for each session. Remembers the last
 * {@value #MAX} files. Confined to the FX thread.
 */
final class SeenFiles {
    static final int MAX = 1_000;
    private static final String NAME = "seenFiles";
    /** Stands for a deleted file. */
    private static final String DELETED = "-";

    private final Preferences kept;
    private final String session;
    private final Map<String, String> contents = new LinkedHashMap<>();

    SeenFiles(Preferences kept, SessionKey key) {
        this.kept = kept;
        this.session = Integer.toHexString(key.asText().hashCode()) + "/";
        for (String entry : kept.get(NAME).orElse("").split(" ")) {
            int end = entry.indexOf('=');
            if (end > 0) {
                contents.put(entry.substring(0, end), entry.substring(end + 1));
            }
        }
    }

    /** Whether the person has looked at a file of this session. */
    boolean isAny() {
        return contents.keySet().stream().anyMatch(name -> name.startsWith(session));
    }

    /** Whether the file has the content that the person saw last. */
    boolean isSame(ChangedFile file) {
        return content(file).equals(contents.get(name(file)));
    }

    /** The content that the person saw last; empty if there was none. */
    String content(String path) {
        String seen = contents.getOrDefault(name(path), DELETED);
        return seen.equals(DELETED) ? "" : seen;
    }

    void set(ChangedFile file) {
        contents.remove(name(file));
        contents.put(name(file), content(file));
        for (Iterator<String> oldest = contents.keySet().iterator(); contents.size() > MAX; oldest.remove()) {
            oldest.next();
        }
        store();
    }

    void forget(ChangedFile file) {
        contents.remove(name(file));
        store();
    }

    private void store() {
        StringBuilder text = new StringBuilder();
        contents.forEach((name, content) -> text.append(text.length() == 0 ? "" : " ")
                .append(name)
                .append('=')
                .append(content));
        kept.put(NAME, text.toString());
    }

    private String name(ChangedFile file) {
        return name(file.path());
    }

    private String name(String path) {
        return session + Integer.toHexString(path.hashCode());
    }

    private static String content(ChangedFile file) {
        return file.content().isEmpty() ? DELETED : file.content();
    }
}
