package dev.pilothouse.model;

import java.util.Locale;
import java.util.Set;

/** Derives names from the name of a branch, and a branch from a text. Stateless. */
public final class BranchName {
    private static final String UNSAFE = "/\\<>:\"|?*";
    private static final int MAX_FOLDER = 80;
    private static final int MAX_WORDS = 5;
    private static final int MAX_SUGGESTION = 40;

    private BranchName() {}

    /** The name of a directory for a branch, valid on every system. */
    public static String folder(String branch) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < branch.length() && name.length() < MAX_FOLDER; i++) {
            char c = branch.charAt(i);
            name.append(UNSAFE.indexOf(c) >= 0 || Character.isISOControl(c) || Character.isWhitespace(c) ? '-' : c);
        }
        while (name.length() > 0 && name.charAt(name.length() - 1) == '.') {
            name.setLength(name.length() - 1);
        }
        return name.length() == 0 ? "worktree" : name.toString();
    }

    /**
     * A branch name made of the first words of a text.
     *
     * @param otherwise the name if the text has no words
     * @param taken names that are in use
     */
    public static String suggest(String text, String otherwise, Set<String> taken) {
        StringBuilder name = new StringBuilder();
        int words = 0;
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty() && words < MAX_WORDS && name.length() + word.length() < MAX_SUGGESTION) {
                name.append(words++ == 0 ? "" : "-").append(word);
            }
        }
        String begun = words == 0 ? otherwise : name.toString();
        String free = begun;
        for (int n = 2; taken.contains(free); n++) {
            free = begun + "-" + n;
        }
        return free;
    }
}
