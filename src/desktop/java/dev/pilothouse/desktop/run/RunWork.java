package dev.pilothouse.desktop.run;

import com.google.gson.JsonObject;
import dev.pilothouse.model.Run;

/** Something to read for a run. @param run as it was when this began */
public record RunWork(Run run, String name, JsonObject parameters) {}
