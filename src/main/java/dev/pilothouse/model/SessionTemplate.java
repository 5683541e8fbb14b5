package dev.pilothouse.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A new session under a name, with blanks such as <code>{{issue}}</code> in its directory, its branch and its prompt.
 * Immutable.
 *
 * @param agent its id; empty if the person chooses one
 * @param directory on the host; empty if the person chooses one
 * @param branch of a new worktree; empty for none
 * @param profile its name; empty for none
 * @param check lines for the shell of the host, which run in the session's directory after its first turn; may be empty.
 *     They have no blanks
 */
public record SessionTemplate(
        String name, String agent, String directory, String branch, String profile, String prompt, List<String> check) {
    public static final int MAX_NAME = 60;
    /** Characters of the agent, the branch and the profile. */
    public static final int MAX_WORD = 200;

    public static final int MAX_DIRECTORY = 4_000;
    public static final int MAX_PROMPT = 20_000;
    public static final int MAX_BLANKS = 20;
    /** Lines of the check. */
    public static final int MAX_COMMANDS = 20;

    public static final int MAX_COMMAND = 2_000;
    /** Characters of all lines of the check together. */
    public static final int MAX_CHECK = 8_000;
    /** Templates of a host. */
    public static final int MOST = 100;

    private static final Pattern BLANK =
            Pattern.compile("\\{\\{ *([\\p{L}\\p{N}_](?:[\\p{L}\\p{N} _-]{0,38}[\\p{L}\\p{N}_])?) *\\}\\}");

    public SessionTemplate(String name, String agent, String directory, String branch, String profile, String prompt) {
        this(name, agent, directory, branch, profile, prompt, List.of());
    }

    public SessionTemplate {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(agent, "agent");
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(branch, "branch");
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(prompt, "prompt");
        check = List.copyOf(check);
    }

    /** The names of the blanks, each once, in the order of the directory, the branch and the prompt. */
    public List<String> blanks() {
        Set<String> names = new LinkedHashSet<>();
        for (String text : List.of(directory, branch, prompt)) {
            Matcher blank = BLANK.matcher(text);
            while (blank.find()) {
                names.add(blank.group(1));
            }
        }
        return List.copyOf(names);
    }

    /** The blanks that have no value, or a blank one. */
    public List<String> missing(Map<String, String> values) {
        List<String> missing = new ArrayList<>(blanks());
        missing.removeIf(name -> !values.getOrDefault(name, "").isBlank());
        return missing;
    }

    /** The same with the values in place. A blank without a value stays as it is, and so do blanks in values. */
    public SessionTemplate filled(Map<String, String> values) {
        return new SessionTemplate(
                name, agent, fill(directory, values), fill(branch, values), profile, fill(prompt, values), check);
    }

    private static String fill(String text, Map<String, String> values) {
        return BLANK.matcher(text).replaceAll(blank -> {
            String value = values.getOrDefault(blank.group(1), "");
            return Matcher.quoteReplacement(value.isBlank() ? blank.group() : value);
        });
    }
}
