package dev.pilothouse.desktop.catalog;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.AgentSupport;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the modes that each agent offered when it last ran, and what it offered beside a conversation, so that
 * clients can show them without a running agent. Owns a small file, whose loss does no harm. Any thread; calls are synchronized.
 */
final class OfferMemory {
    private static final Logger log = LoggerFactory.getLogger(OfferMemory.class);
    /** No agent has this id, since ids have no white space. Its value is no list, so earlier releases skip it. */
    private static final String SUPPORT = "agent support";

    private final Path file;
    private final Map<String, List<AgentMode>> modes = new LinkedHashMap<>();
    private final Map<String, AgentSupport> support = new LinkedHashMap<>();

    private OfferMemory(Path file) {
        this.file = file;
    }

    static OfferMemory open(Path file) {
        OfferMemory memory = new OfferMemory(file);
        if (Files.exists(file)) {
            try {
                memory.read(StrictJson.parseObject(Files.readString(file, StandardCharsets.UTF_8)));
            } catch (CodecException | IOException damaged) {
                log.info("{} could not be read and starts empty: {}", file, damaged.getMessage());
            }
        }
        return memory;
    }

    synchronized List<AgentMode> of(AgentId agentId) {
        return modes.getOrDefault(agentId.value(), List.of());
    }

    /** Stores the modes and returns whether they have changed. */
    synchronized boolean store(AgentId agentId, List<AgentMode> offered) {
        if (of(agentId).equals(offered)) {
            return false;
        }
        modes.put(agentId.value(), List.copyOf(offered));
        write();
        return true;
    }

    synchronized AgentSupport supportOf(AgentId agentId) {
        return support.getOrDefault(agentId.value(), AgentSupport.NONE);
    }

    /** Stores what an agent offers beside a conversation, and returns whether it has changed. */
    synchronized boolean store(AgentId agentId, AgentSupport offers) {
        if (supportOf(agentId).equals(offers)) {
            return false;
        }
        support.put(agentId.value(), offers);
        write();
        return true;
    }

    private void read(JsonObject json) {
        new JsonFields(json)
                .object(SUPPORT)
                .ifPresent(agents -> agents.json()
                        .keySet()
                        .forEach(agent -> agents.object(agent)
                                .ifPresent(offers -> support.put(
                                        agent, new AgentSupport(offers.flag("delete"), offers.flag("fork"))))));
        for (Map.Entry<String, JsonElement> agent : json.entrySet()) {
            if (!agent.getValue().isJsonArray()) {
                // The version field.
                continue;
            }
            JsonObject holder = new JsonObject();
            holder.add("modes", agent.getValue());
            modes.put(
                    agent.getKey(),
                    new JsonFields(holder)
                            .objects("modes").stream()
                                    .map(mode -> new AgentMode(
                                            mode.text("id").orElse(""),
                                            mode.text("name").orElse(""),
                                            mode.text("description").orElse("")))
                                    .toList());
        }
    }

    private void write() {
        JsonObject json = new JsonObject();
        json.addProperty("version", 1);
        modes.forEach((agent, offered) -> {
            JsonArray list = new JsonArray();
            for (AgentMode mode : offered) {
                JsonObject entry = new JsonObject();
                entry.addProperty("id", mode.modeId());
                entry.addProperty("name", mode.name());
                entry.addProperty("description", mode.description());
                list.add(entry);
            }
            json.add(agent, list);
        });
        JsonObject all = new JsonObject();
        support.forEach((agent, offers) -> {
            JsonObject entry = new JsonObject();
            entry.addProperty("delete", offers.deletes());
            entry.addProperty("fork", offers.forks());
            all.add(agent, entry);
        });
        json.add(SUPPORT, all);
        try {
            new PrivateFile(file).write(StrictJson.write(json).getBytes(StandardCharsets.UTF_8));
        } catch (IOException full) {
            log.warn("{} could not be written: {}", file, full.getMessage());
        }
    }
}
