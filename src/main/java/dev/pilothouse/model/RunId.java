package dev.pilothouse.model;

/**
 * The id of a run. Made by the client that starts the run, so that the request can be repeated safely.
 *
 * @param value 1 to 64 characters, no white space and no control characters
 */
public record RunId(String value) {
    public RunId {
        Ids.requireWord("RunId", value, 64);
    }

    @Override
    public String toString() {
        return value;
    }
}
