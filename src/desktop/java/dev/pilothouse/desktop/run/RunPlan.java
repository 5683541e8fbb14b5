package dev.pilothouse.desktop.run;

import com.google.gson.JsonObject;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.SessionId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a run begins.
 *
 * @param project the directory that it is about; may be empty
 * @param sessionId the session that it is about; null if there is none
 * @param facts what clients see of it, by name
 * @param state the state of its driver
 */
public record RunPlan(
        String title,
        String project,
        @Nullable SessionId sessionId,
        List<RunMember> members,
        Map<String, String> facts,
        JsonObject state) {
    public RunPlan {
        members = List.copyOf(members);
        facts = Map.copyOf(facts);
    }
}
