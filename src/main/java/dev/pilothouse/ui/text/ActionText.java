package dev.pilothouse.ui.text;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.session.PreviewText;
import java.util.Set;

/**
 * An agent's action as display text. Agents put the action and its object into one title, each in its own format.
 * Immutable.
 *
 * @param verb the action, or the whole title if the object is not known separately
 * @param object the object of the action: a command, a path or an address; may be empty
 */
public record ActionText(String verb, String object) {
    private static final Set<String> VERBS = Set.of(
            "Read", "Edit", "Write", "Create", "Delete", "Move", "Rename", "Run", "Execute", "Search", "Find", "Grep",
            "Glob", "List", "Fetch", "View", "Update", "Apply", "Open", "Show", "Bash");

    /**
     * Returns the action of a tool call. The verb comes from the title, or from the tool kind if the title has none.
     */
    public static ActionText of(ToolKind kind, String title) {
        String line = title.replace("`", "").replace('\n', ' ').strip();
        int space = line.indexOf(' ');
        if (space > 0 && VERBS.contains(line.substring(0, space))) {
            return new ActionText(
                    line.substring(0, space), line.substring(space + 1).strip());
        }
        if (kind == ToolKind.EXECUTE && !line.isEmpty()) {
            return new ActionText(Texts.text("tool.run"), line);
        }
        return new ActionText(line.isEmpty() ? Texts.text("tool.kind." + kind.name()) : line, "");
    }

    /**
     * Returns the action of a permission request. The verb comes from the tool kind. The object is the one that the
     * agent will really use, because the title may differ from it.
     *
     * @param cwd the session's directory; paths inside it are shown relative to it
     */
    public static ActionText asked(Pending pending, String cwd) {
        ToolKind kind = pending.toolKind();
        if (pending.host() != null) {
            HostText title = new HostText(pending.title(), pending.host().says());
            return new ActionText(HostTexts.text(title), "");
        }
        if (kind == null) {
            return new ActionText(PreviewText.line(HostTexts.title(pending.title())), "");
        }
        if (!pending.object().isEmpty()) {
            boolean path = kind != ToolKind.EXECUTE && kind != ToolKind.FETCH;
            return new ActionText(
                    Texts.text("tool.kind." + kind.name()), path ? within(pending.object(), cwd) : pending.object());
        }
        String title = HostTexts.title(pending.title());
        return kind == ToolKind.EXECUTE && title.equals(pending.title()) ? of(kind, title) : new ActionText(title, "");
    }

    /** Returns the path relative to the directory if it lies inside, else the path unchanged. */
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

    /** Returns whether the title that this was made from adds nothing to it. */
    public boolean covers(String title, String wholeObject) {
        String line = title.replace("`", "").strip();
        int space = line.indexOf(' ');
        String rest = space > 0 && VERBS.contains(line.substring(0, space))
                ? line.substring(space + 1).strip()
                : line;
        return line.equals(sentence())
                || PreviewText.line(title).equals(sentence())
                || rest.equals(object)
                || rest.equals(wholeObject);
    }
}
