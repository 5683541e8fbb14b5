package dev.pilothouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WireEnumTest {
    /** Members of host messages whose texts are wire words. */
    private static final Set<String> WORDS = Set.of(
            "phase",
            "doing",
            "label",
            "memory",
            "status",
            "level",
            "outcome",
            "reason",
            "priority",
            "scope",
            "code",
            "kind");

    @Test
    void aWordOfALaterHostCostsNoConnection() throws Exception {
        int renamed = 0;
        for (Map.Entry<String, HostMessage> example : Examples.host().entrySet()) {
            JsonObject later = HostMessageCodec.encode(example.getValue()).deepCopy();
            renamed += rename(later);
            HostMessage decoded = BridgeCodec.decodeHost(StrictJson.write(later).getBytes(StandardCharsets.UTF_8));

            assertThat(decoded).as(example.getKey()).hasSameClassAs(example.getValue());
        }
        assertThat(renamed).isGreaterThan(20);
    }

    @Test
    void aWordOfALaterDeviceIsAnError() {
        String prompt = "{\"type\":\"prompt\",\"requestId\":\"q1Z8x0yYbq6t3VfWmT0c9A\",\"sessionId\":\"s1\","
                + "\"text\":\"x\",\"whenBusy\":\"somehow\"}";
        String scope = "{\"type\":\"ticket\",\"requestId\":\"q1Z8x0yYbq6t3VfWmT0c9A\",\"scope\":\"owner\"}";

        for (String message : Set.of(prompt, scope)) {
            assertThatThrownBy(() -> BridgeCodec.decodeClient(message.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining("not known");
        }
    }

    /** Replaces each word by an unknown one, except for the kinds of items, which determine their members. */
    private static int rename(JsonElement value) {
        int renamed = 0;
        if (value instanceof JsonObject object) {
            for (Map.Entry<String, JsonElement> member : object.entrySet()) {
                boolean isItem = object.has("item") && member.getKey().equals("kind") && object.has("at");
                if (WORDS.contains(member.getKey())
                        && member.getValue() instanceof JsonPrimitive word
                        && word.isString()
                        && !isItem) {
                    member.setValue(new JsonPrimitive("ofTheFuture"));
                    renamed++;
                } else {
                    renamed += rename(member.getValue());
                }
            }
        } else if (value instanceof JsonArray array) {
            for (JsonElement element : array) {
                renamed += rename(element);
            }
        }
        return renamed;
    }
}
