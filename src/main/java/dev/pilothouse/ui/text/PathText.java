package dev.pilothouse.ui.text;

import dev.pilothouse.model.TextCutter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Shortens paths for people. The home directory becomes {@code ~}. A path without room loses folders in its middle, and
 * keeps its last name, which is that of the project or the file. Stateless; any thread.
 */
public final class PathText {
    private static final Pattern HOME =
            Pattern.compile("^(/home/[^/]+|/Users/[^/]+|/root|[A-Z]:\\\\Users\\\\[^\\\\]+)(?=[/\\\\]|$)");
    private static final Pattern WINDOWS = Pattern.compile("^(?:[A-Za-z]:\\\\|\\\\\\\\|~\\\\).*|[^/]*\\\\[^/]*");
    private static final Pattern START = Pattern.compile("^(?:~(?:[/\\\\]|$)|/|[A-Za-z]:\\\\|\\\\\\\\)");
    private static final Pattern DRIVE_OR_SHARE = Pattern.compile("[A-Za-z]:[/\\\\]|\\\\\\\\");
    private static final Pattern ROOT = Pattern.compile("[A-Za-z]:[/\\\\]");
    private static final String DOT = " \u00b7 ";
    private static final String ELLIPSIS = "\u2026";

    private PathText() {}

    /** The path with the home directory shortened to {@code ~}. */
    public static String home(String path) {
        return HOME.matcher(path).replaceFirst("~");
    }

    /** The last name of a path; the whole path if it has none or is a root. */
    public static String name(String path) {
        List<String> names = names(path, separator(path));
        return names.isEmpty() || isRoot(path) ? path : names.get(names.size() - 1);
    }

    /** The path without a separator at its end, except that of a root. */
    public static String trimmed(String path) {
        return path.endsWith(separator(path)) && !isRoot(path) ? path.substring(0, path.length() - 1) : path;
    }

    /** The path up to its last separator, that included; empty if there is none. */
    public static String folder(String path) {
        return path.substring(0, path.lastIndexOf(separator(path)) + 1);
    }

    /** The path of a name in a folder. */
    public static String child(String folder, String name) {
        String separator = separator(folder);
        return folder.endsWith(separator) ? folder + name : folder + separator + name;
    }

    /** Whether two paths can name one file: one of them may lack folders at its beginning. */
    public static boolean isSame(String one, String other) {
        String first = one.replace(separator(one), "/");
        String second = other.replace(separator(other), "/");
        return first.equals(second) || first.endsWith("/" + second) || second.endsWith("/" + first);
    }

    /** Whether a path is absolute on its machine, which may have another system than this device. */
    public static boolean isAbsolute(String path) {
        return path.startsWith("/") || DRIVE_OR_SHARE.matcher(path).lookingAt();
    }

    private static boolean isRoot(String path) {
        return path.equals("/") || ROOT.matcher(path).matches();
    }

    /**
     * The longest form of a path that fits.
     *
     * @param fits whether there is room for a form
     * @return the shortest form if none fits
     */
    public static String fit(String path, Predicate<String> fits) {
        List<String> forms = forms(path);
        for (String form : forms) {
            if (fits.test(form)) {
                return form;
            }
        }
        String name = name(path);
        return fits.test(name) ? name : cutName(name, fits);
    }

    /** The longest form of a path with at most this many UTF-16 units, if there is one. */
    public static String fit(String path, int length) {
        return fit(path, form -> form.length() <= length);
    }

    /**
     * The longest form of a line that fits. Its parts are separated by middle dots. The part that is a path loses folders
     * first, then the parts around it are left out, those before it from their end. So the name of the project is whole
     * as long as there is room for it.
     *
     * @param fits whether there is room for a form
     * @return a form that may be too long at its end, for the sake of a part after the path
     */
    public static String fitLine(String line, Predicate<String> fits) {
        List<String> parts = List.of(line.split(Pattern.quote(DOT)));
        int at = 0;
        while (at < parts.size() && !START.matcher(parts.get(at)).find()) {
            at++;
        }
        if (at == parts.size() || fits.test(line)) {
            return line;
        }
        String path = parts.get(at);
        String before = joined(parts.subList(0, at), "", DOT);
        String after = joined(parts.subList(at + 1, parts.size()), DOT, "");
        for (String form : forms(path)) {
            if (fits.test(before + form + after)) {
                return before + form + after;
            }
        }
        if (fits.test(before + shortest(path) + DOT + ELLIPSIS)) {
            return before + shortest(path) + after;
        }
        if (fits.test(before + shortest(path))) {
            return before + shortest(path);
        }
        for (int kept = at - 1; kept > 0; kept--) {
            String start = joined(parts.subList(0, kept), "", DOT);
            if (fits.test(start + shortest(path))) {
                return start + fit(path, form -> fits.test(start + form));
            }
        }
        return fit(path, fits);
    }

    /** The last name of the path in a line; empty if no part of the line is a path. */
    public static String nameInLine(String line) {
        for (String part : line.split(Pattern.quote(DOT))) {
            if (START.matcher(part).find()) {
                return name(part);
            }
        }
        return "";
    }

    private static String joined(List<String> parts, String start, String end) {
        return parts.isEmpty() ? "" : start + String.join(DOT, parts) + end;
    }

    /** The shortest form of a path in which its last name is whole. */
    private static String shortest(String path) {
        List<String> forms = forms(path);
        return forms.get(forms.size() - 1);
    }

    /** From the whole path to its last name alone: {@code ~/a/b/c}, {@code ~/…/b/c}, {@code ~/…/c}, {@code …/c}. */
    private static List<String> forms(String path) {
        String separator = separator(path);
        List<String> names = names(path, separator);
        List<String> forms = new ArrayList<>();
        forms.add(path);
        int last = names.size() - 1;
        if (last < 1) {
            return forms;
        }
        String root = root(path, separator) + names.get(0);
        for (int from = 2; from <= last; from++) {
            forms.add(
                    String.join(separator, root, ELLIPSIS, String.join(separator, names.subList(from, names.size()))));
        }
        forms.add(ELLIPSIS + separator + names.get(last));
        return forms;
    }

    /** The separator of a path on its machine: a slash, or a backslash for a path of Windows. */
    public static String separator(String path) {
        return WINDOWS.matcher(path).matches() ? "\\" : "/";
    }

    private static List<String> names(String path, String separator) {
        List<String> names = new ArrayList<>();
        for (String name : path.split(Pattern.quote(separator))) {
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }

    /** The separators at the beginning. */
    private static String root(String path, String separator) {
        int end = 0;
        while (path.startsWith(separator, end)) {
            end += separator.length();
        }
        return path.substring(0, end);
    }

    /** A last name that alone has no room loses its middle, because versions and numbers stand at its end. */
    private static String cutName(String form, Predicate<String> fits) {
        String shortest = form;
        for (int kept = form.length() - 1; kept >= 4 && !fits.test(shortest); kept--) {
            int head = TextCutter.border(form, kept - kept / 2);
            int tail = TextCutter.border(form, form.length() - kept / 2);
            shortest = form.substring(0, head) + ELLIPSIS + form.substring(tail);
        }
        return shortest;
    }
}
