package dev.pilothouse.desktop.chaos;

import com.google.gson.JsonObject;
import dev.pilothouse.model.SessionId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** The clients' reports: sent, acknowledged and seen. Any thread. */
final class Ledger {
    private final Set<String> sent = new HashSet<>();
    private final Map<String, SessionId> acknowledged = new HashMap<>();
    private final Map<SessionId, NavigableMap<Long, String>> seen = new HashMap<>();
    private final Set<String> refusals = new HashSet<>();
    private long events;

    synchronized void take(JsonObject event) {
        events++;
        String token = event.has("token") ? event.get("token").getAsString() : "";
        switch (event.get("event").getAsString()) {
            case "sent" -> sent.add(token);
            case "acknowledged" ->
                acknowledged.put(token, new SessionId(event.get("session").getAsString()));
            case "refused" -> refusals.add(event.get("text").getAsString());
            case "seen" ->
                seen.computeIfAbsent(new SessionId(event.get("session").getAsString()), key -> new TreeMap<>())
                        .put(event.get("seq").getAsLong(), event.get("digest").getAsString());
            default -> throw new IllegalArgumentException(event.toString());
        }
    }

    synchronized long events() {
        return events;
    }

    synchronized Set<String> sent() {
        return Set.copyOf(sent);
    }

    synchronized Map<String, SessionId> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    synchronized Set<String> refusals() {
        return Set.copyOf(refusals);
    }

    /** The digests by seq that clients saw of a session since the last call. */
    synchronized NavigableMap<Long, String> newlySeen(SessionId session) {
        NavigableMap<Long, String> all = seen.remove(session);
        return all == null ? new TreeMap<>() : all;
    }
}
