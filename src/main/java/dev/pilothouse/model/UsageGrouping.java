package dev.pilothouse.model;

/** The property by which a usage report groups turns. */
public enum UsageGrouping {
    PROJECT,
    AGENT,
    MODEL,
    SESSION,
    RUN
}
