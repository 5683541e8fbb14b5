package dev.pilothouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.testing.RandomUpdates;
import dev.pilothouse.testing.Seeds;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Compares the rules for {@code activity} in section 7 of docs/protocol.md, applied to JSON as a client receives it,
 * with the host's fold.
 */
class ActivityRulesTest {
    private static final SessionId SESSION = new SessionId("s1");

    @Test
    void theRulesOfTheDocumentGiveTheActivityOfTheHost() throws Exception {
        Set<String> seen = new TreeSet<>();
        Seeds.check(100, random -> {
            SessionState state = SessionState.empty(SESSION);
            Rules rules = new Rules();
            for (JournaledUpdate update : new RandomUpdates(random).script(150)) {
                JsonObject json = UpdateCodec.encode(update);
                state = SessionReducer.apply(state, update);
                rules.fold(json);

                assertThat(rules.activity).as("after %s", json).isEqualTo(activity(state));
                seen.add(text(rules.activity, "doing"));
                seen.add(text(rules.activity, "phase"));
            }
        });
        // Every phase and every doing occurred.
        assertThat(seen)
                .contains("starting", "idle", "working", "waiting", "failed", "needsLogin", "gone")
                .contains("", "prompted", "thinking", "writing", "tool", "asking", "done", "cancelled", "interrupted")
                .contains("error", "login", "closed");
    }

    private static JsonElement activity(SessionState state) {
        return StateCodec.encode(state).get("activity");
    }

    private static String text(JsonObject object, String member) {
        return object.has(member) ? object.get(member).getAsString() : "";
    }

    /** Implements the rules of the document. */
    private static final class Rules {
        private JsonObject activity;
        private final JsonArray open = new JsonArray();
        private JsonObject update;

        void fold(JsonObject next) {
            update = next;
            switch (text(update, "kind")) {
                case "sessionCreated", "agentStarting" -> rest("starting", "starting", "");
                case "agentStarted" -> {
                    if (!isTurnOpen()) {
                        rest("idle", "", "");
                    }
                }
                case "agentExited" -> exited();
                case "loginNeeded" -> rest("needsLogin", "login", line(text(update, "command")));
                case "sessionClosed" -> rest("gone", "closed", "");
                case "turnStarted" -> {
                    rest("working", "prompted", "");
                    activity.add("turn", update.get("seq"));
                    activity.add("turnStartedAt", update.get("at"));
                }
                case "turnEnded" -> ended();
                case "message" -> evidence("writing", "", null);
                case "thought" -> evidence("thinking", "", null);
                case "toolCall" -> {
                    JsonObject call = update.getAsJsonObject("call");
                    if (!isFinal(text(call, "status"))) {
                        evidence("tool", line(text(call, "title")), update.get("item"));
                    }
                }
                case "toolCallUpdate" -> patched(update.getAsJsonObject("patch"));
                case "pendingAsked" -> {
                    if (update.getAsJsonObject("pending").has("host")) {
                        return;
                    }
                    JsonObject entry = new JsonObject();
                    entry.add("item", update.get("item"));
                    entry.add("pending", update.get("pending"));
                    entry.add("since", update.get("at"));
                    open.add(entry);
                    asking();
                }
                case "pendingAnswered" -> answered();
                default -> {
                    // The other kinds do not change the activity.
                }
            }
        }

        private boolean isTurnOpen() {
            return activity.has("turn");
        }

        private void rest(String phase, String doing, String detail) {
            activity = new JsonObject();
            set(phase, doing, detail, null);
            activity.add("since", update.get("at"));
        }

        private void set(String phase, String doing, String detail, JsonElement item) {
            activity.addProperty("phase", phase);
            put("doing", doing);
            put("detail", detail);
            activity.remove("item");
            activity.remove("says");
            if (item != null) {
                activity.add("item", item);
            }
        }

        private void put(String member, String text) {
            activity.remove(member);
            if (!text.isEmpty()) {
                activity.addProperty(member, text);
            }
        }

        private void exited() {
            if (text(activity, "phase").equals("needsLogin")) {
                return;
            }
            if (update.has("expected") && update.get("expected").getAsBoolean()) {
                rest("gone", text(activity, "doing").equals("closed") ? "closed" : "", "");
            } else {
                rest("failed", "error", line(text(update, "text")));
                says();
            }
        }

        /** The code of the update's text, without the lines below the sentence. */
        private void says() {
            if (!update.has("says")) {
                return;
            }
            JsonObject says = update.getAsJsonObject("says").deepCopy();
            if (says.has("args")) {
                says.getAsJsonObject("args").remove("below");
                if (says.getAsJsonObject("args").size() == 0) {
                    says.remove("args");
                }
            }
            activity.add("says", says);
        }

        private void ended() {
            if (!update.get("turn").equals(activity.get("turn"))) {
                return;
            }
            switch (text(update, "reason")) {
                case "failed" -> {
                    rest("failed", "error", line(text(update, "text")));
                    says();
                }
                case "cancelled" -> rest("idle", "cancelled", "");
                case "interrupted" -> {
                    rest("idle", "interrupted", line(text(update, "text")));
                    says();
                }
                default -> rest("idle", "done", "");
            }
        }

        private void evidence(String doing, String detail, JsonElement item) {
            boolean same = text(activity, "doing").equals(doing)
                    && text(activity, "detail").equals(detail)
                    && Objects.equals(activity.get("item"), item);
            if (text(activity, "phase").equals("working") && !same) {
                set("working", doing, detail, item);
                activity.add("since", update.get("at"));
            }
        }

        private void patched(JsonObject patch) {
            if (!text(activity, "doing").equals("tool") || !update.get("item").equals(activity.get("item"))) {
                return;
            }
            if (isFinal(text(patch, "status"))) {
                evidence("prompted", "", null);
            } else if (patch.has("title")) {
                put("detail", line(text(patch, "title")));
            }
        }

        private void asking() {
            JsonObject first = open.get(0).getAsJsonObject();
            set("waiting", "asking", line(text(first.getAsJsonObject("pending"), "title")), first.get("item"));
            activity.add("since", first.get("since"));
        }

        private void answered() {
            boolean wasOpen = false;
            for (int i = open.size() - 1; i >= 0; i--) {
                JsonObject pending = open.get(i).getAsJsonObject().getAsJsonObject("pending");
                if (pending.get("pendingId").equals(update.get("pendingId"))) {
                    open.remove(i);
                    wasOpen = true;
                }
            }
            if (!wasOpen || !text(activity, "phase").equals("waiting")) {
                return;
            }
            if (!open.isEmpty()) {
                asking();
            } else if (isTurnOpen()) {
                set("working", "prompted", "", null);
                activity.add("since", update.get("at"));
            } else {
                rest("idle", "", "");
            }
        }

        private static boolean isFinal(String status) {
            return Set.of("completed", "failed", "cancelled").contains(status);
        }

        private static String line(String text) {
            String first = text.split("\n", 2)[0].strip();
            if (first.length() <= 200) {
                return first;
            }
            return first.substring(0, Character.isHighSurrogate(first.charAt(199)) ? 199 : 200) + "…";
        }
    }
}
