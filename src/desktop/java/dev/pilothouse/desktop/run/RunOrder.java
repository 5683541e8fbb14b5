package dev.pilothouse.desktop.run;

import com.google.gson.JsonObject;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;

/**
 * A run to start.
 *
 * @param runId the same id again is the same run
 * @param parameters what its kind needs; not checked
 */
public record RunOrder(RunId runId, RunKind kind, JsonObject parameters, JobRequest request) {}
