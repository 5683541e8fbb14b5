package dev.pilothouse.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A snapshot of the files of a repository.
 *
 * @param snapshot its id
 * @param reason {@code turn}, {@code removal}, {@code restore} or {@code request}; others of later versions
 * @param owner the session that it was taken for, may be empty
 * @param directory the top of the working tree
 * @param branch the full name; empty for a detached HEAD
 * @param files number of files that differed from the index
 * @param bytes their size
 */
public record KeptInfo(
        String snapshot,
        String reason,
        String owner,
        Instant at,
        String directory,
        String branch,
        int files,
        long bytes) {
    public KeptInfo {
        Objects.requireNonNull(snapshot, "snapshot");
        Objects.requireNonNull(at, "at");
    }
}
