package dev.pilothouse.desktop.acp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.agent.McpServerEntry;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.ServerKind;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The MCP servers of a session, as its agent gets them. Immutable; any thread.
 *
 * @param sent given to the agent
 * @param remark for the session: which were given, or why not; empty without servers
 */
public record AcpServerOffer(List<McpServerEntry> sent, HostText remark) {
    public static final AcpServerOffer NONE = new AcpServerOffer(List.of(), HostText.NONE);

    public AcpServerOffer {
        sent = List.copyOf(sent);
    }

    /** Gives servers to an agent with a process of its own on this machine. */
    public static AcpServerOffer sent(List<McpServerEntry> servers) {
        return servers.isEmpty()
                ? NONE
                : new AcpServerOffer(servers, HostText.of(HostTextCode.MCP_SENT, names(servers)));
    }

    /** Gives none to an agent whose sessions share a process: some agents then offer them to every session. */
    public static AcpServerOffer notShared(String agent, List<McpServerEntry> servers) {
        return withheld(HostTextCode.MCP_NOT_SHARED, agent, servers);
    }

    /** Gives none to an agent elsewhere, where their commands do not exist. */
    public static AcpServerOffer notRemote(String agent, List<McpServerEntry> servers) {
        return withheld(HostTextCode.MCP_NOT_REMOTE, agent, servers);
    }

    private static AcpServerOffer withheld(HostTextCode code, String agent, List<McpServerEntry> servers) {
        return servers.isEmpty() ? NONE : new AcpServerOffer(List.of(), HostText.of(code, agent, names(servers)));
    }

    private static String names(List<McpServerEntry> servers) {
        return servers.stream().map(McpServerEntry::name).collect(Collectors.joining(", "));
    }

    /** @param others of the session's profile */
    JsonArray toJson(List<McpServerEntry> others) {
        JsonArray array = new JsonArray();
        sent.forEach(server -> array.add(json(server)));
        others.forEach(server -> array.add(json(server)));
        return array;
    }

    private static JsonObject json(McpServerEntry server) {
        JsonArray values = new JsonArray();
        server.values().forEach((name, value) -> {
            JsonObject variable = new JsonObject();
            variable.addProperty("name", name);
            variable.addProperty("value", value);
            values.add(variable);
        });
        JsonObject json = new JsonObject();
        json.addProperty("name", server.name());
        if (server.kind() == ServerKind.STDIO) {
            JsonArray arguments = new JsonArray();
            server.command().stream().skip(1).forEach(arguments::add);
            json.addProperty("command", server.command().get(0));
            json.add("args", arguments);
            json.add("env", values);
        } else {
            json.addProperty("type", server.kind() == ServerKind.SSE ? "sse" : "http");
            json.addProperty("url", server.url());
            json.add("headers", values);
        }
        return json;
    }
}
