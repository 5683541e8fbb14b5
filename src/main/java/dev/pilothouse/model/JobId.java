package dev.pilothouse.model;

/**
 * The id of a job. Made by the client that asks for the job, so that the request can be repeated safely.
 *
 * @param value 1 to 64 characters, no white space and no control characters
 */
public record JobId(String value) {
    public JobId {
        Ids.requireWord("JobId", value, 64);
    }

    @Override
    public String toString() {
        return value;
    }
}
