package dev.pilothouse.desktop.journal;

/**
 * One opening of a journal by a host that then wrote to it.
 *
 * @param gen random, never 0
 * @param after the head of the journal when it was opened
 */
public record Generation(long gen, long after) {}
