package dev.pilothouse.model;

import java.time.Instant;

/** A remark of the host about a run. */
public record RunNote(Instant at, HostText sentence) {}
