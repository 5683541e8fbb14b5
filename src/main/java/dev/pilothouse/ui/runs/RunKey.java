package dev.pilothouse.ui.runs;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.RunId;

/** A run's identity among all hosts. */
public record RunKey(HostId hostId, RunId runId) {}
