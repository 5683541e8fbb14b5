package dev.pilothouse.desktop.review;

import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.CommentPlace.State;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Finds the lines of a review comment in the present content of its file: at their place, then as they were at another
 * place, then with other white space near their place. Of several places the nearest one is taken. Pure.
 */
public final class CommentFinder {
    /** How far from its place a line is searched for if other lines may equal it by chance. */
    static final int NEAR = 40;
    /** Letters and digits from which a text is searched for in the whole file. */
    private static final int TELLING = 6;

    private final List<String> file;

    /** @param line number of the first line; where the lines were, if they have changed */
    public record Found(State state, int line) {}

    /** @param file the present lines, as a diff shows them */
    public CommentFinder(List<String> file) {
        this.file = List.copyOf(file);
    }

    /** Finds the lines of a comment on the present file, or on removed lines. */
    public Found find(CommentAnchor anchor) {
        return anchor.old() ? findRemoved(anchor) : findPresent(anchor);
    }

    private Found findPresent(CommentAnchor anchor) {
        boolean telling = isTelling(anchor.lines());
        int exact = nearest(anchor, telling ? file.size() : NEAR, CommentFinder::isSame);
        if (exact > 0) {
            return new Found(State.UNCHANGED, exact);
        }
        int spaced = telling ? nearest(anchor, NEAR, CommentFinder::isSameText) : 0;
        return spaced > 0
                ? new Found(State.UNCHANGED, spaced)
                : new Found(State.CHANGED, Math.max(1, Math.min(anchor.line(), file.size())));
    }

    /** Removed lines stay removed until the file has them again. */
    private Found findRemoved(CommentAnchor anchor) {
        boolean again = isTelling(anchor.lines()) && nearest(anchor, file.size(), CommentFinder::isSame) > 0;
        return new Found(again ? State.CHANGED : State.UNCHANGED, anchor.line());
    }

    /** The number of the first line of the nearest place, 0 if there is none. */
    private int nearest(CommentAnchor anchor, int far, BiPredicate<String, String> same) {
        List<String> lines = anchor.lines();
        if (lines.isEmpty()) {
            return 0;
        }
        // One less where the limit was within a surrogate pair.
        boolean cut = anchor.lines().stream().mapToInt(String::length).sum() >= CommentAnchor.MAX_QUOTE - 1;
        int last = file.size() - lines.size() + 1;
        // A place after the end of a file that became shorter counts as its end.
        int from = Math.max(1, Math.min(anchor.line(), last));
        for (int distance = 0; distance <= far && (from - distance >= 1 || from + distance <= last); distance++) {
            for (int at : new int[] {from - distance, from + distance}) {
                if (at >= 1 && at <= last && isAt(at, lines, cut, same)) {
                    return at;
                }
            }
        }
        return 0;
    }

    private boolean isAt(int at, List<String> lines, boolean cut, BiPredicate<String, String> same) {
        for (int i = 0; i < lines.size(); i++) {
            String present = file.get(at - 1 + i);
            String quoted = lines.get(i);
            boolean last = cut && i == lines.size() - 1;
            if (!same.test(
                    last && present.length() > quoted.length() ? present.substring(0, quoted.length()) : present,
                    quoted)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(String present, String quoted) {
        return present.equals(quoted);
    }

    private static boolean isSameText(String present, String quoted) {
        return squeezed(present).equals(squeezed(quoted));
    }

    private static String squeezed(String line) {
        return line.strip().replaceAll("\\s+", " ");
    }

    private static boolean isTelling(List<String> lines) {
        return lines.stream()
                        .flatMapToInt(String::codePoints)
                        .filter(Character::isLetterOrDigit)
                        .limit(TELLING)
                        .count()
                >= TELLING;
    }
}
