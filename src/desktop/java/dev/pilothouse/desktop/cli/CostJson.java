package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.model.Run;
import dev.pilothouse.protocol.RunCodec;

/** The JSON of what turns have cost. The protocol omits zeros, but a script must see what is unknown. Stateless. */
final class CostJson {
    private CostJson() {}

    /** Returns the run in the form of the protocol, with the cost of each member explained. */
    static JsonObject run(Run run) {
        JsonObject json = RunCodec.RUN.encode(run);
        JsonArray members = json.getAsJsonArray("members");
        if (members != null) {
            for (JsonElement member : members) {
                JsonObject spend = member.getAsJsonObject().getAsJsonObject("spend");
                if (spend != null) {
                    explain(spend);
                }
            }
        }
        return json;
    }

    /** Adds {@code cost}: known, partly or unknown; and writes zeros. Removes costs that nobody has named. */
    static void explain(JsonObject total) {
        int turns = number(total, "turns");
        int unpriced = number(total, "unpriced");
        boolean unknown = turns > 0 && unpriced >= turns;
        total.addProperty("unpriced", unpriced);
        total.addProperty("cost", unknown ? "unknown" : unpriced > 0 ? "partly" : "known");
        JsonArray costs = new JsonArray();
        if (!unknown && total.get("costs") instanceof JsonArray given) {
            for (JsonElement each : given) {
                JsonObject cost = each.getAsJsonObject();
                for (String name : new String[] {"reported", "estimated"}) {
                    if (!cost.has(name)) {
                        cost.addProperty(name, 0);
                    }
                }
                costs.add(cost);
            }
        }
        total.add("costs", costs);
    }

    private static int number(JsonObject json, String name) {
        return json.has(name) ? json.get(name).getAsInt() : 0;
    }
}
