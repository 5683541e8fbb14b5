package dev.pilothouse.desktop.profile;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.mcp.McpResult;
import dev.pilothouse.desktop.mcp.McpServer;
import dev.pilothouse.desktop.mcp.McpTool;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A stdio MCP server for tests, with the tool {@code variable}: it returns the variable that its first argument names. */
public final class VariableServer {
    private VariableServer() {}

    public static void main(String[] arguments) throws Exception {
        McpTool tool = new McpTool(
                "variable",
                "Variable",
                "Returns a variable",
                true,
                List.of(),
                given -> CompletableFuture.completedFuture(
                        new McpResult(String.valueOf(System.getenv(arguments[0])), false)));
        new McpServer(
                        new McpServer.Description("variables", "Variables", "1", ""),
                        List.of(tool),
                        McpServer.writing(System.out))
                .serve(System.in);
    }

    /** A server of {@code profiles.json}. @param variable that its tool returns, with its value; null for none */
    public static JsonObject entry(String variable, @Nullable JsonObject reference) {
        JsonObject entry = new JsonObject();
        JsonArray words = ProfileAgent.command(VariableServer.class, variable);
        entry.addProperty("command", words.remove(0).getAsString());
        entry.add("args", words);
        if (reference != null) {
            JsonObject env = new JsonObject();
            env.add(variable, reference);
            entry.add("env", env);
        }
        return entry;
    }
}
