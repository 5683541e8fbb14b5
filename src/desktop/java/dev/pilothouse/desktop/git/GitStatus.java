package dev.pilothouse.desktop.git;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The output of {@code git status --porcelain=v2 --branch -z}. Immutable.
 *
 * @param commit the id of HEAD; empty before the first commit
 * @param branch the branch; empty if the head is detached
 * @param upstream the branch that it follows; empty if none
 * @param ahead commits that the upstream does not have
 * @param behind commits that only the upstream has
 * @param changed tracked paths with changes, the new paths of renames
 * @param conflicted the paths among them with conflicts
 * @param untracked untracked paths, in git's order; one that ends with {@code /} is a repository of its own
 */
public record GitStatus(
        String commit,
        String branch,
        String upstream,
        int ahead,
        int behind,
        Set<String> changed,
        Set<String> conflicted,
        List<String> untracked) {
    private static final int PLAIN = 9;
    private static final int RENAMED = 10;
    private static final int CONFLICTED = 11;

    /** Reads the fields between the NULs. Skips what it does not know, since later versions of git may add lines. */
    public static GitStatus of(List<String> fields) {
        String commit = "";
        String branch = "";
        String upstream = "";
        int ahead = 0;
        int behind = 0;
        Set<String> changed = new HashSet<>();
        Set<String> conflicted = new HashSet<>();
        List<String> untracked = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i);
            if (field.startsWith("# branch.oid ") && !field.endsWith("(initial)")) {
                commit = value(field);
            } else if (field.startsWith("# branch.head ") && !field.endsWith("(detached)")) {
                branch = value(field);
            } else if (field.startsWith("# branch.upstream ")) {
                upstream = value(field);
            } else if (field.startsWith("# branch.ab ")) {
                String[] counts = value(field).split(" ");
                ahead = count(counts[0]);
                behind = counts.length > 1 ? count(counts[1]) : 0;
            } else if (field.startsWith("1 ")) {
                changed.add(last(field, PLAIN));
            } else if (field.startsWith("2 ")) {
                changed.add(last(field, RENAMED));
                // The old path follows.
                i++;
            } else if (field.startsWith("u ")) {
                changed.add(last(field, CONFLICTED));
                conflicted.add(last(field, CONFLICTED));
            } else if (field.startsWith("? ")) {
                untracked.add(field.substring(2));
            }
        }
        return new GitStatus(commit, branch, upstream, ahead, behind, changed, conflicted, untracked);
    }

    private static String value(String header) {
        return header.substring(header.indexOf(' ', 2) + 1);
    }

    /** Returns the last of that many parts. It may contain spaces itself. */
    private static String last(String entry, int parts) {
        String[] split = entry.split(" ", parts);
        return split[split.length - 1];
    }

    private static int count(String signed) {
        try {
            return Math.abs(Integer.parseInt(signed));
        } catch (NumberFormatException unknown) {
            return 0;
        }
    }
}
