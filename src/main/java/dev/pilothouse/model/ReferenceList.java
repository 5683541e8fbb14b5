package dev.pilothouse.model;

import java.util.List;

/**
 * The branches of the repository that a directory lies in.
 *
 * @param repository the main directory of the repository; empty if the directory lies in none
 * @param folder where new worktrees are put
 * @param head the current branch of the directory; empty if it has none
 * @param remoteDefault the default branch of the remote, such as {@code origin/main}; empty if it is not known
 * @param ahead the number of commits of the directory that the remote's default branch does not have
 * @param branches the most recently used first
 * @param setup whether commands run in a new worktree before the agent starts
 */
public record ReferenceList(
        String repository,
        String folder,
        String head,
        String remoteDefault,
        int ahead,
        List<GitReference> branches,
        boolean setup) {
    /** The directory lies in no repository. */
    public static final ReferenceList NONE = new ReferenceList("", "", "", "", 0, List.of(), false);

    public ReferenceList {
        branches = List.copyOf(branches);
    }
}
