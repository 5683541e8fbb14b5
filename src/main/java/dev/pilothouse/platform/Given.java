package dev.pilothouse.platform;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What another app has given to this one, to go into a prompt. Immutable.
 *
 * @param text may be empty
 * @param files of this device; readable until the app ends
 * @param problems what was given and cannot be taken
 */
public record Given(String text, List<Path> files, List<Problem> problems) {
    /** Longer texts are for files: a phone carries no more between apps, and nobody reads it in a composer. */
    public static final int MOST_CHARACTERS = TextShare.MOST_CHARACTERS;

    public static final Given NOTHING = new Given("", List.of(), List.of());

    /** Why something cannot be taken. */
    public enum Problem {
        /** A text beyond {@link #MOST_CHARACTERS}, or a picture that is not even copied. */
        TOO_LARGE,
        /** Neither a text nor a picture. */
        OTHER_KIND,
        /** The other app did not hand it out. */
        UNREADABLE
    }

    public Given {
        files = List.copyOf(files);
        problems = List.copyOf(problems);
    }

    /** Whether there is something to put into a prompt. */
    public boolean isEmpty() {
        return text.isBlank() && files.isEmpty();
    }

    /** Both, one after the other. */
    public Given and(Given other) {
        String joint = text.isEmpty() || other.text.isEmpty() ? "" : "\n\n";
        List<Path> allFiles = new ArrayList<>(files);
        allFiles.addAll(other.files);
        List<Problem> allProblems = new ArrayList<>(problems);
        allProblems.addAll(other.problems);
        return new Given(text + joint + other.text, allFiles, allProblems);
    }

    @Override
    public String toString() {
        return "Given[" + text.length() + " characters, " + files.size() + " files, " + problems + "]";
    }
}
