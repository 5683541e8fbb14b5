package dev.pilothouse.desktop.acp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.agent.PromptPart;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.model.PromptSupport;
import java.util.List;

/**
 * Converts a prompt into content blocks of ACP version 1, and reads which of them an agent supports. Pure; any thread.
 */
final class AcpPrompt implements PromptPart.Visitor<JsonObject> {
    private static final AcpPrompt BLOCKS = new AcpPrompt();

    private AcpPrompt() {}

    /** @param capabilities the agent's {@code agentCapabilities} */
    static PromptSupport support(JsonFields capabilities) {
        return capabilities
                .object("promptCapabilities")
                .map(prompt -> new PromptSupport(prompt.flag("image"), prompt.flag("embeddedContext")))
                .orElse(PromptSupport.NONE);
    }

    static JsonArray blocks(List<PromptPart> parts) {
        JsonArray blocks = new JsonArray();
        parts.forEach(part -> blocks.add(part.accept(BLOCKS)));
        return blocks;
    }

    private static JsonObject block(String type) {
        JsonObject block = new JsonObject();
        block.addProperty("type", type);
        return block;
    }

    @Override
    public JsonObject text(PromptPart.Text part) {
        JsonObject block = block("text");
        block.addProperty("text", part.text());
        return block;
    }

    @Override
    public JsonObject image(PromptPart.Image part) {
        JsonObject block = block("image");
        block.addProperty("data", part.base64());
        block.addProperty("mimeType", part.mimeType());
        block.addProperty("uri", part.uri());
        return block;
    }

    @Override
    public JsonObject embedded(PromptPart.Embedded part) {
        JsonObject resource = new JsonObject();
        resource.addProperty("uri", part.uri());
        resource.addProperty("mimeType", part.mimeType());
        resource.addProperty("text", part.text());
        JsonObject block = block("resource");
        block.add("resource", resource);
        return block;
    }

    @Override
    public JsonObject link(PromptPart.Link part) {
        JsonObject block = block("resource_link");
        block.addProperty("uri", part.uri());
        block.addProperty("name", part.name());
        if (part.mimeType() != null) {
            block.addProperty("mimeType", part.mimeType());
        }
        if (part.bytes() >= 0) {
            block.addProperty("size", part.bytes());
        }
        return block;
    }
}
