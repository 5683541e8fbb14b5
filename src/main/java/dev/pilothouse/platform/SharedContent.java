package dev.pilothouse.platform;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Content that another app shared with this one, for use in a prompt. Immutable.
 *
 * @param text may be empty
 * @param files files of this device, readable until the app ends
 * @param problems reasons why parts of the content were refused
 */
public record SharedContent(String text, List<Path> files, List<Problem> problems) {
    /**
     * The longest text that is taken. Android limits the size of data between apps, and a longer text belongs in a
     * file.
     */
    public static final int MAX_CHARACTERS = TextShare.MAX_CHARACTERS;

    public static final SharedContent NOTHING = new SharedContent("", List.of(), List.of());

    /** The reason why content was refused. */
    public enum Problem {
        /** A text is longer than {@link #MAX_CHARACTERS}, or a picture is too large to copy. */
        TOO_LARGE,
        /** The content is neither a text nor a picture. */
        OTHER_KIND,
        /** The other app did not provide the content. */
        UNREADABLE
    }

    public SharedContent {
        files = List.copyOf(files);
        problems = List.copyOf(problems);
    }

    /** Whether there is nothing to put into a prompt. */
    public boolean isEmpty() {
        return text.isBlank() && files.isEmpty();
    }

    /** Joins both: this content first, then the other. */
    public SharedContent and(SharedContent other) {
        String joint = text.isEmpty() || other.text.isEmpty() ? "" : "\n\n";
        List<Path> allFiles = new ArrayList<>(files);
        allFiles.addAll(other.files);
        List<Problem> allProblems = new ArrayList<>(problems);
        allProblems.addAll(other.problems);
        return new SharedContent(text + joint + other.text, allFiles, allProblems);
    }

    @Override
    public String toString() {
        return "SharedContent[" + text.length() + " characters, " + files.size() + " files, " + problems + "]";
    }
}
