package dev.pilothouse.protocol;

import com.google.gson.JsonObject;
import dev.pilothouse.model.GoalLimits;
import dev.pilothouse.model.GoalOrder;
import dev.pilothouse.model.SessionId;

/** The parameters of a goal and of its actions as JSON. Stateless. */
public final class GoalCodec {
    public static final RecordCodec<GoalLimits> LIMITS = io -> new GoalLimits(
            io.opt("continuations", Json.INT, GoalLimits::continuations),
            io.opt("minutes", Json.INT, GoalLimits::minutes),
            io.opt("budget", Json.DECIMAL, GoalLimits::budget, 0.0),
            io.opt("unit", Json.TEXT, GoalLimits::unit));

    public static final RecordCodec<GoalOrder> ORDER = io -> new GoalOrder(
            io.put("text", Json.TEXT, GoalOrder::text),
            io.opt("commands", Json.TEXTS, GoalOrder::commands),
            io.opt("repositoryCheck", Json.FLAG, GoalOrder::repositoryCheck),
            io.opt("checkMinutes", Json.INT, GoalOrder::checkMinutes),
            io.opt("reviewer", Json.TEXT, GoalOrder::reviewer),
            io.opt("reviewerModel", Json.TEXT, GoalOrder::reviewerModel),
            io.inline(LIMITS, GoalOrder::limits));

    private GoalCodec() {}

    /** The parameters of a new goal. */
    public static String start(SessionId sessionId, GoalOrder order) {
        JsonObject object = new JsonObject();
        object.addProperty("sessionId", sessionId.value());
        ORDER.encode(order).entrySet().forEach(member -> object.add(member.getKey(), member.getValue()));
        return StrictJson.write(object);
    }
}
