package dev.pilothouse.ui.text;

import dev.pilothouse.model.Pending;
import dev.pilothouse.model.ToolKind;
import java.util.Set;

/**
 * An action of an agent in words. Agents put what they do and what they do it to into one title, each in its own way.
 * Immutable.
 *
 * @param verb what is done, or all that is known; empty if the object says it
 * @param object what it is done to: a command, a path, an address; may be empty
 */
public record Deed(String verb, String object) {
    private static final Set<String> VERBS = Set.of(
            "Read", "Edit", "Write", "Create", "Delete", "Move", "Rename", "Run", "Execute", "Search", "Find", "Grep",
            "Glob", "List", "Fetch", "View", "Update", "Apply", "Open", "Show", "Bash");

    /** Of a tool call, by its title, and by its kind where the title leaves out the verb. */
    public static Deed of(ToolKind kind, String title) {
        String line = title.replace("`", "").replace('\n', ' ').strip();
        int space = line.indexOf(' ');
        if (space > 0 && VERBS.contains(line.substring(0, space))) {
            return new Deed(line.substring(0, space), line.substring(space + 1).strip());
        }
        if (kind == ToolKind.EXECUTE && !line.isEmpty()) {
            return new Deed(Texts.text("tool.run"), line);
        }
        return new Deed(line.isEmpty() ? Texts.text("tool.kind." + kind.name()) : line, "");
    }

    /**
     * Of a question: what is done by its kind, and to what by what the agent will really use, whatever the title says.
     *
     * @param cwd the session's directory; what is in it is named from there
     */
    public static Deed asked(Pending pending, String cwd) {
        ToolKind kind = pending.toolKind();
        if (kind == null) {
            return new Deed(pending.title(), "");
        }
        if (!pending.object().isEmpty()) {
            boolean path = kind != ToolKind.EXECUTE && kind != ToolKind.FETCH;
            return new Deed(
                    Texts.text("tool.kind." + kind.name()), path ? within(pending.object(), cwd) : pending.object());
        }
        return kind == ToolKind.EXECUTE ? of(kind, pending.title()) : new Deed(pending.title(), "");
    }

    /** A path as seen from a directory: from there if it lies in it, else as it is. */
    public static String within(String path, String directory) {
        boolean inside = !directory.isEmpty()
                && path.length() > directory.length() + 1
                && path.startsWith(directory)
                && (isSeparator(path.charAt(directory.length())) || isSeparator(path.charAt(directory.length() - 1)));
        if (!inside || path.contains("..")) {
            return path;
        }
        int from = directory.length();
        return path.substring(isSeparator(path.charAt(from)) ? from + 1 : from);
    }

    private static boolean isSeparator(char c) {
        return c == '/' || c == '\\';
    }

    public String sentence() {
        return (verb + " " + object).strip();
    }

    /** Whether a title, of which this was made, says no more than this does. */
    public boolean covers(String title, String wholeObject) {
        String line = title.replace("`", "").strip();
        int space = line.indexOf(' ');
        String rest = space > 0 && VERBS.contains(line.substring(0, space))
                ? line.substring(space + 1).strip()
                : line;
        return line.equals(sentence()) || rest.equals(object) || rest.equals(wholeObject);
    }
}
