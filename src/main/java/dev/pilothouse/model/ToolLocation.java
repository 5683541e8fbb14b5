package dev.pilothouse.model;

/**
 * A place that a tool call works at.
 *
 * @param path as the agent gave it
 * @param line from 1, or 0 where the agent named none
 */
public record ToolLocation(String path, int line) {}
