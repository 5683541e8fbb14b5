package dev.pilothouse.model;

/**
 * A file location that a tool call works on.
 *
 * @param path as the agent gave it
 * @param line from 1, or 0 if the agent gave none
 */
public record ToolLocation(String path, int line) {}
