package dev.pilothouse.desktop.git;

import dev.pilothouse.model.ChangedFile.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the output of {@code git diff-index --raw --numstat -z -M}. Pure. */
final class ChangeList {
    /**
     * One tracked file.
     *
     * @param oldContent the id of the old content
     * @param content the id of the new content; empty if git has none, because the file differs from the index
     */
    record Change(
            String path,
            String oldPath,
            State state,
            boolean sameMode,
            String oldContent,
            String content,
            int added,
            int removed,
            boolean binary) {
        Change counted(int newAdded, int newRemoved, boolean newBinary) {
            return new Change(path, oldPath, state, sameMode, oldContent, content, newAdded, newRemoved, newBinary);
        }
    }

    private ChangeList() {}

    static List<Change> of(List<String> fields) {
        Map<String, Change> changes = new LinkedHashMap<>();
        int at = 0;
        while (at < fields.size()) {
            String field = fields.get(at);
            if (field.startsWith(":")) {
                String[] parts = field.substring(1).split(" ");
                boolean two = parts.length > 4 && (parts[4].startsWith("R") || parts[4].startsWith("C"));
                if (parts.length < 5 || at + (two ? 2 : 1) >= fields.size()) {
                    break;
                }
                String path = fields.get(at + (two ? 2 : 1));
                changes.put(
                        path,
                        new Change(
                                path,
                                two ? fields.get(at + 1) : "",
                                state(parts[4]),
                                parts[0].equals(parts[1]),
                                parts[2],
                                parts[3].chars().allMatch(c -> c == '0') ? "" : parts[3],
                                0,
                                0,
                                false));
                at += two ? 3 : 2;
            } else {
                String[] parts = field.split("\t", 3);
                if (parts.length < 3) {
                    break;
                }
                boolean two = parts[2].isEmpty();
                if (two && at + 2 >= fields.size()) {
                    break;
                }
                String path = two ? fields.get(at + 2) : parts[2];
                changes.computeIfPresent(
                        path, (same, change) -> change.counted(count(parts[0]), count(parts[1]), parts[0].equals("-")));
                at += two ? 3 : 1;
            }
        }
        return new ArrayList<>(changes.values());
    }

    private static State state(String letter) {
        return switch (letter.charAt(0)) {
            case 'A' -> State.ADDED;
            case 'M' -> State.MODIFIED;
            case 'D' -> State.DELETED;
            case 'R' -> State.RENAMED;
            case 'C' -> State.COPIED;
            case 'T' -> State.RETYPED;
            case 'U' -> State.CONFLICTED;
            default -> State.OTHER;
        };
    }

    private static int count(String number) {
        try {
            return Integer.parseInt(number);
        } catch (NumberFormatException binary) {
            return 0;
        }
    }
}
