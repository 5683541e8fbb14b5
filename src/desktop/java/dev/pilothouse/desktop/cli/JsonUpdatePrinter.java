package dev.pilothouse.desktop.cli;

import com.google.gson.JsonObject;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.protocol.UpdateCodec;

/**
 * Prints one JSON object per line: the session, and the update in the bridge's format. Confined to the client-state
 * lane.
 */
record JsonUpdatePrinter(Terminal terminal, SessionId sessionId) implements UpdatePrinter {

    @Override
    public void print(JournaledUpdate update) {
        JsonObject json = new JsonObject();
        json.addProperty("sessionId", sessionId.value());
        UpdateCodec.encode(update).entrySet().forEach(member -> json.add(member.getKey(), member.getValue()));
        if (update.update() instanceof SessionUpdate.UsageChanged changed) {
            // The currency alone does not say whether there is a cost.
            json.addProperty("costKnown", changed.usage().cost() >= 0);
        }
        terminal.json(json);
    }
}
