package dev.pilothouse.model;

/**
 * A branch of a git repository.
 *
 * @param name as git shortens it, such as {@code main} or {@code origin/main}
 * @param remote whether it is the copy of a branch of a remote
 * @param place the working directory in which it is checked out; empty if it is in none
 */
public record GitReference(String name, boolean remote, String place) {
    public GitReference(String name, boolean remote) {
        this(name, remote, "");
    }
}
