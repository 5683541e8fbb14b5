package dev.pilothouse.desktop.mcp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.model.TextCutter;

/**
 * The result of a tool call. Immutable; any thread.
 *
 * @param text for the model
 * @param error whether the call failed; the text is then one sentence: what is wrong, and what to do
 */
public record McpResult(String text, boolean error) {
    /** The longest text that is sent, in UTF-16 units: about a tenth of a model's context. */
    public static final int MAX_TEXT = 64 * 1024;

    private static final String CUT = "\n[cut: the result was longer than " + MAX_TEXT + " characters]";

    public McpResult {
        text = text.length() <= MAX_TEXT ? text : TextCutter.head(text, MAX_TEXT - CUT.length()) + CUT;
    }

    /** A result as JSON text. The caller bounds it, since cut JSON cannot be read. */
    public static McpResult of(JsonElement value) {
        return new McpResult(value.toString(), false);
    }

    /** A failed call. */
    public static McpResult failed(String sentence) {
        return new McpResult(sentence, true);
    }

    JsonObject toJson() {
        JsonObject block = new JsonObject();
        block.addProperty("type", "text");
        block.addProperty("text", text);
        JsonArray content = new JsonArray();
        content.add(block);
        JsonObject json = new JsonObject();
        json.add("content", content);
        json.addProperty("isError", error);
        return json;
    }
}
